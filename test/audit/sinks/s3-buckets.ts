/** Buckets as a test sees them, by the SDK and past Leaver. */
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { S3Harness } from './s3-suite.js';
import { SECRET } from './s3-world.js';

const REGION = 'eu-central-1';

export function directClient(url: string): S3Client {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const credentials = { accessKeyId: 'AKIAPLANTPLANTPLANTP', secretAccessKey: SECRET };
  return new S3Client({ region: REGION, endpoint: url, forcePathStyle: true, credentials, maxAttempts: 1 });
}

export async function makeBuckets(s3: S3Client): Promise<void> {
  const where = { CreateBucketConfiguration: { LocationConstraint: REGION } } as const;
  for (const Bucket of ['acme-log', 'acme-default']) {
    await s3.send(new CreateBucketCommand({ Bucket, ...where, ObjectLockEnabledForBucket: true }));
  }
  const Rule = { DefaultRetention: { Mode: 'COMPLIANCE', Days: 30 } } as const;
  const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule } as const;
  await s3.send(new PutObjectLockConfigurationCommand({ Bucket: 'acme-default', ObjectLockConfiguration }));
  await s3.send(new CreateBucketCommand({ Bucket: 'acme-open', ...where }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket: 'acme-open', VersioningConfiguration }));
}

export function looking(s3: S3Client): Pick<S3Harness, 'objects' | 'replace' | 'removeVersion' | 'lockOf'> {
  const textOf = async (Bucket: string, Key: string): Promise<string> =>
    (await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()) ?? '';
  return {
    objects: async (Bucket) => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      return Promise.all(
        Contents.map(async ({ Key = '' }): Promise<[string, string]> => [Key, await textOf(Bucket, Key)]),
      );
    },
    replace: async (Bucket, Key, Body) => {
      const ObjectLockRetainUntilDate = new Date(Date.now() + 24 * 60 * 60_000);
      await s3.send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body,
          ChecksumAlgorithm: 'SHA256',
          ObjectLockMode: 'COMPLIANCE',
          ObjectLockRetainUntilDate,
        }),
      );
    },
    removeVersion: async (Bucket, Key) => {
      const { Body, VersionId } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      // A body that nobody reads throws, where its socket is closed under it.
      await Body?.transformToString();
      const asked = new DeleteObjectCommand({ Bucket, Key, VersionId });
      const answer = await s3.send(asked).catch((error: { $metadata: object }) => error);
      return (answer.$metadata as { httpStatusCode?: number }).httpStatusCode ?? 0;
    },
    lockOf: async (Bucket, Key) => {
      const { ObjectLockMode, ObjectLockRetainUntilDate } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
      const until = ObjectLockRetainUntilDate?.getTime();
      return until === undefined ? null : { mode: ObjectLockMode ?? '', until };
    },
  };
}
