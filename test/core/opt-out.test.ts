/** What an opt-out holds, for whom, and what it says when it no longer does. */
import { describe, expect, test } from 'vitest';
import type { DesiredState, OptOut } from '../../src/core/model.js';
import type { Approval } from '../../src/core/observation.js';
import {
  account,
  DAY,
  desired,
  later,
  NOW,
  observation,
  person,
  snapshot,
  system,
  timestamp,
} from '../fixtures/builders.js';
import { approval, optOut, pause } from '../fixtures/opt-outs.js';
import { decisionOn, planOf, verdict } from '../fixtures/planning.js';

const gone = person({ status: 'departed' });

function withOptOuts(optOuts: readonly OptOut[], of: Partial<Parameters<typeof desired>[0]> = {}): DesiredState {
  return desired({ people: [gone], optOuts, ...of });
}

function ana(state: DesiredState, approvals: readonly Approval[] = [approval()], now = NOW): string {
  const seen = snapshot([observation({ accounts: [account()] })], approvals);
  return verdict(decisionOn(planOf(state, seen, now), 'ana'));
}

function lapsedOn(state: DesiredState, approvals: readonly Approval[] = [approval()]): string | null {
  const decision = decisionOn(planOf(state, snapshot([observation({ accounts: [account()] })], approvals)), 'ana');
  if (decision.kind !== 'revoke') throw new Error(`not revoked: ${verdict(decision)}`);
  return decision.lapsedOptOut;
}

describe('an opt-out in force', () => {
  test.each([
    ['it is somebody else’s', optOut({ person: 'bo' })],
    ['it is for another system', optOut({ systems: ['prod'] })],
    [
      'its reason holds other reasons back',
      optOut({ holds: ['suspended', 'idp-inactive', 'orphaned', 'role-changed'] }),
    ],
    ['its reason holds nothing back', optOut({ holds: [] })],
    ['it has not begun', optOut({ startsAt: later(1) })],
    ['it has lapsed', optOut({ expiresAt: NOW })],
    ['it names only an entitlement', optOut({ entitlements: ['team:backend'] })],
  ])('when %s, then it does not hold the account', (_, one) => {
    expect(ana(withOptOuts([one]))).toBe('revoke departed');
  });

  test('when it begins this very instant, then it holds', () => {
    expect(ana(withOptOuts([optOut({ startsAt: NOW })]))).toBe('exempt departed opt-out');
  });

  test('when it names several systems, then it holds in each', () => {
    expect(ana(withOptOuts([optOut({ systems: ['prod', 'hub'] })]))).toBe('exempt departed opt-out');
  });

  test('when several are approved, then the latest expiresAt counts, then the lower id', () => {
    const optOuts = [
      optOut({ id: 'c', expiresAt: later(2 * DAY) }),
      optOut({ id: 'b', expiresAt: later(2 * DAY) }),
      optOut({ id: 'a', expiresAt: later(DAY) }),
    ];
    const approvals = optOuts.map(({ id }) => approval({ optOut: id }));
    expect(ana(withOptOuts(optOuts), approvals)).toBe('exempt departed b');
    expect(ana(withOptOuts([...optOuts].reverse()), approvals)).toBe('exempt departed b');
  });

  test.each([
    ['the merge', null, later(-13 * DAY), 'exempt departed opt-out'],
    ['the merge', null, later(-13 * DAY - 1000), 'revoke departed'],
    ['startsAt, where it is later', later(-13 * DAY), later(-30 * DAY), 'exempt departed opt-out'],
    ['the merge, where it is later', later(-30 * DAY), later(-13 * DAY), 'exempt departed opt-out'],
  ])('it may last 14 days from %s (%s, %s)', (_, startsAt, mergedAt, expected) => {
    const one = optOut({ startsAt, maxDuration: 14 * DAY });
    expect(ana(withOptOuts([one]), [approval({ mergedAt: timestamp(mergedAt) })])).toBe(expected);
  });

  test('when it lasts too long from its merge, then its file is named as invalid until it lapses', () => {
    const state = withOptOuts([optOut({ maxDuration: DAY })]);
    const seen = snapshot([observation({ accounts: [account()] })], [approval({ mergedAt: timestamp(later(-DAY)) })]);
    expect(planOf(state, seen, NOW).invalidOptOuts).toEqual(['optouts/opt-out.yaml']);
    expect(planOf(state, seen, later(DAY)).invalidOptOuts).toEqual([]);
  });

  test('when it is unapproved, then it exempts nobody', () => {
    expect(ana(withOptOuts([optOut()]), [approval({ verdict: 'unapproved' })])).toBe('revoke departed');
  });

  test('when one is unapproved and one unverifiable, then nobody is revoked on its account', () => {
    const state = withOptOuts([optOut({ id: 'a' }), optOut({ id: 'b' })]);
    expect(ana(state, [approval({ optOut: 'a', verdict: 'unapproved' })])).toBe('review approval-unverifiable');
  });

  test('when an unverifiable one has lapsed or not begun, then it stands in nobody’s way', () => {
    expect(ana(withOptOuts([optOut({ expiresAt: NOW })]), [])).toBe('revoke departed');
    expect(ana(withOptOuts([optOut({ startsAt: later(1) })]), [])).toBe('revoke departed');
  });

  test.each(['unapproved', 'unverifiable'] as const)(
    'when approvalSource is none, then a verdict %s is not asked',
    (kind) => {
      const state = withOptOuts([optOut()], { optOutPolicy: { approvalSource: 'none' } });
      expect(ana(state, [approval({ verdict: kind })])).toBe('exempt departed opt-out');
      expect(planOf(state, snapshot([])).approvalSource).toBe('none');
    },
  );

  test('when approvalSource is none, then an opt-out without an approval entry holds', () => {
    expect(ana(withOptOuts([optOut()], { optOutPolicy: { approvalSource: 'none' } }), [])).toBe(
      'exempt departed opt-out',
    );
  });

  test('when departure is immediate, then a pause holds nothing either', () => {
    const people = [person({ status: 'departed', departure: 'immediate' })];
    expect(ana(withOptOuts([pause()], { people }), [approval({ optOut: 'pause' })])).toBe('revoke departed');
  });
});

