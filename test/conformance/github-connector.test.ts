import type { GraphQLSchema } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Checker, checkerOf, type Exchange } from '../../scripts/conformance/github-check.js';
import { githubDescription } from '../../scripts/conformance/github-description.js';
import { answerFindings, githubGraphqlSchema, queryFindings } from '../../scripts/conformance/github-graphql.js';
import { operationNames } from '../../src/sandbox/github/index.js';
import { type SignIn, type Traffic, trafficOf } from './github-traffic.js';

let checker: Checker;
let schema: GraphQLSchema;

beforeAll(async () => {
  checker = checkerOf(await githubDescription());
  schema = githubGraphqlSchema();
});

const isGraphql = ({ target }: Exchange) => target === '/graphql';

describe.each<SignIn>(['app', 'token'])("when the connector's traffic is recorded, signed in by %s", (signIn) => {
  let traffic: Traffic;

  beforeAll(async () => {
    traffic = await trafficOf(signIn);
  });

  test('every request and every answer is as GitHub describes it', () => {
    const findings = traffic.exchanges
      .filter((exchange) => !isGraphql(exchange))
      .flatMap((exchange) =>
        checker.check(exchange).findings.map((finding) => `${exchange.method} ${exchange.target}: ${finding}`),
      );
    expect([...new Set(findings)]).toEqual([]);
  });

  test("every GraphQL request is valid, and every answer of the schema's types", () => {
    const asked = traffic.exchanges.filter(isGraphql);
    const findings = asked.flatMap(({ requestBody, responseBody }) => {
      const { query, variables } = JSON.parse(requestBody) as { query: string; variables: Record<string, unknown> };
      const { data, errors } = JSON.parse(responseBody) as { data: unknown; errors?: unknown };
      return [
        ...queryFindings(schema, query),
        ...(errors === undefined ? answerFindings(schema, query, variables, data) : [JSON.stringify(errors)]),
      ];
    });
    expect(asked.length).toBeGreaterThan(0);
    expect([...new Set(findings)]).toEqual([]);
  });

  test('every step of every revocation is carried out', () => {
    expect(traffic.steps).toBeGreaterThan(10);
    expect(traffic.failed).toEqual([]);
  });

  test('it asks for nothing that the embedded GitHub does not know', () => {
    const asked = new Set(
      traffic.exchanges.filter((exchange) => !isGraphql(exchange)).map((exchange) => checker.check(exchange).operation),
    );
    expect([...asked].filter((operation) => operation === null || !operationNames.includes(operation))).toEqual([]);
  });
});
