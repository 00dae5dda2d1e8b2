/** What AWS's answers mean to the one policy of `src/retry`, and how the SDK is kept from a policy of its own. */
import type { Instant } from '../core/time.js';
import { LeaverError } from '../errors.js';
import { retryAfter, serverTime } from '../retry/asked.js';
import { isNobody } from '../retry/network.js';
import type { Setback } from '../retry/policy.js';
import { codeOf, isThrottling, isUnclear } from './codes.js';

/** The SDK makes a request once: it would wait by the machine's own clock, and by rules of its own. */
export const ONCE = { maxAttempts: 1 } as const;

/** IAM's answers while another change of the same thing is under way ("Common errors", the errors of `TagUser`). */
const MEANWHILE: ReadonlySet<string> = new Set(['EntityTemporarilyUnmodifiable', 'ConcurrentModification']);
/** What IAM says where it refuses a signature for its time alone. */
const SKEWED = /^(RequestExpired|RequestInTheFuture|RequestTimeTooSkewed|SignatureDoesNotMatch|InvalidSignature)/;

type Headers = Readonly<Record<string, string | undefined>>;
interface Thrown {
  readonly code?: unknown;
  readonly $metadata?: { readonly clockSkewCorrected?: boolean };
  readonly $response?: { readonly headers?: Headers };
}

/** What a failed request means. A full quota (`LimitExceeded`) is no limit of requests: no waiting helps. */
export function setbackOf(error: unknown, now: Instant): Setback {
  // One that was told already was also waited for already.
  if (!(error instanceof Error) || error instanceof LeaverError) return { kind: 'final' };
  const { code, $metadata, $response } = error as Error & Thrown;
  const asked = askedBy($response?.headers ?? {}, now);
  if (isThrottling(error) || MEANWHILE.has(codeOf(error))) return { kind: 'limit', asked };
  // Our clock is off: by now the SDK knows by how much, and signs with the right time from here on.
  if ($metadata?.clockSkewCorrected === true && SKEWED.test(error.name)) return { kind: 'limit', asked };
  if (isNobody(String(code ?? ''))) return { kind: 'nobody' };
  return isUnclear(error) ? { kind: 'passing', asked } : { kind: 'final' };
}

/** Names in lower case, as the SDK's HTTP handler gives them. `x-amz-retry-after` is in milliseconds. */
function askedBy(headers: Headers, now: Instant): number | null {
  const own = headers['x-amz-retry-after'] ?? '';
  if (/^\d+$/.test(own)) return Number(own);
  return retryAfter(headers['retry-after'], serverTime(headers['date'], now));
}
