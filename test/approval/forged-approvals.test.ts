/**
 * Every way of getting an opt-out in without a designated owner's word on this very text, carried out on the embedded host
 * with real commits. The host's own rules are not enforced there: each of these got past them. Here: by who approved, and how.
 */
import { describe, expect, test } from 'vitest';
import { asked, refused, reviewedBy } from './forging.js';
import { hosted, optOutFile, policyFiles, proofOf } from './policy-repository.js';

describe('each forgery is refused, with a sentence of its own', () => {
  test('a merge without review', async () => {
    const host = await hosted();
    await host.merge(await asked(host), { by: 'sam' });

    refused(await proofOf(host), 'approvals', '#1 was approved by nobody and merged all the same by @sam');
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

    refused(await proofOf(host), 'approvals', 'eve.hall was no designated owner of hub in the policy before #1');
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
});
