/** Which reminders are due at one instant: an opt-out that lapses soon or whose owner left, a person who leaves soon. */
import type { DesiredState, OptOut, Person } from './model.js';
import type { Approval } from './observation.js';
import { byTerms } from './opt-out.js';
import { hasDeparted } from './roster.js';
import { type Standing, standingOf } from './standing.js';
import { type Duration, formatInstant, type Instant } from './time.js';

export type Reminder = {
  /** The same reminder has the same key at every run; an end that was moved has another. */
  readonly key: string;
  /** How long before the end it is due; of an owner who left: from then on until the end. */
  readonly before: Duration;
  /** When the opt-out lapses, or the person leaves. */
  readonly at: Instant;
} & (
  | {
      /** `owner`: whoever answers for it has departed, and somebody else has to. */
      readonly kind: 'opt-out' | 'owner';
      /** By the terms that it was approved under. */
      readonly optOut: OptOut;
      /** The pull request that it was approved in; null where nobody knows, or no proof is asked for. */
      readonly pullRequest: number | null;
    }
  | { readonly kind: 'departure'; readonly person: Person }
);

/**
 * Reminders that are due at `now`: of opt-outs in force that have lost their owner, and by the policy's `remindBefore`;
 * opt-outs first, each in order of its end. Of several times that have passed only the last one counts, so that what is
 * first seen late brings one reminder and not three.
 */
export function dueReminders(desired: DesiredState, approvals: readonly Approval[], now: Instant): readonly Reminder[] {
  const { remindBefore, approvalSource } = desired.optOutPolicy;
  const proofs = new Map(approvals.map((approval) => [approval.optOut, approval]));
  const inForce = desired.optOuts.filter((optOut) => {
    return HOLDS.has(standingOf(optOut, proofs.get(optOut.id), desired.optOutPolicy, now).standing);
  });
  const departed = new Set(desired.people.filter((person) => hasDeparted(person, now)).map(({ id }) => id));
  const ofOptOuts = inForce.flatMap((written): Reminder[] => {
    const proof = approvalSource === 'none' ? undefined : proofs.get(written.id);
    const optOut = byTerms(written, proof);
    const { id, owner, expiresAt } = optOut;
    const common = { at: expiresAt, optOut, pullRequest: proof?.pullRequest ?? null };
    const before = lastPassed(remindBefore, expiresAt, now);
    const ownerless = `owner ${id} ${owner} until ${formatInstant(expiresAt)}`;
    return [
      ...(departed.has(owner) ? [{ ...common, kind: 'owner' as const, key: ownerless, before: expiresAt - now }] : []),
      ...(before === null ? [] : [{ ...common, kind: 'opt-out' as const, ...dueOf('opt-out', id, before, expiresAt) }]),
    ];
  });
  const leaving = desired.people.flatMap((person): Reminder[] => {
    if (person.leavesAt === null || hasDeparted(person, now)) return [];
    const before = lastPassed(remindBefore, person.leavesAt, now);
    return before === null
      ? []
      : [{ kind: 'departure', ...dueOf('departure', person.id, before, person.leavesAt), person }];
  });
  return [...ofOptOuts.sort(inOrder), ...leaving.sort(inOrder)];
}

const HOLDS: ReadonlySet<Standing> = new Set(['active', 'expiring']);

/** The last of the times before `end` that has passed by `now`; null where none has. */
function lastPassed(remindBefore: readonly Duration[], end: Instant, now: Instant): Duration | null {
  const passed = remindBefore.filter((before) => now >= end - before);
  return passed.length === 0 ? null : Math.min(...passed);
}

function dueOf(kind: 'opt-out' | 'departure', id: string, before: Duration, at: Instant) {
  return { key: `${kind} ${id} ${before / 1000}s before ${formatInstant(at)}`, before, at };
}

function inOrder(one: Reminder, other: Reminder): number {
  return one.at - other.at || (one.key < other.key ? -1 : 1);
}
