/** Row 10 of the contract's table: what was suspended before, and when it is deleted. */
import { describe, expect, test } from 'vitest';
import type { DesiredState } from '../../src/core/model.js';
import type { ObservedAccount } from '../../src/core/observation.js';
import { account, DAY, desired, later, person, system, timestamp } from '../fixtures/builders.js';
import { decisionOn, planOf, verdict } from '../fixtures/planning.js';

const gone = person({ status: 'departed' });
const past = timestamp(later(-31 * DAY));
const recently = timestamp(later(-29 * DAY));

function ana(state: DesiredState, seen: ObservedAccount): string {
  return verdict(decisionOn(planOf(state, [seen]), seen.name));
}

describe('row 10: suspended before', () => {
  const left = desired({ people: [gone] });

  test.each([
    ['retention is not over', left, recently],
    ['the policy keeps for ever', desired({ people: [gone], retention: 'never' }), past],
    ['nobody knows since when', left, null],
    ['the person is suspended', desired({ people: [person({ status: 'suspended' })] }), past],
  ])('when %s, then settled', (_, state, suspendedAt) => {
    expect(ana(state, account({ status: 'suspended', suspendedAt }))).toMatch(/^settled /);
  });

  test('when retention is not over, then it says after when the account is deleted', () => {
    const made = planOf(left, [account({ status: 'suspended', suspendedAt: timestamp(later(-29 * DAY)) })]);
    expect(decisionOn(made, 'ana')).toMatchObject({ kind: 'settled', deleteAfter: timestamp(later(DAY)) });
  });

  test.each([
    ['never', desired({ people: [gone], retention: 'never' }), past],
    ['unknown', left, null],
    ['suspended', desired({ people: [person({ status: 'suspended' })] }), past],
  ])('when the end of retention is %s, then no deletion is announced', (_, state, suspendedAt) => {
    const made = planOf(state, [account({ status: 'suspended', suspendedAt })]);
    expect(decisionOn(made, 'ana')).toMatchObject({ kind: 'settled', deleteAfter: null });
  });

  test.each([
    [-1, 'settled departed'],
    [0, 'delete departed'],
    [1, 'delete departed'],
  ])('when retention ended %i ms ago, then %s', (by, expected) => {
    const suspendedAt = timestamp(later(-30 * DAY - by));
    expect(ana(left, account({ status: 'suspended', suspendedAt }))).toBe(expected);
  });

  test('before row 11: settled, whatever the mode and the rule for orphans', () => {
    const seen = account({ name: 'who', status: 'suspended', suspendedAt: recently });
    expect(ana(desired({ systems: [system({ mode: 'report' })] }), seen)).toBe('settled orphaned');
    expect(ana(desired({ systems: [system({ orphans: 'review' })] }), seen)).toBe('settled orphaned');
  });
});
