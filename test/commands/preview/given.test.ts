/** Whose approval is still missing: what the pull request's reviews give already is told, by the proof's own rules. */
import { describe, expect, test } from 'vitest';
import { previewCommand } from '../../../src/commands/preview/index.js';
import { openHost } from '../../../src/host/index.js';
import { nodeFiles } from '../../../src/ports/node.js';
import { hosted, optOutFile, PEOPLE, policyFiles } from '../../approval/policy-repository.js';
import type { Host } from '../../fixtures/hosted.js';
import { temporaryFolder, writeFiles } from '../../fixtures/repositories.js';
import { flatOf, worldOf } from '../world.js';

const both = optOutFile({ systems: ['hub', 'vault'] });

/** Sam opens a pull request with an opt-out for two systems of different owners. */
async function asked(): Promise<Host> {
  const host = await hosted();
  await host.openPullRequest({ by: 'sam', branch: 'ask', files: both });
  return host;
}

async function told(host: Host): Promise<string> {
  host.pull();
  const environment = host.environmentOf('sam');
  const world = worldOf(
    {},
    { root: host.root, host: async () => openHost({ environment, clock: host.clock, origin: null }) },
  );
  const folder = temporaryFolder();
  writeFiles(folder, { ...policyFiles({ people: PEOPLE }), ...both });
  return flatOf(await previewCommand(world.context, { proposed: nodeFiles(folder), comment: 1, head: null }));
}

describe('an opt-out that needs an owner of each of two systems', () => {
  test('needs both as long as nobody approved', async () => {
    expect(await told(await asked())).toContain('needs 2 approvals: kim.cho for hub; dan.fox for vault');
  });

  test('needs the other one once one approved', async () => {
    const host = await asked();
    await host.review(1, { by: 'kim' });

    expect(await told(host)).toContain('approved by kim.cho; needs one more approval: dan.fox for vault');
  });

  test('needs nobody once both approved', async () => {
    const host = await asked();
    await host.review(1, { by: 'kim' });
    await host.review(1, { by: 'dan' });

    expect(await told(host)).toContain('approved by dan.fox and kim.cho, which is all it needs');
  });

  test.each([
    ['of somebody who owns nothing', (host: Host) => host.review(1, { by: 'eve' })],
    ['of the requester', (host: Host) => host.review(1, { by: 'sam', event: 'COMMENT' })],
    [
      'on a commit before the last',
      async (host: Host) => {
        await host.review(1, { by: 'kim' });
        await host.addCommit(1, { 'README.md': 'later\n' }, { by: 'sam' });
      },
    ],
  ])('an approval %s gives nothing', async (_, act) => {
    const host = await asked();
    await act(host);

    expect(await told(host)).toContain('needs 2 approvals: kim.cho for hub; dan.fox for vault');
  });
});

test('where the reviews can’t be read, that is said, and nobody is told that nothing is missing', async () => {
  const host = await asked();
  host.faults.add({
    fault: { kind: 'status', status: 403, body: { message: 'Forbidden' } },
    matching: /ApprovalProof/,
  });

  const text = await told(host);

  expect(text).toContain('who approved it already could not be read');
  expect(text).toContain('needs 2 approvals: kim.cho for hub; dan.fox for vault');
});
