import { requestId } from '../aws-iam/ids.js';
import { element } from '../aws-iam/xml.js';
import type { Fault } from '../faults.js';
import type { SandboxReply } from '../server.js';

/** Error codes with their HTTP status (Amazon S3 API Reference: "Error responses"). */
const STATUS = {
  AccessDenied: 403,
  AuthorizationHeaderMalformed: 400,
  BadDigest: 400,
  ConditionalRequestConflict: 409,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidRequest: 400,
  MethodNotAllowed: 405,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NotImplemented: 501,
  ObjectLockConfigurationNotFoundError: 404,
  PermanentRedirect: 301,
  PreconditionFailed: 412,
  ServiceUnavailable: 503,
  SlowDown: 503,
  XAmzContentSHA256Mismatch: 400,
} as const;

export type S3ErrorCode = keyof typeof STATUS;

/** What an operation throws to end with an error of S3's. */
export class S3Failure extends Error {
  readonly code: S3ErrorCode;

  constructor(code: S3ErrorCode, message: string) {
    super(message);
    this.name = 'S3Failure';
    this.code = code;
  }
}

export function failureReply({ code, message }: S3Failure, id: string): SandboxReply {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${element('Error', { Code: code, Message: message, RequestId: id })}`;
  return { status: STATUS[code], headers: { 'x-amz-request-id': id, 'content-type': 'application/xml' }, body };
}

/** A fault that answers with an error of S3's: `faults.add({ fault: s3Fault('SlowDown'), method: 'PUT', times: 2 })`. */
export function s3Fault(code: S3ErrorCode, message: string = code): Fault & { kind: 'status' } {
  const reply = failureReply(new S3Failure(code, message), requestId(`fault/${code}`));
  return { kind: 'status', status: reply.status, headers: { ...reply.headers }, body: reply.body };
}
