import { describe, expect, test } from 'vitest';
import type { DesiredState, OptOut } from '../../src/core/model.js';
import { neededApprovals, onceApproved } from '../../src/core/preview-approvals.js';
import { unlooked, weakenings } from '../../src/core/preview-policy.js';
import { DAY, desired, HOUR, later, NOW, person, personId, system, systemId } from '../fixtures/builders.js';
import { optOut } from '../fixtures/opt-outs.js';

const GONE = person({ status: 'departed' });
const REASONS = new Map([['handover', { holds: ['departed'] as const, maxDuration: 14 * DAY, approvals: 1 }]]);
const OWNED = { optOutPolicy: { reasons: REASONS, approvalSystem: systemId('hub') } };

describe('whose approval an opt-out needs', () => {
  const kim = person({ id: 'kim.cho', accounts: { hub: { id: 'id:kim', name: 'kim' } } });
  const lee = person({ id: 'sam.lee', accounts: { hub: 'sam' } });
  const base = desired({ ...OWNED, people: [GONE, kim, lee] });
  const needed = (own: Partial<OptOut>, from: DesiredState = base, proposed: DesiredState = from) =>
    neededApprovals(
      from,
      { ...proposed, optOuts: [optOut({ requestedBy: personId('sam.lee'), ...own })] },
      () => false,
      NOW,
    )[0];

  test('the designated owners by the base, without requester and beneficiary', () => {
    const owners = ['kim.cho', 'sam.lee', 'ana.ruiz'].map(personId);
    const named = desired({ ...OWNED, people: [GONE, kim, lee], systems: [system({ owners })] });

    expect(needed({}, named)).toMatchObject({
      change: 'added',
      approvals: 1,
      approvers: [{ systems: ['hub'], from: ['kim.cho'] }],
      unpinned: [],
      obstacles: [],
    });
  });

  test('an owner that the same proposal appoints is asked nothing', () => {
    const owners = ['kim.cho', 'zoe.ruiz'].map(personId);
    const proposed = { ...base, optOutPolicy: { ...base.optOutPolicy, owners } };

    expect(needed({}, base, proposed)?.approvers).toEqual([{ systems: ['hub'], from: ['kim.cho'] }]);
  });

  test('an owner who left, or is not in the roster, can approve nothing', () => {
    const away = desired({ ...OWNED, people: [GONE, lee, { ...kim, status: 'suspended' }] });

    expect(needed({}, away)?.obstacles).toEqual(['hub has no designated owner today who may approve it']);
  });

  test('an owner whose account is not pinned is named', () => {
    const loose = person({ id: 'kim.cho', accounts: { hub: 'kim' } });
    expect(needed({}, desired({ ...OWNED, people: [GONE, loose] }))?.unpinned).toEqual(['kim.cho']);
  });

  test('two approvals and one owner: it cannot be approved', () => {
    const reasons = new Map([['handover', { holds: ['departed'] as const, maxDuration: 14 * DAY, approvals: 2 }]]);
    const strict = desired({ optOutPolicy: { reasons, approvalSystem: systemId('hub') }, people: [GONE, kim, lee] });

    expect(needed({}, strict)?.obstacles).toEqual(['it needs 2 approvals, and only 1 may approve it']);
  });

  test('a reason, or a length, that only the proposal allows is no reason yet', () => {
    expect(needed({ reason: 'mine' })?.obstacles).toEqual(['the policy has no reason mine today']);
    expect(needed({ expiresAt: later(14 * DAY + 1) })?.obstacles).toEqual([
      'it lasts longer than the policy allows today for handover',
    ]);
    expect(needed({ expiresAt: later(14 * DAY) })?.obstacles).toEqual([]);
  });

  test('a system that comes with it is not in the policy yet', () => {
    expect(needed({ systems: [systemId('hub'), systemId('new')] })?.obstacles).toEqual([
      'new is not in the policy today: merge the system first',
    ]);
  });

  test('an opt-out that leaves the identity provider out is defeated by it', () => {
    const ana = person({ status: 'departed', accounts: { hub: 'ana', okta: 'ana@acme.example' } });
    const provided = { ...base, identityProvider: systemId('okta'), people: [ana, kim, lee] };

    expect(needed({}, base, provided)?.defeatedBy).toBe('okta');
    expect(needed({ systems: [systemId('hub'), systemId('okta')] }, base, provided)?.defeatedBy).toBeNull();
    expect(needed({ holds: ['role-changed'] }, base, provided)?.defeatedBy).toBeNull();
  });

  test('assumed approvals hold by the terms of the base, whatever the proposal makes of the reason', () => {
    const proposed = { ...base, optOuts: [optOut({ holds: ['departed', 'orphaned'], maxDuration: 99 * DAY })] };
    const { desired: assumed, approvals } = onceApproved(base, proposed, [], () => false, NOW);

    expect(assumed.optOuts[0]).toMatchObject({ holds: ['departed'], maxDuration: 14 * DAY });
    expect(approvals).toMatchObject([{ optOut: 'opt-out', verdict: 'approved' }]);
  });

  test('what is unchanged keeps its own proof, or none', () => {
    const proposed = { ...base, optOuts: [optOut()] };
    expect(onceApproved(base, proposed, [], () => true, NOW).approvals).toEqual([]);
  });
});

