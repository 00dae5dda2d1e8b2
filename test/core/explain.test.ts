import { describe, expect, test } from 'vitest';
import { explain } from '../../src/core/explain.js';
import type { DesiredState } from '../../src/core/model.js';
import {
  account,
  DAY,
  desired,
  HOUR,
  later,
  NOW,
  observation,
  person,
  personId,
  snapshot,
  system,
  systemId,
  timestamp,
} from '../fixtures/builders.js';
import { approval, optOut, pause, raisedGuard } from '../fixtures/opt-outs.js';

type Parts = Parameters<typeof desired>[0];

const BOTH = [observation({ accounts: [account(), account({ name: 'ben' })] }), observation({ system: 'prod' })];

/** What is said of Ana, with these accounts and proofs. */
function explained(of: Parts, seen = BOTH, proofs: Parameters<typeof approval>[0][] = [{}], now = NOW) {
  const state: DesiredState = desired({ people: [person({ status: 'departed' })], ...of });
  const who = state.people.find(({ id }) => id === 'ana.ruiz') ?? person();
  return explain(state, snapshot(seen, proofs.map(approval)), who, now);
}

describe('a person, explained', () => {
  test('what the roster says of them is told as it stands there', () => {
    const ana = person({
      ...{ leavesAt: later(DAY), departure: 'immediate', roles: ['backend'], status: 'suspended' },
      accounts: { hub: { id: '583231', name: 'ana' }, prod: { id: '7' }, apps: 'ana.r' },
    });
    expect(explained({ people: [ana] })).toMatchObject({
      version: 1,
      at: '2026-11-23T09:00:00Z',
      person: 'ana.ruiz',
      name: 'ana.ruiz',
      status: 'suspended',
      leavesAt: '2026-11-24T09:00:00Z',
      departure: 'immediate',
      roles: ['backend'],
      claims: [
        { system: 'hub', id: '583231', name: 'ana' },
        { system: 'prod', id: '7', name: null },
        { system: 'apps', id: null, name: 'ana.r' },
      ],
    });
    expect(explained({}).leavesAt).toBeNull();
  });

  test('of all accounts only their own are told, and where it is narrowed to a system, only those there', () => {
    const accounts = { hub: 'ana', prod: 'ana' };
    const state = desired({ people: [person({ accounts })], systems: [system(), system({ id: 'prod' })] });
    const seen = snapshot([
      observation({ accounts: [account(), account({ name: 'ben' })] }),
      observation({ system: 'prod', accounts: [account()] }),
    ]);
    const told = (systems: Parameters<typeof explain>[4]) =>
      explain(state, seen, person({ accounts }), NOW, systems).decisions.map(({ id }) => id);
    expect(told(null)).toEqual(['hub/id:ana', 'prod/id:ana']);
    expect(told(new Set([systemId('prod')]))).toEqual(['prod/id:ana']);
  });
});

describe('the opt-outs of a person', () => {
  const standing = (of: Parts, ...proofs: Parameters<typeof approval>[0][]) =>
    explained(of, BOTH, proofs).optOuts.map((one) => `${one.optOut} ${one.standing} ${one.approval}: ${one.why}`);

  test('their own and pauses are told, and neither what exempts another nor a raised guard', () => {
    const others = [optOut({ id: 'bens', person: 'ben.ode' }), raisedGuard({ maxRevocations: 50 })];
    const told = explained({ optOuts: [optOut(), ...others, pause()] }).optOuts;
    expect(told.map(({ optOut: id }) => id)).toEqual(['opt-out', 'pause']);
    expect(told[0]).toMatchObject({ systems: ['hub'], reason: 'handover', owner: 'kim.cho' });
    expect(told[0]?.expiresAt).toBe('2026-11-24T09:00:00Z');
  });

  test.each([
    ['has not begun', { startsAt: later(1) }, 'pending'],
    ['began this instant', { startsAt: NOW }, 'in force'],
    ['lapses in a moment', { expiresAt: later(1) }, 'in force'],
    ['lapses this instant', { expiresAt: NOW }, 'lapsed'],
  ] as const)('law 11: when it %s, then it is %j: %s', (_, times, expected) => {
    expect(standing({ optOuts: [optOut(times)] }, {})).toEqual([`opt-out ${expected} approved: a test says so`]);
  });

  test('law 3: what its proof came to is told, and without one it is unverifiable', () => {
    const optOuts = [optOut()];
    expect(standing({ optOuts }, { verdict: 'unapproved', why: 'nobody did' })).toEqual([
      'opt-out in force unapproved: nobody did',
    ]);
    expect(standing({ optOuts })).toEqual(['opt-out in force unverifiable: null']);
    expect(standing({ optOuts }, { optOut: 'another' })).toEqual(['opt-out in force unverifiable: null']);
  });

  test('one that lasts longer after its merge than its reason allows is overlong', () => {
    const optOuts = [optOut({ maxDuration: DAY })];
    expect(standing({ optOuts }, { mergedAt: timestamp(later(-1)) })).toEqual([
      'opt-out in force overlong: a test says so',
    ]);
    expect(standing({ optOuts }, { mergedAt: timestamp(NOW) })).toEqual(['opt-out in force approved: a test says so']);
  });

  test('where the policy asks for no proof, none is told', () => {
    const optOutPolicy = { approvalSource: 'none' } as const;
    expect(standing({ optOuts: [optOut()], optOutPolicy }, {})).toEqual(['opt-out in force not checked: null']);
  });
});

