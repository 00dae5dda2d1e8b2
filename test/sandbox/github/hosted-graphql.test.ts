import { describe, expect, test } from 'vitest';
import { answerFindings, githubGraphqlSchema, queryFindings } from '../../../scripts/conformance/github-graphql.js';
import { type Host, hostPolicy } from '../../fixtures/hosted.js';
import { gitText } from '../../fixtures/hosted-commits.js';

const USERS = [
  { login: 'kimcho', id: 100 },
  { login: 'samlee', id: 101 },
  { login: 'anaruiz', id: 102, email: 'Ana@acme.example' },
  { login: 'helper[bot]', id: 900, kind: 'Bot' as const },
];

const start = (): Promise<Host> => hostPolicy({ users: USERS, files: { 'a.yaml': 'a: 1\n' } });

const ACTOR =
  '{ __typename login ... on User { databaseId } ... on Bot { databaseId } ... on Mannequin { databaseId } }';

/** What a proof of approval asks about each commit that brought a file in. */
function proofOf(landings: readonly { commit: string; path: string }[], reviews = 100): string {
  const objects = landings.map(
    ({ commit, path }, index) => `l${index}: object(oid: "${commit}") { __typename ... on Commit {
      associatedPullRequests(first: 5) { totalCount nodes {
        number state baseRefName headRefOid mergedAt author ${ACTOR} mergedBy ${ACTOR} mergeCommit { oid }
        commits(first: 100) { totalCount nodes { commit { oid authoredDate message
          authors(first: 10) { totalCount nodes { email user { databaseId } } } } } }
        head: commits(last: 1) { nodes { commit { oid file(path: ${JSON.stringify(path)}) { oid type } } } }
        reviews(first: ${reviews}) { totalCount nodes { author ${ACTOR} state submittedAt commit { oid }
          onBehalfOf(first: 5) { nodes { slug combinedSlug } } } } } } } }`,
  );
  return `query ApprovalProof($owner: String!, $name: String!) {
    repository(owner: $owner, name: $name) { defaultBranchRef { name } ${objects.join('\n')} } }`;
}

async function ask(host: Host, query: string, by = 'kimcho', name = 'policy') {
  const reply = await host.send(by, 'POST', '/graphql', { query, variables: { owner: 'acme', name } });
  return reply.body as { data?: { repository: Record<string, unknown> | null }; errors?: { message: string }[] };
}

/** The pull requests that each commit is told to come from. */
async function behind(host: Host, ...commits: string[]): Promise<unknown[]> {
  const { data } = await ask(host, proofOf(commits.map((commit) => ({ commit, path: 'c.yaml' }))));
  return commits.map((_, index) => {
    const found = data?.repository?.[`l${index}`] as { associatedPullRequests: { nodes: { number: number }[] } } | null;
    return found?.associatedPullRequests.nodes.map(({ number }) => number) ?? null;
  });
}

const git = (host: Host, ...args: string[]) => gitText(host.bare, args).trim();

