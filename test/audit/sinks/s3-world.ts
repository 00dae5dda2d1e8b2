/** A bucket of the embedded S3, and a copy of the log in it. */
import { onTestFinished } from 'vitest';
import { openBucket } from '../../../src/audit/sinks/s3-client.js';
import { type S3Settings, s3Sink } from '../../../src/audit/sinks/s3-sink.js';
import type { Sink } from '../../../src/audit/sinks/sink.js';
import { type Instant, parseInstant } from '../../../src/core/time.js';
import type { Environment } from '../../../src/ports/ports.js';
import { type BucketSeed, currentOf, type S3Seed, type S3State, s3 } from '../../../src/sandbox/s3/index.js';
import { type RunningSystem, serve } from '../../../src/sandbox/server.js';

export const NOW = parseInstant('2026-11-23T09:00:00Z') as Instant;
export const DAY = 24 * 60 * 60_000;
export const SECRET = 'wJalrXUtnFEMI-not-a-real-secret';
export const LOCKED: BucketSeed = { name: 'acme-log', lock: { default: null } };
/** What docs/audit-log-copies.md tells to allow, where the policy names a retention. */
export const LEAST = ['s3:PutObject', 's3:PutObjectRetention', 's3:ListBucket', 's3:GetObject'];

export const SETTINGS: S3Settings = {
  id: 'archive',
  kind: 's3',
  bucket: 'acme-log',
  prefix: 'leaver/',
  region: 'eu-central-1',
  retention: 400 * DAY,
};

export interface S3World {
  readonly server: RunningSystem<S3State>;
  readonly clock: TestClock;
  /** A copy as another run opens it: with a client of its own. */
  open(settings?: Partial<S3Settings>, more?: Opening): Sink;
  /** Keys that a listing shows, in order. */
  keys(): string[];
  /** The text of all of them, one after the other. */
  text(): string;
  /** Names of the requests so far, since the last time. */
  requests(): string[];
}

interface Opening {
  readonly environment?: Environment;
  readonly answersWithin?: number;
}

interface TestClock {
  now(): Instant;
  sleep(milliseconds: number): Promise<void>;
  slept(): number;
}

/** A clock whose sleeps pass at once. */
export function virtualClock(): TestClock {
  let now: number = NOW;
  return {
    now: () => now as Instant,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
    slept: () => now - NOW,
  };
}

export function environmentFor(url: string): Environment {
  return { AWS_ACCESS_KEY_ID: 'AKIAQQQQQQQQQQQQQQQQ', AWS_SECRET_ACCESS_KEY: SECRET, AWS_ENDPOINT_URL_S3: url };
}

export async function s3World(seed: Partial<S3Seed> = {}): Promise<S3World> {
  const clock = virtualClock();
  const server = await serve(s3('s3', { buckets: [LOCKED], ...seed }), clock);
  onTestFinished(() => server.stop());
  const objects = (): [string, string][] => {
    const bucket = server.system.state.buckets.get('acme-log');
    const keys = [...(bucket?.objects.keys() ?? [])].sort();
    return keys.flatMap((key): [string, string][] => {
      const text = bucket === undefined ? undefined : currentOf(bucket, key)?.text;
      return text === undefined ? [] : [[key, text]];
    });
  };
  let seen = 0;
  return {
    server,
    clock,
    open: (settings = {}, { environment = environmentFor(server.url), ...more } = {}) => {
      const whole = { ...SETTINGS, ...settings };
      return s3Sink(whole, { bucket: openBucket(whole, { environment, clock, ...more }), clock });
    },
    keys: () => objects().map(([key]) => key),
    text: () =>
      objects()
        .map(([, text]) => text)
        .join(''),
    requests: () => {
      const fresh = server.requests.slice(seen).map(({ operation, status }) => `${operation} ${status}`);
      seen = server.requests.length;
      return fresh;
    },
  };
}