describe('what is to come for a person', () => {
  const coming = (of: Parts, seen = BOTH, proofs: Parameters<typeof approval>[0][] = [{}]) =>
    explained(of, seen, proofs).coming.map(({ at, why, changes }) => ({
      at,
      why,
      changes: changes.map(({ decision, from, to }) => `${decision}: ${from} -> ${to}`),
    }));

  test('each instant at which something may change is told, the next one first, with what changes then', () => {
    const people = [person({ leavesAt: later(HOUR) })];
    const optOuts = [optOut({ startsAt: later(2 * HOUR), expiresAt: later(3 * HOUR) })];
    expect(coming({ people, optOuts })).toEqual([
      { at: '2026-11-23T10:00:00Z', why: 'their last hour', changes: ['hub/id:ana: keep -> revoke (suspend)'] },
      {
        at: '2026-11-23T11:00:00Z',
        why: 'opt-out opt-out begins',
        changes: ['hub/id:ana: revoke (suspend) -> exempt'],
      },
      {
        at: '2026-11-23T12:00:00Z',
        why: 'opt-out opt-out lapses',
        changes: ['hub/id:ana: exempt -> revoke (suspend)'],
      },
    ]);
  });

  test('what is over, or is this very instant, is not to come', () => {
    const people = [person({ leavesAt: NOW })];
    const optOuts = [optOut({ startsAt: later(-1), expiresAt: NOW })];
    expect(coming({ people, optOuts })).toEqual([]);
  });

  test('an instant at which nothing changes is told without a change', () => {
    const optOuts = [pause({ expiresAt: later(DAY), requestedBy: 'ana.ruiz' })];
    const [only] = coming({ optOuts }, BOTH, [{ optOut: 'pause' }]);
    expect(only).toEqual({ at: '2026-11-24T09:00:00Z', why: 'opt-out pause lapses', changes: [] });
  });

  test('law 7: when retention is over, what was suspended is deleted, and the date is told', () => {
    const suspended = account({ status: 'suspended', suspendedAt: timestamp(later(-29 * DAY)) });
    expect(coming({}, [observation({ accounts: [suspended] })])).toEqual([
      {
        at: '2026-11-24T09:00:00Z',
        why: 'the retention of hub/id:ana is over',
        changes: ['hub/id:ana: settled -> revoke (delete)'],
      },
    ]);
    expect(coming({ retention: 'never' }, [observation({ accounts: [suspended] })])).toEqual([]);
  });

  test('a review is told with why', () => {
    const seen = [observation({ accounts: [account({ self: true })] })];
    const changes = ['hub/id:ana: keep -> review (self)'];
    expect(coming({ people: [person({ leavesAt: later(1) })] }, seen)).toMatchObject([{ changes }]);
  });
});

test('the roster of others has no part in it', () => {
  const ben = person({ id: 'ben.ode', accounts: { hub: 'ben' }, leavesAt: later(HOUR) });
  const told = explained({ people: [person(), ben] });
  expect([told.decisions.map(({ person: id }) => id), told.coming]).toEqual([[personId('ana.ruiz')], []]);
});
