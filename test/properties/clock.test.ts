/** By a clock that is not trusted nothing is taken from anybody, whatever it says (law 11, and a row of the faults). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/core/decision.js';
import { guard } from '../../src/core/guard.js';
import type { Snapshot } from '../../src/core/observation.js';
import { plan } from '../../src/core/plan.js';
import type { Instant } from '../../src/core/time.js';
import { DAY, NOW } from '../fixtures/builders.js';
import { RUNS, TIMEOUT, type World, world } from './worlds.js';

const YEARS = 3653 * DAY;
const beyond = fc
  .tuple(fc.integer({ min: 301, max: 400_000_000 }), fc.boolean())
  .map(([seconds, behind]) => (behind ? -seconds : seconds));
const within = fc.integer({ min: -300, max: 300 });
/** How far the time is moved: to every moment of the worlds, and ten years either way. */
const moved = fc.oneof(
  fc.constantFrom(-YEARS, YEARS, -40 * DAY, -DAY, -1, 1, DAY, 41 * DAY),
  fc.integer({ min: -YEARS, max: YEARS }),
);

/** The clock of the host, or of the system at that place of the snapshot, is off. */
function skewed(seen: Snapshot, seconds: number, whose: number): Snapshot {
  const at = whose % (seen.systems.length + 1);
  if (at === seen.systems.length) return { ...seen, clockSkew: seconds };
  return { ...seen, systems: seen.systems.map((one, index) => (index === at ? { ...one, clockSkew: seconds } : one)) };
}

const inWorlds = (skew: fc.Arbitrary<number>) =>
  fc.record({ of: world, skew, whose: fc.nat(3), by: moved }).map(({ of, skew: seconds, whose, by }) => ({
    of: { ...of, snapshot: skewed(of.snapshot, seconds, whose) } satisfies World,
    plain: of,
    then: (NOW + by) as Instant,
  }));

const revoked = (decisions: readonly Decision[]) => decisions.filter(({ kind }) => kind === 'revoke');
/** An entitlement is judged only where its account is kept, which the time may say; an account is judged always. */
const ofAccounts = (decisions: readonly Decision[]) => decisions.filter(({ entitlement }) => entitlement === null);

describe('with a clock that is more than five minutes off', () => {
  test(
    'which accounts are revoked, why and how does not depend on the time',
    () =>
      fc.assert(
        fc.property(inWorlds(beyond), ({ of: { desired, snapshot }, then }) => {
          const now = plan(desired, snapshot, NOW).decisions;
          const later = plan(desired, snapshot, then).decisions;
          expect(revoked(ofAccounts(later))).toEqual(revoked(ofAccounts(now)));
        }),
        RUNS,
      ),
    TIMEOUT,
  );

  test(
    'no entitlement is revoked at one time that was decided otherwise at another',
    () =>
      fc.assert(
        fc.property(inWorlds(beyond), ({ of: { desired, snapshot }, then }) => {
          const before = new Map(plan(desired, snapshot, NOW).decisions.map((one) => [one.id, one.kind]));
          for (const { id } of revoked(plan(desired, snapshot, then).decisions)) {
            expect(['revoke', undefined]).toContain(before.get(id));
          }
        }),
        RUNS,
      ),
    TIMEOUT,
  );

  test(
    'nothing is deleted, nothing is said to have lapsed, and the plan says whose clock it is',
    () =>
      fc.assert(
        fc.property(inWorlds(beyond), ({ of: { desired, snapshot }, then }) => {
          const made = plan(desired, snapshot, then);
          expect(made.clockSkew).not.toBeNull();
          for (const decision of made.decisions) {
            if (decision.kind === 'revoke') expect(decision).toMatchObject({ stage: 'suspend', lapsedOptOut: null });
          }
        }),
        RUNS,
      ),
    TIMEOUT,
  );

  test(
    'the guards halt what they halt, whatever the time',
    () =>
      fc.assert(
        fc.property(inWorlds(beyond), ({ of: { desired, snapshot }, then }) => {
          // Entitlements come and go with the time; the caps of accounts are what is looked at here.
          const accounts = {
            ...desired,
            systems: desired.systems.map((one) => ({ ...one, entitlements: 'ignore' }) as const),
          };
          const at = (now: Instant) =>
            guard(plan(accounts, snapshot, now), accounts, snapshot.approvals).systems.map((one) => one.guard);
          expect(at(then)).toEqual(at(NOW));
        }),
        RUNS,
      ),
    TIMEOUT,
  );
});

describe('with a clock that is five minutes off or less', () => {
  test(
    'the plan is the same as with one that is not, byte for byte',
    () =>
      fc.assert(
        fc.property(inWorlds(within), ({ of, plain, then }) => {
          expect(plan(of.desired, of.snapshot, then)).toEqual(plan(plain.desired, plain.snapshot, then));
        }),
        RUNS,
      ),
    TIMEOUT,
  );
});
