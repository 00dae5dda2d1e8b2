/** Laws 1 and 2, a plan narrowed to a part, and what it says besides its decisions. */
import { describe, expect, test } from 'vitest';
import { guard } from '../../src/core/guard.js';
import { EVERYTHING, plan } from '../../src/core/plan.js';
import { RECENT_USE } from '../../src/core/warnings.js';
import {
  account,
  DAY,
  desired,
  entitlement,
  later,
  NOW,
  observation,
  PARTIAL,
  person,
  personId,
  service,
  snapshot,
  system,
  systemId,
  timestamp,
} from '../fixtures/builders.js';
import { planOf, verdict } from '../fixtures/planning.js';

const gone = person({ status: 'departed', accounts: { hub: 'ana', prod: 'ana' } });
const bo = person({ id: 'bo', status: 'departed', accounts: { hub: 'bo', prod: 'bo' } });
const state = desired({ people: [gone, bo], systems: [system(), system({ id: 'prod' })] });
const accounts = [account({ name: 'bo' }), account()];

function told(made: ReturnType<typeof planOf>): string[] {
  return made.decisions.map((one) => `${one.id} ${verdict(one)}`);
}

describe('law 1: seen whole, or seen directly', () => {
  test('law 1: when one listing is partial, then nothing listed there is revoked, and another system goes on', () => {
    const seen = [observation({ accounts, completeness: PARTIAL }), observation({ system: 'prod', accounts })];
    expect(told(planOf(state, snapshot(seen)))).toEqual([
      'hub/id:ana review partial-observation',
      'hub/id:bo review partial-observation',
      'prod/id:ana revoke departed',
      'prod/id:bo revoke departed',
    ]);
  });

  test('law 1: when one account of a partial listing was read directly, then it alone is revoked', () => {
    const seen = [account({ read: 'direct' }), account({ name: 'bo' })];
    const made = planOf(state, snapshot([observation({ accounts: seen, completeness: PARTIAL })]));
    expect(told(made)).toEqual(['hub/id:ana revoke departed', 'hub/id:bo review partial-observation']);
  });

  test('law 1: when an orphan of a partial listing was only listed, then it is not revoked', () => {
    const made = planOf(desired({ people: [] }), snapshot([observation({ accounts, completeness: PARTIAL })]));
    expect(made.systems[0]?.revocations).toBe(0);
  });

  test('law 1: when a part of accounts could not be read, then that gap blocks no revocation and is told', () => {
    const gaps = [{ part: 'sso-credentials', why: '403', declared: false }];
    const made = planOf(state, snapshot([observation({ accounts: [account()], gaps })]));
    expect(told(made)).toEqual(['hub/id:ana revoke departed']);
    expect(made.systems[0]?.gaps).toEqual(gaps);
  });

  test('law 1: when a configured system is not in the snapshot, then it counts as partial, with no accounts', () => {
    const made = planOf(state, snapshot([observation({ accounts })]));
    expect(made.systems[1]).toMatchObject({ system: 'prod', accounts: 0, completeness: { kind: 'partial' } });
  });

  test('law 1: when an observation is of a system that is not configured, then nothing there is decided', () => {
    const made = planOf(state, snapshot([observation({ system: 'elsewhere', accounts })]));
    expect(made.decisions).toEqual([]);
  });
});

describe('law 2: one decision for each thing seen', () => {
  test('law 2: when accounts of every kind are seen, then each has exactly one, in order of system and id', () => {
    const people = [gone, person({ id: 'cy', accounts: { hub: 'cy' } })];
    const all = [
      account({ name: 'z-orphan' }),
      account({ name: 'cy' }),
      account({ name: 'bot' }),
      account(),
      account({ name: 'old', status: 'suspended' }),
    ];
    const made = planOf(desired({ people, services: [service()] }), all);
    expect(told(made)).toEqual([
      'hub/id:ana revoke departed',
      'hub/id:bot keep',
      'hub/id:cy keep',
      'hub/id:old settled orphaned',
      'hub/id:z-orphan revoke orphaned',
    ]);
  });

  test('law 2: when the order of ids differs by locale and by code unit, then code units decide', () => {
    const seen = ['é', 'Z', 'a', 'z', '10', '9'].map((id) => account({ id, name: id }));
    expect(planOf(desired({ people: [] }), seen).decisions.map((one) => one.account.id)).toEqual([
      '10',
      '9',
      'Z',
      'a',
      'z',
      'é',
    ]);
  });

  test('law 2: when nothing was seen, then nothing is decided, and the system is told all the same', () => {
    const made = planOf(desired({ people: [person({ accounts: {} })] }), []);
    expect(made.decisions).toEqual([]);
    expect(made.systems).toMatchObject([{ system: 'hub', accounts: 0, revocations: 0, guard: { kind: 'pass' } }]);
  });
});

