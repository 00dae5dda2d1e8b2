import { describe, expect, test } from 'vitest';
import type { OptOut, OptOutPolicy } from '../../src/core/model.js';
import type { Approval, Evidence } from '../../src/core/observation.js';
import { narrowed, registerOf } from '../../src/core/register.js';
import { type Standing, shareLeft } from '../../src/core/standing.js';
import {
  DAY,
  desired,
  HOUR,
  later,
  NOW,
  person,
  personId,
  service,
  system,
  systemId,
  timestamp,
} from '../fixtures/builders.js';
import { approval, optOut, pause, raisedGuard } from '../fixtures/opt-outs.js';

const EVIDENCE: Evidence = {
  ...{ commit: 'a'.repeat(40), blob: 'b'.repeat(40), head: 'c'.repeat(40), base: 'd'.repeat(40), mergedBy: 'sam' },
  reviews: [],
  terms: { holds: ['departed'], maxDuration: 'P3D', approvals: 1 },
};

function standing(one: OptOut, proof: Approval | null, policy: Partial<OptOutPolicy> = {}, now = NOW): Standing {
  const state = desired({ optOuts: [one], optOutPolicy: { remindBefore: [7 * DAY, DAY], ...policy } });
  const [entry] = registerOf(state, proof === null ? [] : [proof], now).optOuts;
  if (entry === undefined) throw new Error('no entry');
  return entry.standing;
}

const LONG = { expiresAt: later(30 * DAY) };

describe('how an opt-out stands', () => {
  test.each<[string, Standing, OptOut, Approval | null]>([
    ['approved and far from its end', 'active', optOut(LONG), approval()],
    ['within the longest reminder', 'expiring', optOut({ expiresAt: later(7 * DAY) }), approval()],
    ['a moment before the longest reminder', 'active', optOut({ expiresAt: later(7 * DAY + 1) }), approval()],
    ['a millisecond before its end', 'expiring', optOut({ expiresAt: later(1) }), approval()],
    ['at its end', 'lapsed', optOut({ expiresAt: NOW }), approval()],
    ['lapsed, whatever the proof says', 'lapsed', optOut({ expiresAt: NOW }), approval({ verdict: 'unapproved' })],
    ['not begun', 'pending', optOut({ ...LONG, startsAt: later(1) }), approval()],
    ['begun this instant', 'active', optOut({ ...LONG, startsAt: NOW }), approval()],
    ['not approved', 'unapproved', optOut(LONG), approval({ verdict: 'unapproved', rule: 'approvals' })],
    [
      'not approved and not begun',
      'unapproved',
      optOut({ ...LONG, startsAt: later(1) }),
      approval({ verdict: 'unapproved' }),
    ],
    ['not committed yet', 'pending', optOut(LONG), approval({ verdict: 'unapproved', rule: 'committed' })],
    ['not merged yet', 'pending', optOut(LONG), approval({ verdict: 'unapproved', rule: 'merged' })],
    ['of an approval that could not be read', 'unverifiable', optOut(LONG), approval({ verdict: 'unverifiable' })],
    ['without a proof at all', 'unverifiable', optOut(LONG), null],
    ['longer after its merge than its reason allows', 'invalid', optOut({ ...LONG, maxDuration: 5 * DAY }), approval()],
    ['longer than its reason allowed by the policy before', 'invalid', optOut(LONG), approval({ evidence: EVIDENCE })],
    ['too long, and lapsed all the same', 'lapsed', optOut({ expiresAt: NOW, maxDuration: 1 }), approval()],
  ])('one that is %s is %s', (_, word, one, proof) => {
    expect(standing(one, proof)).toBe(word);
  });

  test("one that only today's policy refuses, with nothing that proves the older one, is invalid", () => {
    expect(standing(optOut({ ...LONG, drifted: true }), approval())).toBe('invalid');
  });

  test('where the policy asks for no proof, all count as approved', () => {
    const unproved = { approvalSource: 'none' } as const;
    expect(standing(optOut(LONG), null, unproved)).toBe('active');
    expect(standing(optOut(LONG), approval({ verdict: 'unapproved' }), unproved)).toBe('active');
  });

  test('without reminders nothing is expiring', () => {
    expect(standing(optOut({ expiresAt: later(1) }), approval(), { remindBefore: [] })).toBe('active');
  });
});

describe('which share of its time is left', () => {
  test.each([
    ['from its merge', optOut({ expiresAt: later(DAY) }), approval({ mergedAt: timestamp(later(-3 * DAY)) }), 0.25],
    [
      'from its start, where that is later',
      optOut({ startsAt: later(-DAY), expiresAt: later(DAY) }),
      approval({ mergedAt: timestamp(later(-9 * DAY)) }),
      0.5,
    ],
    [
      'of the longest its reason allows, where nobody knows',
      optOut({ expiresAt: later(DAY), maxDuration: 10 * DAY }),
      undefined,
      0.1,
    ],
    ['all, before it begins', optOut({ startsAt: later(DAY), expiresAt: later(2 * DAY) }), approval(), 1],
    ['none, after its end', optOut({ expiresAt: later(-DAY) }), approval({ mergedAt: timestamp(later(-3 * DAY)) }), 0],
    [
      'none, where it ends before it was merged',
      optOut({ expiresAt: later(-DAY) }),
      approval({ mergedAt: timestamp(NOW) }),
      0,
    ],
  ])('%s', (_, one, proof, share) => {
    expect(shareLeft(one, proof, NOW)).toBeCloseTo(share);
  });
});

