/**
 * S3 through the AWS SDK. Only this file knows the SDK, and only a dynamic import reaches it, so that a run without a copy in
 * S3 never loads it.
 */
import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { answersWithout, NEXT_TO_NETWORK } from '../../aws/answers.js';
import { codeOf } from '../../aws/codes.js';
import { credentialsIn, textOf } from '../../aws/credentials.js';
import { ONCE, setbackOf } from '../../aws/retry.js';
import { sentCredentials } from '../../ports/answers.js';
import type { Clock, Environment } from '../../ports/ports.js';
import { patienceOf } from '../../retry/patience.js';
import type { Setback } from '../../retry/policy.js';
import { RULES } from '../../retry/rules.js';
import type { Bucket, Made, NewObject } from './s3.js';
import { leaverErrorOf, type Operation } from './s3-errors.js';
import { type S3Settings, sha256 } from './s3-sink.js';

export interface S3Options {
  readonly environment: Environment;
  readonly clock: Clock;
  /** For how long an answer is waited for, in milliseconds. */
  readonly answersWithin?: number;
}

/** Makes a request as often as the rules allow. Throws `LeaverError`. */
type Ask = <Reply>(operation: Operation, request: () => Promise<Reply>) => Promise<Reply>;

const CONNECTS_WITHIN = 10_000;
const ANSWERS_WITHIN = 60_000;
/** Another conditional write of the same key was under way: nothing was done ("Conditional requests", `409`). */
const MEANWHILE: ReadonlySet<string> = new Set(['ConditionalRequestConflict', 'OperationAborted']);

/** The bucket of a copy. Throws `missing-credential` for half a key. */
export function openBucket(settings: S3Settings, options: S3Options): Bucket {
  // The SDK warns on Node 20, which Leaver supports; it reads this switch from the process alone.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const client = new S3Client(configOf(settings, options));
  client.middlewareStack.add(
    answersWithout(sentCredentials(), (bytes) => Readable.from([bytes])),
    NEXT_TO_NETWORK,
  );
  const ask = askWith(settings, options.clock);
  const Bucket = settings.bucket;
  return {
    keysAfter: async (prefix, after) => {
      const asked = new ListObjectsV2Command({ Bucket, Prefix: prefix, StartAfter: after });
      const { Contents = [], IsTruncated = false } = await ask('ListObjectsV2', () => client.send(asked));
      return { keys: Contents.flatMap(({ Key }) => Key ?? []), more: IsTruncated };
    },
    make: (object) => ask('PutObject', () => put(client, Bucket, object)),
    read: (key) => ask('GetObject', () => get(client, Bucket, key)),
    locksByDefault: () => ask('GetObjectLockConfiguration', () => hasDefault(client, Bucket)),
  };
}

function configOf({ region }: S3Settings, { environment, answersWithin = ANSWERS_WITHIN }: S3Options): S3ClientConfig {
  const endpoint = textOf(environment['AWS_ENDPOINT_URL_S3']) ?? textOf(environment['AWS_ENDPOINT_URL']);
  const where = region ?? textOf(environment['AWS_REGION']) ?? textOf(environment['AWS_DEFAULT_REGION']);
  const credentials = credentialsIn(environment);
  const profile = textOf(environment['AWS_PROFILE']);
  return {
    ...ONCE,
    requestHandler: {
      connectionTimeout: CONNECTS_WITHIN,
      requestTimeout: answersWithin,
      throwOnRequestTimeout: true,
    },
    ...(where === null ? {} : { region: where }),
    ...(credentials === null ? {} : { credentials }),
    ...(profile === null ? {} : { profile }),
    // Whoever stands in for S3 has one name, and the bucket in the path.
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
  };
}

function askWith(settings: S3Settings, clock: Clock): Ask {
  const patience = patienceOf({ rules: RULES.aws, clock, random: Math.random });
  const taken = (error: unknown): Setback => {
    return MEANWHILE.has(codeOf(error)) ? { kind: 'limit', asked: null } : setbackOf(error, clock.now());
  };
  return async (operation, request) => {
    try {
      // A put may be asked for again as well: it makes nothing where the object is there.
      return await patience.persist({ operation, repeats: 'read', setbackOf: taken }, request);
    } catch (error) {
      throw leaverErrorOf(settings, operation, error);
    }
  };
}

/** With Object Lock, S3 wants a checksum of what is put ("PutObject", `x-amz-object-lock-mode`). */
async function put(client: S3Client, Bucket: string, { key, text, until }: NewObject): Promise<Made | null> {
  try {
    const { ChecksumSHA256, VersionId } = await client.send(
      new PutObjectCommand({
        Bucket,
        Key: key,
        Body: text,
        ContentType: 'application/jsonl',
        IfNoneMatch: '*',
        ChecksumAlgorithm: 'SHA256',
        ChecksumSHA256: sha256(text),
        ...(until === null ? {} : { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until }),
      }),
    );
    return { checksum: ChecksumSHA256 ?? null, version: VersionId ?? null };
  } catch (error) {
    if (codeOf(error) === 'PreconditionFailed') return null;
    throw error;
  }
}

async function get(client: S3Client, Bucket: string, Key: string): Promise<string | null> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return Body === undefined ? '' : await Body.transformToString();
  } catch (error) {
    if (codeOf(error) === 'NoSuchKey') return null;
    throw error;
  }
}

async function hasDefault(client: S3Client, Bucket: string): Promise<boolean> {
  try {
    const { ObjectLockConfiguration } = await client.send(new GetObjectLockConfigurationCommand({ Bucket }));
    const { Mode, Days = 0, Years = 0 } = ObjectLockConfiguration?.Rule?.DefaultRetention ?? {};
    return Mode !== undefined && Days + Years > 0;
  } catch (error) {
    if (codeOf(error) === 'ObjectLockConfigurationNotFoundError') return false;
    throw error;
  }
}
