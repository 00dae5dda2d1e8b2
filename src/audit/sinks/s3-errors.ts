/** What S3's refusals mean to whoever set the copy up. */
import { codeOf, isThrottling, isUnclear, REFUSED, refusesCredential } from '../../aws/codes.js';
import { missingCredential } from '../../aws/credentials.js';
import { type ErrorCode, LeaverError, messageOf } from '../../errors.js';
import { endOf, secondsOf, triedFor } from '../../retry/patience.js';
import type { S3Settings } from './s3-sink.js';

export type Operation = 'ListObjectsV2' | 'PutObject' | 'GetObject' | 'GetObjectLockConfiguration';

const PERMISSIONS: Readonly<Record<Operation, string>> = {
  ListObjectsV2: 's3:ListBucket',
  PutObject: 's3:PutObject',
  GetObject: 's3:GetObject',
  GetObjectLockConfiguration: 's3:GetBucketObjectLockConfiguration',
};

/** S3 answers so where it knows the bucket at another place ("Error responses"). */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraint',
  'PermanentRedirect',
  'TemporaryRedirect',
]);

/** Any error of the SDK as Leaver tells it. What a refused signature's message quotes is left out. */
export function leaverErrorOf(settings: S3Settings, operation: Operation, error: unknown): LeaverError {
  if (error instanceof LeaverError) return error;
  const code = codeOf(error);
  const fail = (kind: ErrorCode, what: string, mend: string) => {
    return new LeaverError(kind, `${settings.id}: ${what}`, { mend, cause: error });
  };
  if (code === 'CredentialsProviderError') return missingCredential(error);
  if (refusesCredential(error)) {
    return fail('wrong-credential', `AWS refuses the credential (${operation}: ${code})`, REFUSED);
  }
  if (code === 'AccessDenied' || code === 'AllAccessDisabled')
    return fail('forbidden', ...forbidden(settings, operation));
  if (isThrottling(error)) {
    const tried = secondsOf(endOf(error)?.tried ?? 0);
    return fail('rate-limited', `S3 throttles ${operation}, and did so for ${tried} s (${code})`, LATER);
  }
  if (isUnclear(error)) {
    const said = code === 'Error' ? messageOf(error) : `${code}: ${messageOf(error)}`;
    return fail('unreachable', `${operation}: no answer that makes sense came${triedFor(error)} (${said})`, REACH);
  }
  return fail('sink', ...refusal(settings, operation, code, error));
}

const LATER = 'The next run delivers what is missing.';
const REACH = 'Check the network, and AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_S3 if they are set. The next run delivers.';

function forbidden({ bucket, prefix, retention }: S3Settings, operation: Operation): [string, string] {
  const locking = operation === 'PutObject' && retention !== null ? ' and s3:PutObjectRetention' : '';
  const object = operation === 'PutObject' || operation === 'GetObject';
  const where = object ? `${bucket}/${prefix}*` : bucket;
  return [
    `S3 does not allow the runner ${operation} in the bucket ${bucket}`,
    `Allow ${PERMISSIONS[operation]}${locking} on ${where} to the runner; docs/audit-log-copies.md has the whole policy.`,
  ];
}

function refusal({ bucket, region }: S3Settings, operation: Operation, code: string, error: unknown): [string, string] {
  const said = messageOf(error);
  if (code === 'NoSuchBucket') return [`there is no bucket ${bucket}`, 'Make it, or correct `bucket` in the policy.'];
  if (ELSEWHERE.has(code)) {
    return [
      `the bucket ${bucket} lies in another region than ${region ?? 'the one of the environment'}`,
      'Write its `region` into the policy.',
    ];
  }
  if (/region is missing/i.test(said)) {
    return [`the region of the bucket ${bucket} is not known`, 'Write `region` into the policy, or set AWS_REGION.'];
  }
  if (/object ?lock/i.test(said)) {
    return [
      `the bucket ${bucket} has no Object Lock (${said})`,
      'Make a bucket with Object Lock; docs/audit-log-copies.md has how.',
    ];
  }
  const named = code === 'Error' || code === '' ? said : `${code}: ${said}`;
  return [`${operation}: S3 refused${triedFor(error)} (${named})`, 'Look at the bucket and its policy.'];
}
