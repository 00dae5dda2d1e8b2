/** What a proposal changes for accounts: every difference told once, the losses first. */
import { describe, expect, test } from 'vitest';
import type { DesiredState } from '../../src/core/model.js';
import type { ObservedAccount, Snapshot } from '../../src/core/observation.js';
import { changesBetween, haltsBetween } from '../../src/core/preview.js';
import {
  account,
  DAY,
  desired,
  entitlement,
  HOUR,
  later,
  observation,
  person,
  service,
  snapshot,
  system,
  timestamp,
} from '../fixtures/builders.js';
import { optOut } from '../fixtures/opt-outs.js';
import { planOf } from '../fixtures/planning.js';

const NAMES = ['ana', 'ben', 'cy', 'di', 'ed'] as const;
const ACCOUNTS = NAMES.map((name) => account({ name }));
const NO_PROOF = { optOutPolicy: { approvalSource: 'none' as const } };
const REPORT = { systems: [system({ mode: 'report' })] };

type Of = Parameters<typeof person>[0];

/** One person for each name, with what is said of some of them. */
function roster(of: Partial<Record<(typeof NAMES)[number], Of | null>> = {}) {
  return NAMES.flatMap((name) => {
    const own = of[name];
    return own === null ? [] : [person({ id: name, accounts: { hub: name }, ...own })];
  });
}

type Parts = Parameters<typeof desired>[0];

function told(base: Parts, proposed: Parts, seen: readonly ObservedAccount[] | Snapshot = ACCOUNTS): string[] {
  const state = (parts: Parts): DesiredState => desired({ people: roster(), ...parts });
  return changesBetween(planOf(state(base), seen), planOf(state(proposed), seen)).map(({ effect, before, after }) => {
    const id = (after ?? before)?.id;
    return `${effect} ${id}: ${before?.kind ?? 'none'} -> ${after?.kind ?? 'none'}`;
  });
}

const left = { status: 'departed' } as const;

