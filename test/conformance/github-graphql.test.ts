import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerFindings, githubGraphqlSchema, queryFindings } from '../../scripts/conformance/github-graphql.js';
import * as module from '../../src/connectors/github-org/queries.js';
import { githubOrg } from '../../src/sandbox/github/index.js';
import type { GithubState } from '../../src/sandbox/github/state.js';
import { type RunningSystem, serve } from '../../src/sandbox/server.js';
import { clock } from './clock.js';
import { world } from './github-world.js';

/** Every query that the connector can send, by the name it is exported under. */
const queries = Object.entries(module as Readonly<Record<string, unknown>>).filter(
  (entry): entry is [string, string] => typeof entry[1] === 'string' && /^\s*query\b/.test(entry[1]),
);
const VARIABLES = { organization: 'acme', login: 'anaruiz', team: 'backend', repository: 'ledger', after: null };

let schema: GraphQLSchema;
let running: RunningSystem<GithubState>;

beforeAll(async () => {
  schema = githubGraphqlSchema();
  running = await serve(githubOrg('github', world), clock);
});

afterAll(() => running?.stop());

async function ask(query: string): Promise<{ data: unknown; errors?: unknown }> {
  const response = await fetch(`${running.url}/graphql`, {
    method: 'POST',
    headers: { authorization: 'Bearer app-token', 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: variablesOf(query) }),
  });
  return (await response.json()) as { data: unknown; errors?: unknown };
}

/** Those of the world's values that a query takes: GitHub refuses none too many, but none is sent for nothing. */
function variablesOf(query: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(VARIABLES).filter(([name]) => new RegExp(`\\$${name}\\b`).test(query)));
}

describe("when the connector's GraphQL is held against GitHub's own schema", () => {
  test('there are queries to check', () => expect(queries.length).toBeGreaterThan(0));

  test.each(queries)('%s asks only for what GitHub has', (_name, query) => {
    expect(queryFindings(schema, query)).toEqual([]);
  });

  test.each(queries)('%s is answered by the embedded GitHub in the types of the real one', async (_name, query) => {
    const { data, errors } = await ask(query);
    expect(errors).toBeUndefined();
    expect(answerFindings(schema, query, variablesOf(query), data)).toEqual([]);
  });

  test.each(queries)('%s finds something in the world, so that its answer shows anything', async (_name, query) => {
    const { data } = await ask(query);
    expect(JSON.stringify(data)).toMatch(/anaruiz|backend|ledger/);
  });

  test('a field that GitHub does not have is found', () => {
    expect(queryFindings(schema, '{ viewer { leaver } }')).toHaveLength(1);
  });

  test('an answer of a wrong type, with less or more than was asked for, is found', () => {
    const query = '{ viewer { login databaseId } }';
    expect(answerFindings(schema, query, {}, { viewer: { login: 'anaruiz', databaseId: 103 } })).toEqual([]);
    expect(answerFindings(schema, query, {}, { viewer: { login: 'anaruiz', databaseId: 'x' } })).toHaveLength(1);
    expect(answerFindings(schema, query, {}, { viewer: { login: 'anaruiz' } })).toHaveLength(1);
    expect(answerFindings(schema, query, {}, { viewer: { login: 'a', databaseId: 1, id: 'U_1' } })).toHaveLength(1);
  });
});
