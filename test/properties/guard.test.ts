/** What holds of every guarded plan, whatever the world (law 4). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Revoke } from '../../src/core/decision.js';
import { classOf, executable, type GuardedPlan, guard, type Recent } from '../../src/core/guard.js';
import { allowedOf } from '../../src/core/guard-limits.js';
import type { System } from '../../src/core/model.js';
import { plan } from '../../src/core/plan.js';
import { accountId, NOW } from '../fixtures/builders.js';
import { CASES, RUNS, TIMEOUT, type World, world } from './worlds.js';

const RULES = ['maxRevocations', 'maxRevokedFraction'] as const;
const journal = fc.record({ people: fc.subarray(['a1', 'a2', 'x1', 'x2']), orphans: fc.subarray(['a3', 'y1', 'y2']) });
const accepted = fc.subarray([...RULES]).map((rules) => new Set(rules));

/** The limits of a system, read to the letter: the policy's, or the wider of an approved opt-out in force. */
function limitsOf({ desired, snapshot }: World, system: System) {
  const raised = desired.optOuts.flatMap((one) => {
    const verdict = snapshot.approvals.find(({ optOut }) => optOut === one.id)?.verdict;
    const approved = desired.optOutPolicy.approvalSource === 'none' || verdict === 'approved';
    const inForce = (one.startsAt === null || NOW >= one.startsAt) && NOW < one.expiresAt;
    if (!approved || !inForce || !one.systems.includes(system.id) || one.exempts.kind !== 'guards') return [];
    return [one.exempts.guards];
  });
  return {
    maxRevocations: Math.max(system.guards.maxRevocations, ...raised.map((one) => one.maxRevocations ?? 0)),
    // Generated in thousandths, so that whole numbers do for exact decimals.
    thousandths: Math.round(
      1000 * Math.max(system.guards.maxRevokedFraction, ...raised.map((one) => one.maxRevokedFraction ?? 0)),
    ),
  };
}

const distinct = (all: readonly Revoke[]): Set<string> => new Set(all.map(({ account }) => account.id));

/** The people whom the identity provider alone says to be gone are more than its own limits allow. */
function massivelyInactive(of: World, planned: readonly Revoke[], rules: ReadonlySet<string>): boolean {
  const provider = of.desired.systems.find(({ id }) => id === of.desired.identityProvider);
  const losing = new Set(planned.filter(({ reason }) => reason === 'idp-inactive').map(({ person }) => person)).size;
  if (provider === undefined || losing === 0) return false;
  const { maxRevocations, thousandths } = limitsOf(of, provider);
  const there = of.desired.people.filter(
    ({ accounts }) => provider.match.includes('email') || accounts.has(provider.id),
  ).length;
  const share = thousandths === 0 ? 0 : Math.max(1, Math.floor((thousandths * there) / 1000));
  const tooMany = losing > maxRevocations && !rules.has('maxRevocations');
  return tooMany || (losing > share && !rules.has('maxRevokedFraction'));
}

/** One class of one system: what was planned, what is carried out, and the violations that it met. */
function classes(made: GuardedPlan) {
  const revoked = executable(made);
  const planned = made.decisions.filter((one): one is Revoke => one.kind === 'revoke');
  return made.systems.flatMap(({ system, guard: verdict }) =>
    (['people', 'orphans'] as const).map((group) => {
      const own = (all: readonly Revoke[]) => all.filter((one) => one.system === system && classOf(one) === group);
      const violations = verdict.kind === 'halt' ? verdict.violations.filter((one) => one.class === group) : [];
      return { system, group, planned: own(planned), revoked: own(revoked), violations };
    }),
  );
}

/** How many accounts the fraction allows; as many as one likes where it does not apply. */
function shareOf({ snapshot }: World, system: System, thousandths: number): number {
  const observation = snapshot.systems.find((one) => one.system === system.id);
  if (observation?.completeness.kind === 'scoped') return Number.POSITIVE_INFINITY;
  if (thousandths === 0) return 0;
  return Math.max(1, Math.floor((thousandths * (observation?.accounts.length ?? 0)) / 1000));
}

