import { describe, expect, test } from 'vitest';
import { type Host, type HostedOptions, hostPolicy } from '../../fixtures/hosted.js';
import { gitText } from '../../fixtures/hosted-commits.js';

const USERS = [
  { login: 'kimcho', id: 100, name: 'Kim Cho' },
  { login: 'samlee', id: 101 },
  { login: 'anaruiz', id: 102 },
  { login: 'helper[bot]', id: 900, kind: 'Bot' as const },
];
const PULLS = '/repos/acme/policy/pulls';

const start = (more: Partial<HostedOptions> = {}): Promise<Host> =>
  hostPolicy({ users: USERS, files: { 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n' }, ...more });

type Shown = Readonly<Record<string, unknown>>;

async function shown(host: Host, number: number): Promise<Shown> {
  return (await host.send('kimcho', 'GET', `${PULLS}/${number}`)).body as Shown;
}

const git = (host: Host, ...args: string[]) => gitText(host.bare, args).trim();

describe('when a pull request is merged', () => {
  test('a merge brings its commits and one of two parents, by whoever merged, at that time', async () => {
    const host = await start();
    const number = await host.openPullRequest({ by: 'samlee', branch: 'one', files: { 'c.yaml': 'c: 1\n' } });
    const [base, head] = [git(host, 'rev-parse', 'main'), git(host, 'rev-parse', 'one')];
    host.at('2026-11-02T12:00:00Z');
    const commit = await host.merge(number, { by: 'kimcho' });

    expect(git(host, 'rev-parse', 'main')).toBe(commit);
    expect(git(host, 'show', '-s', '--format=%P%n%an%n%cn%n%ct', commit).split('\n')).toEqual([
      `${base} ${head}`,
      'Kim Cho',
      'GitHub',
      String(Date.parse('2026-11-02T12:00:00Z') / 1000),
    ]);
    expect(await shown(host, number)).toMatchObject({
      state: 'closed',
      merged: true,
      merged_at: '2026-11-02T12:00:00Z',
      merge_commit_sha: commit,
      merged_by: { login: 'kimcho', id: 100 },
      head: { sha: head },
      commits: 1,
    });
    expect(host.pull()).toBe(commit);
  });

  test('a squash makes one commit of the author, with everybody else as co-authors', async () => {
    const host = await start();
    const commits = [
      { by: 'samlee', files: { 'c.yaml': 'c: 1\n' } },
      { by: 'anaruiz', files: { 'c.yaml': 'c: 2\n' }, coAuthors: ['kimcho'] },
    ];
    const number = await host.openPullRequest({ by: 'samlee', branch: 'one', commits });
    const base = git(host, 'rev-parse', 'main');
    const commit = await host.merge(number, { by: 'kimcho', method: 'squash' });

    expect(git(host, 'show', '-s', '--format=%P %an', commit)).toBe(`${base} samlee`);
    const message = git(host, 'show', '-s', '--format=%B', commit);
    expect(message).toContain('Co-authored-by: anaruiz <anaruiz@acme.example>');
    expect(message).toContain('Co-authored-by: Kim Cho <kimcho@acme.example>');
    expect(git(host, 'show', `${commit}:c.yaml`)).toBe('c: 2');
  });

  test('a rebase gives each commit a new id on top of what was pushed meanwhile', async () => {
    const host = await start();
    const commits = [
      { by: 'samlee', message: 'First', files: { 'c.yaml': 'c: 1\n' } },
      { by: 'anaruiz', message: 'Second', files: { 'd.yaml': 'd: 1\n' } },
    ];
    const number = await host.openPullRequest({ by: 'samlee', branch: 'one', commits });
    const pushed = await host.push({ 'a.yaml': 'a: 2\n' }, { by: 'kimcho' });
    const commit = await host.merge(number, { by: 'kimcho', method: 'rebase' });

    expect(git(host, 'log', '--format=%s %an %cn', `${pushed}..${commit}`).split('\n')).toEqual([
      'Second anaruiz Kim Cho',
      'First samlee Kim Cho',
    ]);
    expect(git(host, 'show', `${commit}:a.yaml`)).toBe('a: 2');
    const behind = await host.send('kimcho', 'GET', `/repos/acme/policy/commits/${commit}~1/pulls`);
    expect(behind.body).toMatchObject([{ number }]);
  });

  test('not where it conflicts, where the head is another than was said, or twice', async () => {
    const host = await start();
    const number = await host.openPullRequest({ by: 'samlee', branch: 'one', files: { 'a.yaml': 'a: 2\n' } });
    const put = (body: object) => host.send('kimcho', 'PUT', `${PULLS}/${number}/merge`, body);
    expect(await put({ sha: git(host, 'rev-parse', 'main') })).toMatchObject({ status: 409 });
    await host.push({ 'a.yaml': 'a: 3\n' }, { by: 'kimcho' });
    const before = git(host, 'rev-parse', 'main');
    for (const method of ['merge', 'squash', 'rebase']) {
      expect(await put({ merge_method: method })).toMatchObject({ status: 405 });
    }
    expect(git(host, 'rev-parse', 'main')).toBe(before);
    expect(await shown(host, number)).toMatchObject({ merged: false, mergeable: false });
    await host.addCommit(number, { 'a.yaml': 'a: 1\n', 'e.yaml': 'e\n' }, { by: 'samlee' });
    await host.merge(number, { by: 'kimcho' });
    expect(await put({})).toMatchObject({ status: 405 });
  });
});

describe('when somebody pushes past the API', () => {
  test('a push that brings an open pull request in merges it, by whoever pushed', async () => {
    const host = await start();
    const number = await host.openPullRequest({ by: 'samlee', branch: 'one', files: { 'c.yaml': 'c: 1\n' } });
    const head = git(host, 'rev-parse', 'one');
    gitText(host.root, ['fetch', '--quiet', 'origin']);
    gitText(host.root, ['push', '--quiet', 'origin', 'origin/one:main']);
    host.at('2026-11-03T08:00:00Z');
    expect(await shown(host, number)).toMatchObject({
      merged: true,
      merged_at: '2026-11-03T08:00:00Z',
      merge_commit_sha: head,
      merged_by: null,
    });
    const other = await host.openPullRequest({ by: 'samlee', branch: 'two', files: { 'd.yaml': 'd: 1\n' } });
    git(host, 'update-ref', 'refs/heads/main', git(host, 'rev-parse', 'two'));
    await host.push({ 'e.yaml': 'e\n' }, { by: 'anaruiz' });
    expect(await shown(host, other)).toMatchObject({
      merged: true,
      merged_by: { login: 'anaruiz' },
      merge_commit_sha: git(host, 'rev-parse', 'two'),
    });
  });

  test('a branch that is set back or deleted closes its pull request without a merge', async () => {
    const host = await start();
    const first = await host.openPullRequest({ by: 'samlee', branch: 'one', files: { 'c.yaml': 'c: 1\n' } });
    const second = await host.openPullRequest({ by: 'samlee', branch: 'two', files: { 'c.yaml': 'c: 2\n' } });
    git(host, 'update-ref', 'refs/heads/one', git(host, 'rev-parse', 'main'));
    git(host, 'update-ref', '-d', 'refs/heads/two');
    for (const number of [first, second]) {
      expect(await shown(host, number)).toMatchObject({ state: 'closed', merged: false, merged_at: null });
    }
  });

  test('new commits on the branch are the pull request’s, and reviews stay on what they looked at', async () => {
    const host = await start();
    const number = await host.openPullRequest({ by: 'samlee', branch: 'one', files: { 'c.yaml': 'c: 1\n' } });
    const looked = git(host, 'rev-parse', 'one');
    await host.review(number, { by: 'kimcho' });
    const head = await host.addCommit(number, { 'c.yaml': null, 'd e.yaml': 'd: 1\n' }, { by: 'anaruiz' });
    expect(await shown(host, number)).toMatchObject({ head: { sha: head }, commits: 2, changed_files: 1 });
    expect((await host.send('kimcho', 'GET', `${PULLS}/${number}/reviews`)).body).toMatchObject([
      { commit_id: looked, state: 'APPROVED', user: { id: 100 } },
    ]);
    expect((await host.send('kimcho', 'GET', `${PULLS}/${number}/files`)).body).toMatchObject([
      { filename: 'd e.yaml', status: 'added', additions: 1, deletions: 0 },
    ]);
    expect((await host.send('kimcho', 'GET', `${PULLS}/${number}/commits?per_page=1&page=2`)).body).toMatchObject([
      { sha: head, author: { login: 'anaruiz' } },
    ]);
  });
});

describe('when a pull request is opened or listed', () => {
  test('one open pull request for a branch, and something in it', async () => {
    const host = await start();
    const number = await host.openPullRequest({ by: 'samlee', branch: 'one', files: { 'c.yaml': 'c: 1\n' } });
    git(host, 'branch', 'same', 'main');
    const open = (head: string, more: object = {}) =>
      host.send('kimcho', 'POST', PULLS, { title: 'x', head, base: 'main', ...more });
    const why = async (head: string, more?: object) => {
      const { status, body } = await open(head, more);
      return [status, (body as { errors: Shown[] }).errors[0]];
    };
    expect(await why('one')).toMatchObject([422, { message: 'A pull request already exists for acme:one.' }]);
    expect(await why('acme:one')).toMatchObject([422, { message: 'A pull request already exists for acme:one.' }]);
    expect(await why('same')).toMatchObject([422, { message: 'No commits between main and same' }]);
    expect(await why('none')).toMatchObject([422, { field: 'head', code: 'invalid' }]);
    expect(await why('one', { base: 'none' })).toMatchObject([422, { field: 'base', code: 'invalid' }]);

    const numbers = async (query: string) =>
      ((await host.send('kimcho', 'GET', `${PULLS}?${query}`)).body as { number: number }[]).map((one) => one.number);
    expect(await numbers('head=acme:one&base=main')).toEqual([number]);
    expect(await numbers('head=acme:two')).toEqual([]);
    expect(await numbers('head=other:one')).toEqual([]);
    await host.send('samlee', 'PATCH', `${PULLS}/${number}`, { state: 'closed', title: 'Other' });
    expect(await numbers('')).toEqual([]);
    expect(await numbers('state=all')).toEqual([number]);
    expect(await shown(host, number)).toMatchObject({ title: 'Other', state: 'closed', merged: false });
  });

  test('nobody approves their own, except in a world that was made for it', async () => {
    const usual = await start();
    const opened = { by: 'samlee', branch: 'one', files: { 'c.yaml': 'c: 1\n' } };
    const refused = await usual.openPullRequest(opened);
    const reply = await usual.send('samlee', 'POST', `${PULLS}/${refused}/reviews`, { event: 'APPROVE' });
    expect(reply).toMatchObject({ status: 422, body: { errors: ['Can not approve your own pull request'] } });
    await usual.review(refused, { by: 'samlee', event: 'COMMENT' });
    await usual.review(refused, { by: 'helper[bot]' });

    const forged = await start({ repository: { ownApproval: 'taken' } });
    const taken = await forged.openPullRequest(opened);
    await forged.review(taken, { by: 'samlee' });
    expect(forged.repository.pulls[0]?.reviews).toMatchObject([{ author: 101, state: 'APPROVED' }]);
  });

  test('a dismissed review is none any more; one that was not sent is its author’s alone', async () => {
    const host = await start();
    const number = await host.openPullRequest({ by: 'samlee', branch: 'one', files: { 'c.yaml': 'c: 1\n' } });
    await host.review(number, { by: 'kimcho' });
    await host.dismiss(number, 'kimcho', { by: 'anaruiz' });
    await host.send('anaruiz', 'POST', `${PULLS}/${number}/reviews`, { body: 'not yet' });
    const states = async (by: string) =>
      ((await host.send(by, 'GET', `${PULLS}/${number}/reviews`)).body as { state: string }[]).map((one) => one.state);
    expect(await states('kimcho')).toEqual(['DISMISSED']);
    expect(await states('anaruiz')).toEqual(['DISMISSED', 'PENDING']);
    const again = await host.send('kimcho', 'POST', `${PULLS}/${number}/reviews`, {
      event: 'APPROVE',
      commit_id: git(host, 'rev-parse', 'main'),
    });
    expect(again.status).toBe(422);
  });

  test('a credential that may not is refused in GitHub’s words, and a classic token’s scopes are told', async () => {
    const host = await start({
      organization: {
        credentials: [
          { token: 'weak', kind: 'app', login: 'weak', lacks: ['pull-requests:write', 'contents'] },
          { token: 'classic', kind: 'user', login: 'kimcho', scopes: ['repo', 'read:org'] },
        ],
      },
    });
    const ask = (token: string, method: string, path: string, body?: object) =>
      fetch(`${host.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    expect((await ask('weak', 'GET', PULLS)).status).toBe(200);
    const refused = await ask('weak', 'POST', PULLS, { title: 'x', head: 'one', base: 'main' });
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { message: 'Resource not accessible by integration' },
    ]);
    expect((await ask('weak', 'GET', '/repos/acme/policy/contents/a.yaml')).status).toBe(403);
    expect((await ask('classic', 'GET', PULLS)).headers.get('x-oauth-scopes')).toBe('repo, read:org');
    expect((await ask('weak', 'GET', PULLS)).headers.get('x-oauth-scopes')).toBeNull();
    expect((await ask('classic', 'GET', '/repos/acme/other/pulls')).status).toBe(404);
  });
});
