import { describe, expect, test } from 'vitest';
import { defeatedBy } from '../../src/core/defeated.js';
import type { OptOut } from '../../src/core/model.js';
import { registerOf } from '../../src/core/register.js';
import { DAY, desired, HOUR, later, NOW, person, system } from '../fixtures/builders.js';
import { approval, optOut, pause, raisedGuard } from '../fixtures/opt-outs.js';

const ANA = person({ status: 'suspended', accounts: { hub: 'ana', okta: 'ana@acme.example' } });
const world = (
  optOuts: readonly OptOut[],
  people = [ANA],
  match: readonly ('id' | 'name' | 'email')[] = ['id', 'name'],
) => desired({ people, optOuts, identityProvider: 'okta', systems: [system(), system({ id: 'okta', match })] });
const defeated = (one: OptOut, ...others: readonly OptOut[]) => defeatedBy(world([one, ...others]), one);

describe('the identity provider defeats an opt-out that leaves it out', () => {
  test.each(['departed', 'suspended', 'idp-inactive'] as const)('where it holds %s', (reason) => {
    expect(defeated(optOut({ holds: [reason] }))).toBe('okta');
    expect(defeated(pause({ holds: ['orphaned', reason] }))).toBe('okta');
  });

  test('not where it holds only what the provider has no word on, or raises a guard', () => {
    expect(defeated(optOut({ holds: ['role-changed', 'orphaned'] }))).toBeNull();
    expect(defeated(raisedGuard({ maxRevocations: 50 }))).toBeNull();
  });

  test('not where it is one of its systems, and not where there is no provider', () => {
    expect(defeated(optOut({ systems: ['hub', 'okta'] }))).toBeNull();
    expect(defeatedBy({ ...world([]), identityProvider: null }, optOut())).toBeNull();
  });

  test('not where the person has no account there; by e-mail anybody may have one', () => {
    const alone = person({ accounts: { hub: 'ana' } });
    expect(defeatedBy(world([], [alone]), optOut())).toBeNull();
    expect(defeatedBy(world([], []), optOut())).toBeNull();
    expect(defeatedBy(world([], [alone], ['id', 'name', 'email']), optOut())).toBe('okta');
    // A pause is for whoever is there.
    expect(defeatedBy(world([], [alone]), pause())).toBe('okta');
  });
});

describe('another opt-out that keeps the account at the provider for as long', () => {
  const there = { id: 'there', systems: ['okta'] };

  test('is as good as one for both', () => {
    expect(defeated(optOut(), optOut(there))).toBeNull();
    expect(defeated(optOut(), pause(there))).toBeNull();
    expect(defeated(pause(), pause(there))).toBeNull();
    expect(defeated(optOut({ startsAt: later(HOUR) }), optOut({ ...there, startsAt: later(HOUR) }))).toBeNull();
  });

  test.each([
    ['is somebody else’s', optOut({ ...there, person: 'bo.berg' })],
    ['keeps one entitlement', optOut({ ...there, entitlements: ['group:a'] })],
    ['ends earlier', optOut({ ...there, expiresAt: later(DAY - 1) })],
    ['begins later', optOut({ ...there, startsAt: later(HOUR) })],
    ['holds less', optOut({ ...there, holds: ['departed', 'suspended'] })],
    ['raises a guard', raisedGuard({ maxRevocations: 9 }, there)],
  ])('does not help where it %s', (_, other) => {
    expect(defeated(optOut(), other)).toBe('okta');
  });

  test('of one person does not help a pause for all', () => {
    expect(defeated(pause(), optOut(there))).toBe('okta');
  });
});

describe('the register', () => {
  const warnings = (one: OptOut, ...others: readonly OptOut[]) =>
    registerOf(world([one, ...others]), [approval()], NOW).optOuts.find(({ id }) => id === one.id)?.warnings;
  const words =
    'it leaves out okta, the identity provider: a suspend there defeats whatever is behind single sign-on, and so what this opt-out keeps';

  test('warns of it, as long as the opt-out holds something', () => {
    expect(warnings(optOut())).toEqual([words]);
    expect(warnings(optOut(), optOut({ id: 'there', systems: ['okta'] }))).toEqual([]);
    expect(warnings(optOut({ expiresAt: later(-1) }))).toEqual([]);
  });

  test('goes by what the opt-out was approved for, whatever the policy says today', () => {
    const evidence = {
      ...{
        commit: 'a'.repeat(40),
        blob: 'b'.repeat(40),
        head: 'c'.repeat(40),
        base: null,
        mergedBy: null,
        reviews: [],
      },
      terms: { holds: ['role-changed'] as const, maxDuration: 'P3D', approvals: 1 },
    };
    const state = world([optOut()]);
    expect(registerOf(state, [approval({ evidence })], NOW).optOuts[0]?.warnings).toEqual([]);
  });
});
