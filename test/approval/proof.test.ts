import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gitText } from '../fixtures/hosted-commits.js';
import { temporaryFolder, writeFiles } from '../fixtures/repositories.js';
import { approvedOptOut, hosted, optOutFile, policyFiles, proofOf, prove } from './policy-repository.js';

describe('when a designated owner approved the content in force', () => {
  for (const method of ['merge', 'squash', 'rebase'] as const) {
    test(`it is approved, having come by ${method}`, async () => {
      const host = await hosted();
      const number = await approvedOptOut(host, {}, method);

      const proof = await proofOf(host);

      expect(proof).toMatchObject({ verdict: 'approved', by: ['kim.cho'], pullRequest: number, rule: null });
      expect(proof.why).toBe(`approved by kim.cho in #${number}, merged 2026-11-20 09:00 UTC`);
      expect(proof.evidence?.terms).toMatchObject({ maxDuration: 'P14D', approvals: 1 });
      expect(proof.evidence?.reviews).toMatchObject([{ person: 'kim.cho', account: '101' }]);
    });
  }

  test('it stays approved, whatever is merged after it', async () => {
    const host = await hosted();
    await approvedOptOut(host);
    await host.push({ 'README.md': 'More\n' }, { by: 'boss' });

    expect(await proofOf(host)).toMatchObject({ verdict: 'approved' });
  });

  test('it stays approved when they comment later: a comment takes nothing back', async () => {
    const host = await hosted();
    const number = await approvedOptOut(host);
    await host.review(number, { by: 'kim', event: 'COMMENT' });

    expect(await proofOf(host)).toMatchObject({ verdict: 'approved' });
  });

  test('it stays approved, whatever the checkout makes of line breaks', async () => {
    const host = await hosted();
    await approvedOptOut(host);
    host.pull();
    const windows = `${temporaryFolder()}/clone`;
    gitText(host.root, ['-c', 'core.autocrlf=true', 'clone', '--quiet', host.bare, windows]);

    expect(readFileSync(`${windows}/optouts/ana-handover.yaml`, 'utf8')).toContain('\r\n');
    expect(await proofOf(host, windows)).toMatchObject({ verdict: 'approved' });
  });

  test('nobody takes it back after the merge: to end an opt-out, its file is removed', async () => {
    const host = await hosted();
    host.at('2026-11-20T10:00:00Z');
    const number = await approvedOptOut(host);
    host.at('2026-11-20T11:00:00Z');
    await host.review(number, { by: 'tom', event: 'REQUEST_CHANGES' });
    await host.review(number, { by: 'kim', event: 'REQUEST_CHANGES' });
    await host.review(number, { by: 'kim' });
    expect(await proofOf(host)).toMatchObject({ verdict: 'approved' });

    await host.dismiss(number, 'kim', { by: 'ana' });
    for (const review of host.repository.pulls[0]?.reviews ?? []) {
      if (review.state === 'APPROVED')
        Object.assign(review, { state: 'DISMISSED', dismissed: { at: '2026-11-20T12:00:00Z', before: 'APPROVED' } });
    }
    expect(await proofOf(host)).toMatchObject({ verdict: 'approved' });
  });

  test('it stays approved when the default branch is renamed', async () => {
    const host = await hosted();
    await approvedOptOut(host);
    host.pull();
    gitText(host.bare, ['branch', '--move', 'main', 'trunk']);
    Object.assign(host.repository, { defaultBranch: 'trunk' });
    const clone = `${temporaryFolder()}/clone`;
    gitText(host.root, ['clone', '--quiet', '--branch', 'trunk', host.bare, clone]);

    expect(await proofOf(host, clone)).toMatchObject({ verdict: 'approved' });
  });

  test('it stays approved when the owner leaves, or is an owner no more: that is a warning, and no mass revocation', async () => {
    const host = await hosted();
    await approvedOptOut(host);
    const files = policyFiles({ policy: { optOuts: { owners: ['dan.fox'] } } });
    const system = (files['policies/systems/hub.yaml'] ?? '').replace('  - kim.cho\n', '');
    const staff = (files['policies/people/staff.yaml'] ?? '').replace(/(id: kim\.cho\n)/, '$1    status: departed\n');
    await host.push(
      { ...files, 'policies/systems/hub.yaml': system, 'policies/people/staff.yaml': staff },
      { by: 'boss' },
    );

    expect(await proofOf(host)).toMatchObject({ verdict: 'approved', by: ['kim.cho'] });
  });

  test('it holds by the terms of then when its reason is taken out of the policy', async () => {
    const host = await hosted();
    await approvedOptOut(host);
    const reasons = { leave: { holds: ['suspended'], maxDuration: 'P1D' } };
    await host.push(policyFiles({ policy: { optOuts: { reasons } } }), { by: 'boss' });

    const proof = await proofOf(host);

    expect(proof).toMatchObject({ verdict: 'approved' });
    expect(proof.evidence?.terms?.holds).toContain('departed');
  });
});