const WORLD = desired({
  people: [person(), person({ id: 'kim.cho', status: 'departed' }), person({ id: 'sam.lee' })],
  services: [
    service({ id: 'bot', owner: 'kim.cho' }),
    service({ id: 'ci', owner: 'sam.lee', accounts: { aws: 'ci' } }),
  ],
  systems: [system({ id: 'aws', mode: 'report' }), system({ protected: ['breakglass'] })],
  optOuts: [
    optOut({ id: 'held', expiresAt: later(9 * DAY) }),
    optOut({ id: 'sooner', expiresAt: later(8 * DAY), systems: ['aws'], person: 'sam.lee', entitlements: ['team:a'] }),
    pause({ expiresAt: later(HOUR) }),
    raisedGuard({ maxRevocations: 60 }, { systems: ['aws'], expiresAt: later(-HOUR) }),
  ],
  invalidOptOuts: ['optouts/hub/broken.yaml'],
});
const PROOFS = ['held', 'sooner', 'pause', 'raised'].map((id) => approval({ optOut: id, by: ['kim.cho', 'sam.lee'] }));
const register = registerOf(WORLD, PROOFS, NOW);
const ids = (of: typeof register) => of.optOuts.map(({ id, standing: word }) => `${id} ${word}`);

describe('the register', () => {
  test('holds every opt-out, the most urgent first, and those that lapse first before the others', () => {
    expect(ids(register)).toEqual(['broken invalid', 'pause active', 'sooner active', 'held active', 'raised lapsed']);
  });

  test('says who, what, where, why, until when, and on whose word', () => {
    expect(register.optOuts.find(({ id }) => id === 'sooner')).toMatchObject({
      verdict: 'approved',
      approvedBy: ['kim.cho', 'sam.lee'],
      pullRequest: 41,
      terms: { kind: 'person', person: 'sam.lee', systems: ['aws'], entitlements: ['team:a'], reason: 'handover' },
    });
    expect(register.optOuts.at(-1)?.terms).toMatchObject({
      kind: 'guards',
      person: null,
      guards: { maxRevocations: 60 },
    });
    expect(register.optOuts[0]).toMatchObject({ file: 'optouts/hub/broken.yaml', terms: null });
  });

  test('an owner or approver who departed since is a warning, and no more than that', () => {
    const held = register.optOuts.find(({ id }) => id === 'held');
    expect(held).toMatchObject({
      standing: 'active',
      warnings: ['kim.cho, who approved it and answers for it, has departed: find a new owner'],
    });
    const approved = registerOf(
      desired({
        ...WORLD,
        optOuts: [optOut({ owner: 'sam.lee' })],
        optOutPolicy: {},
        roles: [],
        identityProvider: 'hub',
      }),
      [approval()],
      NOW,
    ).optOuts.at(-1);
    expect(approved?.warnings).toEqual(['kim.cho, who approved it, has departed']);
    expect(register.optOuts.find(({ id }) => id === 'raised')?.warnings).toEqual([]);
  });

  test('what else stands outside is listed beside it', () => {
    expect(register.protectedAccounts).toEqual([
      { system: 'hub', account: 'breakglass', owner: 'kim.cho', ownerDeparted: true, reason: 'break-glass' },
    ]);
    expect(register.reportMode).toEqual(['aws']);
    expect(register.services).toEqual([
      { service: 'bot', owner: 'kim.cho', ownerDeparted: true, systems: ['hub'] },
      { service: 'ci', owner: 'sam.lee', ownerDeparted: false, systems: ['aws'] },
    ]);
  });

  test('the order of files does not show', () => {
    const turned = { ...WORLD, optOuts: [...WORLD.optOuts].reverse() };
    expect(registerOf(turned, [...PROOFS].reverse(), NOW)).toEqual(register);
  });

  test('narrowed to a system, it holds what is there, and every invalid file', () => {
    const of = narrowed(register, new Set([systemId('aws')]), null);
    expect(ids(of)).toEqual(['broken invalid', 'sooner active', 'raised lapsed']);
    expect([of.protectedAccounts, of.reportMode, of.services.map((one) => one.service)]).toEqual([[], ['aws'], ['ci']]);
  });

  test('narrowed to a person, it holds theirs, and the pauses that cover them', () => {
    const of = narrowed(register, null, new Set([personId('ana.ruiz')]));
    expect(ids(of)).toEqual(['broken invalid', 'pause active', 'held active']);
    expect([of.protectedAccounts, of.services]).toEqual([[], []]);
  });
});
