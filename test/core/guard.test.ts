/** Law 4: guard what is executed. */
import { describe, expect, test } from 'vitest';
import { executable, guard, type Recent } from '../../src/core/guard.js';
import { allowedOf } from '../../src/core/guard-limits.js';
import type { DesiredState, GuardLimits } from '../../src/core/model.js';
import type { Observation } from '../../src/core/observation.js';
import { plan } from '../../src/core/plan.js';
import {
  account,
  accountId,
  DAY,
  desired,
  HOUR,
  later,
  NOW,
  observation,
  person,
  role,
  snapshot,
  system,
} from '../fixtures/builders.js';
import { approval, raisedGuard } from '../fixtures/opt-outs.js';
import { planOf } from '../fixtures/planning.js';

/** As many leavers, orphans and active people as that, each with an account in `hub`. */
function crowd(count: { leavers?: number; orphans?: number; active?: number }, guards: Partial<GuardLimits>) {
  const names = (prefix: string, many = 0) => Array.from({ length: many }, (_, index) => `${prefix}${index}`);
  const leavers = names('leaver', count.leavers);
  const active = names('active', count.active);
  const people = [
    ...leavers.map((id) => person({ id, status: 'departed', accounts: { hub: id } })),
    ...active.map((id) => person({ id, accounts: { hub: id } })),
  ];
  const accounts = [...leavers, ...active, ...names('orphan', count.orphans)].map((name) => account({ name }));
  return { state: desired({ people, systems: [system({ guards })] }), accounts };
}

function verdictOf(world: ReturnType<typeof crowd>, completeness: Observation['completeness'] = { kind: 'complete' }) {
  const seen = snapshot([observation({ accounts: world.accounts, completeness })]);
  return planOf(world.state, seen).systems[0]?.guard;
}

function guardWith(world: ReturnType<typeof crowd>, recent?: Recent, accepted?: Parameters<typeof guard>[4]) {
  const seen = snapshot([observation({ accounts: world.accounts })]);
  return guard(plan(world.state, seen, NOW), world.state, [], recent, accepted);
}

