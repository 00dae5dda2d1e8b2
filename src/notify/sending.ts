/** How a channel tries: bounded in time, again where it makes sense, and with errors that show no address. */
import { type ErrorCode, LeaverError } from '../errors.js';
import type { Clock } from '../ports/ports.js';
import { retryAfter, serverTime } from '../retry/asked.js';
import { isNobody, networkCode } from '../retry/network.js';
import { patienceOf, triedFor } from '../retry/patience.js';
import type { Setback } from '../retry/policy.js';
import { RULES } from '../retry/rules.js';

/** A single try lasts so long at most, in milliseconds. */
export const PATIENCE = 10_000;

/** A try that failed: what to say of it, and whether another one makes sense. */
export interface Failed {
  readonly code: ErrorCode;
  readonly said: string;
  readonly mend: string;
  readonly setback: Setback;
  /** Some of those whom it goes to have it. */
  readonly partly?: true;
}

/** What a try throws. */
export function failedTry(failed: Failed): Error {
  return new LeaverError(failed.code, failed.said, { mend: failed.mend, cause: { failed } });
}

/** Whether some of those whom a message goes to have taken it: sent again, they would have it twice. */
export function isPartly(error: unknown): boolean {
  return failedOf(error)?.partly === true;
}

function failedOf(error: unknown): Failed | null {
  const cause = error instanceof LeaverError ? error.cause : null;
  return typeof cause === 'object' && cause !== null && 'failed' in cause ? (cause.failed as Failed) : null;
}

/** Makes a channel's tries, until one succeeds or no other would. Throws what the last one threw, with how long it took. */
export function trier(
  clock: Clock,
  random: () => number = Math.random,
): (attempt: () => Promise<void>, until?: AbortSignal) => Promise<void> {
  const { persist } = patienceOf({ rules: RULES.channels, clock, random });
  const setbackOf = (error: unknown): Setback => failedOf(error)?.setback ?? { kind: 'final' };
  return async (attempt, until) => {
    const once = async (): Promise<void> => {
      until?.throwIfAborted();
      await attempt();
    };
    try {
      // A message has its own id, or may come twice: it is never to come not at all.
      await persist({ operation: 'send', repeats: 'read', setbackOf }, once);
    } catch (error) {
      const failed = failedOf(error);
      if (failed === null) throw error;
      throw failedTry({ ...failed, said: `${failed.said}${triedFor(error)}` });
    }
  };
}

/** A time, by the machine's own clock, after which nobody waits any more. */
export interface Deadline {
  /** What it comes to in time. Throws `unreachable` after that, and then begins nothing; what goes on is told by the signal. */
  meet<Result>(act: (until: AbortSignal) => Promise<Result>): Promise<Result>;
  /** To be called at the end, so that no timer keeps the process from its own. */
  over(): void;
}

/** @param said what the error says where it is missed */
export function deadlineIn(milliseconds: number, said: string): Deadline {
  const late = new AbortController();
  const missed = () => new LeaverError('unreachable', said);
  const timer = setTimeout(() => late.abort(missed()), milliseconds);
  const { signal } = late;
  return {
    meet: (act) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(missed());
        signal.addEventListener('abort', () => reject(missed()), { once: true });
        act(signal).then(resolve, reject);
      }),
    over: () => clearTimeout(timer),
  };
}

/** What is known of an HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

/** An HTTP answer other than 2xx, as the failure of a try ("RFC 9110: HTTP Semantics", 15). */
export function refusalOf({ status, headers }: Answer, channel: string, variable: string, clock: Clock): Failed {
  const asked = retryAfter(headers.get('retry-after'), serverTime(headers.get('date'), clock.now()));
  const said = `channel ${channel}: its receiver answers ${status}`;
  if (status === 429) return { code: 'rate-limited', said, mend: '', setback: { kind: 'limit', asked } };
  if (status === 408 || status >= 500) {
    return { code: 'unreachable', said, mend: '', setback: { kind: 'passing', asked } };
  }
  const setback = { kind: 'final' } as const;
  if (status < 400) {
    const mend = `Put the address that it leads to into ${variable}: a redirect is not followed.`;
    return { code: 'wrong-credential', said, mend, setback };
  }
  if ([401, 403, 404, 410].includes(status)) {
    return { code: 'wrong-credential', said, mend: `Check the address in ${variable}, and what opens it.`, setback };
  }
  return { code: 'undelivered', said, mend: "Look at the receiver's own log.", setback };
}

/** A try without an answer, of which only the system's own code is told: a message may hold the address. */
export function silenceOf(error: unknown, channel: string, variable: string): Failed {
  const code = networkCode(error);
  const why = code === '' ? '' : ` (${code})`;
  return {
    code: 'unreachable',
    said: `channel ${channel}: its receiver did not answer${why}`,
    mend: `Check the address in ${variable} and the network.`,
    setback: isNobody(code) ? { kind: 'nobody' } : { kind: 'passing', asked: null },
  };
}
