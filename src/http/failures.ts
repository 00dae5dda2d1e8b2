/** What answers other than 2xx mean, to the one policy of `src/retry` and to a person ("RFC 9110: HTTP Semantics", 15). */
import { withoutCredentials } from '../core/credential-formats.js';
import type { Instant } from '../core/time.js';
import { LeaverError, messageOf } from '../errors.js';
import { retryAfter, serverTime, untilReset } from '../retry/asked.js';
import { isNobody, networkCode } from '../retry/network.js';
import { endOf, secondsOf, triedFor } from '../retry/patience.js';
import type { Setback } from '../retry/policy.js';
import type { Said, Vendor } from './client.js';

/** So much is told of a message of the vendor's own. */
const LONGEST = 200;

/** An answer, read to its end. `body`: what its JSON says, its text where it is none, null where it is empty. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** An answer other than 2xx, on its way to whoever knows what it means there. */
export class Failure extends Error {
  readonly answer: Answered;

  constructor(answer: Answered) {
    super(`status ${answer.status}`);
    this.name = 'Failure';
    this.answer = answer;
  }
}

/** The status of an answer that was no success; null for anything else that was thrown. */
export function refusal(error: unknown): number | null {
  return error instanceof Failure ? error.answer.status : null;
}

/** What a failed request means. Of what was thrown without an answer only the network's own is worth another try. */
export function setbackOf(error: unknown, { reset }: Pick<Vendor, 'reset'>, now: Instant): Setback {
  if (error instanceof LeaverError) return { kind: 'final' };
  if (!(error instanceof Failure)) {
    return isNobody(networkCode(error)) ? { kind: 'nobody' } : { kind: 'passing', asked: null };
  }
  const { status, headers } = error.answer;
  const server = serverTime(headers.get('date'), now);
  const after = retryAfter(headers.get('retry-after') ?? '', server);
  if (status === 429) {
    return { kind: 'limit', asked: after ?? (reset === null ? null : untilReset(headers.get(reset) ?? '', server)) };
  }
  return status >= 500 || status === 408 ? { kind: 'passing', asked: after } : { kind: 'final' };
}

/**
 * The failure as a person is told of it; `statusOf` and `codeOf` still tell what the vendor said.
 * @param doing what was asked, without any of its values
 */
export function errorOf(error: unknown, doing: string, vendor: Vendor): LeaverError {
  if (error instanceof LeaverError) return error;
  const { name, variable } = vendor;
  if (!(error instanceof Failure)) {
    const why = networkCode(error);
    const told = `${name} did not answer (${doing})${triedFor(error)}${why === '' ? '' : `: ${why}`}`;
    return new LeaverError('unreachable', told, {
      mend: 'Check the address and the network.',
      cause: { status: null, code: '' },
    });
  }
  const { status, body } = error.answer;
  const { message, code } = saidOf(vendor, body);
  const words = beginningOf(withoutCredentials(message));
  const said = `${triedFor(error)}${words === '' ? '' : `: ${words}`}`;
  const cause = { status, code };
  if (status === 429) return rateLimited(error, doing, name, cause);
  if (status === 401) {
    const mend = `Put a valid credential, not expired or revoked, into ${variable}.`;
    return new LeaverError('wrong-credential', `${name} refuses the credential in ${variable} (401)${said}`, {
      mend,
      cause,
    });
  }
  const told = `${name} answers ${status} (${doing})${said}`;
  if (status >= 500 || status === 408) return new LeaverError('unreachable', told, { cause });
  if (status < 400) {
    const mend = 'Write the address that it leads to: a redirect is not followed.';
    return new LeaverError('unreachable', told, { mend, cause });
  }
  const mend = "Compare the credential's permissions with those in the connector's README.";
  return new LeaverError('forbidden', told, { mend, cause });
}

/** What a vendor says is shown on one line; what makes no sense says nothing. */
function saidOf({ said }: Vendor, body: unknown): Said {
  if (typeof body !== 'object' || body === null) return { message: '', code: '' };
  const { message, code } = said(body);
  return { message: message.replace(/\s+/g, ' ').trim(), code };
}

function rateLimited(error: unknown, doing: string, name: string, cause: Cause): LeaverError {
  const { tried = 0, wait = 0 } = endOf(error) ?? {};
  const longer = wait > 0 ? `, and does not lift for another ${secondsOf(wait)} s` : '';
  const told = `${name}'s rate limit was waited for ${secondsOf(tried)} s${longer} (${doing})`;
  return new LeaverError('rate-limited', told, { mend: 'Run again later.', cause });
}

interface Cause {
  readonly status: number | null;
  readonly code: string;
}

/** What is too long is cut between words: half of a credential would not be known for one. */
function beginningOf(message: string): string {
  return message.length <= LONGEST ? message : message.slice(0, LONGEST).replace(/\S*$/, '…');
}

/** The HTTP status behind an error of this client; null where there was no answer. */
export function statusOf(error: unknown): number | null {
  return causeOf(error)?.status ?? null;
}

/** The vendor's own code behind an error of this client; empty where it told none. */
export function codeOf(error: unknown): string {
  return causeOf(error)?.code ?? '';
}

function causeOf(error: unknown): Cause | null {
  const cause = error instanceof LeaverError ? error.cause : null;
  return typeof cause === 'object' && cause !== null && 'status' in cause ? (cause as Cause) : null;
}

/** Why, in few words: `status 403`, `no answer`, `rate limit`. */
export function whyOf(error: unknown): string {
  if (!(error instanceof LeaverError)) return messageOf(error);
  if (error.code === 'rate-limited') return 'rate limit';
  const status = statusOf(error);
  if (status !== null) return `status ${status}`;
  return causeOf(error) === null ? messageOf(error) : 'no answer';
}

/** Nothing else can be read either, so that this must never be taken for an empty or partial listing. */
export function isFatal(error: unknown): boolean {
  return !(error instanceof LeaverError) || error.code === 'wrong-credential';
}
