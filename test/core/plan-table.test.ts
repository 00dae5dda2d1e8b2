/** Each row of the contract's decision table, and each pair of rows that can meet, so that their order shows. */
import { describe, expect, test } from 'vitest';
import type { DesiredState } from '../../src/core/model.js';
import type { Approval, Observation, ObservedAccount } from '../../src/core/observation.js';
import {
  account,
  DAY,
  desired,
  later,
  observation,
  PARTIAL,
  person,
  service,
  snapshot,
  system,
  timestamp,
} from '../fixtures/builders.js';
import { approval, optOut } from '../fixtures/opt-outs.js';
import { decisionOn, planOf, verdict } from '../fixtures/planning.js';

const gone = person({ status: 'departed' });
const past = timestamp(later(-31 * DAY));
const recently = timestamp(later(-29 * DAY));

/** What becomes of Ana's account. */
function ana(
  state: DesiredState,
  seen: ObservedAccount = account(),
  rest: { approvals?: readonly Approval[]; completeness?: Observation['completeness'] } = {},
): string {
  const { approvals = [], completeness = { kind: 'complete' } } = rest;
  const made = planOf(state, snapshot([observation({ accounts: [seen], completeness })], approvals));
  return verdict(decisionOn(made, seen.name));
}

describe('row 1: whose account it is', () => {
  test('when a name claims a person whose pinned id is another, then review identity-conflict', () => {
    const pinned = person({ accounts: { hub: { id: '1', name: 'ana' } } });
    expect(ana(desired({ people: [pinned] }), account({ id: '2' }))).toBe('review identity-conflict');
  });

  test('when two people match, then review identity-conflict and nobody is named', () => {
    const people = [person(), person({ id: 'bo', accounts: { hub: 'bo' }, email: 'same@acme.example' })];
    const state = desired({ people, systems: [system({ match: ['name', 'email'] })] });
    const seen = account({ email: 'same@acme.example' });
    const decision = decisionOn(planOf(state, [seen]), 'ana');
    expect(decision).toMatchObject({ kind: 'review', why: 'identity-conflict', person: null });
  });

  test('before row 2: a conflicting suspended account of an active person is a conflict', () => {
    const pinned = person({ accounts: { hub: { id: '1', name: 'ana' } } });
    expect(ana(desired({ people: [pinned] }), account({ id: '2', status: 'suspended' }))).toBe(
      'review identity-conflict',
    );
  });

  test('before row 13: a leaver whose name now sits on another id loses neither', () => {
    const pinned = person({ status: 'departed', accounts: { hub: { id: '1', name: 'ana' } } });
    expect(ana(desired({ people: [pinned] }), account({ id: '2' }))).toBe('review identity-conflict');
  });

  test('before row 5: the runner’s own account in conflict is a conflict', () => {
    const pinned = person({ accounts: { hub: { id: '1', name: 'ana' } } });
    expect(ana(desired({ people: [pinned] }), account({ id: '2', self: true }))).toBe('review identity-conflict');
  });
});

describe('rows 2 to 4: those who are here', () => {
  test('row 2: when an active person’s account is suspended, then review suspended-while-active', () => {
    expect(ana(desired(), account({ status: 'suspended', suspendedAt: past }))).toBe('review suspended-while-active');
  });

  test('row 3: when the person is active, then keep', () => {
    expect(ana(desired())).toBe('keep');
  });

  test('row 3 before rows 5 and 6: an active person’s own runner and protected account is kept', () => {
    const state = desired({ systems: [system({ protected: ['ana'] })] });
    expect(ana(state, account({ self: true }))).toBe('keep');
  });

  test('row 3 before row 7: an active person’s account in a partial listing is kept', () => {
    expect(ana(desired(), account(), { completeness: PARTIAL })).toBe('keep');
  });

  test('row 4: when a service’s owner departed, then review service-owner-departed', () => {
    const state = desired({ people: [gone], services: [service({ owner: 'ana.ruiz' })] });
    expect(ana(state, account({ name: 'bot' }))).toBe('review service-owner-departed');
  });

  test('row 4: when a service’s owner left at an hour that has passed, then review service-owner-departed', () => {
    const state = desired({ people: [person({ leavesAt: later(0) })], services: [service({ owner: 'ana.ruiz' })] });
    expect(ana(state, account({ name: 'bot' }))).toBe('review service-owner-departed');
  });

  test.each(['active', 'suspended'] as const)('row 4: when a service’s owner is %s, then keep', (status) => {
    const state = desired({ people: [person({ status })], services: [service({ owner: 'ana.ruiz' })] });
    expect(ana(state, account({ name: 'bot' }))).toBe('keep');
  });

  test('row 4 before rows 5 to 7: the runner’s own protected bot, seen in part, goes by its owner', () => {
    const state = desired({
      people: [gone],
      services: [service({ owner: 'ana.ruiz' })],
      systems: [system({ protected: ['bot'] })],
    });
    const seen = account({ name: 'bot', self: true });
    expect(ana(state, seen, { completeness: PARTIAL })).toBe('review service-owner-departed');
  });
});

