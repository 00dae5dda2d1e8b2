import { afterEach, expect, test, vi } from 'vitest';
import { optOutFile } from '../approval/policy-repository.js';
import { BOT, hostedWorld } from '../commands/hosted-world.js';
import { call } from './call.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** An opt-out that has lapsed whatever today is, and the environment of the bot that runs in the clone. */
async function lapsed() {
  const host = await hostedWorld({});
  await host.push(optOutFile({ id: 'old', expiresAt: '2020-01-01T00:00:00Z' }), { by: 'sam' });
  host.pull();
  for (const [name, value] of Object.entries(host.environmentOf(BOT))) vi.stubEnv(name, value);
  return host;
}

test('optout prune: from the command line to the pull request, with one JSON document on stdout', async () => {
  const host = await lapsed();

  const { status, stdout } = await call('optout', 'prune', '--root', host.root, '--format', 'json', '--quiet');

  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    status: 0,
    outcome: { kind: 'opened', number: 1 },
    pruned: [{ id: 'old', file: 'optouts/old.yaml' }],
  });
  expect(host.repository.pulls).toMatchObject([{ head: 'leaver/prune', base: 'main' }]);
});

test('optout prune --older-than: what is no duration is refused before anything is asked', async () => {
  const host = await lapsed();
  const before = host.requests.length;
  for (const text of ['1', 'P1M', '-P1D', '']) {
    const { status, stderr } = await call('optout', 'prune', '--root', host.root, `--older-than=${text}`);
    expect([status, stderr]).toEqual([1, expect.stringContaining('is not a duration')]);
  }
  expect(host.requests.length).toBe(before);
});

test('optout prune --older-than: a span may be short, as in optout new', async () => {
  const host = await lapsed();
  const { status, stdout } = await call('optout', 'prune', '--root', host.root, '--older-than', '99999d');
  expect([status, stdout]).toEqual([0, expect.stringContaining('Nothing to prune')]);
});

test('optout prune: where no host is known, the way without one is named', async () => {
  const host = await lapsed();
  for (const name of ['GITHUB_REPOSITORY', 'GITHUB_API_URL']) vi.stubEnv(name, undefined);
  const { status, stderr } = await call('optout', 'prune', '--root', host.root);
  expect([status, stderr.replace(/\s+/g, ' ')]).toEqual([
    1,
    expect.stringContaining('Or remove the files here, with --write.'),
  ]);
});
