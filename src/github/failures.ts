import { withoutCredentials } from '../core/credential-formats.js';
import { LeaverError, messageOf } from '../errors.js';
import { endOf, secondsOf, triedFor } from '../retry/patience.js';
import type { Access } from './access.js';

/** So much is told of a message of GitHub's own. */
const LONGEST = 200;
const LIMIT_WORDS = /rate limit/i;

/** What is known of a request that did not succeed. `status` is null where no answer came. */
export interface Failure {
  readonly status: number | null;
  readonly message: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Reads what octokit threw; its network failures look like a 500 without a response. */
export function failureOf(error: unknown): Failure {
  const { status, response } = (typeof error === 'object' && error !== null ? error : {}) as {
    status?: unknown;
    response?: { headers?: Record<string, unknown>; data?: unknown };
  };
  if (response === undefined || typeof status !== 'number') {
    return { status: null, message: messageOf(error), headers: {}, body: null };
  }
  const body = response.data ?? null;
  const said = typeof body === 'object' && body !== null && 'message' in body ? body.message : '';
  return { status, message: typeof said === 'string' ? said : '', headers: response.headers ?? {}, body };
}

/** Whether the request went out and no answer came back. */
export function isNetwork(error: unknown): boolean {
  return error instanceof Error && error.name === 'HttpError' && failureOf(error).status === null;
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

/** Whether GraphQL broke off, which it tells as HTTP 200. */
export function isBroken({ body }: Pick<Failure, 'body'>): boolean {
  return /Something went wrong while executing your query/.test(String(errorsOf(body)[0]?.message ?? ''));
}

/** The errors in a GraphQL answer. */
export function errorsOf(body: unknown): readonly { type?: unknown; message?: unknown }[] {
  const errors = typeof body === 'object' && body !== null && 'errors' in body ? body.errors : null;
  return Array.isArray(errors) ? errors : [];
}

/**
 * The failure as a person is told of it; `statusOf` still tells its status.
 * @param doing what was asked, without any of its values
 * @param access says where the credential came from
 */
export function errorOf(error: unknown, doing: string, access: Access): Error {
  if (error instanceof LeaverError) return error;
  const { variable } = access;
  const failure = failureOf(error);
  const { status, message } = failure;
  const said = `${triedFor(error)}${message === '' ? '' : `: ${beginningOf(withoutCredentials(message))}`}`;
  const cause = { status };
  if (isLimit(failure)) return rateLimited(error, doing, cause);
  if (status === null && !isNetwork(error)) {
    if (access.kind === 'token') return error instanceof Error ? error : new Error(message);
    // Nothing was sent: octokit could not sign the App's request. The library's words might quote the key.
    return new LeaverError('wrong-credential', `the private key in ${variable} can't be used to sign in`, {
      mend: `Put the whole PEM file that GitHub gave for the App into ${variable}.`,
    });
  }
  if (status === null) {
    const mend = 'Check the address (GITHUB_API_URL) and the network.';
    return new LeaverError('unreachable', `GitHub did not answer (${doing})${said}`, { mend, cause });
  }
  if (status === 401) {
    const mend = `Put a valid credential, not expired or revoked, into ${variable}.`;
    return new LeaverError('wrong-credential', `GitHub refuses the credential in ${variable} (401)${said}`, {
      mend,
      cause,
    });
  }
  if (status >= 400 && status < 500) {
    const mend = "Compare the credential's permissions with those in the connector's README.";
    return new LeaverError('forbidden', `GitHub answers ${status} (${doing})${said}`, { mend, cause });
  }
  return new LeaverError('unreachable', `GitHub answers ${status} (${doing})${said}`, { cause });
}

function rateLimited(error: unknown, doing: string, cause: { readonly status: number | null }): LeaverError {
  const { tried = 0, wait = 0 } = endOf(error) ?? {};
  const longer = wait > 0 ? `, and does not lift for another ${secondsOf(wait)} s` : '';
  return new LeaverError(
    'rate-limited',
    `GitHub's rate limit was waited for ${secondsOf(tried)} s${longer} (${doing})`,
    {
      mend: 'Run again later, or with a GitHub App, whose limits are higher.',
      cause,
    },
  );
}

/** What is too long is cut between words: half of a credential would not be known for one. */
function beginningOf(message: string): string {
  return message.length <= LONGEST ? message : message.slice(0, LONGEST).replace(/\S*$/, '…');
}

/** The HTTP status behind an error of this connector, or null where there was no answer. */
export function statusOf(error: unknown): number | null {
  const cause = error instanceof LeaverError ? error.cause : null;
  const status = typeof cause === 'object' && cause !== null && 'status' in cause ? cause.status : null;
  return typeof status === 'number' ? status : null;
}

/** Why, in few words: `status 403`, `no answer`, `rate limit`. */
export function whyOf(error: unknown): string {
  if (error instanceof LeaverError && error.code === 'rate-limited') return 'rate limit';
  const status = statusOf(error);
  if (status === 200) return messageOf(error);
  if (status !== null) return `status ${status}`;
  return error instanceof LeaverError && error.cause === undefined ? messageOf(error) : 'no answer';
}

/** Nothing else can be read either, so that this must never be taken for an empty or partial listing. */
export function isFatal(error: unknown): boolean {
  return !(error instanceof LeaverError) || error.code === 'wrong-credential';
}

/** An answer that came and makes no sense. */
export function unreadable(doing: string): LeaverError {
  return new LeaverError('unreachable', `GitHub's answer makes no sense (${doing})`);
}
