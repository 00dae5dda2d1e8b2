/** One opt-out, looked at: whom it is for, how long it may last, what proves it, and what its lapse brings. */
import { describe, expect, test } from 'vitest';
import { examine } from '../../src/core/examine.js';
import type { OptOut } from '../../src/core/model.js';
import { DAY, desired, HOUR, later, NOW, person, system, timestamp } from '../fixtures/builders.js';
import { approval, optOut, pause, raisedGuard } from '../fixtures/opt-outs.js';

type Parts = Parameters<typeof desired>[0];
const GONE = person({ status: 'departed' });

function looked(one: OptOut, of: Parts = {}, proofs: Parameters<typeof approval>[0][] = [{}], now = NOW) {
  const state = desired({ people: [GONE], optOuts: [one], ...of });
  return examine(state, proofs.map(approval), one, now);
}

describe('what an opt-out says of itself', () => {
  test('its person, as the roster has them at this instant', () => {
    const leaving = person({ leavesAt: later(HOUR), departure: 'immediate' });
    const others = [person({ id: 'ben', status: 'suspended' })];
    expect(looked(optOut(), { people: [...others, leaving] }).person).toEqual({
      person: 'ana.ruiz',
      absent: null,
      leavesAt: '2026-11-23T10:00:00Z',
      departure: 'immediate',
    });
    expect(looked(optOut()).person).toMatchObject({ absent: 'departed', leavesAt: null });
    expect(looked(optOut(), { people: others }).person).toBeNull();
    expect(looked(pause()).person).toBeNull();
  });

  test('its systems with their mode, in the order of the policy, and no others', () => {
    const systems = [system({ id: 'apps', mode: 'report' }), system({ id: 'lab' }), system()];
    expect(looked(optOut({ systems: ['hub', 'apps'] }), { systems }).systems).toEqual([
      { system: 'apps', mode: 'report' },
      { system: 'hub', mode: 'enforce' },
    ]);
  });

  test('how long it lasts from its merge or its beginning, whichever is later, and may last', () => {
    const duration = (of: Parameters<typeof optOut>[0], ...proofs: Parameters<typeof approval>[0][]) =>
      looked(optOut({ maxDuration: 9 * DAY, ...of }), {}, proofs).duration;
    const merged = { mergedAt: timestamp(later(-DAY)) };
    expect(duration({}, merged)).toEqual({ lasts: 2 * DAY, most: 9 * DAY });
    expect(duration({ startsAt: later(-2 * DAY) }, merged).lasts).toBe(2 * DAY);
    expect(duration({ startsAt: later(-HOUR) }, merged).lasts).toBe(DAY + HOUR);
    expect(duration({ startsAt: later(-HOUR) }).lasts).toBe(DAY + HOUR);
    expect(duration({}).lasts).toBeNull();
  });

  test('law 11: whether it has begun and lapsed, to the instant', () => {
    const told = (of: Parameters<typeof optOut>[0]) => {
      const { begun, lapsed } = looked(optOut(of));
      return [begun, lapsed];
    };
    expect(told({ startsAt: later(1) })).toEqual([false, false]);
    expect(told({ startsAt: NOW })).toEqual([true, false]);
    expect(told({ expiresAt: NOW })).toEqual([true, true]);
  });

  test('its entry alone stands beside it, not that of invalid files', () => {
    const { entry, at } = looked(optOut(), { invalidOptOuts: ['optouts/broken.yaml'] });
    expect([entry.id, at]).toEqual(['opt-out', '2026-11-23T09:00:00Z']);
  });

  test('what it renews, the newest first, as far as the files go and never round in a circle', () => {
    const chain = (one: OptOut, ...others: OptOut[]) => looked(one, { optOuts: [one, ...others] }).renewals;
    const of = (id: string, renewalOf: string | null) => optOut({ id, ...({ renewalOf } as object) });
    expect(chain(of('c', 'b'), of('b', 'a'), of('a', null))).toEqual({ chain: ['b', 'a'], most: 2 });
    expect(chain(of('c', 'pruned'))).toMatchObject({ chain: ['pruned'] });
    expect(chain(of('c', null))).toMatchObject({ chain: [] });
    expect(chain(of('a', 'b'), of('b', 'a'))).toMatchObject({ chain: ['b', 'a'] });
  });
});

describe('its proof', () => {
  const EVIDENCE = {
    ...{ commit: 'a', blob: 'b', head: 'c', base: 'd', mergedBy: 'sam' },
    ...{ reviews: [], terms: { holds: ['departed'] as const, maxDuration: 'P3D', approvals: 2 } },
  };

  test('is its own, and none where the policy asks for none', () => {
    const other = { optOut: 'other', why: 'of another' };
    expect(looked(optOut(), {}, [other, {}]).proof?.why).toBe('a test says so');
    expect(looked(optOut(), {}, [other]).proof).toBeNull();
    expect(looked(optOut(), { optOutPolicy: { approvalSource: 'none' } }).proof).toBeNull();
  });

  test('by the terms of the policy before: what it holds, how long, and how many had to approve', () => {
    const told = looked(optOut(), {}, [{ evidence: EVIDENCE }]);
    expect([told.holds, told.duration.most, told.needed.approvals]).toEqual([['departed'], 3 * DAY, 2]);
    expect(looked(optOut(), {}, [{ evidence: { ...EVIDENCE, terms: null } }]).needed.approvals).toBe(1);
    expect(looked(optOut(), {}, []).needed).toMatchObject({ approvals: 1, systems: [{ system: 'hub' }] });
  });
});

