/** What a copy in S3 promises, on any S3: the embedded one, and one that others wrote. */
import { describe, expect, onTestFinished, test } from 'vitest';
import type { S3Settings } from '../../../src/audit/sinks/s3-sink.js';
import type { Sink } from '../../../src/audit/sinks/sink.js';
import { hashIn, linesOf } from './lines.js';
import { DAY } from './s3-world.js';

/** Three buckets: `acme-log` has Object Lock, `acme-default` locks by itself for 30 days, `acme-open` keeps versions only. */
export interface S3Harness {
  /** A copy as another run opens it. */
  open(settings?: Partial<S3Settings>): Sink;
  now(): number;
  /** What a listing shows, in order, with the objects' text. */
  objects(bucket: string): Promise<readonly (readonly [string, string])[]>;
  lockOf(bucket: string, key: string): Promise<{ readonly mode: string; readonly until: number } | null>;
  /** Puts something else on top. */
  replace(bucket: string, key: string, text: string): Promise<void>;
  /** Deletes that very version; the HTTP status. */
  removeVersion(bucket: string, key: string): Promise<number>;
  /** The next put is made, and its answer lost. */
  loseReply(): void;
  stop(): Promise<void>;
}

const LOG = linesOf(120);

export function s3Suite(name: string, start: () => Promise<S3Harness>): void {
  const started = async (): Promise<S3Harness> => {
    const harness = await start();
    onTestFinished(() => harness.stop());
    return harness;
  };
  const linesIn = async (harness: S3Harness, bucket = 'acme-log'): Promise<string[]> => {
    const all = await harness.objects(bucket);
    return all
      .map(([, text]) => text)
      .join('')
      .split('\n')
      .filter(Boolean);
  };

  describe(`${name}: a copy of the log`, () => {
    test('is delivered, found again, and goes on where it ended', async () => {
      const s3 = await started();
      expect(await s3.open().holds(120)).toBeNull();
      await s3.open().take(LOG.slice(0, 100));
      expect(await s3.open().holds(120)).toEqual({ seq: 100, hash: hashIn(LOG[99]).slice(0, 23) });
      await s3.open().take(LOG.slice(100));
      expect(await s3.open().holds(120)).toEqual({ seq: 120, hash: hashIn(LOG[119]).slice(0, 23) });
      expect(await linesIn(s3)).toEqual(LOG);
    });

    test('is locked in compliance mode for as long as the policy says, and its objects can’t be deleted', async () => {
      const s3 = await started();
      await s3.open().take(LOG);
      const [[key = ''] = []] = await s3.objects('acme-log');
      const lock = await s3.lockOf('acme-log', key);
      expect(lock?.mode).toBe('COMPLIANCE');
      expect(Math.abs((lock?.until ?? 0) - s3.now() - 400 * DAY)).toBeLessThan(60_000);
      expect(await s3.removeVersion('acme-log', key)).toBe(403);
      expect(await linesIn(s3)).toEqual(LOG);
    });

    test('is locked by the default of the bucket where the policy names no time', async () => {
      const s3 = await started();
      await s3.open({ bucket: 'acme-default', retention: null }).take(LOG);
      const [[key = ''] = []] = await s3.objects('acme-default');
      const lock = await s3.lockOf('acme-default', key);
      expect(Math.abs((lock?.until ?? 0) - s3.now() - 30 * DAY)).toBeLessThan(60_000);
    });

    test.each([
      ['acme-log', null],
      ['acme-open', null],
      ['acme-open', 400 * DAY],
    ])('is not put where nothing locks it (%s, %s)', async (bucket, retention) => {
      const s3 = await started();
      await expect(s3.open({ bucket, retention }).take(LOG)).rejects.toMatchObject({ code: 'sink' });
      expect(await s3.objects(bucket)).toEqual([]);
    });

    test('is there once where two runs deliver the same', async () => {
      const s3 = await started();
      await Promise.all([s3.open().take(LOG), s3.open().take(LOG)]);
      expect(await linesIn(s3)).toEqual(LOG);
    });

    test('is there once where the answer of a put was lost', async () => {
      const s3 = await started();
      s3.loseReply();
      await s3.open().take(LOG);
      expect(await linesIn(s3)).toEqual(LOG);
    });

    test('is not taken for done where something else is there under that name', async () => {
      const s3 = await started();
      await s3.open().take(LOG);
      const [[key = ''] = []] = await s3.objects('acme-log');
      await s3.replace('acme-log', key, 'forged');
      await expect(s3.open().take(LOG)).rejects.toMatchObject({ code: 'sink', message: expect.stringContaining(key) });
    });

    test('is whole in parts where much is missing', async () => {
      const log = linesOf(2_500);
      const s3 = await started();
      await s3.open().take(log.slice(0, 10));
      expect(await s3.open().holds(2_500)).toMatchObject({ seq: 10 });
      await s3.open().take(log.slice(10));
      expect(await linesIn(s3)).toEqual(log);
      expect(await s3.open().holds(2_500)).toMatchObject({ seq: 2_500 });
    });

    test('names a bucket that is not there', async () => {
      const s3 = await started();
      const missing = { code: 'sink', message: expect.stringContaining('there is no bucket acme-missing') };
      await expect(s3.open({ bucket: 'acme-missing' }).holds(1)).rejects.toMatchObject(missing);
      await expect(s3.open({ bucket: 'acme-missing' }).take(LOG)).rejects.toMatchObject(missing);
    });
  });
}
