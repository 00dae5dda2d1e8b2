import type { Instant } from '../../core/time.js';
import type { Clock } from '../../ports/ports.js';

/** How long requests may fail without a single success before Leaver gives up, in milliseconds. */
export const DEADLINE = 5 * 60_000;
/** The same while nobody answers at that address and nobody has answered before: then it is wrong, or blocked. */
const NOBODY_DEADLINE = 20_000;
const NOBODY = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;

interface Token {
  getRetryCount(): number;
  getRetryDelay(): number;
}

interface Failure {
  readonly errorType: 'TRANSIENT' | 'THROTTLING' | 'SERVER_ERROR' | 'CLIENT_ERROR';
  readonly retryAfterHint?: Date;
  readonly error?: {
    readonly name: string;
    readonly code?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean };
  };
}

/** A retry strategy in the SDK's form (`RetryStrategyV2`), with the time of an injected clock. */
export interface DeadlineRetry {
  acquireInitialRetryToken(scope: string): Promise<Token>;
  refreshRetryTokenForRetry(token: Token, failure: Failure): Promise<Token>;
  recordSuccess(token: Token): void;
}

/** Since when nothing has worked: shared, so that many failing requests together wait no longer than one. */
export interface Trouble {
  since: Instant | null;
  /** Whether anything has worked so far. */
  worked: boolean;
}

/**
 * Waits a second, then doubling with jitter up to a minute, or what `Retry-After` says, until `DEADLINE` has passed since
 * the last success. IAM's throttling is a token bucket that fills again within seconds, so the first wait is short.
 * @param what `everything` that may pass; or only what IAM refused without doing it (`refused`), for changes: after a lost
 * reply one has to look first.
 */
export function deadlineRetry(clock: Clock, trouble: Trouble, what: 'everything' | 'refused'): DeadlineRetry {
  return {
    acquireInitialRetryToken: async () => tokenOf(0),
    recordSuccess: () => {
      trouble.since = null;
      trouble.worked = true;
    },
    refreshRetryTokenForRetry: async (token, failure) => {
      if (!worthRepeating(failure, what)) throw new Error('not to be repeated');
      const now = clock.now();
      trouble.since ??= now;
      const count = token.getRetryCount();
      const wait = waitFor(count, failure.retryAfterHint);
      if (now + wait > trouble.since + deadlineFor(failure, trouble)) throw new Error('the deadline has passed');
      await clock.sleep(wait);
      return tokenOf(count + 1);
    },
  };
}

function deadlineFor({ error }: Failure, { worked }: Trouble): number {
  return !worked && NOBODY.test(String(error?.code ?? '')) ? NOBODY_DEADLINE : DEADLINE;
}

function worthRepeating({ errorType, error }: Failure, what: 'everything' | 'refused'): boolean {
  // IAM's answer while another change of the same user is under way.
  if (error?.name === 'EntityTemporarilyUnmodifiable') return true;
  // A full quota, which the SDK takes for throttling: no waiting helps.
  if (error?.name.startsWith('LimitExceeded')) return false;
  if (errorType === 'THROTTLING') return true;
  if (isOnlySkewed(error)) return false;
  return what === 'everything' && (errorType === 'TRANSIENT' || errorType === 'SERVER_ERROR');
}

/** What IAM says where it refuses a signature for its time alone. */
const SKEWED = /^(RequestExpired|RequestInTheFuture|RequestTimeTooSkewed|SignatureDoesNotMatch|InvalidSignature)/;

/**
 * Where this machine's clock is off, the SDK takes every error for transient, since it has corrected the time it signs
 * with; but an answer such as `NoSuchEntity` stays what it is.
 */
function isOnlySkewed(error: Failure['error']): boolean {
  const { clockSkewCorrected = false, httpStatusCode = 0 } = error?.$metadata ?? {};
  return clockSkewCorrected && httpStatusCode < 500 && !SKEWED.test(error?.name ?? '');
}

function waitFor(count: number, retryAfter: Date | undefined): number {
  // The SDK counts `Retry-After` from the machine's own time, whatever clock was injected.
  if (retryAfter !== undefined) return Math.max(0, retryAfter.getTime() - Date.now());
  const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** count);
  return Math.round(longest / 2 + (Math.random() * longest) / 2);
}

function tokenOf(count: number): Token {
  return { getRetryCount: () => count, getRetryDelay: () => 0 };
}
