/** Whether a request that failed is made again, and when: pure, the same for all vendors. */
import type { Instant } from '../core/time.js';
import type { Rules, Waits } from './rules.js';

/** What a failed attempt means. `asked`: how long the vendor said to wait, in milliseconds; null where it said nothing. */
export type Setback =
  /** Turned away before anything was done: also a change may be made again. */
  | { readonly kind: 'limit'; readonly asked: number | null }
  /** A 5xx, a time-out, a connection that broke: it may have happened. */
  | { readonly kind: 'passing'; readonly asked: number | null }
  /** Nobody answers at that address at all. */
  | { readonly kind: 'nobody' }
  /** An answer that asking again would not change. */
  | { readonly kind: 'final' };

/** A read may be repeated whatever came of it; a change only where it is known that nothing was done. */
export type Repeats = 'read' | 'change';

/** Since when something has been failing without an answer in between: a request, an operation, or all of a client's. */
export interface Trouble {
  readonly since: Instant;
  readonly kind: 'limit' | 'passing';
  /** Since when of this kind. */
  readonly ofKind: Instant;
  /** The latest failure. */
  readonly last: Instant;
}

/** What the next step depends on. */
export interface Moment {
  readonly now: Instant;
  /** How often this request has waited for the same kind of setback. */
  readonly round: number;
  /** The request's own trouble first, and those that it shares with others. */
  readonly troubles: readonly [Trouble, ...Trouble[]];
  /** Whether anything has been answered so far, to whomever. */
  readonly answered: boolean;
  /** Between 0 and 1. */
  readonly random: number;
}

/** `unrepeatable`: it may have happened, and is not to happen twice. */
export type End = {
  readonly kind: 'end';
  readonly why: 'final' | 'unrepeatable' | 'deadline';
  /** For how long it had been failing by then, and how long the next wait would have been. */
  readonly tried: number;
  readonly wait: number;
};
export type Next = { readonly kind: 'wait'; readonly milliseconds: number } | End;

/** Long after the last failure, the next one is a trouble of its own. */
const FORGOTTEN = 10 * 60_000;

/** What to do after a failed attempt: wait as long as the vendor asks, else ever longer, and never past a deadline. */
export function nextStep(rules: Rules, setback: Setback, repeats: Repeats, moment: Moment): Next {
  const { now, troubles } = moment;
  const tried = now - Math.min(...troubles.map(({ since }) => since));
  if (setback.kind === 'final') return { kind: 'end', why: 'final', tried, wait: 0 };
  if (setback.kind !== 'limit' && repeats === 'change') return { kind: 'end', why: 'unrepeatable', tried, wait: 0 };
  const wait = waitFor(rules, setback, moment);
  return now + wait > deadlineOf(rules, setback, moment)
    ? { kind: 'end', why: 'deadline', tried, wait }
    : { kind: 'wait', milliseconds: wait };
}

function waitFor(rules: Rules, setback: Exclude<Setback, { kind: 'final' }>, { round, random }: Moment): number {
  if (setback.kind === 'limit') return setback.asked ?? grown(rules.limit, round, random);
  const wait = grown(rules.passing, round, random);
  return setback.kind === 'passing' ? Math.max(setback.asked ?? 0, wait) : wait;
}

function grown({ first, longest, jitter }: Waits, round: number, random: number): number {
  const full = Math.min(longest, first * 2 ** Math.min(round, 30));
  return Math.round(full * (jitter.from + (jitter.to - jitter.from) * random));
}

/** Of one kind as long as its own deadline; of kinds in turn, as long as the longer of the two. */
function deadlineOf(rules: Rules, { kind }: Setback, { troubles, answered }: Moment): number {
  const nobody = kind === 'nobody' && !answered;
  const own = nobody ? rules.nobody.deadline : kind === 'limit' ? rules.limit.deadline : rules.passing.deadline;
  const longest = Math.max(own, rules.limit.deadline, rules.passing.deadline);
  return Math.min(...troubles.flatMap(({ since, ofKind }) => [ofKind + own, since + longest]));
}

/** The trouble after another failure: an answer of another kind, such as a limit after a 5xx, begins anew. */
export function troubleAfter(before: Trouble | null, { kind }: Setback, now: Instant): Trouble {
  const sort = kind === 'limit' ? 'limit' : 'passing';
  if (before === null) return { since: now, kind: sort, ofKind: now, last: now };
  return { ...before, kind: sort, ofKind: before.kind === sort ? before.ofKind : now, last: now };
}

/** A trouble that others left behind, null where it is too long ago to count. */
export function remembered(trouble: Trouble | null, now: Instant): Trouble | null {
  return trouble !== null && now - trouble.last <= FORGOTTEN ? trouble : null;
}
