import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.js';
import type { Host } from '../fixtures/hosted.js';
import { headOf, linesOf } from '../fixtures/log-lines.js';
import { git, history, LOG, tamper } from '../host/log-world.js';
import { hosted } from '../host/proposing.js';
import { begun, ended, intent, journal, journalOf, outcome, refused } from './branch-world.js';

const LOST: Fault = { kind: 'lost-reply' };
const DOWN: Fault = { kind: 'status', status: 502 };
const PATCH = { method: 'PATCH', matching: /\/git\/refs\// } as const;

/** A run that has one intent in the journal, and an outcome that waits. */
async function running() {
  const host = await hosted();
  const run = journalOf(host, 'run-1');
  await run.append(intent(1));
  await run.append(outcome(1));
  return { host, run };
}

const SO_FAR = ['1 run-1 intent 1'];

/** Another run's event, put there in no time. */
function onTop(host: Host): void {
  const paths = git(host, 'ls-tree', '-r', '--name-only', LOG).split('\n');
  const lines = paths.flatMap((path) => git(host, 'show', `${LOG}:${path}`).trimEnd().split('\n'));
  const last = lines.sort((one, other) => headOf(one).seq - headOf(other).seq).at(-1) ?? '';
  const [line] = linesOf([{ event: { type: 'released', revocation: null }, run: 'run-2' }], headOf(last));
  tamper(host, { 'journal/2026/11/run-2-1.jsonl': `${line}\n` });
}

/** The commit that was made and that no branch leads to. */
function loose(host: Host): string {
  return git(host, 'fsck', '--no-reflogs', '--unreachable', '--no-progress')
    .split('\n')
    .flatMap((line) => /^unreachable commit (\w+)$/.exec(line)?.[1] ?? [])
    .join(' ');
}

describe.each([/\/git\/trees\n/, /\/git\/commits\n/, /\/git\/refs\//])('when the answer to %s is lost', (matching) => {
  test('everything is there once', async () => {
    const { host, run } = await running();
    host.faults.add({ matching, fault: LOST, times: 1 });
    await run.append(intent(2));
    await run.append(ended);
    expect(await journal(host)).toEqual([...SO_FAR, '2 run-1 outcome 1', '3 run-1 intent 2', '4 run-1 ended']);
  });

  test('and nothing answers any more: throws, and what comes later is written once', async () => {
    const { host, run } = await running();
    host.faults.add({ matching, fault: LOST, times: 1 });
    host.faults.add({ fault: DOWN, skip: 0 });
    expect((await refused(run.append(intent(2)))).code).toBe('unreachable');
    host.faults.clear();
    await run.append(ended);

    const kept = history(host).length === 3;
    const events = kept ? ['outcome 1', 'intent 2', 'ended'] : ['outcome 1', 'ended'];
    expect(await journal(host)).toEqual([...SO_FAR, ...events.map((event, index) => `${index + 2} run-1 ${event}`)]);
  });
});

describe('a write whose answer never came', () => {
  test('when the host carries it out only later, is found, and nothing is written twice', async () => {
    const { host, run } = await running();
    host.faults.add({ ...PATCH, fault: DOWN });
    await refused(run.append(intent(2)));
    host.faults.clear();
    const late = loose(host);
    // Between this run's look and its next write.
    host.faults.add({
      method: 'POST',
      matching: /\/git\/commits\n/,
      fault: { kind: 'latency', milliseconds: 1_000 },
      times: 1,
    });
    const appending = run.append(ended);
    await new Promise((done) => setTimeout(done, 500));
    git(host, 'update-ref', `refs/heads/${LOG}`, late);
    await appending;

    expect(await journal(host)).toEqual([...SO_FAR, '2 run-1 outcome 1', '3 run-1 intent 2', '4 run-1 ended']);
  });

  test('when another run goes on from there, is found, and nothing is written twice', async () => {
    const { host, run } = await running();
    host.faults.add({ ...PATCH, fault: LOST, times: 1 });
    host.faults.add({
      method: 'GET',
      matching: /\/git\/ref\//,
      fault: { kind: 'latency', milliseconds: 2_000 },
      times: 1,
    });
    const appending = run.append(intent(2));
    while (history(host).length < 2) await new Promise((done) => setTimeout(done, 20));
    onTop(host);
    await appending;

    await run.append(ended);
    expect(await journal(host)).toEqual([
      ...SO_FAR,
      '2 run-1 outcome 1',
      '3 run-1 intent 2',
      '4 run-2 released',
      '5 run-1 ended',
    ]);
  });
});

describe('when a commit comes to nothing', () => {
  test('law 9: every system whose intent was in it is told, and none acts', async () => {
    const { host, run } = await running();
    // The host is back for whoever tries again.
    host.faults.add({ method: 'POST', fault: DOWN, times: 4 });
    const appends = await Promise.allSettled([intent(2), intent(3), intent(4)].map((event) => run.append(event)));
    expect(appends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await journal(host)).toEqual(SO_FAR);
  });

  test('what was done before it is recorded with what comes next', async () => {
    const { host, run } = await running();
    host.faults.add({ method: 'POST', fault: DOWN });
    await refused(run.append(intent(2)));
    host.faults.clear();
    await run.append(begun);
    await run.append(intent(3));
    expect(await journal(host)).toEqual([...SO_FAR, '2 run-1 outcome 1', '3 run-1 begun', '4 run-1 intent 3']);
  });
});

describe('the lease', () => {
  test.each([/\/git\/trees\n/, /\/git\/commits\n/, /\/git\/refs\n/])(
    'when the answer to %s is lost as it is taken, is held once',
    async (matching) => {
      const host = await hosted();
      host.faults.add({ method: 'POST', matching, fault: LOST, times: 1 });
      const run = journalOf(host, 'run-1');
      expect(await run.lease()).toMatchObject({ kind: 'held' });
      await run.append(intent(1));
      expect(await journal(host)).toEqual(['1 run-1 leased', '2 run-1 intent 1']);
    },
  );

  test('when the answer is lost and somebody writes on top, is held', async () => {
    const host = await hosted();
    await journalOf(host, 'run-0').append(intent(1));
    const run = journalOf(host, 'run-1');
    await run.read();
    host.faults.add({ ...PATCH, fault: LOST, times: 1 });
    // The look for what became of it, after the read that comes first.
    const fault: Fault = { kind: 'latency', milliseconds: 2_000 };
    host.faults.add({ method: 'GET', matching: /\/git\/ref\//, fault, skip: 1, times: 1 });
    const leasing = run.lease();
    while (history(host).length < 2) await new Promise((done) => setTimeout(done, 20));
    onTop(host);

    expect(await leasing).toMatchObject({ kind: 'held' });
    expect((await journal(host)).filter((event) => event.endsWith(' leased'))).toEqual(['2 run-1 leased']);
  });

  test('when an intent was minutes in coming, nobody acts on it: another run may have taken over by then', async () => {
    const host = await hosted();
    const run = journalOf(host, 'run-1');
    await run.lease();
    const limited: Fault = { kind: 'status', status: 429, headers: { 'retry-after': '280' } };
    host.faults.add({ method: 'POST', matching: /\/git\/trees\n/, fault: limited, times: 1 });
    await run.append(intent(1));
    host.faults.add({ method: 'POST', matching: /\/git\/trees\n/, fault: limited, times: 1 });
    host.faults.add({ method: 'POST', matching: /\/git\/commits\n/, fault: limited, times: 1 });
    const error = await refused(run.append(intent(2)));
    expect([error.code, error.message]).toEqual(['journal', expect.stringMatching(/^an intent took so long/)]);
    await run.append(intent(3));
  });

  test('when the credential may not write, is refused with the mend', async () => {
    const host = await hosted();
    host.faults.add({
      method: 'POST',
      matching: /\/git\//,
      fault: { kind: 'status', status: 403, body: { message: 'No' } },
    });
    expect(await refused(journalOf(host, 'run-1').lease())).toMatchObject({
      code: 'forbidden',
      mend: 'Give the job `contents: write`.',
    });
  });
});