describe('when an opt-out is for systems with different owners', () => {
  const both = optOutFile({ systems: ['hub', 'vault'] });

  test('one owner is not enough: the sentence says whose word is missing', async () => {
    const host = await hosted();
    const number = await host.openPullRequest({ by: 'sam', branch: 'both', files: both });
    await host.review(number, { by: 'kim' });
    await host.merge(number, { by: 'sam' });

    expect(await proofOf(host)).toMatchObject({
      verdict: 'unapproved',
      rule: 'approvals',
      why: `kim.cho approved #${number}, and no designated owner of vault (dan.fox) did`,
    });
  });

  test('it is approved by each of them', async () => {
    const host = await hosted();
    const number = await host.openPullRequest({ by: 'sam', branch: 'both', files: both });
    await host.review(number, { by: 'kim' });
    await host.review(number, { by: 'dan' });
    await host.merge(number, { by: 'sam' });

    expect(await proofOf(host)).toMatchObject({ verdict: 'approved', by: ['dan.fox', 'kim.cho'] });
  });
});

describe('when bytes cannot be obtained', () => {
  test('a shallow clone proves nothing: unverifiable, with the mend', async () => {
    const host = await hosted();
    await approvedOptOut(host);
    host.pull();
    const shallow = `${temporaryFolder()}/clone`;
    gitText(host.root, ['clone', '--quiet', '--depth', '1', `file://${host.bare}`, shallow]);

    const proof = await proofOf(host, shallow);

    expect(proof).toMatchObject({ verdict: 'unverifiable' });
    expect(proof.why).toContain('fetch-depth: 0');
  });

  test('a folder that is no clone proves nothing', async () => {
    const host = await hosted();
    await approvedOptOut(host);
    host.pull();
    const copy = `${temporaryFolder()}/copy`;
    gitText(host.root, ['checkout-index', '--all', `--prefix=${copy}/`]);

    expect(await proofOf(host, copy)).toMatchObject({ verdict: 'unverifiable' });
  });

  test.each([
    ['refuses', { status: 403, body: { message: 'Resource not accessible by integration' } }],
    ['is down', { status: 502, body: {} }],
    ['does not know the credential', { status: 401, body: { message: 'Bad credentials' } }],
  ])('a host that %s leaves all unverifiable, and throws nothing', async (_, reply) => {
    const host = await hosted();
    await approvedOptOut(host);
    host.faults.add({ fault: { kind: 'status', ...reply }, matching: /graphql/ });

    const { approvals } = await prove(host);

    expect(approvals.map(({ verdict }) => verdict)).toEqual(['unverifiable']);
  });

  test('where no policy before the pull request validates, nobody knows who owned what', async () => {
    const files = policyFiles();
    const host = await hosted({}, { files: { ...files, 'policies/policy.yaml': 'organization: [\n' } });
    await approvedOptOut(host);
    await host.push({ 'policies/policy.yaml': files['policies/policy.yaml'] ?? '' }, { by: 'boss' });

    const proof = await proofOf(host);

    expect(proof).toMatchObject({ verdict: 'unverifiable' });
    expect(proof.why).toContain('does not validate');
  });

  test('where it was broken from the first, nobody is taken for unapproved', async () => {
    const host = await hosted({}, { files: { 'README.md': 'Policy\n' } });
    const files = policyFiles();
    await host.push({ ...files, 'policies/policy.yaml': 'organization: [\n' }, { by: 'boss' });
    await approvedOptOut(host);
    await host.push({ 'policies/policy.yaml': files['policies/policy.yaml'] ?? '' }, { by: 'boss' });

    expect(await proofOf(host)).toMatchObject({ verdict: 'unverifiable' });
  });

  test('who was struck off while it was broken does not count', async () => {
    const host = await hosted();
    const { 'policies/policy.yaml': policy = '', 'policies/people/staff.yaml': staff = '' } = policyFiles();
    await host.push({ 'policies/policy.yaml': 'organization: [\n' }, { by: 'boss' });
    const without = staff.replace(/(id: kim\.cho\n)/, '$1    status: departed\n');
    await host.push({ 'policies/people/staff.yaml': without }, { by: 'boss' });
    await approvedOptOut(host);
    await host.push({ 'policies/policy.yaml': policy }, { by: 'boss' });

    expect(await proofOf(host)).toMatchObject({ verdict: 'unapproved' });
  });

  test('where it was broken for a while, the last one that validated counts', async () => {
    const host = await hosted();
    const { 'policies/policy.yaml': policy = '' } = policyFiles();
    await host.push({ 'policies/policy.yaml': 'organization: [\n' }, { by: 'boss' });
    await approvedOptOut(host);
    await host.push({ 'policies/policy.yaml': policy }, { by: 'boss' });

    expect(await proofOf(host)).toMatchObject({ verdict: 'approved', by: ['kim.cho'] });
  });

  test('a content that a clone with a filter lacks is unread, not changed', async () => {
    const host = await hosted();
    await approvedOptOut(host);
    gitText(host.bare, ['config', 'uploadpack.allowFilter', 'true']);
    const lacking = `${temporaryFolder()}/clone`;
    gitText(host.root, ['clone', '--quiet', '--filter=blob:none', '--no-checkout', `file://${host.bare}`, lacking]);
    host.pull();
    gitText(host.root, ['checkout-index', '--all', `--prefix=${lacking}/`]);

    const proof = await proofOf(host, lacking);

    expect(proof.verdict).toBe('unverifiable');
  });
});

