import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Instant } from '../../src/core/time.js';
import { githubOrg } from '../../src/sandbox/github/index.js';
import type { GithubState } from '../../src/sandbox/github/state.js';
import { type RunningSystem, serve } from '../../src/sandbox/server.js';
import { someone, writeRepository } from '../fixtures/repositories.js';
import { call, start } from './call.js';

const TOKEN = 'ghs_aVerySecretTokenThatNobodyMaySee';

async function organization(): Promise<RunningSystem<GithubState>> {
  const system = githubOrg('github', {
    organization: { login: 'acme', id: 9001 },
    runner: { kind: 'app', login: 'leaver' },
    members: [
      { login: 'kimcho', id: 101, role: 'admin' },
      { login: 'samlee', id: 102, role: 'admin' },
      { login: 'anaruiz', id: 103 },
    ],
  });
  const running = await serve(system, { now: () => Date.now() as Instant, sleep: async () => {} });
  onTestFinished(() => running.stop());
  return running;
}

function repository(apiUrl: string): string {
  vi.stubEnv('GITHUB_API_URL', apiUrl);
  const on = (id: string, name: string) => ({ accounts: { github: { id, name } } });
  return writeRepository({
    people: [
      someone('ana', { status: 'departed', ...on('103', 'anaruiz') }),
      someone('kay', on('101', 'kimcho')),
      someone('sal', on('102', 'samlee')),
    ],
    systems: [
      {
        id: 'github',
        kind: 'github-org',
        mode: 'enforce',
        unavailable: ['sso-credentials', 'fine-grained-tokens', 'token-requests', 'codespaces'],
        settings: { organization: 'acme' },
      },
    ],
  });
}

/** Everything that a run left on disk. */
function written(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

afterEach(() => vi.unstubAllEnvs());

describe('over the real protocol of a GitHub organization', () => {
  test('as a program: results on stdout, progress on stderr, 0 when done and 0 the second time', async () => {
    const github = await organization();
    const root = repository(github.url);
    const env = { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: github.url };

    const planned = await start(root, ['plan', '--out', 'plan.json', '--format', 'json'], env);
    expect(planned.status, planned.stdout).toBe(2);
    expect(JSON.parse(planned.stdout)).toMatchObject({ systems: [{ system: 'github', revocations: 1 }] });
    expect(planned.stderr).toContain('github: observing');

    const run = await start(root, ['reconcile'], env);
    expect(run.status, run.stdout).toBe(0);
    expect(run.stdout).toContain('verified  ana.ruiz  github (anaruiz): departed');
    expect(github.changes).toContainEqual(expect.objectContaining({ object: 'anaruiz' }));

    const changes = github.changes.length;
    const again = await start(root, ['reconcile'], env);
    expect(again.status, again.stdout).toBe(0);
    expect(again.stdout).toContain('Nothing to revoke in acme.');
    expect(github.changes).toHaveLength(changes);
    expect(`${run.stdout}${run.stderr}${written(root)}`).not.toContain(TOKEN);
  }, 60_000);

  test('as a program: a wrong command line ends with 1, one message, and nothing on stdout', async () => {
    const { status, stdout, stderr } = await start(repository('http://127.0.0.1:9'), ['plam']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^leaver: unknown command 'plam'\n {2}-> Did you mean plan\?\n$/);
  }, 30_000);

  test('no credential in the environment: status 4, the variable is named', async () => {
    vi.stubEnv('GITHUB_TOKEN', undefined);
    const { status, stdout } = await call('plan', '--root', repository((await organization()).url), '--quiet');
    expect(status).toBe(4);
    expect(stdout).toContain('GITHUB_TOKEN');
  });

  test('nobody answers there: status 4 and the reason, no stack', async () => {
    vi.stubEnv('GITHUB_TOKEN', TOKEN);
    const { status, stdout, stderr } = await call('plan', '--root', repository('http://127.0.0.1:9'), '--quiet');
    expect(status).toBe(4);
    expect(stdout.replace(/\s+/g, ' ')).toContain('github was not seen whole:');
    expect(`${stdout}${stderr}`).not.toMatch(/^\s+at |node:internal/m);
  }, 120_000);

  test.each([401, 403])(
    'law 13: when a server answers %i with the credential in it, no output or file repeats it',
    async (status) => {
      vi.stubEnv('GITHUB_TOKEN', TOKEN);
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'an-unrelated-secret-of-the-environment');
      const github = await organization();
      const body = { message: `Bad credentials: Bearer ${TOKEN}, token ${TOKEN}` };
      github.faults.add({ fault: { kind: 'status', status, body } });
      const root = repository(github.url);

      for (const format of ['text', 'json', 'markdown']) {
        const planned = await call('plan', '--root', root, '--format', format, '--out', join(root, 'plan.json'));
        expect(planned.status).toBe(4);
        expect(`${planned.stdout}${planned.stderr}`).not.toMatch(/ghs_|unrelated-secret/);
      }
      await call('observe', '--root', root, '--out', join(root, 'snapshot.json'));
      await call('reconcile', '--root', root);

      expect(written(root)).not.toMatch(/ghs_|unrelated-secret/);
    },
    120_000,
  );

  test('law 13: when an act fails with the credential in the answer, the journal does not repeat it', async () => {
    vi.stubEnv('GITHUB_TOKEN', TOKEN);
    const github = await organization();
    github.faults.add({
      method: 'DELETE',
      fault: { kind: 'status', status: 403, body: { message: `no: ${TOKEN}` } },
    });
    const root = repository(github.url);

    const { status, stdout, stderr } = await call('reconcile', '--root', root);

    expect(status).toBe(4);
    expect(stdout).toContain('failed');
    expect(`${stdout}${stderr}${written(root)}`).not.toContain(TOKEN);
  }, 60_000);
});