describe('what a proposal changes', () => {
  test('losses come first, then what is held, what is spared and the rest, each in order of id', () => {
    const base = {
      people: roster({ cy: left, di: left, ben: left }),
      optOuts: [optOut({ id: 'x', person: 'ben' })],
      ...NO_PROOF,
    };
    const people = roster({ ana: left, ben: left, di: left, ed: left });
    const optOuts = [optOut({ id: 'x', person: 'ben', expiresAt: later(2 * DAY) }), optOut({ id: 'y', person: 'di' })];
    expect(told(base, { people, optOuts, ...NO_PROOF }, [...ACCOUNTS].reverse())).toEqual([
      'loses hub/id:ana: keep -> revoke',
      'loses hub/id:ed: keep -> revoke',
      'held hub/id:ben: exempt -> exempt',
      'held hub/id:di: revoke -> exempt',
      'spared hub/id:cy: revoke -> keep',
    ]);
  });

  test('what report mode alone keeps from being revoked is told as such, and once', () => {
    const gone = { ...REPORT, people: roster({ ana: left }) };
    expect(told(REPORT, gone)).toEqual(['reported hub/id:ana: keep -> review']);
    expect(told(gone, REPORT)).toEqual(['spared hub/id:ana: review -> keep']);
    expect(told(gone, { ...REPORT, people: roster({ ana: { status: 'suspended' } }) })).toEqual([
      'other hub/id:ana: review -> review',
    ]);
    expect(told({ people: roster({ ana: left }) }, gone)).toEqual(['spared hub/id:ana: revoke -> review']);
  });

  test('an account that nobody claims and report mode only reviews is no loss that waits', () => {
    expect(told(REPORT, { ...REPORT, people: roster({ ana: null }) })).toEqual(['other hub/id:ana: keep -> review']);
  });

  test('a review for another cause than report mode is no loss that waits', () => {
    const guarded = { systems: [system({ protected: ['ana'] })] };
    expect(told(guarded, { ...guarded, people: roster({ ana: left }) })).toEqual(['other hub/id:ana: keep -> review']);
  });

  test('deleting what is suspended already is a loss, and the other way round it is spared', () => {
    const seen = [account({ status: 'suspended', suspendedAt: timestamp(later(-2 * DAY)) })];
    const gone = roster({ ana: left });
    expect(told({ people: gone }, { people: gone, retention: DAY }, seen)).toEqual([
      'loses hub/id:ana: settled -> revoke',
    ]);
    expect(told({ people: gone, retention: DAY }, { people: gone }, seen)).toEqual([
      'spared hub/id:ana: revoke -> settled',
    ]);
  });

  test('another date of deletion is told, the same one is not', () => {
    const seen = [account({ status: 'suspended', suspendedAt: timestamp(later(-2 * DAY)) })];
    const people = roster({ ana: left });
    expect(told({ people }, { people, retention: 9 * DAY }, seen)).toEqual(['other hub/id:ana: settled -> settled']);
    expect(told({ people }, { people }, seen)).toEqual([]);
  });

  test('an account that is kept for somebody else is told', () => {
    const people = roster({ ana: null, ben: { accounts: { hub: 'ana' } } });
    expect(told({}, { people })).toEqual(['loses hub/id:ben: keep -> revoke', 'other hub/id:ana: keep -> keep']);
    expect(told({}, { people: roster({ ana: null }), services: [service({ accounts: { hub: 'ana' } })] })).toEqual([
      'other hub/id:ana: keep -> keep',
    ]);
  });

  test('a review for another cause is told, the same one is not', () => {
    const of = (...names: string[]) => ({ systems: [system({ protected: names })], people: roster({ ana: left }) });
    const self = [account({ self: true })];
    expect(told(of('ana'), of('ana', 'zoe'))).toEqual([]);
    expect(told(of('ana'), { ...of('ana'), people: roster({ ana: { status: 'suspended' } }) }, self)).toEqual([
      'other hub/id:ana: review -> review',
    ]);
  });

  test('an entitlement that is managed on one side only is told where it comes, and where it goes', () => {
    const seen = [account({ entitlements: [entitlement('team:dev')] })];
    const managed = { systems: [system({ entitlements: 'managed' })] };
    expect(told({}, managed, seen)).toEqual(['loses hub/id:ana#team:dev: none -> revoke']);
    expect(told(managed, {}, seen)).toEqual(['spared hub/id:ana#team:dev: revoke -> none']);
  });

  test('a system of another kind on either side, or on one side alone, is left out', () => {
    const seen = snapshot(['hub', 'lab'].map((id) => observation({ system: id, accounts: ACCOUNTS })));
    const two = [system(), system({ id: 'lab' })];
    const gone = roster({ ana: left });
    expect(told({ systems: [system()] }, { systems: two, people: gone }, seen)).toEqual([
      'loses hub/id:ana: keep -> revoke',
    ]);
    const other = [system(), { ...system({ id: 'lab' }), kind: 'other' }];
    expect(told({ systems: two }, { systems: other, people: roster({ ana: null }) }, seen)).toEqual([
      'loses hub/id:ana: keep -> revoke',
    ]);
  });

  test('credentials in use lately stand beside the loss that they concern, all of them', () => {
    const key = (id: string) => entitlement(id, { kind: 'credential', lastUsedAt: timestamp(later(-HOUR)) });
    const seen = [account({ entitlements: [key('key:1'), key('key:2')] }), account({ name: 'ben' })];
    const both = desired({ people: roster({ ana: left, ben: left }) });
    const changes = changesBetween(planOf(desired({ people: roster() }), seen), planOf(both, seen));
    expect(changes.map(({ warnings }) => warnings.map(({ entitlement: id }) => id))).toEqual([['key:1', 'key:2'], []]);
  });
});

test('a guard that passes is no news, and one that halts for more than before is', () => {
  const halting = (...names: readonly (typeof NAMES)[number][]) => {
    const people = roster(Object.fromEntries(names.map((name) => [name, left])));
    return planOf(desired({ people, systems: [system({ guards: { maxRevocations: 1 } })] }), ACCOUNTS);
  };
  expect(haltsBetween(halting('ana'), halting('ana'))).toEqual([]);
  expect(haltsBetween(halting('ana', 'ben'), halting('ana'))).toEqual([]);
  expect(haltsBetween(halting(), halting('ana'))).toEqual([]);
  expect(haltsBetween(halting('ana', 'ben'), halting('ana', 'ben', 'cy'))).toMatchObject([
    { system: 'hub', violations: [{ rule: 'maxRevocations', limit: 1, actual: 3 }] },
  ]);
});