describe('rows 5 to 7: what is never touched', () => {
  test('row 5: when the account is the runner’s own, then review self', () => {
    expect(ana(desired({ people: [gone] }), account({ self: true }))).toBe('review self');
  });

  test('row 5 before row 6: own and protected is self', () => {
    const state = desired({ people: [gone], systems: [system({ protected: ['ana'] })] });
    expect(ana(state, account({ self: true }))).toBe('review self');
  });

  test.each(['ana', 'id:ana', 'ANA', 'ＡＮＡ', 'ID:Ana'])(
    'row 6: when protected as %s, then review protected',
    (entry) => {
      const state = desired({ people: [gone], systems: [system({ protected: [entry] })] });
      expect(ana(state)).toBe('review protected');
    },
  );

  test('row 6 before row 7: protected in a partial listing is protected', () => {
    const state = desired({ people: [gone], systems: [system({ protected: ['ana'] })] });
    expect(ana(state, account(), { completeness: PARTIAL })).toBe('review protected');
  });

  test('row 7: when the observation is partial and it was only listed, then review partial-observation', () => {
    expect(ana(desired({ people: [gone] }), account(), { completeness: PARTIAL })).toBe('review partial-observation');
  });

  test('row 7: when the observation is partial and it was read directly, then it is revoked', () => {
    const state = desired({ people: [gone] });
    expect(ana(state, account({ read: 'direct' }), { completeness: PARTIAL })).toBe('revoke departed');
  });

  test('row 7 before rows 8 and 9: neither an unverifiable nor an approved opt-out hides that it was seen in part', () => {
    const state = desired({ people: [gone], optOuts: [optOut()] });
    expect(ana(state, account(), { completeness: PARTIAL })).toBe('review partial-observation');
    expect(ana(state, account(), { completeness: PARTIAL, approvals: [approval()] })).toBe(
      'review partial-observation',
    );
  });

  test('row 7 before row 10: a suspended leaver seen in part is not settled', () => {
    const seen = account({ status: 'suspended', suspendedAt: recently });
    expect(ana(desired({ people: [gone] }), seen, { completeness: PARTIAL })).toBe('review partial-observation');
  });
});

