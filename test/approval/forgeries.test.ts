/**
 * Every way of getting an opt-out in without a designated owner's word on this very text, carried out on the embedded host
 * with real commits. The host's own rules are not enforced there: each of these got past them.
 */
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Approval } from '../../src/core/observation.js';
import type { Host } from '../fixtures/hosted.js';
import { gitText } from '../fixtures/hosted-commits.js';
import { optOutOf, writeFiles } from '../fixtures/repositories.js';
import { approvedOptOut, hosted, optOutFile, policyFiles, proofOf, prove } from './policy-repository.js';

async function asked(host: Host, files = optOutFile(), by = 'sam'): Promise<number> {
  return host.openPullRequest({ by, branch: `ask-by-${by}`, files });
}

/** Opened by Sam, reviewed by somebody, merged by Sam. */
async function reviewedBy(host: Host, by: string, files = optOutFile()): Promise<Approval> {
  const number = await asked(host, files);
  await host.review(number, { by });
  await host.merge(number, { by: 'sam' });
  return proofOf(host);
}

/** A merge made on somebody's own machine and pushed, with another content than the branch has. */
function mergeByHand(host: Host, branch: string, files: Readonly<Record<string, string>>): void {
  host.pull();
  const author = ['-c', 'user.name=sam', '-c', 'user.email=sam@acme.example'];
  gitText(host.root, ['fetch', '--quiet', 'origin', branch]);
  gitText(host.root, [...author, 'merge', '--quiet', '--no-ff', '--no-commit', 'FETCH_HEAD']);
  writeFiles(host.root, files);
  gitText(host.root, ['add', '--all']);
  gitText(host.root, [...author, 'commit', '--quiet', '--message', 'Merge']);
  gitText(host.root, ['push', '--quiet', 'origin', 'HEAD:main']);
}

function refused(proof: Approval, rule: string, why: string | RegExp): void {
  expect(proof).toMatchObject({ verdict: 'unapproved', by: [], rule });
  if (typeof why === 'string') expect(proof.why).toContain(why);
  else expect(proof.why).toMatch(why);
}