describe('law 4: caps', () => {
  test('law 4: maxRevocations: N allows N, and N + 1 halts with rule, class, limit and actual', () => {
    expect(verdictOf(crowd({ leavers: 5 }, { maxRevocations: 5 }))).toEqual({ kind: 'pass' });
    expect(verdictOf(crowd({ leavers: 6 }, { maxRevocations: 5 }))).toEqual({
      kind: 'halt',
      violations: [{ rule: 'maxRevocations', class: 'people', limit: 5, actual: 6 }],
    });
  });

  test('law 4: maxRevokedFraction allows its share of the accounts observed, rounded down', () => {
    expect(verdictOf(crowd({ leavers: 2, active: 9 }, { maxRevokedFraction: 0.25 }))).toEqual({ kind: 'pass' });
    expect(verdictOf(crowd({ leavers: 3, active: 8 }, { maxRevokedFraction: 0.25 }))).toEqual({
      kind: 'halt',
      violations: [{ rule: 'maxRevokedFraction', class: 'people', limit: 2, actual: 3 }],
    });
  });

  test('law 4: in a small system one departure passes and two may not', () => {
    expect(verdictOf(crowd({ leavers: 1, active: 1 }, { maxRevokedFraction: 0.25 }))).toEqual({ kind: 'pass' });
    expect(verdictOf(crowd({ leavers: 1 }, { maxRevokedFraction: 0.01 }))).toEqual({ kind: 'pass' });
    expect(verdictOf(crowd({ leavers: 2, active: 1 }, { maxRevokedFraction: 0.25 }))).toMatchObject({ kind: 'halt' });
  });

  test('law 4: 0 allows none, of either rule', () => {
    const one = { leavers: 1, active: 99 };
    expect(verdictOf(crowd(one, { maxRevocations: 0 }))).toMatchObject({ violations: [{ limit: 0, actual: 1 }] });
    expect(verdictOf(crowd(one, { maxRevokedFraction: 0 }))).toMatchObject({ violations: [{ limit: 0, actual: 1 }] });
    expect(verdictOf(crowd({ active: 3 }, { maxRevocations: 0, maxRevokedFraction: 0 }))).toEqual({ kind: 'pass' });
  });

  test('law 4: when both are exceeded, both are named, in the order of the policy', () => {
    expect(verdictOf(crowd({ leavers: 4 }, { maxRevocations: 3, maxRevokedFraction: 0.5 }))).toMatchObject({
      violations: [{ rule: 'maxRevocations' }, { rule: 'maxRevokedFraction', limit: 2 }],
    });
  });

  test('law 4: people and orphans are counted apart, and the class that exceeds halts alone', () => {
    const world = crowd({ leavers: 2, orphans: 3 }, { maxRevocations: 2 });
    expect(verdictOf(world)).toEqual({
      kind: 'halt',
      violations: [{ rule: 'maxRevocations', class: 'orphans', limit: 2, actual: 3 }],
    });
    const made = planOf(world.state, world.accounts);
    expect(executable(made).map(({ account: { name } }) => name)).toEqual(['leaver0', 'leaver1']);
  });

  test('law 4: when both classes exceed both rules, then violations stand in the order of the rules', () => {
    const { state, accounts } = crowd({ leavers: 3, orphans: 3 }, { maxRevocations: 2, maxRevokedFraction: 0.1 });
    expect(planOf(state, accounts).systems[0]?.guard).toMatchObject({
      violations: [
        { rule: 'maxRevocations', class: 'people' },
        { rule: 'maxRevocations', class: 'orphans' },
        { rule: 'maxRevokedFraction', class: 'people' },
        { rule: 'maxRevokedFraction', class: 'orphans' },
      ],
    });
  });

  test('law 4: a system that halts does not halt another', () => {
    const people = ['a', 'b'].map((id) => person({ id, status: 'departed', accounts: { hub: id, prod: id } }));
    const state = desired({ people, systems: [system({ guards: { maxRevocations: 1 } }), system({ id: 'prod' })] });
    const accounts = [account({ name: 'a' }), account({ name: 'b' })];
    const made = planOf(state, snapshot([observation({ accounts }), observation({ system: 'prod', accounts })]));
    expect(made.systems.map(({ guard: { kind } }) => kind)).toEqual(['halt', 'pass']);
    expect(executable(made).map(({ id }) => id)).toEqual(['prod/id:a', 'prod/id:b']);
  });

  test('law 4: several revocations of one account count as one', () => {
    const seen = account({ entitlements: ['team:a', 'team:b', 'team:c'] });
    const of = system({ entitlements: 'managed', guards: { maxRevocations: 1, maxRevokedFraction: 0.01 } });
    const made = planOf(desired({ systems: [of], roles: [role('none', {})] }), [seen]);
    expect(executable(made)).toHaveLength(3);
  });

  test('law 4: an invitation is counted like an account', () => {
    const { state, accounts } = crowd({ leavers: 1 }, { maxRevocations: 1 });
    const invited = account({ id: 'invitation:7', name: 'leaver0', status: 'invited' });
    const made = planOf(state, [...accounts, invited]);
    expect(made.systems[0]).toMatchObject({ revocations: 2, guard: { violations: [{ limit: 1, actual: 2 }] } });
    expect(executable(made)).toEqual([]);
  });

  test('law 4: what is exempt, settled, kept or in review does not count', () => {
    const { state, accounts } = crowd({ leavers: 3 }, { maxRevocations: 0 });
    const report: DesiredState = { ...state, systems: [system({ mode: 'report', guards: { maxRevocations: 0 } })] };
    expect(planOf(report, accounts).systems[0]).toMatchObject({ revocations: 0, guard: { kind: 'pass' } });
  });

  test('law 4: a scoped observation skips the fraction and keeps the number', () => {
    const scoped = { kind: 'scoped' } as const;
    expect(verdictOf(crowd({ leavers: 3 }, { maxRevokedFraction: 0.1 }), scoped)).toEqual({ kind: 'pass' });
    expect(verdictOf(crowd({ leavers: 3 }, { maxRevokedFraction: 0 }), scoped)).toEqual({ kind: 'pass' });
    expect(verdictOf(crowd({ leavers: 3 }, { maxRevocations: 2 }), scoped)).toMatchObject({ kind: 'halt' });
  });
});

