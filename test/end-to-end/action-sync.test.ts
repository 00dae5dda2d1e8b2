/** `leaver-sync.yml`, as a runner starts it: from the provider's word to the pull request. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BOT, hostedWorld } from '../commands/hosted-world.js';
import { ANA_LEFT } from '../commands/sync/sync-world.js';
import { temporaryFolder } from '../fixtures/repositories.js';
import { runAction } from './runner.js';

test('the action opens one pull request with who left, and the next run leaves it as it is', async () => {
  const host = await hostedWorld(ANA_LEFT);
  const folder = temporaryFolder();
  execFileSync('git', ['clone', '--quiet', host.bare, join(folder, 'workspace')]);
  const { GITHUB_TOKEN: token = '' } = host.environmentOf(BOT);
  const daily = () =>
    runAction({
      ...{ folder, files: {}, inputs: { command: 'sync' }, apiUrl: host.url, token, patience: 60_000 },
      environment: { GITHUB_REPOSITORY: 'acme/policy' },
    });

  const result = await daily();

  expect(result.status, `${result.stdout}${result.stderr}`).toBe(0);
  expect(result.summary).toContain('Opened pull request 1 with 1 change');
  expect(result.summary).toContain('ana.ruiz');
  expect(host.repository.pulls).toMatchObject([{ head: 'leaver/sync', base: 'main', state: 'open' }]);
  expect((await daily()).status).toBe(0);
  expect(host.repository.pulls).toHaveLength(1);
});
