import { type ErrorCode, LeaverError, messageOf } from '../../errors.js';
import { endOf, secondsOf, triedFor } from '../../retry/patience.js';

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

/** Any error of the SDK as Leaver tells it. What a refused signature's message quotes is left out. */
export function leaverErrorOf(operation: string, error: unknown): LeaverError {
  if (error instanceof LeaverError) return error;
  const code = codeOf(error);
  if (code === 'CredentialsProviderError') return missingCredential(error);
  if (CREDENTIAL_CODES.has(code)) {
    return failure('wrong-credential', `AWS refuses the credential (${operation}: ${code})`, error, REFUSED);
  }
  if (code === 'AccessDenied' || code === 'UnauthorizedOperation') {
    const service = operation === 'AssumeRole' || operation === 'GetCallerIdentity' ? 'sts' : 'iam';
    const mend = `Allow ${service}:${operation} to the runner; src/connectors/aws-iam/README.md has the whole policies.`;
    return failure('forbidden', `AWS does not allow the runner ${operation} (${code})`, error, mend);
  }
  if (isThrottling(error)) {
    const mend = 'Run again later: IAM limits requests for the whole account, whoever makes them.';
    const tried = secondsOf(endOf(error)?.tried ?? 0);
    return failure('rate-limited', `AWS throttles ${operation}, and did so for ${tried} s (${code})`, error, mend);
  }
  const said = code === 'Error' ? `(${messageOf(error)})` : `(${code}: ${messageOf(error)})`;
  if (!isUnclear(error))
    return failure('unreachable', `${operation}: AWS refused${triedFor(error)} ${said}`, error, '');
  const mend =
    'Check the network, and AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_IAM and AWS_ENDPOINT_URL_STS if they are set.';
  return failure('unreachable', `${operation}: no answer that makes sense came${triedFor(error)} ${said}`, error, mend);
}

const REFUSED = 'Give the runner a credential that is in force; a session token expires within hours.';

/** The error for an environment without any credential. */
export function missingCredential(cause: unknown): LeaverError {
  return failure(
    'missing-credential',
    'no credential for AWS was found: neither in the environment, nor in a profile, nor by OIDC or an instance role',
    cause,
    'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with aws-actions/configure-aws-credentials before.',
  );
}

function failure(code: ErrorCode, message: string, cause: unknown, mend: string): LeaverError {
  return new LeaverError(code, message, { mend, cause });
}
