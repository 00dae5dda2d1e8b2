import { spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileJournal, type NewEvent } from '../../src/audit/journal.js';
import { nodeFiles, nodeMachine } from '../../src/ports/node.js';
import type { Machine } from '../../src/ports/ports.js';
import { DUE } from '../fixtures/events.js';
import { origin } from '../fixtures/origin.js';
import { emptyFolders } from '../ports/folder.js';
import { clockAt, HOUR, NOW, target } from './world.js';

const folder = emptyFolders();
const MINUTE = HOUR / 60;
const INTENT: NewEvent = {
  type: 'intent',
  revocation: 'github/1@x',
  step: 1,
  action: 'remove membership',
  object: 'a',
};

/** A run of its own over the same folder. */
function runAt(root: string, run: string, machine: Machine = nodeMachine) {
  const clock = clockAt(NOW);
  const warnings: string[] = [];
  const warn = (text: string) => warnings.push(text);
  return { clock, warnings, journal: fileJournal({ origin, files: nodeFiles(root), clock, machine, run, warn }) };
}

/** A machine that looks like another one to `nodeMachine`. */
const ELSEWHERE: Machine = { host: 'another-machine', pid: 1, isRunning: () => true };

/** The id of a process that has ended. */
function endedProcess(): number {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  return pid;
}

async function held(lease: ReturnType<ReturnType<typeof runAt>['journal']['lease']>) {
  const taken = await lease;
  if (taken.kind !== 'held') throw new Error(`held by ${taken.holder.run}`);
  return taken;
}

describe('a lease', () => {
  it('when a run holds it, is not another one’s, who is told by whom and until when', async () => {
    const root = await folder();
    await held(runAt(root, 'first').journal.lease());

    const second = await runAt(root, 'second').journal.lease();

    expect(second).toEqual({
      kind: 'busy',
      holder: { run: 'first', since: '2026-11-23T09:00:00Z', until: '2026-11-23T09:15:00Z' },
    });
  });

  it('when twenty runs want it at once, is held by one of them', async () => {
    const root = await folder();
    const runs = Array.from({ length: 20 }, (_, index) => runAt(root, `run-${index}`));

    const taken = await Promise.all(runs.map(({ journal }) => journal.lease()));

    expect(taken.filter(({ kind }) => kind === 'held')).toHaveLength(1);
    const events = await runAt(root, 'reader').journal.read();
    expect(events.map(({ type, seq }) => `${seq} ${type}`)).toEqual(['1 leased']);
  });

  it('when it was given back, is the next one’s, and the journal tells of both', async () => {
    const root = await folder();
    const first = await held(runAt(root, 'first').journal.lease());
    await first.release();

    await held(runAt(root, 'second').journal.lease());

    const events = await runAt(root, 'reader').journal.read();
    expect(events.map(({ type, run, seq }) => `${seq} ${run} ${type}`)).toEqual([
      '1 first leased',
      '2 first released',
      '3 second leased',
    ]);
    expect(events[2]).toMatchObject({ over: null });
    expect(await readdir(join(root, '.leaver/lease'))).toEqual(['2.json']);
  });

  it('when its process is gone from this machine, is taken over at once', async () => {
    const root = await folder();
    await held(runAt(root, 'killed', { ...nodeMachine, pid: endedProcess() }).journal.lease());

    const next = runAt(root, 'next');
    await held(next.journal.lease());

    expect((await next.journal.read()).at(-1)).toMatchObject({ type: 'leased', run: 'next', over: 'killed' });
  });

  it('when its run lies on another machine, is taken over only after fifteen minutes without a sign of life', async () => {
    const root = await folder();
    await held(runAt(root, 'silent', ELSEWHERE).journal.lease());
    const next = runAt(root, 'next');

    next.clock.set(NOW + 15 * MINUTE - 1);
    expect(await next.journal.lease()).toMatchObject({ kind: 'busy' });
    next.clock.set(NOW + 15 * MINUTE);
    expect(await next.journal.lease()).toMatchObject({ kind: 'held' });
  });

  it('when its run writes, is prolonged by that', async () => {
    const root = await folder();
    const working = runAt(root, 'working', ELSEWHERE);
    await held(working.journal.lease());
    working.clock.set(NOW + 10 * MINUTE);
    await working.journal.append(INTENT);
    const next = runAt(root, 'next');

    next.clock.set(NOW + 20 * MINUTE);

    expect(await next.journal.lease()).toMatchObject({ kind: 'busy', holder: { until: '2026-11-23T09:25:00Z' } });
  });

  it('when its last sign lies years ahead, is no lease: a wrong clock keeps out nobody for long', async () => {
    const root = await folder();
    const wrong = runAt(root, 'wrong', ELSEWHERE);
    wrong.clock.set(NOW + 365 * 24 * HOUR);
    await held(wrong.journal.lease());

    expect(await runAt(root, 'next').journal.lease()).toMatchObject({ kind: 'held' });
    await expect(wrong.journal.append(INTENT)).rejects.toMatchObject({ code: 'journal' });
  });

  it('when it was taken over, lets its first run write no intent any more, and go without harm', async () => {
    const root = await folder();
    const silent = runAt(root, 'silent', ELSEWHERE);
    const lease = await held(silent.journal.lease());
    const next = runAt(root, 'next');
    next.clock.set(NOW + HOUR);
    const other = await held(next.journal.lease());

    await expect(silent.journal.append(INTENT)).rejects.toMatchObject({ code: 'journal' });
    await lease.release();

    expect(silent.warnings.join(' ')).toContain('the run next has taken over the lease');
    await next.journal.append(INTENT);
    const third = runAt(root, 'third');
    third.clock.set(NOW + HOUR);
    expect(await third.journal.lease()).toMatchObject({ kind: 'busy', holder: { run: 'next' } });
    await other.release();
    const events = await next.journal.read();
    expect(events.map(({ run, type }) => `${run} ${type}`)).toEqual([
      'silent leased',
      'next leased',
      'next intent',
      'next released',
    ]);
  });

  it('when two take over a stale one at once, is held by one', async () => {
    const root = await folder();
    await held(runAt(root, 'killed', { ...nodeMachine, pid: endedProcess() }).journal.lease());
    const runs = Array.from({ length: 8 }, (_, index) => runAt(root, `run-${index}`));

    const taken = await Promise.all(runs.map(({ journal }) => journal.lease()));

    expect(taken.filter(({ kind }) => kind === 'held')).toHaveLength(1);
  });

  it('when its file was changed to nonsense, does not stand in the way', async () => {
    const root = await folder();
    await held(runAt(root, 'first', ELSEWHERE).journal.lease());
    await writeFile(join(root, '.leaver/lease/1.json'), '{"run":"first","until":"never"}');

    expect(await runAt(root, 'second').journal.lease()).toMatchObject({ kind: 'held' });
    expect(await readFile(join(root, '.leaver/lease/2.json'), 'utf8')).toContain('"run":"second"');
  });
});

describe('two runs that write without a lease', () => {
  it('when one wrote since the other looked, number without a gap all the same', async () => {
    const root = await folder();
    const [one, other] = [runAt(root, 'one'), runAt(root, 'other')];
    const begun: NewEvent = { type: 'begun', revocation: 'github/1@x', ...target('1'), ...DUE };
    await one.journal.append(begun);
    await other.journal.append(INTENT);
    await one.journal.append(INTENT);

    expect((await one.journal.read()).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });
});
