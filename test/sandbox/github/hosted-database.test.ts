import { describe, expect, test } from 'vitest';
import { type Host, type HostedOptions, hostPolicy } from '../../fixtures/hosted.js';
import { gitText } from '../../fixtures/hosted-commits.js';

const USERS = [
  { login: 'kimcho', id: 100, name: 'Kim Cho' },
  { login: 'samlee', id: 101 },
];
const REPO = '/repos/acme/policy';

const start = (more: Partial<HostedOptions> = {}): Promise<Host> =>
  hostPolicy({ users: USERS, files: { 'a.yaml': 'a: 1\n', 'optouts/b.yaml': 'b: 1\n' }, ...more });

const git = (host: Host, ...args: string[]) => gitText(host.bare, args).trim();

/** What a request that succeeds answers. */
async function done(host: Host, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const reply = await host.send('kimcho', method, `${REPO}${path}`, body);
  expect(reply.status).toBeLessThan(300);
  return reply.body as Record<string, unknown>;
}

async function refusal(host: Host, method: string, path: string, body?: unknown) {
  const reply = await host.send('kimcho', method, `${REPO}${path}`, body);
  return [reply.status, (reply.body as { message: string }).message];
}

describe('when a proposal is made through the Git database', () => {
  test('blob, tree, commit and ref are what git itself reads', async () => {
    const host = await start();
    host.at('2026-11-05T08:00:00Z');
    const head = git(host, 'rev-parse', 'main');
    const { sha: blob } = await done(host, 'POST', '/git/blobs', { content: 'YmluCg==', encoding: 'base64' });
    const { sha: tree } = await done(host, 'POST', '/git/trees', {
      base_tree: head,
      tree: [
        { path: 'optouts/b.yaml', mode: '100644', type: 'blob', sha: null },
        { path: 'optouts/c d.yaml', mode: '100644', type: 'blob', content: 'c: 1\n' },
        { path: 'bin', mode: '100755', type: 'blob', sha: blob },
      ],
    });
    const { sha: commit } = await done(host, 'POST', '/git/commits', { message: 'Prune', tree, parents: [head] });
    await done(host, 'POST', '/git/refs', { ref: 'refs/heads/leaver/prune', sha: commit });

    expect(git(host, 'ls-tree', '-r', '--name-only', 'leaver/prune').split('\n')).toEqual([
      'a.yaml',
      'bin',
      'optouts/c d.yaml',
    ]);
    expect(git(host, 'log', '-1', '--format=%an %ae %at %s', 'leaver/prune')).toBe(
      `Kim Cho kimcho@acme.example ${Date.parse('2026-11-05T08:00:00Z') / 1000} Prune`,
    );
    for (const ref of ['heads/leaver/prune', 'heads%2Fleaver%2Fprune']) {
      expect(await done(host, 'GET', `/git/ref/${ref}`)).toMatchObject({
        ref: 'refs/heads/leaver/prune',
        object: { type: 'commit', sha: commit },
      });
    }
    const listed = await done(host, 'GET', `/git/trees/${commit}?recursive=1`);
    expect((listed.tree as { path: string; type: string }[]).map(({ path, type }) => `${type} ${path}`)).toEqual([
      'blob a.yaml',
      'blob bin',
      'tree optouts',
      'blob optouts/c d.yaml',
    ]);
    expect(await done(host, 'GET', `/git/commits/${commit}`)).toMatchObject({
      message: 'Prune',
      parents: [{ sha: head }],
    });
    expect(await done(host, 'GET', `/git/blobs/${blob}`)).toMatchObject({ content: 'YmluCg==\n', size: 4 });
  });

  test('a ref moves forward only, unless it is forced', async () => {
    const host = await start();
    const first = git(host, 'rev-parse', 'main');
    const second = await host.push({ 'a.yaml': 'a: 2\n' }, { by: 'samlee' });
    await done(host, 'POST', '/git/refs', { ref: 'refs/heads/one', sha: first });
    expect(await refusal(host, 'POST', '/git/refs', { ref: 'refs/heads/one', sha: first })).toEqual([
      422,
      'Reference already exists',
    ]);
    await done(host, 'PATCH', '/git/refs/heads/one', { sha: second });
    expect(await refusal(host, 'PATCH', '/git/refs/heads/one', { sha: first })).toEqual([
      422,
      'Update is not a fast forward',
    ]);
    expect(git(host, 'rev-parse', 'one')).toBe(second);
    await done(host, 'PATCH', '/git/refs/heads/one', { sha: first, force: true });
    expect(git(host, 'rev-parse', 'one')).toBe(first);
    await done(host, 'DELETE', '/git/refs/heads/one');
    expect(await refusal(host, 'GET', '/git/ref/heads/one')).toEqual([404, 'Not Found']);
    for (const [method, body] of [
      ['PATCH', { sha: first }],
      ['DELETE', undefined],
    ] as const) {
      expect(await refusal(host, method, '/git/refs/heads/one', body)).toEqual([422, 'Reference does not exist']);
    }
  });

  test('what is not there, or no name, is refused', async () => {
    const host = await start();
    const none = '0'.repeat(40);
    const head = git(host, 'rev-parse', 'main');
    const blob = git(host, 'rev-parse', 'main:a.yaml');
    const refused = async (path: string, body: object) => (await refusal(host, 'POST', path, body))[0];
    expect(await refused('/git/refs', { ref: 'refs/heads/x', sha: none })).toBe(422);
    expect(await refused('/git/refs', { ref: 'refs/heads/../x', sha: head })).toBe(422);
    expect(await refused('/git/refs', { ref: 'x', sha: head })).toBe(422);
    expect(await refused('/git/commits', { message: 'x', tree: blob, parents: [head] })).toBe(422);
    expect(
      await refused('/git/commits', { message: 'x', tree: git(host, 'rev-parse', 'main^{tree}'), parents: [none] }),
    ).toBe(422);
    const entry = { mode: '100644', type: 'blob' };
    expect(await refused('/git/trees', { base_tree: head, tree: [{ ...entry, path: 'no', sha: null }] })).toBe(422);
    expect(await refused('/git/trees', { base_tree: head, tree: [{ ...entry, path: '../x', sha: blob }] })).toBe(422);
    expect(await refused('/git/trees', { base_tree: none, tree: [] })).toBe(422);
    expect((await refusal(host, 'GET', `/git/blobs/${head}`))[0]).toBe(404);
    expect((await refusal(host, 'GET', '/git/commits/--all'))[0]).toBe(404);
  });

  test('a ref that is moved onto an open pull request merges it, by whoever moved it', async () => {
    const host = await start();
    const number = await host.openPullRequest({ by: 'samlee', branch: 'one', files: { 'c.yaml': 'c\n' } });
    await done(host, 'PATCH', '/git/refs/heads/main', { sha: git(host, 'rev-parse', 'one') });
    expect(await done(host, 'GET', `/pulls/${number}`)).toMatchObject({ merged: true, merged_by: { login: 'kimcho' } });
  });
});