describe('when the proof of an approval is asked for', () => {
  test('all of it is told as it is', async () => {
    const host = await start();
    host.at('2026-11-02T10:00:00Z');
    const opened = {
      by: 'samlee',
      branch: 'one',
      message: 'Ask',
      files: { 'c.yaml': 'c: 1\n' },
      coAuthors: ['anaruiz'],
    };
    const number = await host.openPullRequest(opened);
    const head = git(host, 'rev-parse', 'one');
    await host.review(number, { by: 'helper[bot]' });
    host.at('2026-11-02T11:00:00Z');
    await host.review(number, { by: 'kimcho', event: 'REQUEST_CHANGES' });
    host.at('2026-11-02T12:00:00Z');
    const commit = await host.merge(number, { by: 'anaruiz' });

    const { data, errors } = await ask(host, proofOf([{ commit, path: 'c.yaml' }]));
    expect(errors).toBeUndefined();
    const schema = githubGraphqlSchema();
    const query = proofOf([{ commit, path: 'c.yaml' }]);
    expect(queryFindings(schema, query)).toEqual([]);
    expect(answerFindings(schema, query, { owner: 'acme', name: 'policy' }, data)).toEqual([]);
    const person = (login: string, databaseId: number) => ({ __typename: 'User', login, databaseId });
    const none = { nodes: [] };
    expect(data?.repository).toEqual({
      defaultBranchRef: { name: 'main' },
      l0: {
        __typename: 'Commit',
        associatedPullRequests: {
          totalCount: 1,
          nodes: [
            {
              number,
              state: 'MERGED',
              baseRefName: 'main',
              headRefOid: head,
              mergedAt: '2026-11-02T12:00:00Z',
              author: person('samlee', 101),
              mergedBy: person('anaruiz', 102),
              mergeCommit: { oid: commit },
              commits: {
                totalCount: 1,
                nodes: [
                  {
                    commit: {
                      oid: head,
                      authoredDate: '2026-11-02T10:00:00Z',
                      message: 'Ask\n\nCo-authored-by: anaruiz <Ana@acme.example>',
                      authors: {
                        totalCount: 2,
                        nodes: [
                          { email: 'samlee@acme.example', user: { databaseId: 101 } },
                          { email: 'Ana@acme.example', user: { databaseId: 102 } },
                        ],
                      },
                    },
                  },
                ],
              },
              head: {
                nodes: [{ commit: { oid: head, file: { oid: git(host, 'rev-parse', 'one:c.yaml'), type: 'blob' } } }],
              },
              reviews: {
                totalCount: 2,
                nodes: [
                  {
                    author: { __typename: 'Bot', login: 'helper', databaseId: 900 },
                    state: 'APPROVED',
                    submittedAt: '2026-11-02T10:00:00Z',
                    commit: { oid: head },
                    onBehalfOf: none,
                  },
                  {
                    author: person('kimcho', 100),
                    state: 'CHANGES_REQUESTED',
                    submittedAt: '2026-11-02T11:00:00Z',
                    commit: { oid: head },
                    onBehalfOf: none,
                  },
                ],
              },
            },
          ],
        },
      },
    });
  });

  test('every way of merging leads from what it brought to its pull request, and a direct push to none', async () => {
    const host = await start();
    const brought: Record<string, string[]> = {};
    for (const method of ['merge', 'squash', 'rebase'] as const) {
      const commits = ['1', '2'].map((text) => ({ by: 'samlee', files: { [`${method}.yaml`]: text } }));
      const number = await host.openPullRequest({ by: 'samlee', branch: method, commits });
      const [before, own] = [git(host, 'rev-parse', 'main'), git(host, 'rev-parse', `${method}`, `${method}~1`)];
      const commit = await host.merge(number, { by: 'kimcho', method });
      brought[number] = git(host, 'rev-list', commit, `^${before}`).split('\n');
      // Where the branch's own commits are not on the default branch, they are the pull request's all the same.
      expect(await behind(host, ...own.split('\n'))).toEqual([[number], [number]]);
    }
    const pushed = await host.push({ 'x.yaml': 'x' }, { by: 'samlee' });
    expect(await behind(host, pushed, git(host, 'rev-list', '--max-parents=0', 'main'))).toEqual([[], []]);
    expect(Object.values(brought).map((commits) => commits.length)).toEqual([3, 1, 2]);
    for (const [number, commits] of Object.entries(brought)) {
      expect(await behind(host, ...commits)).toEqual(commits.map(() => [Number(number)]));
    }
  });

  test('an open pull request is told for its commits only as long as the default branch lacks them', async () => {
    const host = await start();
    const number = await host.openPullRequest({ by: 'samlee', branch: 'one', files: { 'c.yaml': 'c: 1\n' } });
    const head = git(host, 'rev-parse', 'one');
    expect(await behind(host, head, git(host, 'rev-parse', 'main'))).toEqual([[number], []]);
    const next = await host.addCommit(number, { 'c.yaml': 'c: 2\n' }, { by: 'samlee' });
    const { data } = await ask(host, proofOf([{ commit: head, path: 'c.yaml' }]));
    expect(data?.repository?.l0).toMatchObject({
      associatedPullRequests: {
        nodes: [{ state: 'OPEN', commits: { totalCount: 2 }, head: { nodes: [{ commit: { oid: next } }] } }],
      },
    });
    await host.send('samlee', 'PATCH', `/repos/acme/policy/pulls/${number}`, { state: 'closed' });
    expect(await behind(host, head)).toEqual([[]]);

    git(host, 'branch', 'release', 'main');
    const pushed = await host.push({ 'd.yaml': 'd: 1\n' }, { by: 'kimcho' });
    const wide = { by: 'samlee', branch: 'two', base: 'release', files: { 'e.yaml': 'e: 1\n' } };
    const other = await host.openPullRequest(wide);
    expect(await behind(host, pushed, git(host, 'rev-parse', 'two'))).toEqual([[], [other]]);
  });

  test('a commit, a file or a repository that is not there is null', async () => {
    const host = await start();
    const commit = await host.push({ 'with space.yaml': 'x\n' }, { by: 'kimcho' });
    const files = (path: string) =>
      `query P($owner: String!, $name: String!) { repository(owner: $owner, name: $name) {
        none: object(oid: "${'0'.repeat(40)}") { __typename }
        tree: object(oid: "${git(host, 'rev-parse', 'main^{tree}')}") { __typename }
        one: object(oid: "${commit}") { ... on Commit { file(path: ${JSON.stringify(path)}) { type path } } } } }`;
    const one = async (path: string) => (await ask(host, files(path))).data?.repository?.one;
    expect(await one('with space.yaml')).toEqual({ file: { type: 'blob', path: 'with space.yaml' } });
    expect(await one('no.yaml')).toEqual({ file: null });
    expect(await one(`a.yaml\n${commit}`)).toEqual({ file: null });
    expect((await ask(host, files('a.yaml'))).data?.repository).toMatchObject({
      none: null,
      tree: { __typename: 'Tree' },
    });
    const unknown = await ask(host, files('a.yaml'), 'kimcho', 'other');
    expect(unknown).toMatchObject({ data: { repository: null }, errors: [{ type: 'NOT_FOUND' }] });
  });

  test('fifty commits are one query; more nodes than GitHub gives are refused', async () => {
    const host = await start();
    const number = await host.openPullRequest({ by: 'samlee', branch: 'one', files: { 'c.yaml': 'c: 1\n' } });
    const commit = await host.merge(number, { by: 'kimcho' });
    const fifty = Array.from({ length: 50 }, () => ({ commit, path: 'c.yaml' }));
    const { data, errors } = await ask(host, proofOf(fifty));
    expect(errors).toBeUndefined();
    expect(data?.repository?.l49).toMatchObject({ associatedPullRequests: { totalCount: 1 } });
    const seventy = Array.from({ length: 70 }, () => ({ commit, path: 'c.yaml' }));
    const refused = await ask(host, proofOf(seventy));
    expect(refused).toMatchObject({ errors: [{ type: 'MAX_NODE_LIMIT_EXCEEDED' }] });
    expect(refused.data).toBeUndefined();
  });

  test('a credential that may not read pull requests gets nulls and an error for each', async () => {
    const host = await hostPolicy({
      users: USERS,
      organization: {
        credentials: [{ token: 'token-of-weak', kind: 'user', login: 'weak', lacks: ['pull-requests'] }],
      },
    });
    const commit = await host.push({ 'c.yaml': 'c: 1\n' }, { by: 'kimcho' });
    expect(await ask(host, proofOf([{ commit, path: 'c.yaml' }]), 'weak')).toMatchObject({
      data: { repository: { l0: { associatedPullRequests: null } } },
      errors: [{ type: 'FORBIDDEN', path: ['repository', 'l0', 'associatedPullRequests'] }],
    });
  });
});
