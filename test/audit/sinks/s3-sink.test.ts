import { describe, expect, onTestFinished, test } from 'vitest';
import { s3Fault } from '../../../src/sandbox/s3/index.js';
import { hashIn, linesOf } from './lines.js';
import { DAY, LEAST, LOCKED, NOW, SECRET, s3World } from './s3-world.js';

const LOG = linesOf(120);
const PUT = /PUT|acme-log/;

function hex(line: string | undefined): string {
  return hashIn(line).slice(7, 23);
}

describe('a delivery', () => {
  test('when nothing is there yet, is one object whose name tells where the copy ends, locked for the time of the policy', async () => {
    const world = await s3World({ allowed: LEAST });
    const sink = world.open();
    expect(await sink.holds(100)).toBeNull();
    await sink.take(LOG.slice(0, 100));
    expect(world.keys()).toEqual([`leaver/000000000001-000000000100-${hex(LOG[99])}.jsonl`]);
    expect(world.text()).toBe(
      LOG.slice(0, 100)
        .map((line) => `${line}\n`)
        .join(''),
    );
    const [version] = world.server.system.state.buckets.get('acme-log')?.objects.get(world.keys()[0] ?? '') ?? [];
    expect(version?.lock).toEqual({ mode: 'COMPLIANCE', until: NOW + 400 * DAY });
    expect(await sink.holds(100)).toEqual({ seq: 100, hash: hashIn(LOG[99]).slice(0, 23) });
    expect(world.requests()).toEqual(['ListObjectsV2 200', 'PutObject 200', 'ListObjectsV2 200']);
  });

  test('when the next run delivers, is another object; nothing that is there is written again', async () => {
    const world = await s3World();
    await world.open().take(LOG.slice(0, 100));
    await world.open().take(LOG.slice(100));
    expect(world.keys()).toHaveLength(2);
    expect(world.text()).toBe(LOG.map((line) => `${line}\n`).join(''));
    expect(await world.open().holds(120)).toEqual({ seq: 120, hash: hashIn(LOG[119]).slice(0, 23) });
  });

  test('when two runs deliver the same at once, one object remains and both are done', async () => {
    const world = await s3World();
    await Promise.all([world.open().take(LOG), world.open().take(LOG)]);
    expect(world.keys()).toHaveLength(1);
    expect(world.server.changes).toHaveLength(1);
    expect(world.text()).toBe(LOG.map((line) => `${line}\n`).join(''));
  });

  test('when two runs deliver at once and one knows of more, the lines without repeats are one whole log', async () => {
    const world = await s3World();
    await Promise.all([world.open().take(LOG.slice(0, 100)), world.open().take(LOG)]);
    expect(world.keys()).toHaveLength(2);
    expect([...new Set(world.text().split('\n'))].filter(Boolean)).toEqual(LOG);
    expect(await world.open().holds(120)).toMatchObject({ seq: 120 });
  });

  test('when something else is there under that name, ends with an error and leaves it', async () => {
    const world = await s3World();
    await world.open().take(LOG);
    const [key = ''] = world.keys();
    const objects = world.server.system.state.buckets.get('acme-log')?.objects;
    const [version] = objects?.get(key) ?? [];
    if (version === undefined) throw new Error('it was put there');
    objects?.set(key, [{ ...version, text: 'forged', checksum: null }]);
    await expect(world.open().take(LOG)).rejects.toMatchObject({ code: 'sink', message: expect.stringContaining(key) });
    expect(world.text()).toBe('forged');
  });

  test('when lines do not follow one another, nothing is put', async () => {
    const world = await s3World();
    const torn = [...LOG.slice(0, 50), ...LOG.slice(51)];
    await expect(world.open().take(torn)).rejects.toMatchObject({ code: 'sink' });
    await expect(world.open().take(['{}'])).rejects.toMatchObject({ code: 'sink' });
    expect(world.requests()).toEqual([]);
  });
});

describe('the lock', () => {
  test('when the policy names no retention, is the default of the bucket', async () => {
    const world = await s3World({ buckets: [{ ...LOCKED, lock: { default: { mode: 'COMPLIANCE', days: 30 } } }] });
    await world.open({ retention: null }).take(LOG);
    const [version] = world.server.system.state.buckets.get('acme-log')?.objects.get(world.keys()[0] ?? '') ?? [];
    expect(version?.lock).toEqual({ mode: 'COMPLIANCE', until: NOW + 30 * DAY });
    expect(world.requests()).toEqual(['GetObjectLockConfiguration 200', 'PutObject 200']);
  });

  test('when neither the policy nor the bucket gives one, nothing is put where anybody could change it', async () => {
    const world = await s3World();
    const refused = { code: 'sink', message: expect.stringContaining('does not lock') };
    await expect(world.open({ retention: null }).take(LOG)).rejects.toMatchObject(refused);
    expect(world.keys()).toEqual([]);
  });

  test.each([null, 400 * DAY])('when the bucket has no Object Lock, says so (retention %s)', async (retention) => {
    const world = await s3World({ buckets: [{ ...LOCKED, lock: null, versioned: true }] });
    const refused = { code: 'sink', message: expect.stringMatching(/not lock|no Object Lock/) };
    await expect(world.open({ retention }).take(LOG)).rejects.toMatchObject(refused);
    expect(world.keys()).toEqual([]);
  });

  test('when S3 does not confirm the very bytes, or keeps no versions, the delivery counts as failed', async () => {
    const world = await s3World();
    const answer = { status: 200, headers: { 'x-amz-version-id': 'v1' } };
    world.server.faults.add({ fault: { kind: 'status', ...answer }, method: 'PUT', times: 1 });
    await expect(world.open().take(LOG)).rejects.toMatchObject({
      message: expect.stringContaining('does not confirm'),
    });
    world.server.faults.add({ fault: { kind: 'status', status: 200 }, method: 'PUT', times: 1 });
    await expect(world.open().take(LOG)).rejects.toMatchObject({ message: expect.stringContaining('does not lock') });
  });
});