describe('when it is not in force yet', () => {
  test('a file that nobody committed exempts nobody', async () => {
    const host = await hosted();
    const clone = `${temporaryFolder()}/clone`;
    gitText(host.root, ['clone', '--quiet', host.bare, clone]);
    writeFiles(clone, optOutFile());

    expect(await proofOf(host, clone)).toMatchObject({ verdict: 'unapproved', rule: 'committed' });
  });

  test('a content that was changed here and not committed exempts nobody, though another was approved', async () => {
    const host = await hosted();
    await approvedOptOut(host);
    const clone = `${temporaryFolder()}/clone`;
    gitText(host.root, ['clone', '--quiet', host.bare, clone]);
    writeFiles(clone, optOutFile({ expiresAt: '2026-12-02T00:00:00Z' }));

    expect(await proofOf(host, clone)).toMatchObject({ verdict: 'unapproved', rule: 'committed' });
  });

  test('an open pull request exempts nobody, even where it is checked out and approved', async () => {
    const host = await hosted();
    const number = await host.openPullRequest({ by: 'sam', branch: 'ask', files: optOutFile() });
    await host.review(number, { by: 'kim' });
    const clone = `${temporaryFolder()}/clone`;
    gitText(host.root, ['clone', '--quiet', '--branch', 'ask', host.bare, clone]);

    expect(await proofOf(host, clone)).toMatchObject({
      verdict: 'unapproved',
      rule: 'merged',
      why: `#${number}, which would bring it, is not merged`,
    });
  });
});

test('when the policy repository is a folder of a larger one, its opt-outs are proved by their paths there', async () => {
  const inFolder = (files: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`access/${path}`, text]));
  const host = await hosted({}, { files: inFolder(policyFiles()) });
  const number = await host.openPullRequest({ by: 'sam', branch: 'ask', files: inFolder(optOutFile()) });
  await host.review(number, { by: 'kim' });
  await host.merge(number, { by: 'sam', method: 'squash' });
  host.pull();

  expect(await proofOf(host, `${host.root}/access`)).toMatchObject({ verdict: 'approved', by: ['kim.cho'] });
});