describe('a plan narrowed', () => {
  test('law 2: when a pinned account goes by another person’s name, then both of them see the conflict', () => {
    const eve = person({ id: 'eve', status: 'departed', accounts: { hub: { id: 'id:eve', name: 'eve' } } });
    const ben = person({ id: 'ben', accounts: { hub: { id: 'id:ben', name: 'ben' } } });
    const two = desired({ people: [eve, ben, bo], systems: [system()] });
    const renamed = [account({ id: 'id:eve', name: 'ben' })];
    const narrowedTo = (id: string) =>
      told(planOf(two, renamed, NOW, { ...EVERYTHING, people: new Set([personId(id)]) }));

    expect(narrowedTo('eve')).toEqual(['hub/id:eve review identity-conflict']);
    expect(narrowedTo('ben')).toEqual(['hub/id:eve review identity-conflict']);
    expect(narrowedTo('bo')).toEqual([]);
  });

  const seen = snapshot([observation({ accounts }), observation({ system: 'prod', accounts })]);

  test('when to a system, then the others are neither decided nor told', () => {
    const made = planOf(state, seen, NOW, { ...EVERYTHING, systems: new Set([systemId('prod')]) });
    expect(told(made)).toEqual(['prod/id:ana revoke departed', 'prod/id:bo revoke departed']);
    expect(made.systems.map(({ system: id }) => id)).toEqual(['prod']);
  });

  test('when to a person, then what is counted is what is left', () => {
    const made = planOf(state, seen, NOW, { ...EVERYTHING, people: new Set([personId('bo')]) });
    expect(told(made)).toEqual(['hub/id:bo revoke departed', 'prod/id:bo revoke departed']);
    expect(made.systems.map(({ revocations }) => revocations)).toEqual([1, 1]);
  });

  test('when narrowed, then the digest is another: it stands for what would be done', () => {
    const one = planOf(state, seen, NOW, { ...EVERYTHING, people: new Set([personId('bo')]) });
    expect(one.digest).not.toBe(planOf(state, seen).digest);
  });

  test('when guarded, then nothing but the guards is added', () => {
    const made = plan(state, seen, NOW);
    const { systems, ...rest } = guard(made, state, []);
    expect({ ...rest, systems: systems.map(({ guard: _, ...of }) => of) }).toEqual(made);
  });
});

describe('warnings', () => {
  const key = (of: Parameters<typeof entitlement>[1]) => entitlement('key:1', { kind: 'credential', ...of });
  const warned = (of: Parameters<typeof entitlement>[1], people = [gone]) =>
    planOf(desired({ people }), [account({ entitlements: [key(of)] })]).warnings;
  const used = { lastUsedAt: timestamp(later(-DAY)), lastUsedBy: 's3 in eu-west-1' };

  test('when a leaver’s credential was used lately, then the plan says when and by what', () => {
    expect(warned(used)).toEqual([{ decision: 'hub/id:ana', entitlement: 'key:1', ...used }]);
  });

  test.each<[string, Parameters<typeof entitlement>[1]]>([
    ['was used long ago', { lastUsedAt: timestamp(later(-RECENT_USE - 1)) }],
    ['was never used', { lastUsedAt: null }],
    ['is of unknown use', {}],
    ['is inactive', { ...used, status: 'inactive' }],
    ['is no credential', { ...used, kind: 'membership' }],
  ])('when it %s, then it says nothing', (_, of) => {
    expect(warned(of)).toEqual([]);
  });

  test('when its person stays, then it says nothing', () => {
    expect(warned(used, [person()])).toEqual([]);
  });
});
