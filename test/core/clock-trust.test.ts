/** What a clock that disagrees with a server's may decide: nothing against anybody that the time alone decides. */
import { describe, expect, test } from 'vitest';
import { type ClockSkew, distrusted, inSeconds } from '../../src/core/clock-trust.js';
import { explain } from '../../src/core/explain.js';
import { guard } from '../../src/core/guard.js';
import type { DesiredState } from '../../src/core/model.js';
import type { ObservedAccount, Snapshot } from '../../src/core/observation.js';
import { plan } from '../../src/core/plan.js';
import {
  account,
  DAY,
  desired,
  later,
  NOW,
  observation,
  person,
  role,
  snapshot,
  system,
  systemId,
  timestamp,
} from '../fixtures/builders.js';
import { approval, optOut, pause, raisedGuard } from '../fixtures/opt-outs.js';
import { decisionOn, planOf, verdict } from '../fixtures/planning.js';

const gone = person({ status: 'departed' });

/** One listing of `hub`, whose clock is that many seconds ahead of ours; the opt-outs are approved. */
function seen(seconds: number | null, accounts: readonly ObservedAccount[] = [account()]): Snapshot {
  const approvals = ['opt-out', 'pause', 'raised'].map((id) => approval({ optOut: id }));
  return snapshot([observation({ accounts, clockSkew: seconds })], approvals);
}

/** The same, told by the policy repository's host. */
function hosted(seconds: number): Snapshot {
  return { ...seen(null), clockSkew: seconds };
}

function ana(state: DesiredState, live: Snapshot): string {
  return verdict(decisionOn(planOf(state, live), 'ana'));
}

const lapsed = desired({ people: [gone], optOuts: [optOut({ expiresAt: later(0) })] });
const unbegun = desired({ people: [gone], optOuts: [optOut({ startsAt: later(1), expiresAt: later(DAY) })] });
const left = desired({ people: [person({ leavesAt: later(-1) })] });
const kept = account({ status: 'suspended', suspendedAt: timestamp(later(-31 * DAY)) });

describe('when the clocks are five minutes apart or less, then the time decides as always', () => {
  test.each([0, 299, 300, -299, -300])('%i s', (seconds) => {
    for (const live of [seen(seconds), hosted(seconds)]) {
      expect(ana(lapsed, live)).toBe('revoke departed');
      expect(ana(unbegun, live)).toBe('revoke departed');
      expect(ana(left, live)).toBe('revoke departed');
      expect(planOf(lapsed, live).clockSkew).toBeNull();
    }
    expect(ana(desired({ people: [gone] }), seen(seconds, [kept]))).toBe('delete departed');
  });
});

describe('when they are further apart, then it decides nothing against anybody', () => {
  const apart = [301, -301, 86_400, -86_400];

  test.each(apart)('%i s: an opt-out that has lapsed by our clock, or not begun, leads to a review', (seconds) => {
    for (const live of [seen(seconds), hosted(seconds)]) {
      expect(ana(lapsed, live)).toBe('review clock-skew');
      expect(ana(unbegun, live)).toBe('review clock-skew');
    }
  });

  test.each(apart)('%i s: who has left by `leavesAt` alone is not judged', (seconds) => {
    for (const live of [seen(seconds), hosted(seconds)]) expect(ana(left, live)).toBe('review clock-skew');
    expect(ana(desired({ people: [person({ leavesAt: later(1) })] }), seen(seconds))).toBe('keep');
  });

  test.each(apart)('%i s: what was suspended is not deleted, and shows when it is due', (seconds) => {
    const made = planOf(desired({ people: [gone] }), seen(seconds, [kept]));
    expect(decisionOn(made, 'ana')).toMatchObject({ kind: 'settled', deleteAfter: timestamp(later(-DAY)) });
    // Nothing can be taken from it: no review either.
    expect(ana(lapsed, seen(seconds, [kept]))).toBe('settled departed');
    expect(ana(left, seen(seconds, [kept]))).toBe('settled departed');
  });

  test.each(apart)('%i s: a review says what would be revoked for, and the plan whose clock disagrees', (seconds) => {
    const made = planOf(lapsed, seen(seconds));
    expect(decisionOn(made, 'ana')).toMatchObject({ kind: 'review', why: 'clock-skew', reason: 'departed' });
    expect(made.clockSkew).toEqual({ seconds, toldBy: 'hub' });
    expect(planOf(lapsed, hosted(seconds)).clockSkew).toEqual({ seconds, toldBy: null });
  });
});

