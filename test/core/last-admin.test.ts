/** Law 5: nobody is locked out. */
import { describe, expect, test } from 'vitest';
import type { ObservedAccount } from '../../src/core/observation.js';
import {
  account,
  DAY,
  desired,
  entitlement,
  later,
  observation,
  person,
  snapshot,
  system,
  timestamp,
} from '../fixtures/builders.js';
import { approval, raisedGuard } from '../fixtures/opt-outs.js';
import { planOf, verdict } from '../fixtures/planning.js';

function orphans(minAdmins: number, accounts: readonly ObservedAccount[]): string[] {
  const made = planOf(desired({ people: [], systems: [system({ guards: { minAdmins } })] }), accounts);
  return made.decisions.map((one) => `${one.account.name} ${verdict(one)}`);
}

const admin = (name: string, of: Parameters<typeof account>[0] = {}) => account({ name, admin: true, ...of });

describe('law 5: never lock out', () => {
  test('law 5: when all administrators would go, then those first in order of id go and minAdmins are held', () => {
    expect(orphans(2, [admin('d'), admin('c'), admin('b'), admin('a')])).toEqual([
      'a revoke orphaned',
      'b revoke orphaned',
      'c review last-admin',
      'd review last-admin',
    ]);
  });

  test('law 5: when there are no more than minAdmins to begin with, then none goes', () => {
    expect(orphans(2, [admin('a'), admin('b')])).toEqual(['a review last-admin', 'b review last-admin']);
    expect(orphans(3, [admin('a')])).toEqual(['a review last-admin']);
  });

  test('law 5: when those who stay are enough, then all who should go go', () => {
    const people = [person({ accounts: { hub: 'z' } })];
    const made = planOf(desired({ people, systems: [system({ guards: { minAdmins: 1 } })] }), [admin('a'), admin('z')]);
    expect(made.decisions.map(verdict)).toEqual(['revoke orphaned', 'keep']);
  });

  test('law 5: when the others are suspended or invited, then they keep nobody in', () => {
    const others = [
      admin('b', { status: 'suspended', suspendedAt: timestamp(later(-DAY)) }),
      admin('c', { id: 'invitation:1', status: 'invited', self: true }),
    ];
    expect(orphans(1, [admin('a'), ...others])[0]).toBe('a review last-admin');
  });

  test('law 5: when the others are held otherwise (own, protected, in review), then they count as staying', () => {
    expect(orphans(1, [admin('a'), admin('b', { self: true })])).toEqual(['a revoke orphaned', 'b review self']);
  });

  test('law 5: when those who are no administrators go, then they don’t count', () => {
    expect(orphans(1, [account({ name: 'a' }), admin('b')])).toEqual(['a revoke orphaned', 'b review last-admin']);
  });

  test('law 5: when the run was narrowed to one person, then the administrators of the others still count', () => {
    const people = ['a', 'b'].map((id) => person({ id, status: 'departed', accounts: { hub: id } }));
    const state = desired({ people, systems: [system({ guards: { minAdmins: 1 } })] });
    const [, last] = people;
    const scope = { systems: null, people: new Set(last === undefined ? [] : [last.id]) };
    expect(planOf(state, [admin('a'), admin('b')], undefined, scope).decisions.map(verdict)).toEqual([
      'review last-admin',
    ]);
  });

  test('law 5: when an approved opt-out lowers minAdmins for a planned reduction, then one more may go; otherwise not', () => {
    const state = desired({
      people: [],
      systems: [system({ guards: { minAdmins: 2 } })],
      optOuts: [raisedGuard({ minAdmins: 1 }, { id: 'fewer' })],
    });
    const seen = [observation({ accounts: [admin('a'), admin('b')] })];
    const plans = [[approval({ optOut: 'fewer' })], [approval({ optOut: 'fewer', verdict: 'unapproved' })], []];
    expect(plans.map((proofs) => planOf(state, snapshot(seen, proofs)).decisions.map(verdict))).toEqual([
      ['revoke orphaned', 'review last-admin'],
      ['review last-admin', 'review last-admin'],
      ['review last-admin', 'review last-admin'],
    ]);
  });

  test('law 5: when what makes a kept person an administrator is not granted any more, then the last ones keep it', () => {
    const people = ['a', 'b', 'c'].map((id) => person({ id, accounts: { hub: id } }));
    const state = desired({ people, systems: [system({ entitlements: 'managed', guards: { minAdmins: 2 } })] });
    const owner = (name: string) =>
      admin(name, { entitlements: [entitlement('role:owner', { kind: 'role', admin: true }), 'team:x'] });
    const made = planOf(state, [owner('a'), owner('b'), owner('c')]);
    expect(made.decisions.filter((one) => one.entitlement !== null).map((one) => `${one.id} ${verdict(one)}`)).toEqual([
      'hub/id:a#role:owner revoke role-changed',
      'hub/id:a#team:x revoke role-changed',
      'hub/id:b#role:owner review last-admin',
      'hub/id:b#team:x revoke role-changed',
      'hub/id:c#role:owner review last-admin',
      'hub/id:c#team:x revoke role-changed',
    ]);
  });
});
