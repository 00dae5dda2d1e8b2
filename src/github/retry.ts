/** What GitHub's answers mean to the one policy of `src/retry`. */
import type { Instant } from '../core/time.js';
import { retryAfter, serverTime, untilReset } from '../retry/asked.js';
import { isNobody, networkCode } from '../retry/network.js';
import type { Setback } from '../retry/policy.js';
import { failureOf, isLimit, isNetwork } from './failures.js';

/** What a failed request means ("Rate limits for the REST API", "Best practices for using the REST API"). */
export function setbackOf(error: unknown, now: Instant): Setback {
  const failure = failureOf(error);
  const { status, headers } = failure;
  const server = serverTime(headers['date'], now);
  const after = retryAfter(headers['retry-after'], server);
  if (isLimit(failure)) {
    const reset = headers['x-ratelimit-remaining'] === '0' ? untilReset(headers['x-ratelimit-reset'], server) : null;
    return { kind: 'limit', asked: after ?? reset };
  }
  if (isNetwork(error)) return isNobody(networkCode(error)) ? { kind: 'nobody' } : { kind: 'passing', asked: null };
  const passing = status !== null && (status >= 500 || status === 408);
  return passing ? { kind: 'passing', asked: after } : { kind: 'final' };
}
