import { codeOf, isThrottling, isUnclear, REFUSED, refusesCredential } from '../../aws/codes.js';
import { missingCredential } from '../../aws/credentials.js';
import { type ErrorCode, LeaverError, messageOf } from '../../errors.js';
import { endOf, secondsOf, triedFor } from '../../retry/patience.js';

/** Any error of the SDK as Leaver tells it. What a refused signature's message quotes is left out. */
export function leaverErrorOf(operation: string, error: unknown): LeaverError {
  if (error instanceof LeaverError) return error;
  const code = codeOf(error);
  if (code === 'CredentialsProviderError') return missingCredential(error);
  if (refusesCredential(error)) {
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

function failure(code: ErrorCode, message: string, cause: unknown, mend: string): LeaverError {
  return new LeaverError(code, message, { mend, cause });
}
