import { requestId } from '../aws-iam/ids.js';
import type { EmbeddedSystem, Handling, SandboxReply, SandboxRequest } from '../server.js';
import { type Call, identify } from './call.js';
import { failureReply, S3Failure } from './failure.js';
import { deleteObject, getObject, listObjects, lockConfiguration } from './objects.js';
import { putObject } from './put.js';
import { type S3Seed, type S3State, stateFrom } from './state.js';

export { type S3ErrorCode, s3Fault } from './failure.js';
export type * from './state.js';
export { currentOf } from './state.js';

/**
 * Buckets as S3 shows them by its REST API, with the bucket in the path: as much as a copy of the audit log needs, Object Lock
 * and conditional writes among that. Who calls is told by the access key id alone.
 */
export function s3(id: string, seed: S3Seed): EmbeddedSystem<S3State> {
  return { id, state: stateFrom(seed), handle, nameOf: (method, path) => nameOf(method, keyIn(path)) };
}

type Operation = (call: Call) => SandboxReply;

const OBJECT: Readonly<Record<string, readonly [string, Operation]>> = {
  PUT: ['PutObject', putObject],
  GET: ['GetObject', getObject],
  DELETE: ['DeleteObject', deleteObject],
};

function handle(request: SandboxRequest, state: S3State, handling: Handling, now: Date): SandboxReply {
  state.served += 1;
  const number = state.served;
  const id = requestId(`s3/${number}/${now.getTime()}`);
  const [name, operation] = operationOf(request);
  handling.operation(name);
  try {
    identify(state, request.headers.authorization);
    const bucket = state.buckets.get(bucketIn(request.path));
    if (bucket === undefined) throw new S3Failure('NoSuchBucket', 'The specified bucket does not exist');
    const key = keyIn(request.path);
    const changed = (object: string) => handling.changed(object);
    const reply = operation({ request, state, bucket, key, now: now.getTime(), number, changed });
    return { ...reply, headers: { 'x-amz-request-id': id, ...reply.headers } };
  } catch (error) {
    if (error instanceof S3Failure) return failureReply(error, id);
    throw error;
  }
}

function operationOf({ method, path, query }: SandboxRequest): readonly [string, Operation] {
  const key = keyIn(path);
  if (key === '' && method === 'GET' && query.has('object-lock'))
    return ['GetObjectLockConfiguration', lockConfiguration];
  if (key === '' && method === 'GET' && query.get('list-type') === '2') return ['ListObjectsV2', listObjects];
  return (key === '' ? undefined : OBJECT[method]) ?? [nameOf(method, key), refuse];
}

function nameOf(method: string, key: string): string {
  if (key === '') return method === 'GET' ? 'ListObjectsV2' : `${method} bucket`;
  return OBJECT[method]?.[0] ?? `${method} object`;
}

function refuse(): never {
  throw new S3Failure('MethodNotAllowed', 'The specified method is not allowed against this resource.');
}

function bucketIn(path: string): string {
  return decodeURIComponent(path.split('/')[1] ?? '');
}

function keyIn(path: string): string {
  return decodeURIComponent(path.split('/').slice(2).join('/'));
}