describe('a clock that is not trusted keeps no leaver in', () => {
  const live = seen(301);

  test.each([
    ['who departed by status', desired({ people: [gone] }), 'revoke departed'],
    [
      'who departed by status and by time',
      desired({ people: [person({ status: 'departed', leavesAt: later(-DAY) })] }),
      'revoke departed',
    ],
    [
      'who is suspended, though the time says departed',
      desired({ people: [person({ status: 'suspended', leavesAt: later(-DAY) })] }),
      'revoke suspended',
    ],
    ['whom nobody claims', desired({ people: [] }), 'revoke orphaned'],
    [
      'whose departure is immediate, whatever lapsed',
      desired({ people: [{ ...gone, departure: 'immediate' }], optOuts: [optOut({ expiresAt: later(0) })] }),
      'revoke departed',
    ],
    [
      'whose lapsed opt-out was for something else',
      desired({ people: [gone], optOuts: [optOut({ expiresAt: later(0), holds: ['suspended'] })] }),
      'revoke departed',
    ],
    [
      'whose lapsed opt-out was for somebody else',
      desired({ people: [gone], optOuts: [optOut({ expiresAt: later(0), person: 'bo' })] }),
      'revoke departed',
    ],
  ])('%s', (_, state, expected) => {
    expect(ana(state, live)).toBe(expected);
  });

  test('who is inactive at the identity provider, though the time says departed', () => {
    const accounts = { hub: 'ana', idp: 'ana' };
    const people = [person({ leavesAt: later(-DAY), accounts })];
    const idp = observation({ system: 'idp', accounts: [account({ status: 'suspended' })], clockSkew: -301 });
    const systems = [system(), system({ id: 'idp' })];
    const state = desired({ people, systems, identityProvider: 'idp' });
    const made = planOf(state, snapshot([observation({ accounts: [account()] }), idp]));
    expect(verdict(decisionOn(made, 'ana'))).toBe('revoke idp-inactive');
  });

  test('whose lapsed opt-out nobody approved', () => {
    const approvals = [approval({ verdict: 'unapproved' })];
    expect(ana(lapsed, { ...live, approvals })).toBe('revoke departed');
  });

  test('who lost a role: its entitlement goes', () => {
    const people = [person({ roles: ['backend'] })];
    const state = desired({ people, systems: [system({ entitlements: 'managed' })], roles: [role('backend', {})] });
    const { decisions } = planOf(state, seen(301, [account({ entitlements: ['team:a'] })]));
    expect(decisions.map(verdict)).toEqual(['keep', 'revoke role-changed']);
  });
});

