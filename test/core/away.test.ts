/** People away for long: `status: suspended` suspends, in systems of every kind, and nothing of theirs is ever deleted. */
import { describe, expect, test } from 'vitest';
import { registry } from '../../src/connectors/registry.js';
import {
  account,
  DAY,
  desired,
  later,
  observation,
  person,
  snapshot,
  system,
  timestamp,
} from '../fixtures/builders.js';
import { decisionOn, planOf } from '../fixtures/planning.js';

const AWAY = person({ status: 'suspended' });

describe.each(Object.keys(registry).sort())('in a system of kind %s', (kind) => {
  const on = (seen: ReturnType<typeof account>, people = [AWAY], retention: number | 'never' = 30 * DAY) => {
    const state = desired({ people, systems: [{ ...system(), kind }], retention });
    return decisionOn(planOf(state, snapshot([observation({ kind, accounts: [seen] })])), 'ana');
  };

  test('an active account is suspended', () => {
    expect(on(account())).toMatchObject({ kind: 'revoke', reason: 'suspended', stage: 'suspend' });
  });

  test('one that has been suspended for years is left as it is, without a day of deletion', () => {
    const seen = account({ status: 'suspended', suspendedAt: timestamp(later(-900 * DAY)) });
    expect(on(seen)).toMatchObject({ kind: 'settled', reason: 'suspended', deleteAfter: null });
    expect(on(seen, [AWAY], 0)).toMatchObject({ kind: 'settled', deleteAfter: null });
  });

  test('where something of it works on, that is taken away, and the account is not deleted', () => {
    const open = { kind: 'credential', id: 'token:1', type: 'api-token', status: 'active', open: true } as never;
    const seen = account({ status: 'suspended', suspendedAt: timestamp(later(-900 * DAY)), entitlements: [open] });
    expect(on(seen)).toMatchObject({ kind: 'revoke', stage: 'suspend' });
  });

  test('only somebody who left is deleted, once the retention is over', () => {
    const seen = account({ status: 'suspended', suspendedAt: timestamp(later(-31 * DAY)) });
    expect(on(seen, [person({ status: 'departed' })])).toMatchObject({ kind: 'revoke', stage: 'delete' });
  });
});
