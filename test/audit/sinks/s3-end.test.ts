import { describe, expect, test } from 'vitest';
import type { Bucket, Keys } from '../../../src/audit/sinks/s3.js';
import { lastSpan } from '../../../src/audit/sinks/s3-end.js';
import { keyOf, spanIn } from '../../../src/audit/sinks/s3-key.js';
import { hashIn, linesOf } from './lines.js';
import { s3World } from './s3-world.js';

const HASH = `sha256:${'ab'.repeat(32)}`;
const SHORT = HASH.slice(0, 23);

/** Only keys, as a listing of S3 gives them; counts the listings. */
function listed(spans: readonly (readonly [number, number])[], foreign: readonly string[] = []) {
  const keys = [...spans.map(([first, last]) => keyOf('leaver/', { first, last, hash: HASH })), ...foreign].sort();
  let listings = 0;
  const keysAfter = async (prefix: string, after: string): Promise<Keys> => {
    listings += 1;
    const rest = keys.filter((key) => key.startsWith(prefix) && key > after);
    return { keys: rest.slice(0, 1000), more: rest.length > 1000 };
  };
  return { bucket: { keysAfter } as Bucket, listings: () => listings };
}

/** Deliveries of so many events each, up to the last one. */
function deliveries(last: number, each: number): [number, number][] {
  return Array.from({ length: Math.ceil(last / each) }, (_, index) => [
    index * each + 1,
    Math.min(last, (index + 1) * each),
  ]);
}

describe('where a copy ends', () => {
  test.each([
    ['is whole', 50_000, 50_000, 1],
    ['lacks the events of one run', 49_990, 50_000, 1],
    ['lacks 1,000 events', 49_000, 50_000, 1],
    ['lacks 10,000 events', 40_000, 50_000, 4],
    ['lacks nearly all', 10, 50_000, 6],
    ['is small', 10, 20, 1],
  ])('when it %s, is found in few listings', async (_, last, end, most) => {
    const { bucket, listings } = listed(deliveries(last, 10));
    expect(await lastSpan(bucket, 'leaver/', end)).toMatchObject({ last, hash: SHORT });
    expect(listings()).toBeLessThanOrEqual(most);
  });

  test('when the log is old, takes the one listing that a young one takes', async () => {
    for (const last of [10, 1_000, 100_000, 999_990]) {
      const { bucket, listings } = listed(deliveries(last, 10));
      expect(await lastSpan(bucket, 'leaver/', last + 10)).toMatchObject({ last });
      expect(listings()).toBe(1);
    }
  });

  test('when each event is an object of its own, takes a listing more for each 1,000', async () => {
    const { bucket, listings } = listed(deliveries(5_000, 1));
    expect(await lastSpan(bucket, 'leaver/', 5_000)).toMatchObject({ last: 5_000 });
    expect(listings()).toBeLessThanOrEqual(3);
  });

  test('when nothing is there, is nowhere', async () => {
    const { bucket } = listed([]);
    expect(await lastSpan(bucket, 'leaver/', 0)).toBeNull();
    expect(await lastSpan(bucket, 'leaver/', 9_000)).toBeNull();
  });

  test('when two runs delivered at once, it ends with the one that knew more', async () => {
    const { bucket } = listed([...deliveries(100, 10), [101, 125], [121, 122]]);
    expect(await lastSpan(bucket, 'leaver/', 125)).toMatchObject({ last: 125 });
  });

  test('when it goes on beyond the log, that is told', async () => {
    const { bucket, listings } = listed(deliveries(90_000, 10));
    expect((await lastSpan(bucket, 'leaver/', 50_000))?.last).toBeGreaterThan(50_000);
    expect(listings()).toBe(1);
  });

  test('what else lies in the bucket is passed over', async () => {
    const foreign = [
      'leaver/0-readme.txt',
      'leaver/000000000500.txt',
      'leaver/000000000500-000000000400-aaaaaaaaaaaaaaaa.jsonl',
    ];
    const many = Array.from({ length: 3_000 }, (_, index) => `leaver/notes-${index}`);
    const { bucket, listings } = listed(deliveries(300, 10), [...foreign, ...many, 'leavers/x']);
    expect(await lastSpan(bucket, 'leaver/', 310)).toMatchObject({ last: 300 });
    expect(listings()).toBe(1);
  });
});

test('a name tells what an object holds, and no other name does', () => {
  const span = { first: 101, last: 250, hash: SHORT };
  expect(keyOf('leaver/', { ...span, hash: HASH })).toBe('leaver/000000000101-000000000250-abababababababab.jsonl');
  expect(spanIn('leaver/', 'leaver/000000000101-000000000250-abababababababab.jsonl')).toEqual(span);
  for (const key of [
    '000000000101-000000000250-abababababababab.jsonl',
    'leaver/101-250-abababababababab.jsonl',
    'leaver/',
  ]) {
    expect(spanIn('leaver/', key)).toBeNull();
  }
});

describe('a copy that is far behind, on S3', () => {
  test('when 10,000 events are missing, takes them in order, in parts, and is whole', async () => {
    const log = linesOf(10_250);
    const world = await s3World();
    await world.open().take(log.slice(0, 250));
    world.requests();
    const sink = world.open();
    expect(await sink.holds(10_250)).toMatchObject({ seq: 250 });
    await sink.take(log.slice(250));
    expect(world.requests()).toEqual([
      ...Array.from({ length: 4 }, () => 'ListObjectsV2 200'),
      ...Array.from({ length: 10 }, () => 'PutObject 200'),
    ]);
    expect(world.text().split('\n').filter(Boolean)).toEqual(log);
    expect(await world.open().holds(10_250)).toEqual({ seq: 10_250, hash: hashIn(log.at(-1)).slice(0, 23) });
  });

  test('when lines are long, no object is larger than 4 MiB, but for one line that is', async () => {
    const long = { type: 'undelivered', revocation: null, sink: 'archive', why: 'x'.repeat(100_000) } as const;
    const log = linesOf(100, 'test', long);
    const world = await s3World();
    await world.open().take(log);
    const sizes = world.server.system.state.buckets.get('acme-log')?.objects.values() ?? [];
    for (const [version] of sizes) expect(version?.text?.length).toBeLessThanOrEqual(4 * 1024 * 1024);
    expect(world.keys()).toHaveLength(3);
    expect(world.text().split('\n').filter(Boolean)).toEqual(log);
  });

  test('when the listing comes in short pages, the end is the end', async () => {
    const log = linesOf(60);
    const world = await s3World();
    for (let at = 0; at < 60; at += 10) await world.open().take(log.slice(at, at + 10));
    world.server.faults.add({ fault: { kind: 'short-page', entries: 2 } });
    expect(await world.open().holds(60)).toMatchObject({ seq: 60 });
  });

  test('when the run is killed between two parts, the next one goes on from there', async () => {
    const log = linesOf(2_500);
    const world = await s3World();
    world.server.faults.add({ fault: { kind: 'status', status: 400 }, method: 'PUT', skip: 1 });
    await expect(world.open().take(log)).rejects.toMatchObject({ code: 'sink' });
    world.server.faults.clear();
    const next = world.open();
    expect(await next.holds(2_501)).toMatchObject({ seq: 1_000 });
    await next.take(log.slice(1_000));
    expect(world.text().split('\n').filter(Boolean)).toEqual(log);
  });
});
