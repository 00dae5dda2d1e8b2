/** Where instants lie on the time line of opt-outs: shares of its width, from 0 on the left to 1 on the right. */
import { type Duration, type Instant, instantOf } from '../../core/time.js';
import type { PageEntry } from './model.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** At least so much lies ahead, where the last end does. */
const NEAREST = 14 * DAY;
/** How much of the width lies behind us. */
const BEHIND = 0.22;
/** Marks, at the closest; as many as fit beside each other. */
const STEPS = [3 * HOUR, 6 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY, 14 * DAY] as const;
const MOST_MARKS = 8;
/** 5 January 1970 was a Monday. */
const FIRST_MONDAY = 4 * DAY;

export interface Axis {
  readonly from: Instant;
  readonly to: Instant;
  readonly now: number;
  readonly marks: readonly { readonly at: Instant; readonly share: number; readonly hours: boolean }[];
  /** The share of an instant; outside of the axis below 0 or above 1. */
  shareOf(at: Instant): number;
}

export function axisOf(entries: readonly PageEntry[], now: Instant): Axis {
  const ahead = entries
    .map(({ terms }) => (terms === null ? 0 : instantOf(terms.expiresAt) - now))
    .sort((one, other) => one - other);
  const [middle = 0, last = 0] = [ahead[ahead.length >> 1], ahead.at(-1)];
  // What ends far beyond most others is drawn to the edge: a leave of half a year would make all of them too small to see.
  // A little more than the last end, so that its bar does not touch the edge.
  const horizon: Duration = Math.max(12 * HOUR, Math.min(last * 1.06, Math.max(NEAREST, 3 * middle)));
  const whole = horizon / (1 - BEHIND);
  const from = Math.floor(now - whole * BEHIND) as Instant;
  const to = Math.ceil(from + whole) as Instant;
  const shareOf = (at: Instant) => (at - from) / (to - from);
  const step = STEPS.find((one) => (to - from) / one <= MOST_MARKS) ?? STEPS[STEPS.length - 1] ?? DAY;
  const base = step >= 7 * DAY ? FIRST_MONDAY : 0;
  const marks = [];
  for (let at = Math.ceil((from - base) / step) * step + base; at < to; at += step) {
    const share = shareOf(at as Instant);
    if (share > 0.06 && share < 0.95) marks.push({ at: at as Instant, share, hours: step < DAY });
  }
  return { from, to, now: shareOf(now), marks, shareOf };
}