describe('a pause', () => {
  const paused = (of: Parameters<typeof pause>[0], state: Partial<Parameters<typeof desired>[0]> = {}) =>
    withOptOuts([pause(of)], state);
  const approved = [approval({ optOut: 'pause' })];

  test('when approved, then it holds everybody in its systems', () => {
    expect(ana(paused({}), approved)).toBe('exempt departed pause');
    expect(ana(paused({ systems: ['prod'] }), approved)).toBe('revoke departed');
  });

  test('when an orphan is there, then it holds the orphan too', () => {
    expect(ana(paused({}, { people: [] }), approved)).toBe('exempt orphaned pause');
  });

  test.each([
    ['its requester', { requestedBy: 'ana.ruiz' }, []],
    ['its owner', { owner: 'ana.ruiz' }, []],
    ['one of its approvers', {}, ['kim.cho', 'ana.ruiz']],
  ])('when the leaver is %s, then it does not cover them', (_, of, by) => {
    expect(ana(paused(of), [approval({ optOut: 'pause', by })])).toBe('revoke departed');
  });

  test('when the leaver asked for it, then it is not unverifiable for them either', () => {
    expect(ana(paused({ requestedBy: 'ana.ruiz' }), [])).toBe('revoke departed');
  });

  test('when the leaver asked for an opt-out of their own, then that covers them: only a pause does not', () => {
    expect(ana(withOptOuts([optOut({ requestedBy: 'ana.ruiz' })]))).toBe('exempt departed opt-out');
  });
});

