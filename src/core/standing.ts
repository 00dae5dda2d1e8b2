/** How one opt-out stands: one word, and a sentence why. */
import type { DesiredState, OptOut } from './model.js';
import type { Approval } from './observation.js';
import { byTerms, hasBegun, hasLapsed, isOverlong, optOutBook } from './opt-out.js';
import { type Duration, type Instant, instantOf } from './time.js';

/** `pending`: not begun, or not merged yet. `active` and `expiring` ones hold. The others exempt nobody. */
export type Standing = 'pending' | 'active' | 'expiring' | 'lapsed' | 'unapproved' | 'unverifiable' | 'invalid';

export interface Stands {
  readonly standing: Standing;
  /** Why, as a sentence without a full stop; empty where the word says it all. */
  readonly why: string;
}

/** Rules of the proof that say: this content is not in force yet, and nobody forged anything. */
const NOT_IN_FORCE: ReadonlySet<string> = new Set(['committed', 'merged']);

/**
 * The first of these that applies: lapsed, invalid, what the proof says, not begun, expiring, active. An opt-out without
 * an approval entry is unverifiable; where the policy asks for no proof, all count as approved.
 */
export function standingOf(
  optOut: OptOut,
  approval: Approval | undefined,
  { approvalSource, remindBefore }: Pick<DesiredState['optOutPolicy'], 'approvalSource' | 'remindBefore'>,
  now: Instant,
): Stands {
  if (hasLapsed(optOut, now)) return { standing: 'lapsed', why: 'it exempts nobody any more' };
  const proved = approvalSource === 'none' ? null : (refusedBy(optOut, approval, now) ?? proofOf(approval));
  if (proved !== null) return proved;
  if (!hasBegun(optOut, now)) return { standing: 'pending', why: 'it has not begun' };
  const soon = Math.max(0, ...remindBefore);
  return { standing: optOut.expiresAt - now <= soon ? 'expiring' : 'active', why: '' };
}

/** Invalid, where the plan refuses it whatever was approved: asked of the plan's own book, so that both say the same. */
function refusedBy(optOut: OptOut, approval: Approval | undefined, now: Instant): Stands | null {
  const book = optOutBook([optOut], approval === undefined ? [] : [approval], 'github', now);
  if (book.invalid.length === 0) return null;
  const why = isOverlong(byTerms(optOut, approval), approval)
    ? 'it lasts longer than its reason allows, counted from its merge'
    : "today's policy or roster speaks against it, and nothing proves that the one before its pull request did not";
  return { standing: 'invalid', why };
}

/** What stands in its way by the proof; null where nothing does. */
function proofOf(approval: Approval | undefined): Stands | null {
  if (approval === undefined) return { standing: 'unverifiable', why: 'nothing is known of its approval' };
  const { verdict, rule, why } = approval;
  if (verdict === 'unapproved' && rule !== null && NOT_IN_FORCE.has(rule)) return { standing: 'pending', why };
  return verdict === 'approved' ? null : { standing: verdict, why };
}

/** When it began, or begins: from its `startsAt`, else from its merge; null where nobody knows. */
export function beginningOf({ startsAt }: OptOut, approval: Approval | undefined): Instant | null {
  const mergedAt = approval?.mergedAt == null ? null : instantOf(approval.mergedAt);
  if (startsAt === null || mergedAt === null) return startsAt ?? mergedAt;
  return Math.max(startsAt, mergedAt) as Instant;
}

/** Which share of its time is left, from 1 to 0. Where nobody knows when it began, its reason's longest counts as its time. */
export function shareLeft(optOut: OptOut, approval: Approval | undefined, now: Instant): number {
  const { expiresAt, maxDuration } = byTerms(optOut, approval);
  const begins = beginningOf(optOut, approval);
  const whole: Duration = begins === null ? maxDuration : expiresAt - begins;
  if (whole <= 0) return 0;
  return Math.min(1, Math.max(0, (expiresAt - now) / whole));
}
