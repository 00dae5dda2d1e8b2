/** A world with copies of its log: a file, and a bucket of the embedded S3. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { JOURNAL, type Journal } from '../../src/audit/journal.js';
import { openSink, type SinkOptions } from '../../src/audit/sinks/registry.js';
import type { Context } from '../../src/commands/context.js';
import { deliver } from '../../src/commands/deliver.js';
import type { DesiredState } from '../../src/core/model.js';
import { loadPolicy } from '../../src/policy/load.js';
import { nodeMachine } from '../../src/ports/node.js';
import { currentOf, type S3State, s3 } from '../../src/sandbox/s3/index.js';
import { type RunningSystem, serve } from '../../src/sandbox/server.js';
import { environmentFor, LEAST, LOCKED } from '../audit/sinks/s3-world.js';
import { type Trouble, type World, worldOf } from './world.js';

export const FILE = { id: 'mirror', kind: 'file', path: 'audit/log.jsonl' };
export const S3 = { id: 'archive', kind: 's3', bucket: 'acme-log', region: 'eu-central-1', retention: 'P400D' };

export interface Scene {
  readonly world: World;
  readonly server: RunningSystem<S3State>;
  readonly context: Context;
  /** A run that leaves so many events and delivers at its end: what it could not. */
  run(events?: number): Promise<readonly string[]>;
  /** The same with copies that are opened otherwise. */
  opening(change: Partial<SinkOptions>): Context;
  /** The lines of the log, of the file and of the bucket. */
  log(): string[];
  file(): string[];
  bucket(): string[];
}

export async function scene(sinks: readonly unknown[] = [FILE, S3], trouble: Trouble = {}): Promise<Scene> {
  const world = worldOf({ policy: { audit: { sinks } } }, trouble);
  const server = await serve(s3('s3', { buckets: [LOCKED], allowed: LEAST }), world.context.clock);
  onTestFinished(() => server.stop());
  const { files, clock } = world.context;
  const options = { files, clock, machine: nodeMachine, run: 'test', warn: () => {} };
  const environment = environmentFor(server.url);
  const opening = (change: Partial<SinkOptions>): Context => {
    return { ...world.context, sink: (settings) => openSink(settings, { ...options, environment, ...change }) };
  };
  const context = opening({});
  const { desired } = await loadPolicy(files, { at: clock.now() });
  const journal = context.journal('file');
  const lines = (path: string) => linesIn(readFileSync(join(world.root, path), 'utf8'));
  return {
    world,
    server,
    context,
    opening,
    run: (events = 3) => run(context, desired as DesiredState, journal, events),
    log: () => lines(JOURNAL),
    file: () => lines(FILE.path),
    bucket: () => linesIn(textOf(server)),
  };
}

/** A run that leaves so many events and delivers at its end: what it could not. */
export async function run(context: Context, desired: DesiredState, journal: Journal, events: number) {
  for (let count = 0; count < events; count += 1) {
    await journal.append({ type: 'reminded', revocation: null, key: `key ${count}`, pullRequest: null });
  }
  return (await deliver(context, desired, journal)).problems;
}

function textOf({ system }: RunningSystem<S3State>): string {
  const bucket = system.state.buckets.get('acme-log');
  if (bucket === undefined) throw new Error('there is no bucket');
  return [...bucket.objects.keys()]
    .sort()
    .map((key) => currentOf(bucket, key)?.text ?? '')
    .join('');
}

function linesIn(text: string): string[] {
  return text.split('\n').filter(Boolean);
}

/** The copies that did not take what they lacked, by the log's word. */
export function undelivered({ log }: Scene): string[] {
  return log().flatMap((line) => (line.includes('leaver.sink.failed') ? [String(JSON.parse(line).data.sink)] : []));
}

export async function desiredOf({ context }: Scene): Promise<DesiredState> {
  return (await loadPolicy(context.files, { at: context.clock.now() })).desired as DesiredState;
}

/** The journal as it would be after its last lines were taken away where nobody sees it. */
export function cutJournal(at: Scene, to: number): Journal {
  return linesOnly(at.log().slice(0, to));
}

/** A journal that holds these lines and takes none. */
export function linesOnly(lines: readonly string[]): Journal {
  const read = async () => lines.map((line, index) => ({ ...JSON.parse(line), seq: index + 1 }));
  return { read, linesAfter: async (seq: number) => lines.slice(seq), append: async () => {} } as unknown as Journal;
}

/** Another run's, so that each hash is another one. */
export function forged(lines: readonly string[]): string[] {
  return lines.map((line) => {
    const { hash, ...rest } = JSON.parse(line);
    return JSON.stringify({ ...rest, hash: `sha256:${[...hash.slice(7)].reverse().join('')}` });
  });
}