describe('lapsedOptOut', () => {
  const lapsed = (of: Parameters<typeof optOut>[0] = {}) => optOut({ expiresAt: later(-DAY), ...of });

  test('when an approved opt-out held it until it lapsed, then the revocation names it', () => {
    expect(lapsedOn(withOptOuts([lapsed()]))).toBe('opt-out');
    expect(lapsedOn(withOptOuts([pause({ id: 'opt-out', expiresAt: NOW })]))).toBe('opt-out');
  });

  test('when several lapsed, then the latest is named, at the same instant the lower id', () => {
    const optOuts = [lapsed({ id: 'c' }), lapsed({ id: 'b' }), lapsed({ id: 'a', expiresAt: later(-2 * DAY) })];
    const approvals = optOuts.map(({ id }) => approval({ optOut: id }));
    expect(lapsedOn(withOptOuts(optOuts), approvals)).toBe('b');
  });

  test.each([
    ['it was unapproved', lapsed(), [approval({ verdict: 'unapproved' })]],
    ['its approval can’t be verified', lapsed(), []],
    ['it held other reasons back', lapsed({ holds: ['suspended'] }), [approval()]],
    ['it was somebody else’s', lapsed({ person: 'bo' }), [approval()]],
    ['it was for another system', lapsed({ systems: ['prod'] }), [approval()]],
    ['it is yet to begin', optOut({ startsAt: later(1) }), [approval()]],
  ])('when %s, then none is named', (_, one, approvals) => {
    expect(lapsedOn(withOptOuts([one]), approvals)).toBeNull();
  });

  test('when departure is immediate, then none is named: none held it', () => {
    const people = [person({ status: 'departed', departure: 'immediate' })];
    expect(lapsedOn(withOptOuts([lapsed()], { people }))).toBeNull();
  });

  test('when it lapsed before the person’s last hour, then none is named: it never held the departure', () => {
    const people = [person({ leavesAt: later(-DAY) })];
    expect(lapsedOn(withOptOuts([lapsed({ expiresAt: later(-DAY) })], { people }))).toBeNull();
    expect(lapsedOn(withOptOuts([lapsed({ expiresAt: later(1 - DAY) })], { people }))).toBe('opt-out');
  });
});

describe('law 3: two failures, opposite answers', () => {
  test('law 3: when an opt-out was read and is not approved, it exempts nobody; when its proof is out of reach, nobody is revoked or freed', () => {
    const state = withOptOuts([optOut()]);
    expect(ana(state, [approval({ verdict: 'unapproved' })])).toBe('revoke departed');
    expect(ana(state, [approval({ verdict: 'unverifiable' })])).toBe('review approval-unverifiable');
  });

  test('law 3: when an opt-out file is invalid, it exempts nobody and the plan names it', () => {
    const made = planOf(desired({ people: [gone], invalidOptOuts: ['optouts/bad.yaml'] }), [account()]);
    expect(verdict(decisionOn(made, 'ana'))).toBe('revoke departed');
    expect(made.invalidOptOuts).toEqual(['optouts/bad.yaml']);
  });

  test('law 3: when an approval is out of reach, those whom it does not concern are revoked all the same', () => {
    const bo = person({ id: 'bo', status: 'departed', accounts: { hub: 'bo' } });
    const state = withOptOuts([optOut()], { people: [gone, bo] });
    const made = planOf(state, [account(), account({ name: 'bo' })]);
    expect(verdict(decisionOn(made, 'bo'))).toBe('revoke departed');
  });
});

describe('law 11: one rule of time', () => {
  test.each([
    [-1, 'exempt departed opt-out'],
    [0, 'revoke departed'],
    [1, 'revoke departed'],
  ])('law 11: when it is expiresAt %i ms, then %s', (by, expected) => {
    const state = withOptOuts([optOut({ expiresAt: later(DAY) })]);
    expect(ana(state, [approval()], later(DAY + by))).toBe(expected);
  });

  test.each([
    [-1, 'keep'],
    [0, 'revoke departed'],
  ])('law 11: when it is leavesAt %i ms, then %s, whatever the status says', (by, expected) => {
    const people = [person({ leavesAt: later(DAY) })];
    expect(ana(desired({ people }), [], later(DAY + by))).toBe(expected);
  });

  test('law 11: when two systems plan the same instant, the clock of this machine has no say', () => {
    const state = desired({ people: [gone], systems: [system()] });
    const seen = [account()];
    expect(JSON.stringify(planOf(state, seen))).toBe(JSON.stringify(planOf(state, seen)));
    expect(planOf(state, seen).at).toBe('2026-11-23T09:00:00Z');
  });
});
