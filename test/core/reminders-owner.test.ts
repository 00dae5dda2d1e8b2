import { describe, expect, test } from 'vitest';
import { dueReminders } from '../../src/core/reminders.js';
import { at, DAY, desired, HOUR, later, NOW, person } from '../fixtures/builders.js';
import { approval, optOut, pause } from '../fixtures/opt-outs.js';

const kim = (of: Parameters<typeof person>[0]) => person({ id: 'kim.cho', name: 'Kim Cho', ...of });

/** What is due for Kim's opt-out, which lapses in ten days. */
function due(
  of: Parameters<typeof person>[0],
  optOuts = [optOut({ expiresAt: later(10 * DAY) })],
  proofs = [approval()],
  now = NOW,
) {
  const state = desired({ people: [person(), kim(of)], optOuts, optOutPolicy: { remindBefore: [DAY] } });
  return dueReminders(state, proofs, now);
}

describe('an opt-out whose owner left', () => {
  test('is due a reminder from that instant on, on the pull request that it was approved in', () => {
    expect(due({ status: 'active' })).toEqual([]);
    expect(due({ status: 'suspended' })).toEqual([]);
    expect(due({ leavesAt: later(HOUR) }).map(({ kind }) => kind)).toEqual(['departure']);
    const left = due({ leavesAt: later(HOUR) }, undefined, undefined, later(HOUR));
    expect(left).toMatchObject([{ kind: 'owner', pullRequest: 41, at: later(10 * DAY) }]);
    expect(due({ status: 'departed' })).toMatchObject([{ kind: 'owner' }]);
  });

  test('has one key as long as it lasts, and another for another owner or another end', () => {
    const keyOf = (of: Parameters<typeof optOut>[0], now = NOW) =>
      due({ status: 'departed' }, [optOut({ expiresAt: later(10 * DAY), ...of })], [approval()], now)[0]?.key;
    expect(keyOf({}, later(5 * DAY))).toBe(keyOf({}));
    expect(keyOf({ expiresAt: later(9 * DAY) })).not.toBe(keyOf({}));
    expect(keyOf({ owner: 'sam.lee' })).toBeUndefined();
  });

  test('is reminded of its end besides', () => {
    const kinds = due({ status: 'departed' }, undefined, undefined, later(9 * DAY)).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['opt-out', 'owner']);
  });

  test('is none where it exempts nobody: lapsed, not approved, not begun', () => {
    const ended = [optOut({ expiresAt: at('2026-01-01T00:00:00Z') })];
    expect(due({ status: 'departed' }, ended)).toEqual([]);
    expect(due({ status: 'departed' }, undefined, [approval({ verdict: 'unapproved' })])).toEqual([]);
    const later9 = [optOut({ startsAt: later(DAY), expiresAt: later(9 * DAY) })];
    expect(due({ status: 'departed' }, later9)).toEqual([]);
  });

  test('a pause is no other case', () => {
    const pauses = [pause({ expiresAt: later(10 * DAY) })];
    expect(due({ status: 'departed' }, pauses, [approval({ optOut: 'pause' })])).toMatchObject([{ kind: 'owner' }]);
  });
});