describe(`law 4: guard what is executed, ${CASES}`, () => {
  test(
    'law 4: what would be carried out never exceeds a limit that nobody accepted, with the window counted in',
    () => {
      const property = fc.property(world, journal, accepted, (of, before, rules) => {
        const recent: Recent = (_, group) => new Set(group === 'inactive' ? [] : before[group].map(accountId));
        const made = guard(plan(of.desired, of.snapshot, NOW), of.desired, of.snapshot.approvals, recent, rules);
        const all = made.decisions.filter((one): one is Revoke => one.kind === 'revoke');
        const massive = massivelyInactive(of, all, rules);
        for (const { system: id, group, revoked, planned } of classes(made)) {
          const system = of.desired.systems.find((one) => one.id === id);
          if (system === undefined || planned.length === 0) continue;
          const { maxRevocations, thousandths } = limitsOf(of, system);
          const counted = new Set([...before[group], ...distinct(planned)]).size;
          const tooMany = counted > maxRevocations && !rules.has('maxRevocations');
          const tooGreat = counted > shareOf(of, system, thousandths) && !rules.has('maxRevokedFraction');
          const left = planned.filter(({ reason }) => !(massive && reason === 'idp-inactive'));
          expect(revoked).toEqual(tooMany || tooGreat ? [] : left);
        }
      });
      fc.assert(property, RUNS);
    },
    TIMEOUT,
  );

  test(
    'law 4: what is guarded is what is carried out, and a class is held back only where it halted',
    () => {
      const property = fc.property(world, (of) => {
        const made = guard(plan(of.desired, of.snapshot, NOW), of.desired, of.snapshot.approvals);
        for (const { planned, revoked, violations } of classes(made)) {
          for (const { actual, limit } of violations.filter(({ rule }) => rule !== 'emptySystem')) {
            expect(actual).toBe(distinct(planned).size);
            expect(actual).toBeGreaterThan(limit);
          }
          const all = made.decisions.filter((one): one is Revoke => one.kind === 'revoke');
          const massive = massivelyInactive(of, all, new Set());
          const left = planned.filter(({ reason }) => !(massive && reason === 'idp-inactive'));
          expect(revoked).toEqual(violations.length === 0 ? left : []);
        }
        for (const { system, revocations } of made.systems) {
          const there = made.decisions.filter((one): one is Revoke => one.kind === 'revoke' && one.system === system);
          expect(distinct(there).size).toBe(revocations);
        }
      });
      fc.assert(property, RUNS);
    },
    TIMEOUT,
  );

  test(
    'law 1: a system halts as hollow exactly where it is seen whole without an account, and somebody active has one there',
    () => {
      const property = fc.property(world, accepted, ({ desired, snapshot }, rules) => {
        const made = guard(plan(desired, snapshot, NOW), desired, snapshot.approvals, undefined, rules);
        for (const { system, guard: verdict } of made.systems) {
          const seen = snapshot.systems.find((one) => one.system === system);
          const here = desired.people.filter(
            ({ status, leavesAt }) => status === 'active' && !(NOW >= (leavesAt ?? Infinity)),
          );
          const claimed = [...here, ...desired.services].filter(
            ({ accounts }) => accounts.get(system) !== undefined,
          ).length;
          const hollow = seen?.completeness.kind === 'complete' && seen.accounts.length === 0 && claimed > 0;
          const found = verdict.kind === 'halt' ? verdict.violations.filter(({ rule }) => rule === 'emptySystem') : [];
          expect(found).toEqual(hollow ? [{ rule: 'emptySystem', class: 'people', limit: claimed, actual: 0 }] : []);
        }
      });
      fc.assert(property, RUNS);
    },
    TIMEOUT,
  );

  test(
    'law 4: a higher limit never revokes fewer, a longer journal never more',
    () => {
      const property = fc.property(world, journal, (of, before) => {
        const made = plan(of.desired, of.snapshot, NOW);
        const recent: Recent = (_, group) => new Set(group === 'inactive' ? [] : before[group].map(accountId));
        const higher = of.desired.systems.map((one) => ({
          ...one,
          guards: { ...one.guards, maxRevocations: one.guards.maxRevocations + 1, maxRevokedFraction: 1 },
        }));
        const ids = (state: World['desired'], seen?: Recent) =>
          new Set(executable(guard(made, state, of.snapshot.approvals, seen)).map(({ id }) => id));
        const usual = ids(of.desired);
        const wider = ids({ ...of.desired, systems: higher });
        expect([...usual].filter((id) => !wider.has(id))).toEqual([]);
        expect([...ids(of.desired, recent)].filter((id) => !usual.has(id))).toEqual([]);
      });
      fc.assert(property, RUNS);
    },
    TIMEOUT,
  );

  test(
    'law 4: a fraction allows its share in exact decimals, at least 1, and 0 allows none',
    () => {
      const digits = fc.integer({ min: 1, max: 7 });
      const property = fc.property(digits, fc.nat(), fc.nat(1_000_000), (places, value, observed) => {
        const scale = 10 ** places;
        const numerator = value % (scale + 1);
        const share = (BigInt(numerator) * BigInt(observed)) / BigInt(scale);
        const expected = numerator === 0 ? 0 : Math.max(1, Number(share));
        expect(allowedOf(Number(`${numerator}e-${places}`), observed)).toBe(expected);
      });
      fc.assert(property, RUNS);
    },
    TIMEOUT,
  );
});
