/** How long a vendor's headers ask to wait: pure. */
import { httpDate } from '../core/clock-skew.js';
import type { Instant } from '../core/time.js';

const SECOND = 1_000;

/**
 * `Retry-After`: seconds, or a date ("RFC 9110: HTTP Semantics", 10.2.3). Null where it is absent or neither; a second at
 * least, since whoever says 0 does not mean a storm.
 * @param server the server's clock by its own `Date`, else ours: a date of the server's is compared with nothing else
 */
export function retryAfter(header: unknown, server: Instant): number | null {
  const text = String(header ?? '');
  if (/^\d+$/.test(text)) return Math.max(Number(text), 1) * SECOND;
  const until = httpDate(text);
  return until === null ? null : Math.max(until - server, SECOND);
}

/** A time in seconds since 1970 at which a limit is lifted; a second later, since the last one is not over then. */
export function untilReset(header: unknown, server: Instant): number | null {
  if (!/^\d+$/.test(String(header ?? ''))) return null;
  return Math.max(Number(header) * SECOND - server, 0) + SECOND;
}

/** The time by the server's own clock, as its `Date` header tells it; ours where it does not. */
export function serverTime(header: unknown, now: Instant): Instant {
  return httpDate(header) ?? now;
}
