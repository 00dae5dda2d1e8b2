/** Law 1, at its emptiest: a listing without any account is taken for hollow, not for everybody having gone. */
import { describe, expect, test } from 'vitest';
import type { Revoke } from '../../src/core/decision.js';
import { executable, guard } from '../../src/core/guard.js';
import type { DesiredState } from '../../src/core/model.js';
import { plan } from '../../src/core/plan.js';
import {
  account,
  accountId,
  DAY,
  desired,
  later,
  NOW,
  observation,
  PARTIAL,
  person,
  service,
  snapshot,
  system,
  systemId,
} from '../fixtures/builders.js';
import { planOf } from '../fixtures/planning.js';

const staff = [person(), person({ id: 'ben', accounts: { hub: 'ben' } })];

function guardOf(state: DesiredState, seen: Parameters<typeof observation>[0] = {}) {
  return planOf(state, snapshot([observation(seen)])).systems[0]?.guard;
}

const halt = (limit: number) => ({
  kind: 'halt',
  violations: [{ rule: 'emptySystem', class: 'people', limit, actual: 0 }],
});

describe('law 1: an empty system', () => {
  test('law 1: seen whole, without any account that the roster claims there for active people and services, it halts', () => {
    expect(guardOf(desired({ people: staff }))).toEqual(halt(2));
    expect(guardOf(desired({ people: staff, services: [service()] }))).toEqual(halt(3));
    expect(guardOf(desired({ people: [], services: [service()] }))).toEqual(halt(1));
  });

  test('law 1: in report mode too, for it is told before anybody enforces it', () => {
    expect(guardOf(desired({ people: staff, systems: [system({ mode: 'report' })] }))).toEqual(halt(2));
  });

  test.each<[string, DesiredState]>([
    ['nobody claims an account there', desired({ people: [person({ accounts: { prod: 'ana' } })] })],
    ['only somebody who departed does', desired({ people: [person({ status: 'departed' })] })],
    ['only somebody whose last hour is over does', desired({ people: [person({ leavesAt: NOW })] })],
    ['only somebody on leave does', desired({ people: [person({ status: 'suspended' })] })],
  ])('when %s, it may well be empty', (_, state) => {
    expect(guardOf(state)).toEqual({ kind: 'pass' });
  });

  test('when somebody leaves later, their account should still be there', () => {
    expect(guardOf(desired({ people: [person({ leavesAt: later(1) })] }))).toEqual(halt(1));
  });

  test.each<[string, Parameters<typeof observation>[0]]>([
    ['one account is there', { accounts: [account({ name: 'ben' })] }],
    ['only an invitation is there', { accounts: [account({ id: 'invitation:1', status: 'invited' })] }],
    ['the listing is partial, which is told by itself', { completeness: PARTIAL }],
    ['only single accounts were asked for', { completeness: { kind: 'scoped' } }],
  ])('when %s, it does not halt', (_, seen) => {
    expect(guardOf(desired({ people: staff }), seen)).toEqual({ kind: 'pass' });
  });

  test('law 1: what is due there by the journal alone is held back, of people and of orphans', () => {
    const state = desired({ people: staff });
    const made = plan(state, snapshot([observation({})]), NOW);
    const due = (name: string, reason: Revoke['reason']): Revoke => ({
      ...{ kind: 'revoke', id: `hub/${name}`, system: systemId('hub'), account: { id: accountId(name), name } },
      ...{ person: null, service: null, entitlement: null, reason, stage: 'suspend', lapsedOptOut: null },
    });
    const left = { ...made, decisions: [due('ana', 'departed'), due('x', 'orphaned')] };
    const rules = new Set(['maxRevocations', 'maxRevokedFraction', 'emptySystem']) as never;

    const guarded = guard(left, state, [], undefined, rules);

    expect(guarded.systems[0]?.guard).toEqual(halt(2));
    expect(executable(guarded)).toEqual([]);
  });

  test('law 1: another system goes on', () => {
    const people = [person({ status: 'departed', accounts: { prod: 'ana' } }), ...staff];
    const state = desired({ people, systems: [system(), system({ id: 'prod' })], retention: 30 * DAY });
    const seen = snapshot([observation({}), observation({ system: 'prod', accounts: [account()] })]);
    expect(executable(planOf(state, seen)).map(({ id }) => id)).toEqual(['prod/id:ana']);
  });
});
