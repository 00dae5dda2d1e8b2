/** Times as a person gives them: RFC 3339, or a span from some moment. */
import { after, type Duration, formatInstant, type Instant, parseDuration, parseInstant } from '../../core/time.js';

/** A time, and as what it stands in the file. */
export interface GivenTime {
  readonly at: Instant;
  readonly text: string;
}

const SHORT = /^(\d{1,5})([wdhm])$/i;
const UNITS: Readonly<Record<string, Duration>> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000 };

/** The time that a text names: with an offset as it is, a span (`P7D`, `7d`, `36h`) from `base`. Null where it is neither. */
export function timeFrom(text: string, base: Instant): GivenTime | null {
  const at = parseInstant(text);
  if (at !== null) return { at, text };
  const span = spanOf(text);
  if (span === null || span === 0) return null;
  const reached = wholeSecond(after(base, span));
  return { at: reached, text: formatInstant(reached) };
}

/** `P7D`, `7d`, `36h` in milliseconds; null for anything else. */
export function spanOf(text: string): Duration | null {
  const [, number, unit = ''] = SHORT.exec(text) ?? [];
  return number === undefined ? parseDuration(text) : Number(number) * (UNITS[unit.toLowerCase()] ?? 0);
}

/** The second that has begun: a file needs no milliseconds, and rounding up would exceed a reason's longest. */
export function wholeSecond(at: Instant): Instant {
  return (Math.floor(at / 1000) * 1000) as Instant;
}