describe('each forgery is refused, with a sentence of its own', () => {
  test('a direct push', async () => {
    const host = await hosted();
    await host.push(optOutFile(), { by: 'sam' });

    refused(
      await proofOf(host),
      'pull-request',
      /^[0-9a-f]{12} brought it to the branch without a pull request \(a direct push\)$/,
    );
  });

  test('a merge without review', async () => {
    const host = await hosted();
    await host.merge(await asked(host), { by: 'sam' });

    refused(await proofOf(host), 'approvals', '#1 was reviewed by nobody and merged all the same by @sam');
  });

  test('a merge with comments alone', async () => {
    const host = await hosted();
    const number = await asked(host);
    await host.review(number, { by: 'kim', event: 'COMMENT' });
    await host.merge(number, { by: 'sam' });

    refused(await proofOf(host), 'approvals', '#1 was approved by nobody and merged all the same by @sam');
  });

  test('self-approval, where the host let it through', async () => {
    const host = await hosted({}, { repository: { ownApproval: 'taken' } });
    const number = await asked(host, optOutFile(), 'kim');
    await host.review(number, { by: 'kim' });
    await host.merge(number, { by: 'kim' });

    refused(await proofOf(host), 'approvals', 'kim.cho opened #1: nobody approves their own');
  });

  test('approval by who wrote one of its commits', async () => {
    const host = await hosted();
    const files = optOutFile();
    const commits = [{ by: 'kim', files, message: 'The text' }];
    const number = await host.openPullRequest({ by: 'eve', branch: 'ask', commits });
    await host.review(number, { by: 'kim' });
    await host.merge(number, { by: 'eve' });

    refused(await proofOf(host), 'approvals', 'kim.cho wrote a part of #1: nobody approves their own');
  });

  test('approval by a co-author', async () => {
    const host = await hosted();
    const commits = [{ by: 'sam', files: optOutFile(), coAuthors: ['kim'] }];
    const number = await host.openPullRequest({ by: 'sam', branch: 'ask', commits });
    await host.review(number, { by: 'kim' });
    await host.merge(number, { by: 'sam' });

    refused(await proofOf(host), 'approvals', 'kim.cho wrote a part of #1');
  });

  test('approval by the beneficiary, who is an owner', async () => {
    const files = policyFiles();
    const staff = (files['policies/people/staff.yaml'] ?? '').replace(
      /(id: ana\.ruiz[\s\S]*?)status: departed/,
      '$1leavesAt: 2026-11-25T00:00:00Z',
    );
    const host = await hosted({}, { files: { ...files, 'policies/people/staff.yaml': staff } });

    refused(await reviewedBy(host, 'ana'), 'approvals', 'ana.ruiz is whom it exempts');
  });

  test('approval by the requester, who is an owner', async () => {
    const host = await hosted();
    const number = await asked(host, optOutFile(), 'eve');
    await host.review(number, { by: 'sam' });
    await host.merge(number, { by: 'eve' });

    refused(await proofOf(host), 'approvals', 'sam.lee asks for it');
  });

  test('approval by a non-owner', async () => {
    const host = await hosted();

    refused(
      await reviewedBy(host, 'eve'),
      'approvals',
      'eve.hall was no designated owner of hub in the policy before #1',
    );
  });

  test('approval by the owner of another system', async () => {
    const host = await hosted();

    refused(await reviewedBy(host, 'dan'), 'approvals', 'dan.fox was no designated owner of hub');
  });

  test('approval by somebody who left', async () => {
    const host = await hosted();

    refused(await reviewedBy(host, 'tom'), 'approvals', 'tom.old had left by the roster before #1');
  });

  test('approval on an older head, then extended', async () => {
    const host = await hosted();
    const number = await asked(host, optOutFile({ expiresAt: '2026-11-24T00:00:00Z' }));
    await host.review(number, { by: 'kim' });
    await host.addCommit(number, optOutFile({ expiresAt: '2026-12-01T00:00:00Z' }), { by: 'sam' });
    await host.merge(number, { by: 'sam' });

    refused(await proofOf(host), 'approvals', /^kim\.cho approved [0-9a-f]{12}, and what was merged is [0-9a-f]{12}$/);
  });

  test('an approval that was dismissed', async () => {
    const host = await hosted();
    const number = await asked(host);
    await host.review(number, { by: 'kim' });
    await host.dismiss(number, 'kim', { by: 'boss' });
    await host.merge(number, { by: 'sam' });

    refused(await proofOf(host), 'approvals', 'the review of kim.cho was dismissed');
  });

  test('an approval that came after the merge', async () => {
    const host = await hosted();
    const number = await asked(host);
    host.at('2026-11-20T10:00:00Z');
    await host.merge(number, { by: 'sam' });
    host.at('2026-11-20T11:00:00Z');
    await host.review(number, { by: 'kim' });

    refused(await proofOf(host), 'approvals', 'kim.cho approved 2026-11-20 11:00 UTC, after the merge');
  });

  test('a content that another pull request changed afterwards', async () => {
    const host = await hosted();
    await approvedOptOut(host);
    const more = { expiresAt: '2026-12-03T00:00:00Z' };
    const number = await host.openPullRequest({ by: 'sam', branch: 'more', files: optOutFile(more) });
    await host.merge(number, { by: 'sam' });

    refused(await proofOf(host), 'approvals', '#2 was reviewed by nobody');
  });

  test('a content that was changed while merging', async () => {
    const host = await hosted();
    const number = await asked(host);
    await host.review(number, { by: 'kim' });
    mergeByHand(host, 'ask-by-sam', optOutFile({ expiresAt: '2026-12-03T00:00:00Z' }));

    refused(await proofOf(host), 'content', 'what was reviewed in #1 had another content than the one in force');
  });

  test('a file that was renamed', async () => {
    const host = await hosted();
    await approvedOptOut(host);
    const text = optOutFile()['optouts/ana-handover.yaml'] ?? '';
    await host.push({ 'optouts/ana-handover.yaml': null, 'optouts/hub/ana-handover.yaml': text }, { by: 'sam' });

    refused(await proofOf(host), 'pull-request', 'a direct push');
  });

  test('a file that was copied for another person, with its approval', async () => {
    const host = await hosted();
    await approvedOptOut(host);
    const copy = stringify(optOutOf({ id: 'eve-handover', person: 'eve.hall', expiresAt: '2026-12-01T00:00:00Z' }));
    const number = await host.openPullRequest({
      by: 'sam',
      branch: 'copy',
      files: { 'optouts/eve-handover.yaml': copy },
    });
    await host.merge(number, { by: 'sam' });

    const { approvals } = await prove(host);

    expect(approvals.map(({ optOut, verdict }) => `${optOut} ${verdict}`).sort()).toEqual([
      'ana-handover approved',
      'eve-handover unapproved',
    ]);
  });

  test('a content that was approved, removed, and brought back by a push', async () => {
    const host = await hosted();
    const number = await approvedOptOut(host, {}, 'squash');
    await host.push({ 'optouts/ana-handover.yaml': null }, { by: 'boss' });
    await host.push(optOutFile(), { by: 'sam' });

    refused(await proofOf(host), 'pull-request', 'a direct push');
    expect(number).toBe(1);
  });

  test('a content that was approved, removed, and brought back on the line of its old branch', async () => {
    const host = await hosted();
    const number = await asked(host);
    await host.review(number, { by: 'kim' });
    await host.merge(number, { by: 'sam', method: 'squash' });
    await host.push({ 'optouts/ana-handover.yaml': null }, { by: 'boss' });
    // What was reviewed becomes the first parent, so that the branch seems to have gone through it.
    const author = ['-c', 'user.name=sam', '-c', 'user.email=sam@acme.example'];
    gitText(host.root, ['fetch', '--quiet', 'origin']);
    gitText(host.root, ['checkout', '--quiet', 'origin/ask-by-sam']);
    gitText(host.root, [...author, 'merge', '--quiet', '--message', 'Main', 'origin/main']);
    gitText(host.root, ['push', '--quiet', 'origin', 'HEAD:main']);
    gitText(host.root, ['checkout', '--quiet', 'main']);
    // A host that still tells the pull request of a commit that its merge did not bring.
    for (const pull of host.repository.pulls) pull.landed.push(pull.headSha);

    refused(await proofOf(host), 'brought', /brought it again after #1 was merged, without a pull request of its own/);
  });

  for (const method of ['merge', 'squash', 'rebase'] as const) {
    test(`an owner who was added in the same pull request (${method})`, async () => {
      const host = await hosted();
      const own = (policyFiles()['policies/systems/hub.yaml'] ?? '').replace('- kim.cho', '- kim.cho\n  - eve.hall');
      const commits = [
        { by: 'sam', files: { 'policies/systems/hub.yaml': own }, message: 'An owner' },
        { by: 'sam', files: optOutFile({ owner: 'kim.cho' }), message: 'An opt-out' },
      ];
      const number = await host.openPullRequest({ by: 'sam', branch: 'both', commits });
      await host.review(number, { by: 'eve' });
      await host.merge(number, { by: 'sam', method });

      refused(await proofOf(host), 'approvals', 'eve.hall was no designated owner of hub in the policy before #1');
    });
  }

  for (const method of ['squash', 'rebase'] as const) {
    test(`a reason that was stretched in the same pull request (${method})`, async () => {
      const host = await hosted();
      const reasons = { handover: { holds: ['departed'], maxDuration: 'P90D' } };
      const commits = [
        { by: 'sam', files: policyFiles({ policy: { optOuts: { reasons } } }), message: 'More time' },
        { by: 'sam', files: optOutFile({ expiresAt: '2027-01-20T00:00:00Z' }), message: 'An opt-out' },
      ];
      const number = await host.openPullRequest({ by: 'sam', branch: 'both', commits });
      await host.review(number, { by: 'kim' });
      await host.merge(number, { by: 'sam', method });

      refused(await proofOf(host), 'duration', 'it lasts longer than the reason `handover` allowed (14 days)');
    });
  }

  test('a person who pins their own second account in the same pull request', async () => {
    const host = await hosted();
    const staff = policyFiles()['policies/people/staff.yaml'] ?? '';
    const swapped = staff
      .replace('"101", name: kim', '"105", name: eve')
      .replace('id: "105"\n        name: eve', 'id: "101"\n        name: kim');
    expect(swapped).not.toBe(staff);
    const commits = [
      { by: 'sam', files: { 'policies/people/staff.yaml': swapped } },
      { by: 'sam', files: optOutFile() },
    ];
    const number = await host.openPullRequest({ by: 'sam', branch: 'both', commits });
    await host.review(number, { by: 'eve' });
    await host.merge(number, { by: 'sam', method: 'rebase' });

    refused(
      await proofOf(host),
      'approvals',
      '@eve (105) was the account of eve.hall before #1, and of kim.cho within it',
    );
  });

  test("a bot's approval", async () => {
    const host = await hosted();

    refused(await reviewedBy(host, 'review-bot[bot]'), 'approvals', '@review-bot is a bot');
  });

  test("the approval of a service's account", async () => {
    const host = await hosted();

    refused(
      await reviewedBy(host, 'acme-deploy'),
      'approvals',
      '@acme-deploy is the account of the service deploy-bot',
    );
  });

  test("a team's former member: the host still takes the word of the team", async () => {
    const teams = [{ slug: 'owners', members: ['eve', 'kim'] }];
    const host = await hosted({}, { organization: { teams } as never });
    const number = await asked(host);
    await host.review(number, { by: 'eve' });
    for (const review of host.repository.pulls[0]?.reviews ?? []) review.onBehalfOf.push('owners');
    await host.merge(number, { by: 'sam' });

    refused(
      await proofOf(host),
      'approvals',
      'eve.hall approved for the team acme/owners, and is no designated owner of hub in the policy before #1',
    );
  });

  test('an account that is not pinned by its id', async () => {
    const files = policyFiles();
    const staff = (files['policies/people/staff.yaml'] ?? '').replace('{ id: "101", name: kim }', 'kim');
    const host = await hosted({}, { files: { ...files, 'policies/people/staff.yaml': staff } });

    refused(await reviewedBy(host, 'kim'), 'approvals', 'the account of kim.cho was not pinned by its id before #1');
  });

  test('an account that nobody in the roster has', async () => {
    const files = policyFiles();
    const staff = (files['policies/people/staff.yaml'] ?? '').replace('"101"', '"999"');
    const host = await hosted({}, { files: { ...files, 'policies/people/staff.yaml': staff } });

    refused(await reviewedBy(host, 'kim'), 'approvals', 'nobody in the roster before #1 had the account @kim (101)');
  });

  test('an expiry beyond the limit, counted from the merge', async () => {
    const host = await hosted();
    const files = optOutFile({ expiresAt: '2026-12-06T00:00:00Z' });

    refused(
      await reviewedBy(host, 'kim', files),
      'duration',
      'it lasts longer than the reason `handover` allowed (14 days)',
    );
  });

  test('a merge past the rules by an administrator: an owner asks for changes', async () => {
    const files = policyFiles();
    const own = (files['policies/systems/hub.yaml'] ?? '').replace('- kim.cho', '- kim.cho\n  - dan.fox');
    const host = await hosted({}, { files: { ...files, 'policies/systems/hub.yaml': own } });
    const number = await asked(host);
    await host.review(number, { by: 'kim' });
    await host.review(number, { by: 'dan', event: 'REQUEST_CHANGES' });
    await host.merge(number, { by: 'boss' });

    refused(
      await proofOf(host),
      'objection',
      '#1 was merged by @boss though dan.fox, a designated owner, asks for changes',
    );
  });

  test('a merge past the rules by an administrator: fewer approvals than the reason asks for', async () => {
    const reasons = { handover: { holds: ['departed'], maxDuration: 'P14D', approvals: 2 } };
    const host = await hosted({ policy: { optOuts: { reasons } } });
    const number = await asked(host);
    await host.review(number, { by: 'kim' });
    await host.merge(number, { by: 'boss' });

    refused(await proofOf(host), 'approvals', '#1 was merged by @boss with 1 of 2 approvals (kim.cho)');
  });

  test('a merge into another branch that was pushed to main', async () => {
    const host = await hosted();
    await host.push({ 'README.md': 'Side\n' }, { by: 'eve', branch: 'side' });
    const number = await host.openPullRequest({ by: 'sam', branch: 'ask', base: 'side', files: optOutFile() });
    await host.review(number, { by: 'kim' });
    await host.merge(number, { by: 'sam' });
    gitText(host.bare, ['update-ref', 'refs/heads/main', 'refs/heads/side']);

    const proof = await proofOf(host);

    expect(proof.verdict).toBe('unapproved');
    expect(['merged', 'pull-request']).toContain(proof.rule);
  });

  test('the first commit of all, which brings policy and opt-out at once', async () => {
    const host = await hosted({}, { files: { ...policyFiles(), ...optOutFile() } });

    expect(await proofOf(host)).toMatchObject({ verdict: 'unapproved' });
  });
});

describe('renewals', () => {
  /** Approved one after the other, each prolonging the last by ten days. */
  async function renewedTimes(host: Host, times: number, fileOf: (round: number) => Readonly<Record<string, string>>) {
    for (let round = 0; round <= times; round += 1) {
      const day = 20 + round * 9;
      host.at(new Date(Date.UTC(2026, 10, day, 9)).toISOString());
      const number = await host.openPullRequest({ by: 'sam', branch: `round-${round}`, files: fileOf(round) });
      await host.review(number, { by: 'kim' });
      await host.merge(number, { by: 'sam' });
    }
  }
  const expiry = (round: number) => new Date(Date.UTC(2026, 10, 20 + round * 9 + 10)).toISOString();

  test('as many in a row as the policy allows are approved', async () => {
    const host = await hosted();
    await renewedTimes(host, 2, (round) =>
      optOutFile({
        id: `ana-${round}`,
        expiresAt: expiry(round),
        ...(round > 0 ? { renewalOf: `ana-${round - 1}` } : {}),
      }),
    );

    const { approvals } = await prove(host);

    expect(approvals.find(({ optOut }) => optOut === 'ana-2')).toMatchObject({ verdict: 'approved' });
  });

  test.each([
    [
      'named as renewals',
      (round: number) => ({ id: `ana-${round}`, ...(round > 0 ? { renewalOf: `ana-${round - 1}` } : {}) }),
    ],
    ['copied under another id, without a word of what they prolong', (round: number) => ({ id: `ana-${round}` })],
    ['extended in the same file', () => ({ id: 'ana' })],
  ])('one more is refused: %s', async (_, of) => {
    const host = await hosted();
    await renewedTimes(host, 3, (round) => optOutFile({ ...of(round), expiresAt: expiry(round) }));

    const { approvals } = await prove(host);
    const last = approvals.at(-1);

    expect(last).toMatchObject({ verdict: 'unapproved', rule: 'renewals' });
    expect(last?.why).toContain('for the third time in a row');
  });

  test('one more is refused though the lapsed ones were pruned', async () => {
    const host = await hosted();
    await renewedTimes(host, 3, (round) => optOutFile({ id: `ana-${round}`, expiresAt: expiry(round) }));
    await host.push(
      { 'optouts/ana-0.yaml': null, 'optouts/ana-1.yaml': null, 'optouts/ana-2.yaml': null },
      { by: 'boss' },
    );

    expect(await proofOf(host)).toMatchObject({ verdict: 'unapproved', rule: 'renewals' });
  });
});
