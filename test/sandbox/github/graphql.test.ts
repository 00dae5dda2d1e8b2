import { schema as github } from '@octokit/graphql-schema';
import { buildSchema, executeSync, type GraphQLSchema, parse, validate } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import * as queries from '../../../src/connectors/github-org/queries.js';
import { largeOrg } from '../../../src/sandbox/github/index.js';
import { acme, start, type World } from './world.js';

interface GraphReply {
  readonly data?: unknown;
  readonly errors?: readonly { message: string; type?: string; path?: unknown; extensions?: unknown }[];
}

async function ask(world: World, query: string, variables: object = {}, operationName?: string): Promise<GraphReply> {
  const reply = await world.send('POST', '/graphql', { query, variables, operationName });
  expect(reply.status).toBe(200);
  return reply.body as GraphReply;
}

const DOCUMENTS = Object.entries(queries).flatMap(([name, text]): [string, string][] =>
  typeof text === 'string' ? [[name, text]] : [],
);

describe('the connector’s queries', () => {
  let schema: GraphQLSchema;
  beforeAll(() => {
    schema = buildSchema(github.idl, { assumeValidSDL: true });
  });

  test.each(DOCUMENTS)('when %s is asked, it fits GitHub’s schema and so does the answer', async (_, text) => {
    const document = parse(text);
    expect(validate(schema, document)).toEqual([]);
    const world = await start();
    const variables = { organization: 'acme', login: 'anaruiz', team: 'backend' };
    const { data, errors } = await ask(world, text, variables);
    expect(errors).toBeUndefined();
    // GitHub's own schema reads the answer: a missing field, a wrong enum or a null where none may be is an error.
    const read = executeSync({ schema, document, rootValue: data, variableValues: variables });
    expect(read.errors).toBeUndefined();
    expect(JSON.parse(JSON.stringify(read.data))).toEqual(data);
    expect(world.running.requests).toMatchObject([{ operation: 'POST /graphql' }]);
  });
});

describe('teams and repositories in the graph', () => {
  const TEAMS = `query Teams($login: String!, $membership: TeamMembershipType) {
    organization(login: "acme") {
      teams(first: 10, userLogins: [$login]) {
        totalCount
        nodes { slug members(first: 10, membership: $membership, query: $login) { edges { role node { ...who } } } }
      }
    }
  }
  fragment who on User { databaseId login }`;

  test('when nothing is said about membership, child teams’ members count; IMMEDIATE leaves them out', async () => {
    const world = await start();
    const ana = { databaseId: 583231, login: 'anaruiz' };
    expect((await ask(world, TEAMS, { login: 'anaruiz' })).data).toEqual({
      organization: {
        teams: {
          totalCount: 2,
          nodes: [
            { slug: 'engineering', members: { edges: [{ role: 'MEMBER', node: ana }] } },
            { slug: 'backend', members: { edges: [{ role: 'MAINTAINER', node: ana }] } },
          ],
        },
      },
    });
    const immediate = await ask(world, TEAMS, { login: 'anaruiz', membership: 'IMMEDIATE' });
    expect(immediate.data).toMatchObject({ organization: { teams: { nodes: [{ members: { edges: [] } }, {}] } } });
  });

  test('when members are searched for, a login that contains the words is found too', async () => {
    const teams = [{ slug: 'backend', members: ['ana', 'anaruiz', 'samlee'] }];
    const { data } = await ask(await start({ ...acme, teams }), TEAMS, { login: 'ana' });
    const edges = [{ node: { login: 'ana' } }, { node: { login: 'anaruiz' } }];
    expect(data).toMatchObject({ organization: { teams: { nodes: [{ members: { edges } }] } } });
  });

  test('when somebody has access in several ways, the sources tell which, and the permission is the strongest', async () => {
    const { data } = await ask(
      await start(),
      `{ organization(login: "acme") { repository(name: "ledger") { collaborators(first: 9, affiliation: DIRECT, login: "anaruiz") {
        edges { permission permissionSources { roleName source { __typename ... on Team { slug } } } } } } } }`,
    );
    expect(data).toEqual({
      organization: {
        repository: {
          collaborators: {
            edges: [
              {
                permission: 'WRITE',
                permissionSources: [
                  { roleName: 'read', source: { __typename: 'Repository' } },
                  { roleName: 'write', source: { __typename: 'Team', slug: 'backend' } },
                ],
              },
            ],
          },
        },
      },
    });
  });

  test('when there are more than a page, cursors lead through all, even where a page is short', async () => {
    const world = await start(largeOrg({ members: 250 }));
    world.running.faults.add({ fault: { kind: 'short-page', entries: 7 }, skip: 1, times: 1 });
    const query = `query Members($after: String) { organization(login: "acme") {
      membersWithRole(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { databaseId } } } }`;
    const seen = new Set<number>();
    const sizes: number[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data } = (await ask(world, query, { after })) as { data: MembersAnswer };
      const { nodes, pageInfo } = data.organization.membersWithRole;
      for (const node of nodes) seen.add(node.databaseId);
      sizes.push(nodes.length);
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
    expect(sizes).toEqual([100, 7, 100, 43]);
    expect(seen.size).toBe(250);
  });
});

