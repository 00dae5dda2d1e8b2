import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.js';
import { expectOneProposal, hosted, propose, removing, writesSince } from './proposing.js';

const STEPS = ['trees', 'commits', 'refs', 'pulls'] as const;
const BROKEN: Fault = { kind: 'status', status: 502 };
const LOST: Fault = { kind: 'lost-reply' };

describe('law 9: killed after any write', () => {
  test.each(STEPS)('at %s, the next run ends in the one pull request', async (step) => {
    const host = await hosted();
    // Nothing but this answers any more: what a run sees that is killed there.
    host.faults.add({ method: 'POST', matching: new RegExp(`/(git/)?${step}\\n`), fault: BROKEN });
    await expect(propose(host, removing('optouts/a.yaml'))).rejects.toMatchObject({ code: 'unreachable' });
    host.faults.clear();

    expect(await propose(host, removing('optouts/a.yaml'))).toMatchObject({ kind: 'opened', number: 1 });

    expectOneProposal(host, ['D optouts/a.yaml']);
  });

  test('between the branch and its pull request, the branch is found and not made again', async () => {
    const host = await hosted();
    host.faults.add({ method: 'POST', matching: /\/pulls\n/, fault: BROKEN });
    await expect(propose(host, removing('optouts/a.yaml'))).rejects.toMatchObject({ code: 'unreachable' });
    host.faults.clear();
    const before = host.requests.length;
    await propose(host, removing('optouts/a.yaml'));
    expect(writesSince(host, before)).toEqual(['POST /repos/{owner}/{repo}/pulls']);
  });
});

describe('an answer that is lost', () => {
  test.each(STEPS)('of %s: looks before it does it again, and tells what it did', async (step) => {
    const host = await hosted();
    host.faults.add({ method: 'POST', matching: new RegExp(`/(git/)?${step}\\n`), fault: LOST, times: 1 });
    expect(await propose(host, removing('optouts/a.yaml'))).toMatchObject({ kind: 'opened', number: 1 });
    expectOneProposal(host, ['D optouts/a.yaml']);
    expect(host.repository.pulls).toHaveLength(1);
  });

  test.each([/\/git\/refs\//, /\/pulls\/1/])(
    'of %s, when there is a pull request already: updated once',
    async (matching) => {
      const host = await hosted();
      await propose(host, removing('optouts/a.yaml'));
      host.faults.add({ method: 'PATCH', matching, fault: LOST, times: 1 });
      expect(await propose(host, removing('optouts/a.yaml', 'optouts/b.yaml'))).toMatchObject({
        kind: 'updated',
        number: 1,
      });
      expectOneProposal(host, ['D optouts/a.yaml', 'D optouts/b.yaml']);
    },
  );
});

describe('what the host refuses', () => {
  test('when the branch came in between, takes it as it is found', async () => {
    const host = await hosted();
    const body = { message: 'Reference already exists' };
    host.faults.add({
      method: 'POST',
      matching: /\/git\/refs\n/,
      fault: { kind: 'status', status: 422, body },
      times: 1,
    });
    expect(await propose(host, removing('optouts/a.yaml'))).toMatchObject({ kind: 'opened' });
    expectOneProposal(host, ['D optouts/a.yaml']);
  });

  test('when it refuses the pull request for good, ends and says why', async () => {
    const host = await hosted();
    const body = { message: 'Validation Failed' };
    host.faults.add({ method: 'POST', matching: /\/pulls\n/, fault: { kind: 'status', status: 422, body } });
    await expect(propose(host, removing('optouts/a.yaml'))).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('Validation Failed'),
    });
  });

  test.each([
    [403, /\/pulls\n/, { message: 'GitHub Actions is not permitted to create or approve pull requests.' }],
    [403, /\/git\/trees\n/, { message: 'Resource not accessible by integration' }],
    [404, /\/git\/refs\n/, { message: 'Not Found' }],
  ])('with %i, names the permissions that are needed', async (status, matching, body) => {
    const host = await hosted();
    host.faults.add({ method: 'POST', matching, fault: { kind: 'status', status, body } });
    await expect(propose(host, removing('optouts/a.yaml'))).rejects.toMatchObject({
      code: 'forbidden',
      mend: expect.stringContaining('`contents: write` and `pull-requests: write`'),
    });
  });

  test('when a folder is not listed whole, proposes nothing', async () => {
    const host = await hosted();
    const body = { sha: 'x', tree: [], truncated: true };
    host.faults.add({ method: 'GET', matching: /\/git\/trees\//, fault: { kind: 'status', status: 200, body } });
    await expect(propose(host, removing('optouts/a.yaml'))).rejects.toMatchObject({ code: 'unreachable' });
    expect(writesSince(host, 0)).toEqual([]);
  });
});
