import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { contentsOf } from '../../src/audit/file-contents.js';
import { JOURNAL } from '../../src/audit/journal.js';
import { verifyLog } from '../../src/audit/verify.js';
import { nodeClock } from '../../src/ports/node.js';
import { githubOrg } from '../../src/sandbox/github/index.js';
import { serve } from '../../src/sandbox/server.js';
import { repositoryOf, someone, writeFiles } from '../fixtures/repositories.js';
import { finished, leaver, PATIENCE } from './program.js';

const USERS = [
  { id: 1, login: 'boss' },
  { id: 2, login: 'ana' },
  { id: 3, login: 'ben' },
  { id: 4, login: 'cas' },
];

/** An organization that ana has left, and a policy repository that says so. */
async function organization() {
  const members = USERS.map(({ login, id }) => ({ login, id, role: login === 'boss' ? 'admin' : 'member' }) as const);
  const seed = { organization: 'acme', members, runner: { kind: 'user', login: 'boss' } } as const;
  const running = await serve(githubOrg('github', seed), nodeClock);
  onTestFinished(running.stop);
  const root = mkdtempSync(join(tmpdir(), 'leaver-two-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const people = USERS.map(({ login, id }) =>
    someone(login, {
      status: login === 'ana' ? 'departed' : 'active',
      accounts: { github: { id: String(id), name: login } },
    }),
  );
  const system = {
    id: 'github',
    kind: 'github-org',
    mode: 'enforce',
    unavailable: [
      'fine-grained-tokens',
      'token-requests',
      'sso-credentials',
      'copilot-seats',
      'codespaces',
      'apps',
      'webhooks',
    ],
    guards: { minAdmins: 1 },
    settings: { organization: 'acme' },
  };
  writeFiles(
    root,
    repositoryOf({ people, systems: [system], policy: { guards: { maxRevocations: 5, maxRevokedFraction: 1 } } }),
  );
  return { root, running };
}

test(
  'two programs at once: one acts, the other says who does and ends, and what is revoked is revoked once',
  async () => {
    const { root, running } = await organization();
    const environment = { GITHUB_API_URL: running.url, LEAVER_GITHUB_TOKEN: 'sandbox' };
    const start = () => leaver(['reconcile', '--format', 'json'], root, environment);
    const first = start();
    const ended = finished(first);
    await new Promise<void>((seen) => {
      first.stderr?.on('data', (text: string) => text.includes('revoking ana') && seen());
      first.on('close', () => seen());
    });
    // Stopped in the middle of its acts, and alive: the second one comes and goes meanwhile.
    first.kill('SIGSTOP');
    const loser = await finished(start());
    first.kill('SIGCONT');
    const winner = await ended;

    expect([winner.status, loser.status], winner.stderr + loser.stderr).toEqual([0, 1]);
    expect(loser.stdout + loser.stderr).toContain('has been acting since');
    expect(loser.stdout + loser.stderr).toContain('Nothing was done');
    const removed = running.changes.filter(({ object }) => object.includes('ana'));
    expect(new Set(removed.map(({ object }) => object)).size).toBe(removed.length);
    expect(running.changes.every(({ object }) => object.includes('ana'))).toBe(true);
    const { lines, events, head, torn } = contentsOf(JOURNAL, readFileSync(join(root, JOURNAL), 'utf8'));
    expect(events.filter(({ type }) => type === 'leased')).toHaveLength(1);
    expect([events.at(0)?.type, events.at(-1)?.type, torn]).toEqual(['run-started', 'run-ended', '']);
    expect(new Set(events.map(({ run }) => run)).size).toBe(1);
    const placed = lines.map((line, index) => ({ line, where: String(index + 1) }));
    expect(await verifyLog(placed, [head])).toMatchObject({ events: lines.length, tamperings: [], more: 0 });
  },
  PATIENCE,
);
