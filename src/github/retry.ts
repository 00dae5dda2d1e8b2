/** What GitHub's answers mean to the one policy of `src/retry`. */
import type { Instant } from '../core/time.js';
import { retryAfter, serverTime, untilReset } from '../retry/asked.js';
import type { Setback } from '../retry/policy.js';
import { failureOf, isLimit, isNetwork } from './failures.js';

const NOBODY = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

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
  if (isNetwork(error)) return NOBODY.test(networkCode(error)) ? { kind: 'nobody' } : { kind: 'passing', asked: null };
  const passing = status !== null && (status >= 500 || status === 408);
  return passing ? { kind: 'passing', asked: after } : { kind: 'final' };
}

/** The system's code of what `fetch` threw, which octokit wraps. */
function networkCode(error: unknown): string {
  for (let cause = error, depth = 0; depth < 4; depth += 1) {
    if (typeof cause !== 'object' || cause === null) break;
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
    cause = 'cause' in cause ? cause.cause : null;
  }
  return '';
}
