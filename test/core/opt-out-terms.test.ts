/** The policy before an opt-out's pull request decides; what changed since neither frees anybody nor revokes anybody. */
import { describe, expect, test } from 'vitest';
import type { OptOut } from '../../src/core/model.js';
import type { Approval, Evidence } from '../../src/core/observation.js';
import { account, DAY, desired, later, observation, person, snapshot } from '../fixtures/builders.js';
import { approval, optOut } from '../fixtures/opt-outs.js';
import { decisionOn, planOf, verdict } from '../fixtures/planning.js';

const OID = 'a'.repeat(40);
const EVIDENCE: Evidence = {
  commit: OID,
  blob: OID,
  head: OID,
  base: OID,
  mergedBy: 'sam',
  reviews: [],
  terms: { holds: ['departed'], maxDuration: 'P14D', approvals: 1 },
};

function planWith(one: OptOut, proofs: readonly Approval[], approvalSource: 'github' | 'none' = 'github') {
  const people = [person({ status: 'departed' })];
  const state = desired({ people, optOuts: [one], optOutPolicy: { approvalSource } });
  return planOf(state, snapshot([observation({ accounts: [account()] })], proofs));
}

const ana = (one: OptOut, proofs: readonly Approval[], source?: 'github' | 'none') =>
  verdict(decisionOn(planWith(one, proofs, source), 'ana'));

describe('when a proof tells the terms of then', () => {
  const proven = [approval({ evidence: EVIDENCE })];

  test('a reason that holds nothing today holds what it held', () => {
    expect(ana(optOut({ holds: [] }), proven)).toBe('exempt departed opt-out');
  });

  test('a reason that holds more today holds no more than it held', () => {
    const narrow = { ...EVIDENCE, terms: { holds: ['suspended'] as const, maxDuration: 'P14D', approvals: 1 } };
    expect(ana(optOut(), [approval({ evidence: narrow })])).toBe('revoke departed');
  });

  test('a duration that is longer today does not reach back, and a shorter one does not cut it off', () => {
    const long = optOut({ maxDuration: 365 * DAY, expiresAt: later(20 * DAY) });
    expect(ana(long, proven)).toBe('revoke departed');
    expect(planWith(long, proven).invalidOptOuts).toEqual(['optouts/opt-out.yaml']);
    expect(ana(optOut({ maxDuration: 1, expiresAt: later(10 * DAY) }), proven)).toBe('exempt departed opt-out');
  });

  test('what today’s policy speaks against holds all the same', () => {
    const drifted = { ...optOut(), drifted: true };
    expect(ana(drifted, proven)).toBe('exempt departed opt-out');
    expect(planWith(drifted, proven).invalidOptOuts).toEqual([]);
  });
});

describe('when no proof tells them, today’s policy decides', () => {
  const drifted = { ...optOut(), drifted: true };

  test.each([
    ['there is no entry', []],
    ['the entry is approved and has no evidence', [approval()]],
    ['the evidence has no terms', [approval({ evidence: { ...EVIDENCE, terms: null } })]],
  ])('%s: it is invalid, exempts nobody, and is named', (_, proofs) => {
    expect(ana(drifted, proofs)).toBe('revoke departed');
    expect(planWith(drifted, proofs).invalidOptOuts).toEqual(['optouts/opt-out.yaml']);
  });

  test('where it could not be read, nobody is revoked on its account (law 3)', () => {
    expect(ana(drifted, [approval({ verdict: 'unverifiable' })])).toBe('review approval-unverifiable');
  });

  test('a sound one needs no evidence, as a snapshot that others wrote has none', () => {
    expect(ana(optOut(), [approval()])).toBe('exempt departed opt-out');
  });
});