describe('when S3 fails', () => {
  test('a put that was made and whose answer was lost is found, and made once', async () => {
    const world = await s3World();
    world.server.faults.add({ fault: { kind: 'lost-reply' }, method: 'PUT', times: 1 });
    await world.open().take(LOG);
    expect(world.server.changes).toHaveLength(1);
    expect(world.requests()).toEqual(['PutObject 200', 'PutObject 412', 'GetObject 200']);
  });

  test.each([
    ['InternalError', 'PutObject 500'],
    ['SlowDown', 'PutObject 503'],
    ['ConditionalRequestConflict', 'PutObject 409'],
  ] as const)('%s that passes is waited for', async (code, seen) => {
    const world = await s3World();
    world.server.faults.add({ fault: s3Fault(code), method: 'PUT', times: 2 });
    await world.open().take(LOG);
    expect(world.requests()).toEqual([seen, seen, 'PutObject 200']);
    expect(world.clock.slept()).toBeGreaterThan(0);
  });

  test.each([
    ['AccessDenied', 'forbidden', 's3:PutObject and s3:PutObjectRetention on acme-log/leaver/*'],
    ['InternalError', 'unreachable', ''],
    ['SlowDown', 'rate-limited', ''],
    ['InvalidAccessKeyId', 'wrong-credential', ''],
    ['NoSuchBucket', 'sink', ''],
    ['PermanentRedirect', 'sink', 'region'],
    ['AuthorizationHeaderMalformed', 'sink', 'region'],
  ] as const)('%s that lasts is `%s`', async (code, told, mend) => {
    const world = await s3World();
    world.server.faults.add({ fault: s3Fault(code), matching: PUT });
    const failure = { code: told, mend: expect.stringContaining(mend) };
    await expect(world.open().take(LOG)).rejects.toMatchObject(failure);
    expect(world.keys()).toEqual([]);
  });

  test('an answer that does not come in time is asked for again, and then `unreachable`', async () => {
    const world = await s3World();
    world.server.faults.add({ fault: { kind: 'latency', milliseconds: 400 }, method: 'PUT', times: 1 });
    await world.open({}, { answersWithin: 150 }).take(LOG);
    expect(world.keys()).toHaveLength(1);
    world.server.faults.add({ fault: { kind: 'latency', milliseconds: 400 }, matching: /list-type/ });
    await expect(world.open({}, { answersWithin: 20 }).holds(120)).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('when nobody answers at all, is `unreachable`', async () => {
    const world = await s3World();
    await world.server.stop();
    await expect(world.open().holds(120)).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('when the listing is refused, the permission is named', async () => {
    const world = await s3World({ allowed: ['s3:PutObject'] });
    const failure = { code: 'forbidden', mend: expect.stringContaining('s3:ListBucket on acme-log ') };
    await expect(world.open().holds(120)).rejects.toMatchObject(failure);
  });

  test('no message holds the credential, also where S3 repeats it', async () => {
    const world = await s3World();
    const token = 'FwoGZXIvYXdzEXAMPLE-session-token-of-a-role';
    const environment = {
      AWS_ENDPOINT_URL_S3: world.server.url,
      AWS_ACCESS_KEY_ID: 'AKIAQQQQQQQQQQQQQQQQ',
      AWS_SECRET_ACCESS_KEY: SECRET,
      AWS_SESSION_TOKEN: token,
    };
    world.server.faults.add({ fault: s3Fault('InvalidRequest', `you sent ${token}`), method: 'PUT' });
    const error = await world.open({}, { environment }).take(LOG).then(String, String);
    expect(error).toContain('you sent ***');
    expect(error).not.toContain(token);
  });
});

describe('the way to S3', () => {
  test('when half a key is there, is refused before anything is asked', async () => {
    const world = await s3World();
    const environment = { AWS_ACCESS_KEY_ID: 'AKIAQQQQQQQQQQQQQQQQ', AWS_ENDPOINT_URL_S3: world.server.url };
    expect(() => world.open({}, { environment })).toThrow('AWS_SECRET_ACCESS_KEY is missing');
  });

  test('when no credential is to be found, says which there may be', async () => {
    const before = { ...process.env };
    process.env.AWS_EC2_METADATA_DISABLED = 'true';
    process.env.AWS_CONFIG_FILE = '/nonexistent';
    process.env.AWS_SHARED_CREDENTIALS_FILE = '/nonexistent';
    onTestFinished(() => {
      process.env = before;
    });
    const world = await s3World();
    const environment = { AWS_ENDPOINT_URL_S3: world.server.url };
    const failure = { code: 'missing-credential' };
    await expect(world.open({}, { environment }).holds(1)).rejects.toMatchObject(failure);
    expect(world.requests()).toEqual([]);
  });

  test('when AWS_ENDPOINT_URL names one for all services, it is taken', async () => {
    const world = await s3World();
    const { AWS_ENDPOINT_URL_S3: AWS_ENDPOINT_URL, ...keys } = {
      AWS_ENDPOINT_URL_S3: world.server.url,
      AWS_ACCESS_KEY_ID: 'AKIAQQQQQQQQQQQQQQQQ',
      AWS_SECRET_ACCESS_KEY: SECRET,
    };
    expect(await world.open({}, { environment: { ...keys, AWS_ENDPOINT_URL } }).holds(1)).toBeNull();
    expect(world.server.requests[0]?.path).toBe('/acme-log/');
  });
});
