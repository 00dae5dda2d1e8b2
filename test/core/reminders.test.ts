import { describe, expect, test } from 'vitest';
import { dueReminders } from '../../src/core/reminders.js';
import { at, DAY, desired, HOUR, later, NOW, person, timestamp } from '../fixtures/builders.js';
import { approval, optOut, pause } from '../fixtures/opt-outs.js';

const WEEK = 7 * DAY;
const POLICY = { remindBefore: [WEEK, DAY] };

/** What is due, as `id days-before`. */
function due(of: Parameters<typeof desired>[0], approvals = [approval()], now = NOW) {
  const state = desired({ ...of, optOutPolicy: { ...POLICY, ...of?.optOutPolicy } });
  return dueReminders(state, approvals, now).map((one) => {
    return `${one.kind === 'departure' ? one.person.id : one.optOut.id} ${one.before / DAY}`;
  });
}

describe('an opt-out', () => {
  test('when its time has come, is due from that very instant until it lapses', () => {
    const optOuts = [optOut({ expiresAt: later(WEEK) })];
    const seen = [-1, 0, WEEK - DAY - 1, WEEK - DAY, WEEK - 1, WEEK].map((offset) =>
      due({ optOuts }, [approval()], later(offset)),
    );
    expect(seen).toEqual([[], ['opt-out 7'], ['opt-out 7'], ['opt-out 1'], ['opt-out 1'], []]);
  });

  test('when it is first seen late, brings the last reminder only, in whatever order the policy names them', () => {
    const optOuts = [optOut({ expiresAt: later(HOUR) })];
    expect(due({ optOuts })).toEqual(['opt-out 1']);
    expect(due({ optOuts, optOutPolicy: { remindBefore: [DAY, WEEK] } })).toEqual(['opt-out 1']);
    expect(due({ optOuts, optOutPolicy: { remindBefore: [] } })).toEqual([]);
  });

  test.each([
    ['unapproved', { verdict: 'unapproved' }],
    ['unverifiable', { verdict: 'unverifiable' }],
    ['approved and too long for its reason', { mergedAt: timestamp(later(-400 * DAY)) }],
  ] as const)('when it is %s, is no reminder: it exempts nobody', (_, proof) => {
    const optOuts = [optOut({ expiresAt: later(HOUR) })];
    expect(due({ optOuts }, [approval(proof)])).toEqual([]);
    expect(due({ optOuts }, [])).toEqual([]);
  });

  test('when it has not begun, is no reminder yet', () => {
    const optOuts = [optOut({ startsAt: later(1), expiresAt: later(HOUR) })];
    expect(due({ optOuts })).toEqual([]);
    expect(due({ optOuts }, [approval()], later(1))).toEqual(['opt-out 1']);
  });

  test('when no proof is asked for, is due as if approved, and names no pull request', () => {
    const optOuts = [optOut({ expiresAt: later(HOUR) })];
    const state = desired({ optOuts, optOutPolicy: { ...POLICY, approvalSource: 'none' } });
    expect(dueReminders(state, [], NOW)).toMatchObject([{ pullRequest: null }]);
    expect(dueReminders(state, [approval({ pullRequest: 7 })], NOW)).toMatchObject([{ pullRequest: null }]);
  });

  test('a pause is reminded of like any other, with the pull request that it was approved in', () => {
    const state = desired({ optOuts: [pause({ expiresAt: later(HOUR) })], optOutPolicy: POLICY });
    expect(dueReminders(state, [approval({ optOut: 'pause', pullRequest: 7 })], NOW)).toMatchObject([
      { kind: 'opt-out', pullRequest: 7, before: DAY, at: later(HOUR) },
    ]);
  });
});

describe('somebody who leaves', () => {
  test('is due before their last hour, and not from then on', () => {
    const people = [person({ leavesAt: later(WEEK) })];
    const seen = [-1, 0, WEEK - DAY, WEEK].map((offset) => due({ people }, [], later(offset)));
    expect(seen).toEqual([[], ['ana.ruiz 7'], ['ana.ruiz 1'], []]);
  });

  test('when they have departed already, or nobody knows when they leave, is no reminder', () => {
    expect(due({ people: [person({ status: 'departed', leavesAt: later(HOUR) }), person()] })).toEqual([]);
  });
});

describe('the key', () => {
  const keys = (expiresAt: ReturnType<typeof later>, now = NOW, id = 'opt-out') =>
    dueReminders(
      desired({ optOuts: [optOut({ id, expiresAt })], optOutPolicy: POLICY }),
      [approval({ optOut: id })],
      now,
    ).map(({ key }) => key);

  test('is the same at every run, and another for another time, a moved end and another opt-out', () => {
    const first = keys(later(2 * DAY));
    expect(keys(later(2 * DAY), later(HOUR))).toEqual(first);
    const others = [keys(later(2 * DAY), later(DAY)), keys(later(3 * DAY)), keys(later(2 * DAY), NOW, 'another')];
    expect(new Set([first, ...others].flat()).size).toBe(4);
  });

  test('is another for a person than for an opt-out of the same name', () => {
    const leavesAt = at('2026-11-24T00:00:00Z');
    const state = desired({
      people: [person({ id: 'same', leavesAt })],
      optOuts: [optOut({ id: 'same', expiresAt: leavesAt })],
      optOutPolicy: POLICY,
    });
    const all = dueReminders(state, [approval({ optOut: 'same' })], NOW).map(({ key }) => key);
    expect(new Set(all).size).toBe(2);
  });
});

test('law 14: opt-outs come first, then people, each in order of their end', () => {
  const optOuts = [
    optOut({ id: 'b', expiresAt: later(2) }),
    optOut({ id: 'a', expiresAt: later(2) }),
    optOut({ id: 'c', expiresAt: later(1) }),
  ];
  const people = [person({ id: 'z', leavesAt: later(1) }), person({ id: 'y', leavesAt: later(1) })];
  const proofs = ['a', 'b', 'c'].map((id) => approval({ optOut: id }));
  expect(due({ optOuts, people }, proofs)).toEqual(['c 1', 'a 1', 'b 1', 'y 1', 'z 1']);
});
