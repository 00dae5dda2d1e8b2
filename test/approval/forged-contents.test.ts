/**
 * Every way of getting an opt-out in without a designated owner's word on this very text, carried out on the embedded host
 * with real commits. The host's own rules are not enforced there: each of these got past them. Here: by what came to the branch.
 */
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { gitText } from '../fixtures/hosted-commits.js';
import { optOutOf } from '../fixtures/repositories.js';
import { asked, mergeByHand, refused, reviewedBy } from './forging.js';
import { approvedOptOut, hosted, optOutFile, policyFiles, proofOf, prove } from './policy-repository.js';

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

  test('a content that another pull request changed afterwards', async () => {
    const host = await hosted();
    await approvedOptOut(host);
    const more = { expiresAt: '2026-12-03T00:00:00Z' };
    const number = await host.openPullRequest({ by: 'sam', branch: 'more', files: optOutFile(more) });
    await host.merge(number, { by: 'sam' });

    refused(await proofOf(host), 'approvals', '#2 was approved by nobody');
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

  test('an expiry beyond the limit, counted from the merge', async () => {
    const host = await hosted();
    const files = optOutFile({ expiresAt: '2026-12-06T00:00:00Z' });

    refused(
      await reviewedBy(host, 'kim', files),
      'duration',
      'it lasts longer than the reason `handover` allowed (14 days)',
    );
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

  test('a policy that is broken and mended in the same pull request, so that nobody could say who owned what', async () => {
    const host = await hosted();
    const { 'policies/policy.yaml': policy = '' } = policyFiles();
    const commits = [
      { by: 'sam', files: { 'policies/policy.yaml': 'organization: [\n' }, message: 'Break' },
      { by: 'sam', files: optOutFile(), message: 'An opt-out' },
      { by: 'sam', files: { 'policies/policy.yaml': policy }, message: 'Mend' },
    ];
    const number = await host.openPullRequest({ by: 'sam', branch: 'broken', commits });
    await host.merge(number, { by: 'sam', method: 'rebase' });

    refused(await proofOf(host), 'approvals', '#1 was approved by nobody');
  });

  test('a commit of the year 10000, which no clock can tell, spoils no other proof', async () => {
    const host = await hosted();
    await approvedOptOut(host);
    const odd = '253402308000 -1200';
    const [path = '', text = ''] = Object.entries(optOutFile({ id: 'ana-odd' }))[0] ?? [];
    const stream = `commit refs/heads/main\nauthor S <s@x> ${odd}\ncommitter S <s@x> ${odd}\ndata 1\nxfrom refs/heads/main^0\nM 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
    gitText(host.bare, ['fast-import', '--quiet', '--date-format=raw-permissive'], stream);

    const { approvals } = await prove(host);

    expect(approvals.map(({ optOut, verdict }) => `${optOut} ${verdict}`)).toEqual([
      'ana-handover approved',
      'ana-odd unapproved',
    ]);
  });

  test('an owner who is added in a rebased commit whose time nobody can read', async () => {
    const host = await hosted();
    const own = (policyFiles()['policies/systems/hub.yaml'] ?? '').replace('- kim.cho', '- kim.cho\n  - eve.hall');
    const [path = '', text = ''] = Object.entries(optOutFile())[0] ?? [];
    const commit = (from: string | null, author: string, file: string, content: string) =>
      `commit refs/heads/both\nauthor sam <sam@acme.example> ${author}\ncommitter sam <sam@acme.example> 1763600000 +0000\ndata 1\nx${from === null ? '' : `from ${from}^0\n`}M 100644 inline ${file}\ndata ${Buffer.byteLength(content)}\n${content}\n`;
    const stream =
      commit('refs/heads/main', '1763600000 +1500', 'policies/systems/hub.yaml', own) +
      commit(null, '1763600100 +0000', path, text);
    gitText(host.bare, ['fast-import', '--quiet', '--date-format=raw-permissive'], stream);
    const opened = await host.send('sam', 'POST', '/repos/acme/policy/pulls', {
      title: 'Both',
      head: 'both',
      base: 'main',
    });
    const { number } = opened.body as { number: number };
    await host.review(number, { by: 'eve' });
    gitText(host.bare, ['update-ref', 'refs/heads/main', 'refs/heads/both']);

    refused(await proofOf(host), 'approvals', 'eve.hall was no designated owner of hub in the policy before #1');
  });
});