describe('what its lapse brings', () => {
  const losing = (one: OptOut, of: Parts = {}, proofs: Parameters<typeof approval>[0][] = [{}]) =>
    looked(one, of, proofs).lapse.people.map((lost) => `${lost.person} ${lost.system} ${lost.heldBy}`);
  const longer = (of: Parameters<typeof optOut>[0] = {}) => optOut({ id: 'longer', expiresAt: later(2 * DAY), ...of });
  const both = (one: OptOut) => ({ optOuts: [optOut(), one] });
  const APPROVED = [{}, { optOut: 'longer' }];

  test('the access of its person where they are claimed to have any, and of nobody else', () => {
    const people = [GONE, person({ id: 'ben', status: 'departed' })];
    const systems = [system(), system({ id: 'lab' })];
    expect(losing(optOut({ systems: ['hub', 'lab'] }), { people, systems })).toEqual(['ana.ruiz hub null']);
  });

  test('nothing for whom it does not hold by then: active, away for another reason, or gone at once', () => {
    expect(losing(optOut(), { people: [person()] })).toEqual([]);
    expect(losing(optOut({ holds: ['suspended'] }))).toEqual([]);
    expect(losing(optOut(), { people: [person({ status: 'departed', departure: 'immediate' })] })).toEqual([]);
    expect(losing(optOut(), { people: [person({ leavesAt: later(DAY) })] })).toEqual(['ana.ruiz hub null']);
    expect(losing(optOut(), { people: [person({ leavesAt: later(DAY + 1) })] })).toEqual([]);
  });

  test('another that holds on is named', () => {
    expect(losing(optOut(), both(longer()), APPROVED)).toEqual(['ana.ruiz hub longer']);
  });

  test.each<[string, OptOut]>([
    ['is for somebody else', longer({ person: 'ben' })],
    ['is for another system', longer({ systems: ['lab'] })],
    ['is for single entitlements', longer({ entitlements: ['team:dev'] })],
    ['holds another reason', longer({ holds: ['suspended'] })],
    ['lapses at the same instant', longer({ expiresAt: later(DAY) })],
    ['has not begun by then', longer({ startsAt: later(DAY + 1) })],
    ['is not approved', { ...longer(), id: 'unproved' as never }],
    ['only raises a guard', raisedGuard({ maxRevocations: 9 }, { id: 'longer', expiresAt: later(2 * DAY) })],
  ])('another that %s holds nothing on', (_, other) => {
    expect(losing(optOut(), both(other), APPROVED)).toEqual(['ana.ruiz hub null']);
  });

  test('of a pause without a proof, everybody loses but its requester and its owner', () => {
    const people = ['ana.ruiz', 'sam.lee', 'kim.cho'].map((id) => person({ id, status: 'departed' }));
    expect(losing(pause(), { people }, [{ optOut: 'other', by: ['ana.ruiz'] }])).toEqual(['ana.ruiz hub null']);
  });

  test('a raised guard takes nobody’s access: its limits go back to the policy’s, in its systems', () => {
    const systems = ['hub', 'lab', 'prod'].map((id) => system({ id, guards: { maxRevocations: 7, minAdmins: 2 } }));
    const raised = raisedGuard({ maxRevocations: 50 }, { systems: ['hub', 'prod'] });
    expect(looked(raised, { systems }).lapse).toEqual({
      people: [],
      limits: [
        { system: 'hub', guards: { maxRevocations: 7 } },
        { system: 'prod', guards: { maxRevocations: 7 } },
      ],
    });
    expect(looked(optOut()).lapse.limits).toEqual([]);
  });
});

describe('an opt-out that leaves the identity provider out', () => {
  const ana = person({ status: 'departed', accounts: { hub: 'ana', okta: 'ana@acme.example' } });
  const defeated = (one: OptOut) => looked(one, { identityProvider: 'okta', people: [ana] }).defeatedBy;

  test.each(['departed', 'suspended', 'idp-inactive'] as const)('is defeated by it where it holds %s', (reason) => {
    expect(defeated(optOut({ holds: [reason] }))).toBe('okta');
    expect(defeated(pause({ holds: ['orphaned', reason] }))).toBe('okta');
  });

  test('is not where it holds only what the provider has no word on, or raises a guard', () => {
    expect(defeated(optOut({ holds: ['role-changed', 'orphaned'] }))).toBeNull();
    expect(defeated(raisedGuard({ maxRevocations: 50 }))).toBeNull();
  });

  test('there is none where it is one of its systems, or there is no provider', () => {
    expect(defeated(optOut({ systems: ['hub', 'okta'] }))).toBeNull();
    expect(looked(optOut()).defeatedBy).toBeNull();
  });
});
