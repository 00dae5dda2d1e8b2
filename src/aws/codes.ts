/** What AWS's answers are called, and what they mean to whoever asked. */

/** AWS's code of a thrown error, without the SDK's `Exception` at its end; the error's own name where AWS said nothing. */
export function codeOf(error: unknown): string {
  return error instanceof Error ? error.name.replace(/Exception$/, '') : '';
}

const CREDENTIAL_CODES: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignature',
  'InvalidToken',
  'MissingAuthenticationToken',
  'RequestExpired',
  'SignatureDoesNotMatch',
  'UnrecognizedClient',
]);
const THROTTLING_CODES: ReadonlySet<string> = new Set([
  'PriorRequestNotComplete',
  'RequestLimitExceeded',
  'RequestThrottled',
  'SlowDown',
  'Throttled',
  'Throttling',
  'TooManyRequests',
]);
/** Answers that mean: nobody knows whether it was done. */
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN|ERR_STREAM)/;

interface Answered {
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Whether AWS refuses the credential itself. */
export function refusesCredential(error: unknown): boolean {
  return CREDENTIAL_CODES.has(codeOf(error));
}

/** The mend for that. */
export const REFUSED = 'Give the runner a credential that is in force; a session token expires within hours.';

/** Whether AWS turned the request away for its rate, and so did nothing. */
export function isThrottling(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $metadata } = error as Error & Answered;
  return THROTTLING_CODES.has(codeOf(error)) || $metadata?.httpStatusCode === 429;
}

/** Whether no answer came, or one that says that the service itself failed, so that a change may have been made. */
export function isUnclear(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, $metadata } = error as Error & Answered;
  if ((typeof code === 'string' && NETWORK.test(code)) || /^(TimeoutError|RequestTimeout)$/.test(codeOf(error)))
    return true;
  return ($metadata?.httpStatusCode ?? 0) >= 500 && !isThrottling(error);
}
