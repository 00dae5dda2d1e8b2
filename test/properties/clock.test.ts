/** By a clock that is not trusted nothing is taken from anybody, whatever it says (law 11, and a row of the faults). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/core/decision.js';
import { executable, guard } from '../../src/core/guard.js';
import type { Snapshot } from '../../src/core/observation.js';
import { plan } from '../../src/core/plan.js';
import type { Instant } from '../../src/core/time.js';
import { DAY, NOW } from '../fixtures/builders.js';
import { CASES, RUNS, TIMEOUT, type World, world } from './worlds.js';

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
    other: (NOW + by) as Instant,
  }));

const revoked = (decisions: readonly Decision[]) => decisions.filter(({ kind }) => kind === 'revoke');
/** An entitlement is judged only where its account is kept, which the time may say; an account is judged always. */
const ofAccounts = (decisions: readonly Decision[]) => decisions.filter(({ entitlement }) => entitlement === null);

describe(`with a clock that is more than five minutes off, ${CASES}`, () => {
  test(
    'which accounts are revoked, why and how does not depend on the time',
    () =>
      fc.assert(
        fc.property(inWorlds(beyond), ({ of: { desired, snapshot }, other }) => {
          const now = plan(desired, snapshot, NOW).decisions;
          const later = plan(desired, snapshot, other).decisions;
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
        fc.property(inWorlds(beyond), ({ of: { desired, snapshot }, other }) => {
          const before = new Map(plan(desired, snapshot, NOW).decisions.map((one) => [one.id, one.kind]));
          for (const { id } of revoked(plan(desired, snapshot, other).decisions)) {
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
        fc.property(inWorlds(beyond), ({ of: { desired, snapshot }, other }) => {
          const made = plan(desired, snapshot, other);
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
    'what the guards let through does not depend on the time either',
    () =>
      fc.assert(
        fc.property(inWorlds(beyond), ({ of: { desired, snapshot }, other }) => {
          // Where entitlements are managed, whether one is judged at all depends on its account being kept.
          const systems = desired.systems.map((one) => ({ ...one, entitlements: 'ignore' }) as const);
          const state = { ...desired, systems };
          const through = (now: Instant) => executable(guard(plan(state, snapshot, now), state, snapshot.approvals));
          expect(through(other)).toEqual(through(NOW));
        }),
        RUNS,
      ),
    TIMEOUT,
  );
});

describe(`with a clock that is five minutes off or less, ${CASES}`, () => {
  test(
    'the plan is the same as with one that is not, byte for byte',
    () =>
      fc.assert(
        fc.property(inWorlds(within), ({ of, plain, other }) => {
          expect(plan(of.desired, of.snapshot, other)).toEqual(plan(plain.desired, plain.snapshot, other));
        }),
        RUNS,
      ),
    TIMEOUT,
  );
});