describe('law 4: the window', () => {
  const yesterday =
    (ids: readonly string[]): Recent =>
    (_, group) =>
      new Set(group === 'people' ? ids.map(accountId) : []);

  test('law 4: what the journal shows counts too, so that many small runs are no way around', () => {
    const world = crowd({ leavers: 1, active: 99 }, { maxRevocations: 3 });
    expect(guardWith(world, yesterday(['x', 'y'])).systems[0]?.guard).toEqual({ kind: 'pass' });
    expect(guardWith(world, yesterday(['x', 'y', 'z'])).systems[0]?.guard).toEqual({
      kind: 'halt',
      violations: [{ rule: 'maxRevocations', class: 'people', limit: 3, actual: 4 }],
    });
  });

  test('law 4: the fraction is over the window too', () => {
    const world = crowd({ leavers: 1, active: 9 }, { maxRevokedFraction: 0.2 });
    expect(guardWith(world, yesterday(['x', 'y'])).systems[0]?.guard).toMatchObject({
      violations: [{ rule: 'maxRevokedFraction', limit: 2, actual: 3 }],
    });
  });

  test('law 4: an account that was revoked in the window and is revoked again counts once', () => {
    const world = crowd({ leavers: 1, active: 99 }, { maxRevocations: 1 });
    expect(guardWith(world, yesterday(['id:leaver0'])).systems[0]?.guard).toEqual({ kind: 'pass' });
  });

  test('law 4: people of the window do not count for orphans; system, class and window are asked for', () => {
    const world = crowd({ orphans: 1, active: 99 }, { maxRevocations: 1, window: 3 * HOUR });
    const asked: unknown[] = [];
    const recent: Recent = (...of) => {
      asked.push(of);
      return yesterday(['x', 'y'])(...of);
    };
    expect(guardWith(world, recent).systems[0]?.guard).toEqual({ kind: 'pass' });
    expect(asked).toEqual([['hub', 'orphans', 3 * HOUR]]);
  });
});

describe('law 4: no value switches a cap off by accident', () => {
  test.each([
    ['maxRevocations', Number.NaN],
    ['maxRevocations', Number.POSITIVE_INFINITY],
    ['maxRevocations', -1],
    ['maxRevocations', 1.5],
    ['maxRevokedFraction', Number.NaN],
    ['maxRevokedFraction', Number.POSITIVE_INFINITY],
    ['maxRevokedFraction', -0.1],
    ['maxRevokedFraction', 1.01],
    ['minAdmins', Number.NaN],
    ['minAdmins', Number.POSITIVE_INFINITY],
    ['minAdmins', -1],
    ['window', Number.NaN],
    ['window', Number.POSITIVE_INFINITY],
    ['window', -1],
    ['window', 0],
  ] as const)('law 4: when %s is %d, then it is refused', (rule, value) => {
    const world = crowd({ leavers: 1, orphans: 1, active: 9 }, { [rule]: value });
    if (rule === 'minAdmins') world.accounts.push(account({ name: 'admin', admin: true }));
    expect(() => guardWith(world)).toThrow(RangeError);
  });

  test('law 4: when a raised guard is out of range, then it is refused', () => {
    const { state, accounts } = crowd({ leavers: 1 }, { maxRevocations: 1 });
    const raised = { ...state, optOuts: [raisedGuard({ maxRevocations: Number.NaN })] };
    const seen = snapshot([observation({ accounts })], [approval({ optOut: 'raised' })]);
    expect(() => planOf(raised, seen)).toThrow(RangeError);
  });

  test('law 4: when the plan is of a system that is not configured, then it is refused: nobody knows its limits', () => {
    const { state, accounts } = crowd({ leavers: 1 }, {});
    const made = plan(state, snapshot([observation({ accounts })]), NOW);
    expect(() => guard(made, { ...state, systems: [] }, [])).toThrow(RangeError);
  });

  test.each([
    [0.29, 100, 29],
    [0.07, 100, 7],
    [0.57, 100, 57],
    [0.1, 30, 3],
    [0.7, 10, 7],
    [1 / 3, 3, 1],
    [0.25, 7, 1],
    [0.25, 8, 2],
    [1, 12, 12],
    [1, 0, 1],
    [1e-7, 10_000_000, 1],
    [1e-7, 30_000_000, 3],
    [1e-7, 5, 1],
    [0.999, 1000, 999],
    [0, 1000, 0],
    [-0, 1000, 0],
  ])('law 4: %d of %i accounts allows %i, in exact decimals', (fraction, observed, allowed) => {
    expect(allowedOf(fraction, observed)).toBe(allowed);
  });
});

