import { createHash } from 'node:crypto';
import { parseInstant } from '../../core/time.js';
import { derivedId } from '../aws-iam/ids.js';
import type { SandboxReply } from '../server.js';
import { authorize, type Call } from './call.js';
import { S3Failure } from './failure.js';
import { currentOf, type Version } from './state.js';

const DAY = 24 * 60 * 60_000;

/** PutObject, conditional on there being none where that is asked for. */
export function putObject(call: Call): SandboxReply {
  authorize(call, 's3:PutObject');
  const { request, bucket, key } = call;
  const condition = request.headers['if-none-match'];
  if (condition !== undefined && condition !== '*') {
    throw new S3Failure('NotImplemented', 'A header you provided implies functionality that is not implemented');
  }
  const checksum = checkedSum(call);
  const lock = lockOf(call, checksum !== null);
  if (condition !== undefined && currentOf(bucket, key) !== null) {
    throw new S3Failure('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
  }
  const id = bucket.versioned ? derivedId('', `${bucket.name}/${key}/${call.number}`, 32) : 'null';
  const version: Version = { id, text: request.body, checksum, at: call.now, lock };
  bucket.objects.set(key, [...(bucket.versioned ? (bucket.objects.get(key) ?? []) : []), version]);
  call.changed(`${bucket.name}/${key}`);
  return {
    status: 200,
    headers: {
      etag: etagOf(request.body),
      ...(bucket.versioned ? { 'x-amz-version-id': id } : {}),
      ...(checksum === null ? {} : { 'x-amz-checksum-sha256': checksum, 'x-amz-checksum-type': 'FULL_OBJECT' }),
    },
  };
}

export function etagOf(text: string): string {
  return `"${createHash('md5').update(text).digest('hex')}"`;
}

/** The checksum that was sent; null where there is none. Throws where it is not that of the body. */
function checkedSum({ request: { headers, body } }: Call): string | null {
  const digest = createHash('sha256').update(body).digest();
  const payload = headers['x-amz-content-sha256'] ?? '';
  if (/^[0-9a-f]{64}$/.test(payload) && payload !== digest.toString('hex')) {
    throw new S3Failure(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  const sent = headers['x-amz-checksum-sha256'];
  if (sent === undefined || sent === digest.toString('base64')) return sent ?? null;
  throw new S3Failure('BadDigest', 'The SHA256 you specified did not match the calculated checksum.');
}

/** Until when nobody may delete the version ("How S3 Object Lock works"); null: it is not locked. */
function lockOf(call: Call, sum: boolean): Version['lock'] {
  const { request, bucket, now } = call;
  const mode = request.headers['x-amz-object-lock-mode'];
  const date = request.headers['x-amz-object-lock-retain-until-date'];
  if (mode === undefined && date === undefined) {
    const usual = bucket.lock?.default ?? null;
    return usual === null ? null : { mode: usual.mode, until: now + usual.days * DAY };
  }
  authorize(call, 's3:PutObjectRetention');
  const until = parseInstant(date ?? '');
  if (mode === undefined || until === null || !['COMPLIANCE', 'GOVERNANCE'].includes(mode)) {
    throw new S3Failure(
      'InvalidArgument',
      'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
    );
  }
  if (bucket.lock === null) throw new S3Failure('InvalidRequest', 'Bucket is missing Object Lock Configuration');
  if (!sum && request.headers['content-md5'] === undefined) {
    throw new S3Failure(
      'InvalidRequest',
      'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
    );
  }
  if (until <= now) throw new S3Failure('InvalidArgument', 'The retain until date must be in the future!');
  return { mode, until };
}
