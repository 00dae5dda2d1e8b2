import type { Fault } from '../faults.js';
import type { SandboxReply } from '../server.js';
import { requestId } from './ids.js';
import { element } from './xml.js';

/** Error codes as they stand in a reply, with their HTTP status (IAM API Reference: "Common Errors" and each operation's). */
const STATUS = {
  AccessDenied: 403,
  DeleteConflict: 409,
  EntityAlreadyExists: 409,
  EntityTemporarilyUnmodifiable: 409,
  ExpiredToken: 403,
  InternalFailure: 500,
  InvalidAction: 400,
  InvalidClientTokenId: 403,
  InvalidInput: 400,
  LimitExceeded: 409,
  MalformedPolicyDocument: 400,
  MissingAuthenticationToken: 403,
  NoSuchEntity: 404,
  PasswordPolicyViolation: 400,
  PolicyNotAttachable: 400,
  ReportExpired: 410,
  ReportInProgress: 404,
  ReportNotPresent: 410,
  ServiceFailure: 500,
  ServiceUnavailable: 503,
  Throttling: 400,
  UnmodifiableEntity: 400,
  ValidationError: 400,
} as const;

export type AwsErrorCode = keyof typeof STATUS;

/** What an operation throws to end with an AWS error. */
export class AwsFailure extends Error {
  readonly code: AwsErrorCode;

  constructor(code: AwsErrorCode, message: string) {
    super(message);
    this.name = 'AwsFailure';
    this.code = code;
  }
}

export const IAM_NAMESPACE = 'https://iam.amazonaws.com/doc/2010-05-08/';
export const STS_NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** The reply for an error: `ErrorResponse` with type, code and message. */
export function failureReply(failure: AwsFailure, id: string, namespace = IAM_NAMESPACE): SandboxReply {
  const status = STATUS[failure.code];
  const body = element(
    'ErrorResponse',
    {
      Error: { Type: status >= 500 ? 'Receiver' : 'Sender', Code: failure.code, Message: failure.message },
      RequestId: id,
    },
    ` xmlns="${namespace}"`,
  );
  return { status, headers: { 'x-amzn-requestid': id }, body };
}

const USUAL: Partial<Record<AwsErrorCode, string>> = {
  AccessDenied: 'User is not authorized to perform this operation',
  ExpiredToken: 'The security token included in the request is expired',
  InternalFailure: 'The request processing has failed because of an unknown error, exception or failure.',
  InvalidClientTokenId: 'The security token included in the request is invalid.',
  ServiceUnavailable: 'The request has failed due to a temporary failure of the server.',
  Throttling: 'Rate exceeded',
};

/** A fault that answers with an AWS error: `faults.add({ fault: awsFault('Throttling'), matching: /ListUsers/, times: 2 })`. */
export function awsFault(code: AwsErrorCode, message: string = USUAL[code] ?? code): Fault & { kind: 'status' } {
  const reply = failureReply(new AwsFailure(code, message), requestId(`fault/${code}`));
  return { kind: 'status', status: reply.status, headers: { ...reply.headers }, body: reply.body };
}