describe('raised guards', () => {
  function raisedBy(
    of: Parameters<typeof raisedGuard>[1],
    proofs: Parameters<typeof snapshot>[1] = [approval({ optOut: 'raised' })],
  ) {
    const { state, accounts } = crowd({ leavers: 4 }, { maxRevocations: 1 });
    const raised = { ...state, optOuts: [raisedGuard({ maxRevocations: 4 }, of)] };
    return planOf(raised, snapshot([observation({ accounts })], proofs)).systems[0]?.guard.kind;
  }

  test('when an approved opt-out in force raises a guard, then the raised limit counts', () => {
    expect(raisedBy({})).toBe('pass');
  });

  test.each([
    ['unapproved', {}, [approval({ optOut: 'raised', verdict: 'unapproved' })]],
    ['unverifiable', {}, [approval({ optOut: 'raised', verdict: 'unverifiable' })]],
    ['without an approval entry', {}, []],
    ['lapsed', { expiresAt: NOW }, undefined],
    ['yet to begin', { startsAt: later(1) }, undefined],
    ['for another system', { systems: ['prod'] }, undefined],
  ] as const)('when the opt-out is %s, then the policy’s limit counts', (_, of, proofs) => {
    expect(raisedBy(of, proofs)).toBe('halt');
  });

  test('when it would lower a limit, then the policy’s counts: it only widens', () => {
    const { state, accounts } = crowd({ leavers: 2 }, { maxRevocations: 2 });
    const lowered = { ...state, optOuts: [raisedGuard({ maxRevocations: 0, maxRevokedFraction: 0, window: 9 * DAY })] };
    const seen = snapshot([observation({ accounts })], [approval({ optOut: 'raised' })]);
    expect(planOf(lowered, seen).systems[0]?.guard.kind).toBe('pass');
  });

  test('when it exempts a guard, then it exempts no person', () => {
    const { state, accounts } = crowd({ leavers: 1 }, {});
    const raised = { ...state, optOuts: [raisedGuard({ maxRevocations: 60 })] };
    expect(planOf(raised, accounts).decisions.map(({ kind }) => kind)).toEqual(['revoke']);
  });
});

describe('accepted rules', () => {
  const world = crowd({ leavers: 3, active: 1 }, { maxRevocations: 1, maxRevokedFraction: 0.5 });

  test('when somebody accepted the halt of one rule, then the other still halts', () => {
    const made = guardWith(world, undefined, new Set(['maxRevocations']));
    expect(made.systems[0]?.guard).toMatchObject({ kind: 'halt', violations: [{ rule: 'maxRevokedFraction' }] });
    expect(executable(made)).toEqual([]);
  });

  test('when both were accepted, then it passes and what it counted is what is carried out', () => {
    const made = guardWith(world, undefined, new Set(['maxRevocations', 'maxRevokedFraction']));
    expect(made.systems[0]?.guard).toEqual({ kind: 'pass' });
    expect(executable(made)).toHaveLength(3);
  });
});
