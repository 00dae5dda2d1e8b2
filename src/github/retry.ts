import { LeaverError } from '../errors.js';
import type { Clock } from '../ports/ports.js';
import { type Failure, failureOf } from './failures.js';

/** How requests are paced and repeated. Times in milliseconds. */
export interface Patience {
  readonly clock: Clock;
  /** How long one request waits for rate limits in all before it gives up. */
  readonly deadline: number;
  /** Between 0 and 1. */
  readonly random: () => number;
}

const MINUTE = 60_000;
const LIMIT_WORDS = /rate limit/i;

/**
 * Repeats a request that GitHub turned away for a rate limit, which did nothing, until the deadline: `rate-limited`
 * then ("Rate limits for the REST API", "Best practices for using the REST API").
 */
export async function throughLimits<Result>(patience: Patience, attempt: () => Promise<Result>): Promise<Result> {
  const { clock, deadline, random } = patience;
  const began = clock.now();
  let waited = 0;
  for (let round = 0; ; round += 1) {
    try {
      return await attempt();
    } catch (error) {
      const failure = failureOf(error);
      if (!isLimit(failure)) throw error;
      const wait = waitOf(failure, round, clock.now(), random());
      if (Math.max(waited, clock.now() - began) + wait > deadline) {
        throw new LeaverError('rate-limited', `GitHub's rate limit does not lift for another ${seconds(wait)} s`, {
          mend: 'Run again later, or with a GitHub App, whose limits are higher.',
          cause: { status: failure.status },
        });
      }
      waited += wait;
      await clock.sleep(wait);
    }
  }
}

/** Whether it was a limit: 429, a 403 that says so, or GraphQL's and others' errors that come as HTTP 200. */
export function isLimit({ status, headers, message, body }: Failure): boolean {
  if (status === 429) return true;
  if (status === 403) {
    return 'retry-after' in headers || headers['x-ratelimit-remaining'] === '0' || LIMIT_WORDS.test(message);
  }
  return status === 200 && (LIMIT_WORDS.test(message) || errorsOf(body).some(isLimitError));
}

function isLimitError(error: { type?: unknown; message?: unknown }): boolean {
  return error.type === 'RATE_LIMITED' || error.type === 'RATE_LIMIT' || LIMIT_WORDS.test(String(error.message ?? ''));
}

/** The errors in a GraphQL answer. */
export function errorsOf(body: unknown): readonly { type?: unknown; message?: unknown }[] {
  const errors = typeof body === 'object' && body !== null && 'errors' in body ? body.errors : null;
  return Array.isArray(errors) ? errors : [];
}

/** What GitHub asks for; where it says nothing at least a minute, doubling, with up to a tenth of jitter. */
function waitOf({ headers }: Failure, round: number, now: number, random: number): number {
  const after = headers['retry-after'];
  if (after !== undefined) {
    const text = String(after);
    const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
    if (Number.isFinite(wait)) return Math.max(wait, 1000);
  }
  const reset = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] === '0' && Number.isFinite(reset)) return Math.max(reset * 1000 - now, 0) + 1000;
  return MINUTE * 2 ** Math.min(round, 6) * (1 + random / 10);
}

function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000);
}

/** How long to wait before the n-th repetition of something that failed in passing. */
export function backOff(repetition: number, random: number): number {
  return 1000 * repetition ** 2 * (1 + random / 10);
}

const BURST = 15;
const SECOND = 1000;

/**
 * Lets writes through one a second, after a burst small enough that a minute never holds more than the 80 that GitHub
 * allows ("Rate limits for the REST API", secondary limits).
 */
export function writePace(clock: Clock): () => Promise<void> {
  let tokens = BURST;
  let counted = clock.now();
  return async () => {
    const now = clock.now();
    tokens = Math.min(BURST, tokens + Math.max(0, now - counted) / SECOND) - 1;
    counted = now;
    // A debt is how many seconds the writes before this one have taken already.
    if (tokens < 0) await clock.sleep(-tokens * SECOND);
  };
}
