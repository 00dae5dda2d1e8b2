/** What approvals a pull request still lacks, and what is assumed of those that it will get. */
import { describe, expect, test } from 'vitest';
import { neededApprovals, onceApproved, withGiven } from '../../src/core/preview-approvals.js';
import { DAY, desired, later, NOW, person, personId, system, systemId, timestamp } from '../fixtures/builders.js';
import { approval, optOut } from '../fixtures/opt-outs.js';

const REASONS = new Map([['handover', { holds: ['departed'] as const, maxDuration: 14 * DAY, approvals: 2 }]]);
const OWNERS = ['kim.cho', 'eve.hall', 'dan.fox'] as const;
const POLICY = { reasons: REASONS, approvalSystem: systemId('hub'), owners: OWNERS.map(personId) };
const PEOPLE = ['ana.ruiz', 'sam.lee', ...OWNERS].map((id) =>
  person({ id, accounts: { hub: { id: `id:${id}`, name: id } } }),
);
const ids = (...all: string[]) => all.map(personId);
const BASE = desired({
  optOutPolicy: POLICY,
  people: PEOPLE,
  systems: [system(), system({ id: 'lab' }), system({ id: 'prod', owners: ids('kim.cho') })],
});

const neededFor = (...systems: string[]) => {
  const [only] = neededApprovals(BASE, { ...BASE, optOuts: [optOut({ systems })] }, () => false, NOW);
  if (only === undefined) throw new Error('nothing is needed');
  return only;
};
const by = (who: string, ...systems: string[]) => ({
  person: personId(who),
  systems: new Set(systems.map(systemId)),
});

describe('approvals that were given already', () => {
  test('none: all owners are asked, for systems of the same owners together', () => {
    expect(withGiven(neededFor('hub', 'prod', 'lab'), [])).toMatchObject({
      given: [],
      missing: 2,
      approvers: [
        { systems: ['hub', 'lab'], from: ['dan.fox', 'eve.hall', 'kim.cho'] },
        { systems: ['prod'], from: ['kim.cho'] },
      ],
    });
  });

  test('one of two: who gave it is not asked again, though each system has its own owner’s', () => {
    expect(withGiven(neededFor('hub'), [by('kim.cho', 'hub')])).toMatchObject({
      given: ['kim.cho'],
      missing: 1,
      approvers: [{ systems: ['hub'], from: ['dan.fox', 'eve.hall'] }],
    });
  });

  test('as many as are needed, but none by the owner of one system: that one is asked', () => {
    const given = [by('eve.hall', 'hub'), by('dan.fox', 'hub')];
    expect(withGiven(neededFor('hub', 'prod'), given)).toMatchObject({
      given: ['dan.fox', 'eve.hall'],
      missing: 1,
      approvers: [{ systems: ['prod'], from: ['kim.cho'] }],
    });
  });

  test('a group of systems stays open until each of them has one', () => {
    expect(withGiven(neededFor('hub', 'lab'), [by('kim.cho', 'hub'), by('dan.fox', 'hub')]).approvers).toEqual([
      { systems: ['hub', 'lab'], from: ['eve.hall'] },
    ]);
  });

  test('two of the same person count once', () => {
    expect(withGiven(neededFor('hub'), [by('kim.cho', 'hub'), by('kim.cho', 'hub')])).toMatchObject({
      given: ['kim.cho'],
      missing: 1,
    });
  });

  test('all of them, or more: nobody is asked any more', () => {
    const given = [by('kim.cho', 'hub'), by('eve.hall', 'hub')];
    expect(withGiven(neededFor('hub'), given)).toMatchObject({ missing: 0, approvers: [] });
    expect(withGiven(neededFor('hub'), [...given, by('dan.fox', 'hub')])).toMatchObject({ missing: 0, approvers: [] });
  });
});

describe('which opt-outs need one', () => {
  test('the new and the changed, in order of id, and no other', () => {
    const base = { ...BASE, optOuts: [optOut({ id: 'b' }), optOut({ id: 'c' })] };
    const proposed = { ...BASE, optOuts: ['d', 'c', 'a', 'b'].map((id) => optOut({ id })) };
    const told = neededApprovals(base, proposed, ({ id }) => (id as string) === 'c', NOW);
    expect(told.map(({ optOut: id, change, file }) => `${id} ${change} ${file}`)).toEqual([
      'a added optouts/a.yaml',
      'b changed optouts/b.yaml',
      'd added optouts/d.yaml',
    ]);
  });

  test('its length counts from its beginning where that is to come, else from now', () => {
    const obstacles = (from: number, to: number) => {
      const optOuts = [optOut({ startsAt: later(from), expiresAt: later(to) })];
      return neededApprovals(BASE, { ...BASE, optOuts }, () => false, NOW)[0]?.obstacles;
    };
    const tooLong = ['it lasts longer than the policy allows today for handover'];
    expect(obstacles(DAY, 15 * DAY)).toEqual([]);
    expect(obstacles(DAY, 15 * DAY + 1)).toEqual(tooLong);
    expect(obstacles(-DAY, 14 * DAY)).toEqual([]);
    expect(obstacles(-DAY, 14 * DAY + 1)).toEqual(tooLong);
  });

  test('when it begins is told in the time of the rest', () => {
    const optOuts = [optOut({ startsAt: later(DAY) })];
    expect(neededApprovals(BASE, { ...BASE, optOuts }, () => false, NOW)[0]?.startsAt).toBe('2026-11-24T09:00:00Z');
    expect(neededFor('hub').startsAt).toBeNull();
  });
});

describe('what would hold once it is approved', () => {
  const own = approval({ optOut: 'kept', why: 'it was approved' });
  const assumedOf = (proposed: Parameters<typeof optOut>[0]) =>
    onceApproved(
      BASE,
      { ...BASE, optOuts: [optOut({ id: 'kept' }), optOut(proposed)] },
      [own],
      ({ id }) => (id as string) === 'kept',
      NOW,
    );

  test('an unchanged one by its own proof, a new one as approved at this instant', () => {
    expect(assumedOf({ id: 'new' }).approvals).toEqual([
      own,
      {
        ...{ optOut: 'new', verdict: 'approved', by: [], pullRequest: null, mergedAt: timestamp(NOW) },
        ...{ why: 'assumed for a preview', rule: null, evidence: null },
      },
    ]);
  });

  test('one whose reason only the proposal has is not approved, and stays as it is written', () => {
    const { approvals, desired: then } = assumedOf({ id: 'new', reason: 'mine', holds: ['orphaned'] });
    expect(approvals[1]).toMatchObject({ verdict: 'unapproved', why: 'the policy has no such reason today' });
    expect(then.optOuts[1]?.holds).toEqual(['orphaned']);
  });
});
