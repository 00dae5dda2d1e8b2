/** What earlier runs revoked, seen from a later one: what is there again, and what was left for later. */
import type { Decision, Drift } from '../core/decision.js';
import type { JournalEvent } from './event.js';
import { type Revocation, revocationsOf } from './history.js';

/** Endings after which what was taken should be gone, and nothing takes it up again by itself. */
type Done = Drift['ending'];

/**
 * The revocations planned that were carried out before, that nobody restored since: something grants them anew. Taking up
 * what was cut off or failed is no drift, but for what was gone before that; nor is deleting what was suspended. Whether
 * the person was active in between is not in the journal.
 */
export function driftIn(decisions: readonly Decision[], events: readonly JournalEvent[]): readonly Drift[] {
  const byDecision = new Map<string, Revocation[]>();
  for (const revocation of revocationsOf(events)) {
    const there = byDecision.get(revocation.decision.id);
    if (there === undefined) byDecision.set(revocation.decision.id, [revocation]);
    else there.push(revocation);
  }
  return decisions.flatMap((decision): Drift[] => {
    if (decision.kind !== 'revoke' || decision.stage !== 'suspend') return [];
    const before = lastDone(byDecision.get(decision.id) ?? []);
    return before === null ? [] : [{ decision: decision.id, ...before }];
  });
}

/** The latest that was carried out, behind attempts that were not; null where one since was brought back. */
function lastDone(all: readonly Revocation[]): Omit<Drift, 'decision'> | null {
  for (const { id, begunAt, ending, restoration } of [...all].reverse()) {
    if (restoration !== null) return null;
    if (isDone(ending)) return { revocation: id, revokedAt: begunAt, ending };
  }
  return null;
}

function isDone(ending: Revocation['ending']): ending is Done {
  return ending === 'verified' || ending === 'residual' || ending === 'manual';
}

/**
 * Revocations that were carried out and left something: what ends by itself, or what only a person can do. The latest of
 * each decision, where nobody brought it back; oldest first.
 */
export function leftBehind(events: readonly JournalEvent[]): readonly Revocation[] {
  const latest = new Map<string, Revocation>();
  for (const revocation of revocationsOf(events)) latest.set(revocation.decision.id, revocation);
  return [...latest.values()].filter(
    ({ ending, restoration }) => restoration === null && (ending === 'residual' || ending === 'manual'),
  );
}
