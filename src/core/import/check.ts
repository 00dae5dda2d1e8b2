/** A roster that is written from guesses must take nothing away that is not taken away without it. */
import type { Decision } from '../decision.js';
import type { DesiredState } from '../model.js';
import type { Snapshot } from '../observation.js';
import { plan } from '../plan.js';
import type { Instant } from '../time.js';

/**
 * Revocations by their ids that the roster after brings about and the one before does not; but of orphans, which are nobody's
 * in both. Who was held back as a last administrator may go as soon as there are others.
 */
export function addedRevocations(
  before: DesiredState,
  after: DesiredState,
  snapshot: Snapshot,
  now: Instant,
): readonly string[] {
  const expected = new Set(plan(before, snapshot, now).decisions.filter(isDue).map(keyOf));
  return plan(after, snapshot, now)
    .decisions.filter((one) => one.kind === 'revoke' && one.reason !== 'orphaned' && !expected.has(keyOf(one)))
    .map(({ id }) => id);
}

function isDue(decision: Decision): boolean {
  return decision.kind === 'revoke' || (decision.kind === 'review' && decision.why === 'last-admin');
}

function keyOf(decision: Decision): string {
  return `${decision.id} ${'reason' in decision ? decision.reason : ''}`;
}
