/** Time to revoke against the promise. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tasksOf, timeToRevoke } from '../../src/core/objectives.js';
import { DAY, HOUR, NOW } from '../fixtures/builders.js';
import { type AttemptOf, attempt } from '../fixtures/records.js';

const MINUTE = 60_000;
const times = (...all: readonly AttemptOf[]) => timeToRevoke(all.map(attempt), NOW);

describe('one revocation', () => {
  test('is measured from its trigger to the read-back that found it over', () => {
    const { all } = times({ due: 10 * HOUR, begun: 2 * HOUR, readBacks: [[HOUR, 'verified']], within: DAY });
    expect(all).toMatchObject({ count: 1, open: 0, median: 9 * HOUR, p90: 9 * HOUR, worst: 9 * HOUR, kept: 1 });
  });

  test('is over where only what ends by itself is left; what a later run finds does not make it longer', () => {
    const { all } = times({
      ...{ due: 3 * HOUR, begun: 3 * HOUR },
      readBacks: [
        [2 * HOUR, 'residual'],
        [HOUR, 'verified'],
      ],
    });
    expect(all).toMatchObject({ worst: HOUR, open: 0 });
  });

  test.each(['manual', 'pending', 'failed'] as const)(
    'that ended %s is not over, and is measured until now',
    (ending) => {
      const { all, breaches } = times({ due: 2 * DAY, begun: DAY, readBacks: [[DAY, ending]], within: DAY });
      expect(all).toMatchObject({ count: 1, open: 1, worst: 2 * DAY, breached: 1 });
      expect(breaches).toHaveLength(1);
    },
  );

  test('that was cut off is not over, and can still keep its promise', () => {
    expect(times({ due: HOUR, begun: HOUR, within: DAY }).all).toMatchObject({ open: 1, inTime: 1, breached: 0 });
  });

  test('exactly on time keeps the promise; a millisecond later breaks it', () => {
    const on = (due: number) => times({ due, begun: HOUR, readBacks: [[0, 'verified']], within: DAY }).all;
    expect(on(DAY)).toMatchObject({ kept: 1, breached: 0 });
    expect(on(DAY + 1)).toMatchObject({ kept: 0, breached: 1 });
  });

  test('whose trigger lies after its end, by a forged commit, took no negative time', () => {
    expect(times({ due: 0, begun: 2 * HOUR, readBacks: [[HOUR, 'verified']] }).all.worst).toBe(0);
  });
});

describe('attempts at the same thing', () => {
  const cutOff: AttemptOf = { due: 5 * HOUR, begun: 4 * HOUR, within: HOUR };
  const takenUp: AttemptOf = { due: 2 * HOUR, begun: 2 * HOUR, readBacks: [[HOUR, 'verified']], within: DAY };

  test('count once, from the first one’s trigger, against the promise that stood then', () => {
    const { all, breaches } = times(cutOff, takenUp);
    expect(all).toMatchObject({ count: 1, worst: 4 * HOUR, breached: 1 });
    expect(breaches[0]?.task.attempts).toHaveLength(2);
  });

  test('at different accounts are different things', () => {
    expect(times(cutOff, { ...takenUp, account: '2' }).all).toMatchObject({ count: 2, open: 1 });
  });

  test('after one was over are a new revocation', () => {
    const again = { ...takenUp, due: HOUR, begun: HOUR / 2, readBacks: [] };
    expect(tasksOf([takenUp, again].map(attempt)).map(({ state }) => state)).toEqual(['over', 'open']);
  });
});

describe('what nobody waits for is not measured', () => {
  test.each<[string, AttemptOf]>([
    ['the deletion of what was suspended before', { due: DAY, begun: HOUR, kind: 'retention' }],
    ['what was brought back before it was over', { due: DAY, begun: HOUR, broughtBack: true }],
    ['what turned out to be gone', { due: DAY, begun: HOUR, readBacks: [[HOUR, 'dropped']] }],
  ])('%s', (_, of) => {
    expect(times(of).all).toMatchObject({ count: 0, median: null, worst: null });
  });

  test('what is open and not due any more, where the caller knows', () => {
    const records = [attempt({ due: DAY, begun: HOUR })];
    expect(timeToRevoke(records, NOW, () => false).all.count).toBe(0);
  });
});

test('median and ninetieth percentile are times that somebody really took', () => {
  const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100].map((minutes, index): AttemptOf => {
    return { account: String(index), due: minutes * MINUTE, begun: 0, readBacks: [[0, 'verified']] };
  });
  expect(times(...all).all).toMatchObject({ median: 5 * MINUTE, p90: 9 * MINUTE, worst: 100 * MINUTE });
});

test('breaches are listed by how long they are over, the longest first', () => {
  const { breaches } = times(
    { account: '1', due: 5 * HOUR, begun: 1, readBacks: [[0, 'verified']], within: HOUR },
    { account: '2', due: 30 * HOUR, begun: 1, readBacks: [[0, 'verified']], within: DAY },
  );
  expect(breaches.map(({ task }) => task.first.decision.account.id)).toEqual(['2', '1']);
});

const anyAttempt: fc.Arbitrary<AttemptOf> = fc
  .record({
    account: fc.constantFrom('1', '2', '3'),
    system: fc.constantFrom('hub', 'aws'),
    due: fc.integer({ min: 0, max: 3 * DAY }),
    begun: fc.integer({ min: 0, max: 3 * DAY }),
    within: fc.constantFrom(null, 0, HOUR, DAY),
    kind: fc.constantFrom('merge', 'lapse', 'seen', 'retention'),
    broughtBack: fc.boolean(),
    readBacks: fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 3 * DAY }),
        fc.constantFrom('verified', 'residual', 'manual', 'failed', 'pending', 'dropped'),
      ),
      { maxLength: 3 },
    ),
  })
  .map((of) => of as AttemptOf);

test('whatever the log says, sums add up and no time is negative', () => {
  fc.assert(
    fc.property(fc.array(anyAttempt, { maxLength: 20 }), (attempts) => {
      const records = attempts.map(attempt);
      const { all, systems, breaches } = timeToRevoke(records, NOW);
      const tasks = tasksOf(records);
      expect(tasks.flatMap((task) => task.attempts)).toHaveLength(records.length);
      for (const one of [all, ...systems]) {
        expect(one.kept + one.breached + one.inTime + one.unpromised).toBe(one.count);
        const lengths = [one.median, one.p90, one.worst].map((length) => length ?? 0);
        expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
        expect(Math.min(...lengths)).toBeGreaterThanOrEqual(0);
        expect(one.open).toBeLessThanOrEqual(one.count);
      }
      const sum = (of: 'count' | 'open' | 'breached') => systems.reduce((total, one) => total + one[of], 0);
      expect([sum('count'), sum('open'), sum('breached')]).toEqual([all.count, all.open, all.breached]);
      expect(breaches).toHaveLength(all.breached);
    }),
  );
});
