import { describe, expect, test } from 'vitest';
import type { DesiredState } from '../../src/core/model.js';
import type { Snapshot } from '../../src/core/observation.js';
import { changesBetween, haltsBetween } from '../../src/core/preview.js';
import { rosterNotes } from '../../src/core/preview-roster.js';
import {
  account,
  at,
  DAY,
  desired,
  entitlement,
  NOW,
  observation,
  PARTIAL,
  person,
  role,
  service,
  snapshot,
  system,
} from '../fixtures/builders.js';
import { optOut } from '../fixtures/opt-outs.js';
import { planOf } from '../fixtures/planning.js';

const ANA = account();
const GONE = person({ status: 'departed' });

function plansOf(base: DesiredState, proposed: DesiredState, seen: Snapshot | readonly (typeof ANA)[] = [ANA]) {
  return { base: planOf(base, seen), proposed: planOf(proposed, seen) };
}

/** `loses hub/id:ana keep -> revoke`. */
function told(base: DesiredState, proposed: DesiredState, seen?: Parameters<typeof plansOf>[2]): string[] {
  const plans = plansOf(base, proposed, seen);
  return changesBetween(plans.base, plans.proposed).map(
    ({ effect, before, after }) =>
      `${effect} ${(after ?? before)?.id} ${before?.kind ?? 'none'} -> ${after?.kind ?? 'none'}`,
  );
}

describe('what changes for an account', () => {
  const here = desired();
  const gone = desired({ people: [GONE] });
  const none = { optOutPolicy: { approvalSource: 'none' as const } };

  test.each([
    ['a departure', here, gone, ['loses hub/id:ana keep -> revoke']],
    ['a departure that is taken back', gone, here, ['spared hub/id:ana revoke -> keep']],
    ['nothing', gone, gone, []],
    [
      'a departure in report mode',
      desired({ systems: [system({ mode: 'report' })] }),
      desired({ people: [GONE], systems: [system({ mode: 'report' })] }),
      ['reported hub/id:ana keep -> review'],
    ],
    [
      'enforcement',
      desired({ people: [GONE], systems: [system({ mode: 'report' })] }),
      gone,
      ['loses hub/id:ana review -> revoke'],
    ],
    [
      'an opt-out',
      desired({ people: [GONE], ...none }),
      desired({ people: [GONE], optOuts: [optOut()], ...none }),
      ['held hub/id:ana revoke -> exempt'],
    ],
    ['an account that nobody claims any more', here, desired({ people: [] }), ['loses hub/id:ana keep -> revoke']],
    ['another reason for the same revocation', gone, desired({ people: [] }), ['other hub/id:ana revoke -> revoke']],
  ])('%s', (_, base, proposed, expected) => {
    expect(told(base, proposed)).toEqual(expected);
  });

  test('an entitlement that a role does not grant any more', () => {
    const managed = { systems: [system({ entitlements: 'managed' })], people: [person({ roles: ['dev'] })] };
    const seen = [account({ entitlements: [entitlement('team:dev')] })];
    const before = desired({ ...managed, roles: [role('dev', { hub: ['team:dev'] })] });

    expect(told(before, desired({ ...managed, roles: [role('dev', {})] }), seen)).toEqual([
      'loses hub/id:ana#team:dev keep -> revoke',
    ]);
  });

  test('a suspended account whose retention is shorter is deleted: that is a loss', () => {
    const seen = [account({ status: 'suspended', suspendedAt: '2026-11-20T09:00:00Z' as never })];
    const shorter = desired({ people: [GONE], retention: DAY });

    expect(told(desired({ people: [GONE] }), shorter, seen)).toEqual(['loses hub/id:ana settled -> revoke']);
  });

  test('losses come first, and a system that only one side has is no row', () => {
    const two = { systems: [system(), system({ id: 'lab' })] };
    const seen = snapshot([observation({ accounts: [ANA] }), observation({ system: 'lab', accounts: [ANA] })]);

    expect(told(desired(two), desired({ people: [GONE] }), seen)).toEqual(['loses hub/id:ana keep -> revoke']);
  });

  test('a guard that halts in both, and alike, is not news', () => {
    const strict = { systems: [system({ guards: { maxRevocations: 0 } })] };
    const same = plansOf(desired({ ...strict, people: [GONE] }), desired({ ...strict, people: [GONE] }));
    const fresh = plansOf(desired(strict), desired({ ...strict, people: [GONE] }));

    expect(haltsBetween(same.base, same.proposed)).toEqual([]);
    expect(haltsBetween(fresh.base, fresh.proposed)).toMatchObject([{ system: 'hub' }]);
  });
});

describe('what the roster would leave standing', () => {
  const notes = (base: DesiredState, proposed: DesiredState, seen?: Parameters<typeof plansOf>[2]) =>
    rosterNotes(base, proposed, plansOf(base, proposed, seen), NOW);
  const reviewed = { systems: [system({ orphans: 'review' as const })] };

  test('somebody taken out, whose account is only reviewed then', () => {
    expect(notes(desired(reviewed), desired({ ...reviewed, people: [] }))).toEqual([
      { kind: 'removed', who: 'ana.ruiz', accounts: [{ id: 'hub/id:ana', name: 'ana', after: 'review' }], unseen: [] },
    ]);
  });

  test('somebody taken out whose accounts are gone leaves nothing', () => {
    expect(notes(desired({ people: [GONE] }), desired({ people: [] }), [])).toEqual([]);
  });

  test('where a system was not seen whole, nobody knows', () => {
    const blind = snapshot([observation({ completeness: PARTIAL })]);
    expect(notes(desired(), desired({ people: [] }), blind)).toMatchObject([{ kind: 'removed', unseen: ['hub'] }]);
  });

  test('a claim that is taken away together with the departure', () => {
    const proposed = desired({ ...reviewed, people: [person({ status: 'departed', accounts: {} })] });
    expect(notes(desired(reviewed), proposed)).toMatchObject([{ kind: 'unclaimed', who: 'ana.ruiz' }]);
  });

  test("an account that becomes a service's", () => {
    const proposed = desired({
      people: [person({ status: 'departed', accounts: {} }), person({ id: 'sam.lee', accounts: {} })],
      services: [service({ accounts: { hub: 'ana' } })],
    });
    expect(notes(desired(), proposed)).toMatchObject([
      { kind: 'moved', who: 'ana.ruiz', to: 'deploy-bot', accounts: [{ after: 'keep' }] },
    ]);
  });

  test('an hour of leaving that is put off, or dropped', () => {
    const leaving = (text: string | null) =>
      desired({ people: [person({ leavesAt: text === null ? null : at(text) })] });
    expect(notes(leaving('2026-12-01T00:00:00Z'), leaving(null))).toEqual([
      { kind: 'leaves', who: 'ana.ruiz', before: '2026-12-01T00:00:00Z', after: null },
    ]);
    expect(notes(leaving('2026-11-01T00:00:00Z'), leaving(null))).toEqual([{ kind: 'returns', who: 'ana.ruiz' }]);
  });
});
