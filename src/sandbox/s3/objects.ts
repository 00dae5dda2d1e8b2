import { derivedId } from '../aws-iam/ids.js';
import { element, type XmlObject } from '../aws-iam/xml.js';
import type { SandboxReply } from '../server.js';
import { authorize, type Call } from './call.js';
import { S3Failure } from './failure.js';
import { etagOf } from './put.js';
import { type BucketState, currentOf } from './state.js';

const NAMESPACE = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const LARGEST_PAGE = 1000;

export function getObject(call: Call): SandboxReply {
  authorize(call, 's3:GetObject');
  const version = currentOf(call.bucket, call.key);
  if (version === null) throw new S3Failure('NoSuchKey', 'The specified key does not exist.');
  const sum = call.request.headers['x-amz-checksum-mode'] === 'ENABLED' ? version.checksum : null;
  return {
    status: 200,
    headers: {
      etag: etagOf(version.text),
      'content-type': 'application/jsonl',
      ...(call.bucket.versioned ? { 'x-amz-version-id': version.id } : {}),
      ...(sum === null ? {} : { 'x-amz-checksum-sha256': sum, 'x-amz-checksum-type': 'FULL_OBJECT' }),
    },
    body: version.text,
  };
}

/** A delete marker hides an object; a version itself goes only where no lock holds it. */
export function deleteObject(call: Call): SandboxReply {
  const { bucket, key, now, request } = call;
  const id = request.query.get('versionId');
  authorize(call, id === null ? 's3:DeleteObject' : 's3:DeleteObjectVersion');
  const versions = bucket.objects.get(key) ?? [];
  const left = id === null ? marked(call, versions) : versions.filter((version) => version.id !== id);
  const gone = versions.find((version) => version.id === id);
  if (gone?.lock != null && gone.lock.until > now) {
    throw new S3Failure('AccessDenied', 'Access Denied because object protected by object lock.');
  }
  if (left.length === 0) bucket.objects.delete(key);
  else bucket.objects.set(key, left);
  call.changed(`${bucket.name}/${key}`);
  return { status: 204 };
}

function marked({ bucket, key, now, number }: Call, versions: BucketVersions): BucketVersions {
  if (!bucket.versioned) return [];
  const id = derivedId('', `${bucket.name}/${key}/${number}`, 32);
  return [...versions, { id, text: null, checksum: null, at: now, lock: null }];
}

type BucketVersions = BucketState['objects'] extends Map<string, infer Versions> ? Versions : never;

/** ListObjectsV2: keys in the order of their bytes. */
export function listObjects(call: Call): SandboxReply {
  authorize(call, 's3:ListBucket');
  const { bucket, request } = call;
  const { query } = request;
  const prefix = query.get('prefix') ?? '';
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
  const size = Math.min(Number(query.get('max-keys') ?? LARGEST_PAGE), request.shortPage ?? LARGEST_PAGE, LARGEST_PAGE);
  const rest = [...bucket.objects.keys()]
    .filter((key) => key.startsWith(prefix) && key > after && currentOf(bucket, key) !== null)
    .sort((one, other) => (one < other ? -1 : 1));
  const given = rest.slice(0, size);
  const truncated = given.length < rest.length;
  const head: XmlObject = {
    Name: bucket.name,
    Prefix: prefix,
    KeyCount: given.length,
    MaxKeys: size,
    IsTruncated: truncated,
    NextContinuationToken: truncated ? Buffer.from(given.at(-1) ?? after).toString('base64url') : null,
  };
  const listed = given.map((key) => element('Contents', contentsOf(bucket, key))).join('');
  const fields = Object.entries(head).map(([name, value]) => element(name, value));
  return xml(`<ListBucketResult${NAMESPACE}>${fields.join('')}${listed}</ListBucketResult>`);
}

function contentsOf(bucket: BucketState, key: string): XmlObject {
  const { text = '', at = 0 } = currentOf(bucket, key) ?? {};
  return {
    Key: key,
    LastModified: new Date(at).toISOString(),
    ETag: etagOf(text),
    Size: Buffer.byteLength(text),
    StorageClass: 'STANDARD',
  };
}

/** GetObjectLockConfiguration. */
export function lockConfiguration(call: Call): SandboxReply {
  authorize(call, 's3:GetBucketObjectLockConfiguration');
  const { lock } = call.bucket;
  if (lock === null) {
    throw new S3Failure(
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
    );
  }
  const usual = lock.default;
  const rule = usual === null ? null : { DefaultRetention: { Mode: usual.mode, Days: usual.days } };
  return xml(element('ObjectLockConfiguration', { ObjectLockEnabled: 'Enabled', Rule: rule }, NAMESPACE));
}

function xml(body: string): SandboxReply {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}
