/** What a kept person holds beyond their roles, where a system manages entitlements. */
import { describe, expect, test } from 'vitest';
import type { System } from '../../src/core/model.js';
import {
  account,
  DAY,
  desired,
  entitlement,
  later,
  observation,
  PARTIAL,
  person,
  role,
  service,
  snapshot,
  system,
} from '../fixtures/builders.js';
import { approval, optOut, pause } from '../fixtures/opt-outs.js';
import { planOf, verdict } from '../fixtures/planning.js';

const managed = system({ entitlements: 'managed' });
const held = account({ entitlements: ['team:backend', 'team:admins'] });
const backend = role('backend', { hub: ['team:backend'], prod: ['team:admins'] });

function worldOf(of: System, rest: Parameters<typeof desired>[0] = {}) {
  return desired({ people: [person({ roles: ['backend'] })], roles: [backend], systems: [of], ...rest });
}

function verdicts(made: ReturnType<typeof planOf>): string[] {
  return made.decisions.map((one) => `${one.entitlement ?? 'account'}: ${verdict(one)}`);
}

describe('managed entitlements', () => {
  test('when a role grants one and none grants another, then keep and revoke role-changed, besides the account', () => {
    const made = planOf(worldOf(managed), [held]);
    expect(verdicts(made)).toEqual(['account: keep', 'team:admins: revoke role-changed', 'team:backend: keep']);
    expect(made.decisions.map(({ id }) => id)).toEqual([
      'hub/id:ana',
      'hub/id:ana#team:admins',
      'hub/id:ana#team:backend',
    ]);
  });

  test('when the system ignores entitlements, then there is the account’s decision alone', () => {
    expect(verdicts(planOf(worldOf(system()), [held]))).toEqual(['account: keep']);
  });

  test('when another role grants it too, then it is kept', () => {
    const people = [person({ roles: ['backend', 'admin'] })];
    const made = planOf(worldOf(managed, { people, roles: [backend, role('admin', { hub: ['team:admins'] })] }), [
      held,
    ]);
    expect(verdicts(made)).toEqual(['account: keep', 'team:admins: keep', 'team:backend: keep']);
  });

  test('when the person is not kept, then the account’s decision alone stands for all that it holds', () => {
    const people = [person({ status: 'departed', roles: ['backend'] })];
    expect(verdicts(planOf(worldOf(managed, { people }), [held]))).toEqual(['account: revoke departed']);
  });

  test('when the account is a service’s, then what it holds is left alone', () => {
    const services = [service({ accounts: { hub: 'ana' } })];
    expect(verdicts(planOf(worldOf(managed, { people: [], services }), [held]))).toEqual(['account: keep']);
  });

  test('when it is held twice over, then one decision; a credential is no role’s', () => {
    const seen = account({
      entitlements: ['team:x', entitlement('team:x', { kind: 'role' }), entitlement('key:1', { kind: 'credential' })],
    });
    expect(verdicts(planOf(worldOf(managed), [seen]))).toEqual(['account: keep', 'team:x: revoke role-changed']);
  });

  test.each([
    ['the runner’s own', worldOf(managed), { ...held, self: true }, 'self'],
    ['protected', worldOf(system({ entitlements: 'managed', protected: ['ana'] })), held, 'protected'],
    ['in report mode', worldOf(system({ entitlements: 'managed', mode: 'report' })), held, 'report-mode'],
  ])('when the account is %s, then what no role grants is reviewed', (_, state, seen, why) => {
    expect(verdicts(planOf(state, [seen]))).toEqual([
      'account: keep',
      `team:admins: review ${why}`,
      'team:backend: keep',
    ]);
  });

  test('when the listing is partial, then what was only listed is reviewed, what was read directly is revoked', () => {
    const of = (seen: typeof held) =>
      verdicts(planOf(worldOf(managed), snapshot([observation({ accounts: [seen], completeness: PARTIAL })])))[1];
    expect(of(held)).toBe('team:admins: review partial-observation');
    expect(of({ ...held, read: 'direct' })).toBe('team:admins: revoke role-changed');
  });

  test.each([
    ['names it', optOut({ entitlements: ['team:admins'] }), 'exempt role-changed opt-out'],
    ['names none', optOut(), 'exempt role-changed opt-out'],
    ['names another', optOut({ entitlements: ['team:owners'] }), 'revoke role-changed'],
    ['does not hold role-changed', optOut({ holds: ['departed'] }), 'revoke role-changed'],
    ['is a pause', pause({ id: 'opt-out' }), 'exempt role-changed opt-out'],
    ['has lapsed', optOut({ expiresAt: later(-DAY) }), 'revoke role-changed'],
  ])('when an approved opt-out %s, then the entitlement is %s', (_, one, expected) => {
    const seen = snapshot([observation({ accounts: [held] })], [approval()]);
    expect(verdicts(planOf(worldOf(managed, { optOuts: [one] }), seen))[1]).toBe(`team:admins: ${expected}`);
  });

  test('when several of one account are revoked, then the system counts one account', () => {
    const seen = account({ entitlements: ['team:a', 'team:b', 'team:c'] });
    expect(planOf(worldOf(managed), [seen]).systems[0]?.revocations).toBe(1);
  });
});
