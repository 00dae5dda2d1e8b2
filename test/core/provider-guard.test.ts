/** Law 4 over all systems: a broken sync at the identity provider must not empty a company. */
import { describe, expect, test } from 'vitest';
import { executable, guard, type Recent } from '../../src/core/guard.js';
import type { GuardLimits, OptOut } from '../../src/core/model.js';
import type { Observation } from '../../src/core/observation.js';
import { plan } from '../../src/core/plan.js';
import { account, accountId, desired, NOW, observation, person, snapshot, system } from '../fixtures/builders.js';
import { approval, raisedGuard } from '../fixtures/opt-outs.js';

const SYSTEMS = ['one', 'two', 'three'];

/**
 * People of whom each has an account at the provider and in one of three systems; the first are inactive at the provider, the
 * one after them has departed by the roster.
 */
function company(inactive: number, limits: Partial<GuardLimits>, optOuts: readonly OptOut[] = []) {
  const ids = Array.from({ length: 24 }, (_, index) => `p${String(index).padStart(2, '0')}`);
  const people = ids.map((id, index) =>
    person({
      id,
      ...(index === inactive && { status: 'departed' as const }),
      accounts: { idp: { id: `okta-${id}` }, [SYSTEMS[index % 3] as string]: id },
    }),
  );
  const wide = { maxRevocations: 1000, maxRevokedFraction: 1 };
  const systems = [
    system({ id: 'idp', guards: { ...wide, ...limits } }),
    ...SYSTEMS.map((id) => system({ id, guards: wide })),
  ];
  const state = desired({ people, systems, identityProvider: 'idp', optOuts });
  const there = ids.map((id, index) =>
    account({ id: `okta-${id}`, status: index < inactive ? 'suspended' : 'active' }),
  );
  return { state, ids, there };
}

function guarded(
  { state, ids, there }: ReturnType<typeof company>,
  recent?: Recent,
  completeness: Observation['completeness'] = { kind: 'complete' },
  accepted?: Parameters<typeof guard>[4],
) {
  const seen = snapshot([
    observation({ system: 'idp', accounts: there, completeness }),
    ...SYSTEMS.map((id, index) =>
      observation({
        system: id,
        accounts: ids.filter((_, at) => at % 3 === index).map((name) => account({ name })),
        completeness,
      }),
    ),
  ]);
  const approvals = state.optOuts.map(({ id }) => approval({ optOut: id }));
  return guard(plan(state, { ...seen, approvals }, NOW), state, approvals, recent, accepted);
}

const reasons = (made: ReturnType<typeof guarded>) => executable(made).map(({ reason }) => reason);
const violation = (rule: 'maxRevocations' | 'maxRevokedFraction', limit: number, actual: number) => ({
  rule,
  class: 'inactive',
  limit,
  actual,
});

describe('law 4: many people inactive at once', () => {
  test('law 4: when each system has few of them and all together are too many, then none loses anything, anywhere', () => {
    const made = guarded(company(9, { maxRevocations: 8 }));
    for (const id of SYSTEMS) {
      const verdict = made.systems.find((one) => one.system === id)?.guard;
      expect(verdict).toEqual({ kind: 'halt', violations: [violation('maxRevocations', 8, 9)] });
    }
    expect(reasons(made)).toEqual(['departed', 'departed']);
  });

  test('law 4: when they are as many as allowed, then all go', () => {
    expect(reasons(guarded(company(8, { maxRevocations: 8 }))).filter((one) => one === 'idp-inactive').length).toBe(8);
  });

  test('law 4: the fraction is of the people who have an account there by the roster', () => {
    const made = guarded(company(7, { maxRevokedFraction: 0.25 }));
    expect(made.systems.find(({ system: id }) => id === 'one')?.guard).toEqual({
      kind: 'halt',
      violations: [violation('maxRevokedFraction', 6, 7)],
    });
    expect(reasons(guarded(company(6, { maxRevokedFraction: 0.25 }))).length).toBe(8);
  });

  test('law 4: many runs for one person each are no way around: those of the window count', () => {
    const before: Recent = (_, group) =>
      new Set(group === 'inactive' ? ['q1', 'q2', 'q3', 'q4', 'q5'].map(accountId) : []);
    const made = guarded(company(4, { maxRevocations: 8 }), before, { kind: 'scoped' });
    expect(reasons(made)).toEqual(['departed', 'departed']);
    expect(reasons(guarded(company(3, { maxRevocations: 8 }), before, { kind: 'scoped' })).length).toBe(5);
  });

  test('law 4: the fraction counts in runs for one person as well: a broken sync sends an event for each', () => {
    const before: Recent = (_, group) =>
      new Set(group === 'inactive' ? ['q1', 'q2', 'q3', 'q4', 'q5'].map(accountId) : []);
    expect(reasons(guarded(company(2, { maxRevokedFraction: 0.25 }), before, { kind: 'scoped' }))).toEqual([
      'departed',
      'departed',
    ]);
    expect(reasons(guarded(company(1, { maxRevokedFraction: 0.25 }), before, { kind: 'scoped' })).length).toBe(3);
  });

  test('law 4: who is counted is a person, however many systems he has accounts in', () => {
    const { state, ids, there } = company(1, { maxRevocations: 1 });
    const [first, ...rest] = state.people;
    if (first === undefined) throw new Error('nobody');
    const accounts = new Map([
      ...first.accounts,
      ...person({ accounts: { one: 'p00', two: 'p00', three: 'p00' } }).accounts,
    ]);
    const of = { ...state, people: [{ ...first, accounts }, ...rest] };
    expect(reasons(guarded({ state: of, ids, there }))).toContain('idp-inactive');
  });

  test('when somebody takes the halt upon himself, or an approved opt-out raises the provider’s guard, then they go', () => {
    const accepted = new Set(['maxRevocations'] as const);
    expect(reasons(guarded(company(9, { maxRevocations: 8 }), undefined, { kind: 'complete' }, accepted)).length).toBe(
      11,
    );
    const raised = raisedGuard({ maxRevocations: 9 }, { systems: ['idp'] });
    expect(reasons(guarded(company(9, { maxRevocations: 8 }, [raised]))).length).toBe(11);
  });
});