describe('when files and branches are read', () => {
  test('a file has its content at the ref, a folder what it holds', async () => {
    const host = await start();
    const before = git(host, 'rev-parse', 'main');
    await host.push({ 'optouts/b.yaml': 'b: 2\n' }, { by: 'samlee' });
    const text = async (query: string) => {
      const { content } = await done(host, 'GET', `/contents/optouts/b.yaml${query}`);
      return Buffer.from(String(content), 'base64').toString();
    };
    expect([await text(''), await text(`?ref=${before}`)]).toEqual(['b: 2\n', 'b: 1\n']);
    expect(await done(host, 'GET', '/contents/optouts')).toMatchObject([
      { type: 'file', path: 'optouts/b.yaml', size: 5 },
    ]);
    expect((await refusal(host, 'GET', '/contents/none.yaml'))[0]).toBe(404);
    expect((await refusal(host, 'GET', '/contents/a.yaml?ref=none'))[0]).toBe(404);
    expect((await refusal(host, 'GET', '/contents/a.yaml?ref=--all'))[0]).toBe(404);
    expect(await done(host, 'GET', '')).toMatchObject({ full_name: 'acme/policy', default_branch: 'main' });
    expect(await done(host, 'GET', '/branches/main')).toMatchObject({
      name: 'main',
      protected: false,
      commit: { sha: git(host, 'rev-parse', 'main'), author: { login: 'samlee' } },
    });
    expect(await refusal(host, 'GET', '/branches/none')).toEqual([404, 'Branch not found']);
  });
});

describe('when comments are written', () => {
  test('they stay in order, page by page, and can be changed', async () => {
    const host = await start({ repository: { issues: [7] } });
    const number = await host.openPullRequest({ by: 'samlee', branch: 'one', files: { 'c.yaml': 'c\n' } });
    expect(number).toBe(8);
    const { id } = await done(host, 'POST', '/issues/8/comments', { body: 'one' });
    await host.send('samlee', 'POST', `${REPO}/issues/8/comments`, { body: 'two' });
    await done(host, 'POST', '/issues/7/comments', { body: 'elsewhere' });
    host.at('2026-11-06T08:00:00Z');
    await done(host, 'PATCH', `/issues/comments/${id}`, { body: 'one, changed' });
    const page = async (query: string) => done(host, 'GET', `/issues/8/comments${query}`);
    expect(await page('?per_page=1')).toMatchObject([
      { id, body: 'one, changed', user: { login: 'kimcho' }, updated_at: '2026-11-06T08:00:00Z' },
    ]);
    expect(await page('?per_page=1&page=2')).toMatchObject([{ body: 'two', user: { login: 'samlee' } }]);
    expect((await refusal(host, 'POST', '/issues/9/comments', { body: 'x' }))[0]).toBe(404);
    expect((await refusal(host, 'POST', '/issues/8/comments', { body: '' }))[0]).toBe(422);
    expect((await refusal(host, 'PATCH', '/issues/comments/1', { body: 'x' }))[0]).toBe(404);
  });
});

