import { describe, expect, onTestFinished, test } from 'vitest';
import { s3 } from '../../../src/sandbox/s3/index.js';
import { serve } from '../../../src/sandbox/server.js';
import { environmentFor, LOCKED, virtualClock } from '../../audit/sinks/s3-world.js';
import { checkup, doctorWorld, findingOf, found } from './world.js';

const FILE = { id: 'mirror', kind: 'file', path: 'audit/log.jsonl' };
const S3 = { id: 'archive', kind: 's3', bucket: 'acme-log', region: 'eu-central-1' };

const withSinks = (sinks: readonly unknown[], policy = {}) => ({
  parts: { policy: { journal: 'branch', audit: { sinks }, ...policy } },
});

async function bucket(allowed?: readonly string[]) {
  const seed = { buckets: [LOCKED], ...(allowed === undefined ? {} : { allowed }) };
  const server = await serve(s3('s3', seed), virtualClock());
  onTestFinished(() => server.stop());
  return server;
}

describe('copies of the audit log', () => {
  test('when one is a file and workflows revoke, says that it ends with the job', async () => {
    const result = await checkup(await doctorWorld(withSinks([FILE])));
    expect(found(result)).toEqual(['warning copies/place']);
    expect(findingOf(result, 'copies/place').what).toContain('the copy mirror');
  });

  test('when the log itself is a file, says that no copy takes what begins anew each time', async () => {
    const result = await checkup(await doctorWorld(withSinks([FILE], { journal: 'file' })));
    expect(found(result)).toEqual(['warning copies/journal', 'warning copies/place', 'warning journal/place']);
  });

  test('when one in S3 can be reached, is well, and one request was made', async () => {
    const server = await bucket(['s3:ListBucket']);
    const world = await doctorWorld({ ...withSinks([S3]), environment: environmentFor(server.url) });
    expect(found(await checkup(world))).toEqual([]);
    expect(server.requests.map(({ operation }) => operation)).toEqual(['ListObjectsV2']);
  });

  test('when one in S3 can’t be listed, names the permission', async () => {
    const server = await bucket(['s3:PutObject']);
    const world = await doctorWorld({ ...withSinks([S3]), environment: environmentFor(server.url) });
    const result = await checkup(world);
    expect(found(result)).toEqual(['error copies/reached']);
    expect(findingOf(result, 'copies/reached').mend).toContain('s3:ListBucket');
    expect(result.status).toBe(1);
  });
});
