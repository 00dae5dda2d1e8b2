import { describe, expect, it } from 'vitest';
import {
  actLog,
  attemptsAt,
  fileJournal,
  JOURNAL,
  recentRevocations,
  restorationLog,
  revocationsOf,
  unfinished,
} from '../../src/audit/journal.js';
import type { Instant } from '../../src/core/time.js';
import { nodeMachine } from '../../src/ports/node.js';
import { DUE } from '../fixtures/events.js';
import { origin } from '../fixtures/origin.js';
import { clockAt, diskWith, HOUR, NOW, target } from './world.js';

/** A journal in memory, and ways to write a revocation and a restoration of account 1 into it. */
function journalled() {
  const clock = clockAt(NOW);
  const journal = fileJournal({ origin, files: diskWith({}), clock, machine: nodeMachine, run: 'run-1' });
  const done = async () => ({ kind: 'done', requestId: null }) as const;
  let hour = 0;
  return {
    journal,
    clock,
    async revoked(ending: 'verified' | 'failed' | null, status: 'active' | 'suspended' = 'active'): Promise<string> {
      hour += 1;
      const id = `github/1@hour-${hour}`;
      const { decision, account } = target('1');
      const log = actLog(journal, id, { decision, account: { ...account, status } });
      await log.begun(DUE);
      await log.evidence({ hour });
      await log.step({ action: 'remove membership', object: 'one' }, done);
      if (ending !== null) await log.ended(ending, []);
      return id;
    },
    async restored(id: string, ending: 'restored' | 'pending' | 'failed' | null, covers: readonly string[] = []) {
      const log = restorationLog(journal, id, clock.now());
      await log.begun(covers, 'kimcho');
      await log.step({ action: 'invite to organization', object: 'one' }, done);
      if (ending !== null) await log.ended(ending, []);
    },
    async open(): Promise<readonly string[]> {
      return unfinished(await journal.read()).map(({ id }) => id);
    },
  };
}

describe('what is unfinished', () => {
  it.each(['verified', 'failed', null] as const)(
    'a revocation that ended %s and was brought back whole is over',
    async (ending) => {
      const { revoked, restored, open } = journalled();
      await restored(await revoked(ending), 'restored');
      expect(await open()).toEqual([]);
    },
  );

  it.each(['pending', 'failed', null] as const)(
    'law 9: one that was verified, and whose restoration ended %s, is open again',
    async (ending) => {
      const { revoked, restored, open } = journalled();
      const id = await revoked('verified');
      expect(await open()).toEqual([]);
      await restored(id, ending);
      expect(await open()).toEqual([id]);
    },
  );

  it('the latest restoration counts', async () => {
    const { revoked, restored, open } = journalled();
    const id = await revoked('verified');
    await restored(id, 'pending');
    await restored(id, 'restored');
    expect(await open()).toEqual([]);
  });

  it('a new revocation after a restoration is one of its own', async () => {
    const { revoked, restored, open } = journalled();
    await restored(await revoked('verified'), 'restored');
    const again = await revoked('failed');
    expect(await open()).toEqual([again]);
  });
});

describe('law 4: the window of the guards', () => {
  it('counts an account that was revoked and brought back once, and what brings back not at all', async () => {
    const { journal, revoked, restored, clock } = journalled();
    const counted = async (at: number) =>
      recentRevocations(await journal.read(), at as Instant)('github' as never, 'people', HOUR);
    const id = await revoked('verified');
    await restored(id, 'restored');
    expect((await counted(NOW + 1)).size).toBe(1);
    clock.set(NOW + 2 * HOUR);
    await restored(id, 'restored');
    expect((await counted(NOW + 2 * HOUR + 1)).size).toBe(0);
  });
});

describe('the attempts at a revocation', () => {
  const hoursOf = async (made: ReturnType<typeof journalled>, id: string) => {
    const all = revocationsOf(await made.journal.read());
    const found = all.find((one) => one.id === id);
    return found === undefined
      ? []
      : attemptsAt(found, all).flatMap(({ evidence }) => evidence.map(({ hour }) => hour));
  };

  it('go back to the first that was not finished, and no further than one that was', async () => {
    const made = journalled();
    await made.revoked('verified');
    await made.revoked('failed');
    await made.revoked(null);
    expect(await hoursOf(made, await made.revoked('verified'))).toEqual([2, 3, 4]);
  });

  it('go back to the suspension of an account that was found suspended', async () => {
    const made = journalled();
    await made.revoked('verified');
    expect(await hoursOf(made, await made.revoked('verified', 'suspended'))).toEqual([1, 2]);
  });

  it('stop where the account was brought back', async () => {
    const made = journalled();
    const first = await made.revoked('failed');
    await made.restored(first, 'restored');
    expect(await hoursOf(made, await made.revoked('verified'))).toEqual([2]);
  });

  it('a restoration covers those that it names', async () => {
    const made = journalled();
    const first = await made.revoked('failed');
    const second = await made.revoked('verified');
    await made.restored(second, 'restored', [first]);
    const all = revocationsOf(await made.journal.read());
    expect(all.map(({ restoration }) => restoration)).toEqual(['restored', 'restored']);
  });
});

describe('the lines', () => {
  const stamp = { seq: 1, at: '2026-11-23T09:00:00Z', run: 'r', revocation: 'github/1@x', restoration: 'github/1@x+y' };

  it.each<[string, Record<string, unknown>]>([
    ['a restoration without an actor', { type: 'restoring', covers: [] }],
    ['covers that are no list of ids', { type: 'restoring', covers: [1], actor: 'kimcho' }],
    ['a step without a number', { type: 'restore-intent', action: 'a', object: 'o' }],
    ['an outcome that there is not', { type: 'restore-outcome', step: 1, result: 'maybe' }],
    ['an ending that there is not', { type: 'restored', ending: 'verified', left: [] }],
    ['a type of another family', { type: 'ended', ending: 'verified', left: [] }],
  ])('when %s stands in it, the journal is refused', async (_, fields) => {
    const files = diskWith({ [JOURNAL]: `${JSON.stringify({ ...stamp, ...fields })}\n` });
    const journal = fileJournal({ origin, files, clock: clockAt(NOW), machine: nodeMachine, run: 'r' });
    await expect(journal.read()).rejects.toMatchObject({ code: 'journal' });
  });
});