interface MembersAnswer {
  readonly organization: {
    readonly membersWithRole: {
      readonly nodes: readonly { readonly databaseId: number }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  };
}

describe('errors in the graph', () => {
  test.each([
    ['a field that GitHub lacks', '{ organization(login: "acme") { nothing } }', "Field 'nothing' doesn't exist"],
    ['an argument that GitHub lacks', '{ organization(name: "acme") { login } }', "doesn't accept argument 'name'"],
    ['an object without selections', '{ organization(login: "acme") }', 'must have selections'],
    ['a scalar with selections', '{ organization(login: "acme") { login { x } } }', "can't have selections"],
    ['a broken document', '{ organization(login: ', 'Unexpected end of document'],
    ['a letter that is none of the language', '{ organization ; }', 'Parse error'],
    ['a missing variable', 'query Q($x: String!) { organization(login: $x) { login } }', 'Variable $x'],
    ['an undeclared variable', '{ organization(login: $x) { login } }', 'not declared'],
    ['an unknown fragment', '{ ...nothing }', 'Fragment nothing was used'],
    ['an unknown mutation', 'mutation M { x }', "Field 'x' doesn't exist on type 'Mutation'"],
  ])('when the query has %s, it is an HTTP 200 with errors and no data', async (_, query, message) => {
    const { data, errors } = await ask(await start(), query);
    expect(data).toBeUndefined();
    expect(errors?.[0]?.message).toContain(message);
  });

  test('when the operation’s name is not in the document, it is an HTTP 200 with errors', async () => {
    const { errors } = await ask(await start(), 'query A { viewer { login } }', {}, 'B');
    expect(errors).toMatchObject([{ message: 'No operation named "B"' }]);
  });

  test('when a document holds several operations, the name chooses', async () => {
    const world = await start();
    const both = 'query A { viewer { login } } query B { rateLimit { limit cost } }';
    expect((await ask(world, both, {}, 'B')).data).toEqual({ rateLimit: { limit: 5000, cost: 1 } });
    expect((await ask(world, both)).errors).toMatchObject([{ message: 'An operation name is required' }]);
  });

  test('when the organization is unknown or a part is closed, that field is null with an error', async () => {
    const world = await start({ ...acme, lacks: ['members'] });
    const query = 'query Q($o: String!) { organization(login: $o) { login teams(first: 1) { totalCount } } }';
    expect(await ask(world, query, { o: 'other' })).toMatchObject({
      data: { organization: null },
      errors: [{ type: 'NOT_FOUND', path: ['organization'] }],
    });
    expect(await ask(world, query, { o: 'acme' })).toMatchObject({
      data: { organization: { login: 'acme', teams: null } },
      errors: [{ type: 'FORBIDDEN', path: ['organization', 'teams'] }],
    });
  });

  test('when first is missing or over 100, GitHub says which connection', async () => {
    const world = await start();
    const teams = (given: string) => ask(world, `{ organization(login: "acme") { teams${given} { totalCount } } }`);
    expect((await teams('')).errors).toMatchObject([{ type: 'MISSING_PAGINATION_BOUNDARIES' }]);
    expect((await teams('(first: 101)')).errors).toMatchObject([{ type: 'EXCESSIVE_PAGINATION' }]);
    expect((await teams('(first: 1, after: "nonsense")')).errors).toMatchObject([{ type: 'INVALID_CURSOR_ARGUMENTS' }]);
  });

  test('when a request holds no query or no good token, it is a 400 or a 401', async () => {
    const world = await start();
    expect((await world.send('POST', '/graphql', {})).status).toBe(400);
    expect((await world.send('POST', '/graphql', { query: '{ viewer { login } }' }, 'refused')).status).toBe(401);
  });
});
