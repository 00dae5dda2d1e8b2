import type { SandboxRequest } from '../server.js';
import { S3Failure } from './failure.js';
import type { BucketState, S3State } from './state.js';

/** One request to a bucket, or to an object in it. */
export interface Call {
  readonly request: SandboxRequest;
  readonly state: S3State;
  readonly bucket: BucketState;
  /** Empty: the bucket itself. */
  readonly key: string;
  readonly now: number;
  /** Of this request, for ids. */
  readonly number: number;
  /** Logs a change of state. */
  changed(object: string): void;
}

/** Throws `AccessDenied` where the caller may not do that. */
export function authorize({ state, bucket, key }: Call, action: string): void {
  if (state.allowed === null || state.allowed.has(action)) return;
  const resource = `arn:aws:s3:::${bucket.name}${key === '' ? '' : `/${key}`}`;
  throw new S3Failure('AccessDenied', `User is not authorized to perform: ${action} on resource: "${resource}"`);
}

/**
 * Who signed is told by the access key id alone: nobody here has a secret to check a signature with.
 * Throws `AccessDenied` where nobody signed, `InvalidAccessKeyId` where that key is refused.
 */
export function identify(state: S3State, authorization: string | undefined): void {
  const id = /Credential=([^/,\s]+)\//.exec(authorization ?? '')?.[1];
  if (id === undefined) throw new S3Failure('AccessDenied', 'Access Denied');
  if (state.refused.has(id)) {
    throw new S3Failure('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
  }
}