describe('where it meets other rows', () => {
  const live = seen(-301);

  test('an approved opt-out in force by our clock holds, and another that lapsed takes nothing from it', () => {
    const both = [optOut({ id: 'pause', expiresAt: later(DAY) }), optOut({ expiresAt: later(0) })];
    expect(ana(desired({ people: [gone], optOuts: both }), live)).toBe('exempt departed pause');
  });

  test('one in force whose approval could not be read is told first', () => {
    const both = [optOut({ id: 'unread' }), optOut({ expiresAt: later(0) })];
    expect(ana(desired({ people: [gone], optOuts: both }), live)).toBe('review approval-unverifiable');
  });

  test('one that lapsed by our clock and whose approval could not be read may hold it as well', () => {
    const state = desired({ people: [gone], optOuts: [optOut({ id: 'unread', expiresAt: later(0) })] });
    expect(ana(state, live)).toBe('review clock-skew');
    expect(ana(state, seen(300))).toBe('revoke departed');
  });

  test('a pause that lapsed leaves orphans for review', () => {
    const state = desired({ people: [], optOuts: [pause({ expiresAt: later(0) })] });
    expect(ana(state, live)).toBe('review clock-skew');
  });

  test('an entitlement that an opt-out held until it lapsed stays', () => {
    const optOuts = [optOut({ entitlements: ['team:a'], expiresAt: later(0) })];
    const state = desired({ systems: [system({ entitlements: 'managed' })], optOuts });
    const { decisions } = planOf(state, seen(-301, [account({ entitlements: ['team:a', 'team:b'] })]));
    expect(decisions.map(verdict)).toEqual(['keep', 'review clock-skew', 'revoke role-changed']);
  });

  test.each([
    ['self', [account({ self: true })], system()],
    ['protected', [account()], system({ protected: ['ana'] })],
  ])('%s comes first', (why, accounts, hub) => {
    expect(ana({ ...left, systems: [hub] }, seen(301, accounts))).toBe(`review ${why}`);
  });

  test('in report mode it does not say that enforced it would be revoked', () => {
    expect(ana({ ...left, systems: [system({ mode: 'report' })] }, live)).toBe('review clock-skew');
    expect(ana({ ...desired({ people: [gone] }), systems: [system({ mode: 'report' })] }, live)).toBe(
      'review report-mode',
    );
  });

  test('the window of the guards reaches back further where ours may be ahead, and at most as far again', () => {
    const state = desired({ people: [gone] });
    const asked = (seconds: number): number[] => {
      const windows: number[] = [];
      const live = seen(seconds);
      guard(plan(state, live, NOW), state, live.approvals, (_system, _group, window) => {
        windows.push(window);
        return new Set();
      });
      return windows;
    };
    expect(asked(300)).toEqual([DAY]);
    expect(asked(86_400)).toEqual([DAY]);
    expect(asked(-3_600)).toEqual([DAY + DAY / 24]);
    expect(asked(-86_400 * 365)).toEqual([2 * DAY]);
  });

  test('no opt-out raises a guard: neither the caps nor the last administrators', () => {
    const optOuts = [raisedGuard({ minAdmins: 0 })];
    const state = desired({ people: [gone], systems: [system({ guards: { minAdmins: 1 } })], optOuts });
    const admin = [account({ admin: true })];
    expect(ana(state, seen(300, admin))).toBe('revoke departed');
    expect(ana(state, seen(301, admin))).toBe('review last-admin');

    const capped = desired({
      people: [gone],
      systems: [system({ guards: { maxRevocations: 0 } })],
      optOuts: [raisedGuard({ maxRevocations: 5 })],
    });
    expect(planOf(capped, seen(300)).systems[0]?.guard.kind).toBe('pass');
    expect(planOf(capped, seen(301)).systems[0]?.guard.kind).toBe('halt');
  });

  test('the digest does not tell the clocks apart where they decide nothing', () => {
    const state = desired({ people: [gone] });
    expect(planOf(state, seen(301)).digest).toBe(planOf(state, seen(0)).digest);
  });

  test('explained, the lapse to come is one that nobody decides', () => {
    const held = desired({ people: [gone], optOuts: [optOut({ expiresAt: later(DAY) })] });
    const { coming } = explain(held, live, gone, later(0));
    expect(coming.flatMap(({ changes }) => changes.map(({ from, to }) => `${from}: ${to}`))).toEqual([
      'exempt: review (clock-skew)',
    ]);
  });
});

describe('of several clocks', () => {
  const among = (host: number | null, ...systems: readonly (number | null)[]): ClockSkew | null => {
    const observations = systems.map((clockSkew, at) => observation({ system: `s${at}`, clockSkew }));
    return distrusted({ ...snapshot(observations), clockSkew: host });
  };

  test.each([
    ['none told', among(null, null, null), null],
    ['none is too far', among(-300, 300, 0), null],
    ['one is too far', among(0, 12, -301), { seconds: -301, toldBy: 's1' }],
    ['the furthest is told', among(400, -500, 450), { seconds: -500, toldBy: 's0' }],
    ['the host is furthest', among(-501, 500, 450), { seconds: -501, toldBy: null }],
    ['two are as far', among(301, -400, 400), { seconds: -400, toldBy: 's0' }],
    ['the host and a system are as far', among(400, -400), { seconds: 400, toldBy: null }],
  ])('when %s', (_, told, expected) => {
    expect(told).toEqual(expected);
  });

  test('the order of a snapshot does not show', () => {
    const two = [observation({ system: 'b', clockSkew: 400 }), observation({ system: 'a', clockSkew: -400 })];
    expect(distrusted(snapshot(two))).toEqual({ seconds: -400, toldBy: systemId('a') });
    expect(distrusted(snapshot([...two].reverse()))).toEqual(distrusted(snapshot(two)));
  });
});

test.each([
  [null, null],
  [300_999, 300],
  [-300_999, -300],
  [301_000, 301],
  [-500, 0],
])('%s ms are %s whole seconds, so that no more is held against a clock than was shown', (told, seconds) => {
  expect(inSeconds(told)).toBe(seconds);
});