describe('what gets weaker', () => {
  const of = (base: DesiredState, proposed: DesiredState) =>
    weakenings(base, proposed).map(({ where, what }) => `${where} ${what}`);

  test.each([
    ['an owner', { owners: [personId('kim.cho'), personId('eve.ruiz')] }, 'policy optOuts.owners: eve.ruiz added'],
    [
      'no proof',
      { approvalSource: 'none' as const },
      'policy optOuts.approvalSource: none: every opt-out would count as approved, without proof',
    ],
    ['more renewals', { maxRenewals: 9 }, 'policy optOuts.maxRenewals: 2 -> 9'],
    ['fewer approvals', { approvals: 0 }, 'policy optOuts.approvals: 1 -> 0'],
  ])('policy: %s', (_, optOutPolicy, expected) => {
    expect(of(desired(), desired({ optOutPolicy }))).toEqual([expected]);
  });

  test.each([
    ['longer', { maxDuration: 15 * DAY }, 'policy optOuts.reasons.handover.maxDuration: 14 days -> 15 days'],
    ['fewer approvals', { approvals: 0 }, 'policy optOuts.reasons.handover.approvals: 1 -> 0'],
    ['more', { holds: ['departed', 'orphaned'] as const }, 'policy optOuts.reasons.handover.holds: orphaned added'],
  ])('a reason: %s', (_, change, expected) => {
    const reasons = new Map([['handover', { ...(REASONS.get('handover') as never as object), ...change }]]);
    expect(of(desired(OWNED), desired({ optOutPolicy: { ...OWNED.optOutPolicy, reasons: reasons as never } }))).toEqual(
      [expected],
    );
  });

  test.each([
    ['report mode', system({ mode: 'report' }), 'hub mode: enforce -> report: nothing is revoked there'],
    ['orphans', system({ orphans: 'review' }), 'hub orphans: revoke -> review'],
    ['an owner', system({ owners: [personId('eve.ruiz')] }), 'hub owners: eve.ruiz added'],
    ['a protected account', system({ protected: ['eve'] }), 'hub protected: eve (owner kim.cho) added'],
    ['a looser match', system({ match: ['id', 'name', 'email'] }), 'hub match: email added'],
    ['a part that may be unread', system({ unavailable: ['keys'] }), 'hub unavailable: keys added'],
    ['more revocations', system({ guards: { maxRevocations: 2000 } }), 'hub guards.maxRevocations: 1000 -> 2000'],
    ['a shorter window', system({ guards: { window: HOUR } }), 'hub guards.window: a day -> an hour'],
  ])('a system: %s', (_, after, expected) => {
    expect(of(desired(), desired({ systems: [after] }))).toEqual([expected]);
  });

  test('a lower fraction, fewer administrators, entitlements, retention, provider, organization', () => {
    const before = desired({
      systems: [system({ entitlements: 'managed', guards: { maxRevokedFraction: 0.1, minAdmins: 2 } })],
      identityProvider: 'okta',
    });
    expect(of(before, desired({ organization: 'other', retention: HOUR }))).toEqual([
      'policy organization: acme -> other',
      'policy identityProvider: okta -> none',
      'policy retention: accounts are deleted after an hour instead of 30 days',
      'hub entitlements: managed -> ignore: what roles do not grant is not taken away any more',
      'hub guards.maxRevokedFraction: 0.1 -> 1',
      'hub guards.minAdmins: 2 -> 0',
    ]);
  });

  test('a system that goes', () => {
    expect(of(desired(), desired({ systems: [] }))).toEqual(['hub is removed: nothing is revoked there any more']);
  });

  test('what gets stricter is not told', () => {
    const strict = desired({
      optOutPolicy: { maxRenewals: 0, owners: [] },
      systems: [system({ guards: { maxRevocations: 1 }, match: ['id'] })],
    });
    expect(of(desired(), strict)).toEqual([]);
  });

  test('systems that are not looked at as the proposal has them', () => {
    const proposed = desired({
      systems: [system({ settings: { organization: 'evil' }, entitlements: 'managed' }), system({ id: 'new' })],
    });
    expect(unlooked(desired(), proposed)).toEqual([
      { system: 'hub', why: 'settings', settings: ['organization'] },
      { system: 'hub', why: 'entitlements', settings: [] },
      { system: 'new', why: 'new', settings: [] },
    ]);
    expect(unlooked(desired(), desired({ systems: [{ ...system(), kind: 'other' }] }))).toMatchObject([
      { why: 'kind' },
    ]);
  });
});
