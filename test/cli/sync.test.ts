import { afterEach, expect, test, vi } from 'vitest';
import { BOT, hostedWorld } from '../commands/hosted-world.js';
import { ANA_LEFT } from '../commands/sync/sync-world.js';
import { writeRepository } from '../fixtures/repositories.js';
import { call } from './call.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('sync: from the command line to the pull request, with one JSON document on stdout', async () => {
  const host = await hostedWorld(ANA_LEFT);
  host.pull();
  for (const [name, value] of Object.entries(host.environmentOf(BOT))) vi.stubEnv(name, value);

  const { status, stdout } = await call('sync', '--root', host.root, '--format', 'json', '--quiet');

  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    status: 0,
    provider: 'hub',
    outcome: { kind: 'opened', number: 1 },
    changes: [{ kind: 'leaver', person: 'ana.ruiz' }],
  });
  expect(host.repository.pulls).toMatchObject([{ head: 'leaver/sync', base: 'main' }]);
});

test('sync --write: writes the files here and says which', async () => {
  const root = writeRepository(ANA_LEFT);
  const { status, stdout } = await call('sync', '--write', '--root', root);
  expect([status, stdout]).toEqual([0, expect.stringContaining('policies/people/staff.yaml')]);
  const again = await call('sync', '--write', '--root', root);
  expect([again.status, again.stdout]).toEqual([0, expect.stringContaining('Nothing to change')]);
});