const REVIEWED = {
  type: 'pull_request' as const,
  parameters: {
    dismiss_stale_reviews_on_push: true,
    require_code_owner_review: true,
    require_last_push_approval: false,
    required_approving_review_count: 1,
    required_review_thread_resolution: false,
  },
};

describe('when it is asked how the repository is protected', () => {
  test('the rules of a branch are those of active rulesets that name it', async () => {
    const host = await start({
      repository: {
        rulesets: [
          { name: 'reviewed', rules: [REVIEWED, { type: 'non_fast_forward' }] },
          { name: 'off', enforcement: 'disabled', rules: [{ type: 'deletion' }] },
          {
            name: 'releases',
            include: ['refs/heads/release/*'],
            source: 'Organization',
            rules: [{ type: 'deletion' }],
          },
          { name: 'others', include: ['~ALL'], exclude: ['refs/heads/main'], rules: [{ type: 'creation' }] },
        ],
      },
    });
    const rules = async (branch: string) => {
      const found = await done(host, 'GET', `/rules/branches/${encodeURIComponent(branch)}`);
      return (found as unknown as { type: string; ruleset_source: string }[]).map(
        (one) => `${one.type} ${one.ruleset_source}`,
      );
    };
    expect(await rules('main')).toEqual(['pull_request acme/policy', 'non_fast_forward acme/policy']);
    expect(await rules('release/1')).toEqual(['deletion acme', 'creation acme/policy']);
    expect(await rules('release/1/2')).toEqual(['creation acme/policy']);
    expect(await done(host, 'GET', '/branches/main')).toMatchObject({
      protected: true,
      protection: { enabled: false },
    });
    // They are told and not enforced: a forged world can be made.
    await host.push({ 'a.yaml': 'a: 2\n' }, { by: 'samlee' });
  });

  test('who may bypass a ruleset is told to those alone who may change it', async () => {
    const host = await start({
      repository: {
        rulesets: [
          {
            id: 5,
            name: 'x',
            rules: [],
            bypassActors: [{ actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' }],
          },
        ],
      },
      organization: {
        credentials: [{ token: 'token-of-weak', kind: 'user', login: 'weak', lacks: ['administration:write'] }],
      },
    });
    expect((await done(host, 'GET', '/rulesets/5')).bypass_actors).toHaveLength(1);
    expect((await host.send('weak', 'GET', `${REPO}/rulesets/5`)).body).not.toHaveProperty('bypass_actors');
    expect(await done(host, 'GET', '/rulesets')).toMatchObject([{ id: 5, name: 'x' }]);
    expect((await refusal(host, 'GET', '/rulesets/6'))[0]).toBe(404);
  });

  test('classic protection, CODEOWNERS, workflows and environments are the world’s', async () => {
    const error = { line: 1, column: 1, kind: 'Unknown owner', message: 'nobody', path: '.github/CODEOWNERS' };
    const host = await start({
      files: { 'a.yaml': 'a\n' },
      repository: {
        protection: { main: { enforce_admins: { url: 'https://github.invalid/x', enabled: true } } },
        codeownersErrors: [error],
        workflows: [
          {
            name: 'Leaver',
            path: '.github/workflows/leaver.yml',
            runs: [
              { event: 'schedule', createdAt: '2026-11-01T08:00:00Z' },
              { event: 'schedule', createdAt: '2026-11-01T09:00:00Z', conclusion: 'failure' },
              { event: 'push', createdAt: '2026-11-01T10:00:00Z' },
            ],
          },
        ],
        environments: [{ name: 'accept-halt', reviewers: ['kimcho'], protectedBranches: true }],
      },
    });
    expect(await done(host, 'GET', '/branches/main/protection')).toMatchObject({ enforce_admins: { enabled: true } });
    expect(await refusal(host, 'GET', '/branches/other/protection')).toEqual([404, 'Branch not protected']);
    expect((await refusal(host, 'GET', '/codeowners/errors'))[0]).toBe(404);
    await host.push({ '.github/CODEOWNERS': '* @nobody\n' }, { by: 'samlee' });
    expect(await done(host, 'GET', '/codeowners/errors?ref=main')).toEqual({ errors: [error] });
    expect(await done(host, 'GET', '/actions/workflows')).toMatchObject({
      total_count: 1,
      workflows: [{ state: 'active' }],
    });
    expect(await done(host, 'GET', '/actions/workflows/leaver.yml/runs?event=schedule&per_page=1')).toMatchObject({
      total_count: 2,
      workflow_runs: [{ conclusion: 'failure', created_at: '2026-11-01T09:00:00Z', event: 'schedule' }],
    });
    expect((await refusal(host, 'GET', '/actions/workflows/none.yml/runs'))[0]).toBe(404);
    expect(await done(host, 'GET', '/actions/permissions/workflow')).toEqual({
      default_workflow_permissions: 'read',
      can_approve_pull_request_reviews: false,
    });
    expect(await done(host, 'GET', '/environments')).toMatchObject({
      environments: [
        { name: 'accept-halt', protection_rules: [{ type: 'required_reviewers' }, { type: 'branch_policy' }] },
      ],
    });
  });
});
