/** How far a server's clock is from ours, by the `Date` header of its answers. */
import type { Instant } from './time.js';

/** A `Date` header tells whole seconds: the server's clock showed up to this much more, in milliseconds. */
const RESOLUTION = 999;

/** One answer: what it said and, by our clock, when the request left and when the answer came. */
export interface Dated {
  /** The header's text; null or undefined where the answer has none. */
  readonly date: string | null | undefined;
  readonly sent: Instant;
  readonly received: Instant;
}

/**
 * Server's clock − our clock in milliseconds. The header was written at some moment between sending and receiving, so that
 * a range of values agrees with it: of these the one of smallest magnitude, 0 where our clock may be right. Null where the
 * header is absent or no date.
 */
export function clockSkew({ date, sent, received }: Dated): number | null {
  const told = httpDate(date);
  if (told === null) return null;
  // Our own clock may have been set back in between.
  const least = told - Math.max(sent, received);
  const most = told + RESOLUTION - Math.min(sent, received);
  if (least > 0) return least;
  return most < 0 ? most : 0;
}

/**
 * The time that an HTTP header names, in the one form that servers may send ("RFC 9110: HTTP Semantics", 5.6.7,
 * IMF-fixdate); null for anything else, of which `Date.parse` alone would take nearly all for a date.
 */
export function httpDate(text: unknown): Instant | null {
  const told = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(told) && new Date(told).toUTCString() === text ? (told as Instant) : null;
}

/** Of two skews the one of larger magnitude; null only where neither is known. */
export function largerSkew(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.abs(b) > Math.abs(a) ? b : a;
}
