/** The very queries that a proof sends, held against GitHub's own schema, and what they cost of its hourly limit. */
import { Kind, parse, type SelectionSetNode } from 'graphql';
import { expect, test } from 'vitest';
import { answerFindings, githubGraphqlSchema, queryFindings } from '../../scripts/conformance/github-graphql.js';
import { recordTraffic } from '../../scripts/conformance/recorder.js';
import { openHost } from '../../src/host/index.js';
import { approvedOptOut, hosted } from '../approval/policy-repository.js';

interface Sent {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly data: unknown;
}

/** Asks for so many landings of two approved opt-outs, one of them dismissed later; what went over the wire. */
async function sentFor(count: number): Promise<readonly Sent[]> {
  const host = await hosted();
  await approvedOptOut(host, { id: 'ana-one' });
  await approvedOptOut(host, { id: 'ana-two' }, 'squash');
  await host.dismiss(2, 'kim', { by: 'boss' });
  host.pull();
  const recorder = await recordTraffic(host.url);
  try {
    const environment = { ...host.environmentOf('sam'), GITHUB_API_URL: recorder.url };
    const landings = host.repository.pulls.flatMap(({ mergeCommit }, index) => ({
      commit: mergeCommit ?? '',
      path: `optouts/ana-${index === 0 ? 'one' : 'two'}.yaml`,
    }));
    const many = Array.from({ length: count }, (_, index) => landings[index % 2] ?? { commit: '', path: '' });
    await openHost({ environment, clock: host.clock, origin: null }).pullRequestsOf(many);
    return recorder.exchanges.map(({ requestBody, responseBody }) => {
      const { query, variables } = JSON.parse(requestBody) as Sent;
      return { query, variables, data: (JSON.parse(responseBody) as { data: unknown }).data };
    });
  } finally {
    await recorder.stop();
  }
}

test('they ask only for what GitHub has, and are answered in its types', async () => {
  const schema = githubGraphqlSchema();
  const sent = await sentFor(2);

  expect(sent).toHaveLength(2);
  for (const { query, variables, data } of sent) {
    expect(queryFindings(schema, query)).toEqual([]);
    expect(answerFindings(schema, query, variables, data)).toEqual([]);
  }
});

test('two hundred opt-outs take less than a fifth of the thousand points that a workflow’s token has in an hour', async () => {
  const [landings, proof] = await sentFor(100);

  // A hundred landings, and the query for one of up to fifty pull requests: two of the first, four times fifty of the second.
  const points = 2 * pointsOf(landings?.query ?? '') + (200 * connectionsOf(proof?.query ?? '')) / 2 / 100;

  expect(points).toBeLessThan(200);
});

/** "Rate limits and query limits for the GraphQL API": requests for connections in all, by a hundred, at least one. */
function pointsOf(query: string): number {
  return Math.max(1, Math.round(connectionsOf(query) / 100));
}

/** How many requests for connections it takes to answer a query: each for as many parents as were asked for. */
function connectionsOf(query: string): number {
  const { definitions } = parse(query);
  const fragments = new Map(
    definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one.selectionSet] as const] : [],
    ),
  );
  const count = (set: SelectionSetNode | undefined, parents: number): number =>
    (set?.selections ?? []).reduce((sum, one) => {
      if (one.kind === Kind.FRAGMENT_SPREAD) return sum + count(fragments.get(one.name.value), parents);
      if (one.kind === Kind.INLINE_FRAGMENT) return sum + count(one.selectionSet, parents);
      const size = one.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value;
      if (size?.kind !== Kind.INT) return sum + count(one.selectionSet, parents);
      return sum + parents + count(one.selectionSet, parents * Number(size.value));
    }, 0);
  const [operation] = definitions.flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? [one] : []));
  return count(operation?.selectionSet, 1);
}