describe('rows 8 and 9: opt-outs', () => {
  const held = desired({ people: [gone], optOuts: [optOut()] });

  test('row 8: when the approval can’t be verified, then review approval-unverifiable', () => {
    expect(ana(held, account(), { approvals: [approval({ verdict: 'unverifiable' })] })).toBe(
      'review approval-unverifiable',
    );
  });

  test('row 8: when there is no approval entry, then review approval-unverifiable', () => {
    expect(ana(held)).toBe('review approval-unverifiable');
  });

  test('row 8: when another, approved one holds it, then exempt by that one', () => {
    const state = desired({
      people: [gone],
      optOuts: [optOut({ id: 'a', expiresAt: later(9 * DAY) }), optOut({ id: 'b' })],
    });
    expect(ana(state, account(), { approvals: [approval({ optOut: 'b' })] })).toBe('exempt departed b');
  });

  test('rows 8 and 9: when departure is immediate, then neither holds', () => {
    const state = desired({ people: [person({ status: 'departed', departure: 'immediate' })], optOuts: [optOut()] });
    expect(ana(state)).toBe('revoke departed');
    expect(ana(state, account(), { approvals: [approval()] })).toBe('revoke departed');
  });

  test('row 9: when it is approved and in force, then exempt until expiresAt', () => {
    const made = planOf(held, snapshot([observation({ accounts: [account()] })], [approval()]));
    const expiresAt = timestamp(later(DAY));
    expect(decisionOn(made, 'ana')).toMatchObject({ kind: 'exempt', reason: 'departed', optOut: 'opt-out', expiresAt });
  });

  test('rows 8 and 9 before row 10: a suspended leaver with an opt-out in force is not settled', () => {
    const seen = account({ status: 'suspended', suspendedAt: recently });
    expect(ana(held, seen)).toBe('review approval-unverifiable');
    expect(ana(held, seen, { approvals: [approval()] })).toBe('exempt departed opt-out');
  });

  test('row 9 before row 11: exempt, whatever the system’s mode', () => {
    const state = { ...held, systems: [system({ mode: 'report' })] };
    expect(ana(state)).toBe('review approval-unverifiable');
    expect(ana(state, account(), { approvals: [approval()] })).toBe('exempt departed opt-out');
  });

  test('row 9 before row 12: an exempt last administrator is exempt', () => {
    const state = { ...held, systems: [system({ guards: { minAdmins: 1 } })] };
    expect(ana(state, account({ admin: true }), { approvals: [approval()] })).toBe('exempt departed opt-out');
  });
});

describe('rows 11 to 13', () => {
  const old = account({ status: 'suspended', suspendedAt: past });

  test('row 11: when the system’s mode is report, then review report-mode, for a deletion too', () => {
    const state = desired({ people: [gone], systems: [system({ mode: 'report' })] });
    expect(ana(state)).toBe('review report-mode');
    expect(ana(state, old)).toBe('review report-mode');
  });

  test('row 11: when it is an orphan and orphans are reviewed, then review orphaned; a leaver is revoked', () => {
    const state = desired({ people: [gone], systems: [system({ orphans: 'review' })] });
    expect(ana(state, account({ name: 'who' }))).toBe('review orphaned');
    expect(ana(state)).toBe('revoke departed');
  });

  test('row 11: when an orphan is in a system in report mode, then report-mode comes first', () => {
    const state = desired({ systems: [system({ mode: 'report', orphans: 'review' })] });
    expect(ana(state, account({ name: 'who' }))).toBe('review report-mode');
  });

  test('row 11 before row 12: the last administrator of a system in report mode is report-mode', () => {
    const state = desired({ people: [gone], systems: [system({ mode: 'report', guards: { minAdmins: 2 } })] });
    expect(ana(state, account({ admin: true }))).toBe('review report-mode');
  });

  test('row 12: when too few administrators would remain, then review last-admin with the reason it would have had', () => {
    const state = desired({ people: [gone], systems: [system({ guards: { minAdmins: 1 } })] });
    expect(decisionOn(planOf(state, [account({ admin: true })]), 'ana')).toEqual({
      id: 'hub/id:ana',
      system: 'hub',
      account: { id: 'id:ana', name: 'ana' },
      person: 'ana.ruiz',
      service: null,
      entitlement: null,
      kind: 'review',
      why: 'last-admin',
      reason: 'departed',
    });
  });

  test('row 13: otherwise revoke, stage suspend', () => {
    expect(decisionOn(planOf(desired({ people: [gone] }), [account()]), 'ana')).toEqual({
      id: 'hub/id:ana',
      system: 'hub',
      account: { id: 'id:ana', name: 'ana' },
      person: 'ana.ruiz',
      service: null,
      entitlement: null,
      kind: 'revoke',
      reason: 'departed',
      stage: 'suspend',
      lapsedOptOut: null,
    });
  });

  test('row 13: when it is suspended already and retention is over, then stage delete', () => {
    expect(ana(desired({ people: [gone] }), old)).toBe('delete departed');
  });

  test('row 13: when an invitation is a leaver’s, then it is revoked', () => {
    expect(ana(desired({ people: [gone] }), account({ id: 'invitation:7', status: 'invited' }))).toBe(
      'revoke departed',
    );
  });
});
