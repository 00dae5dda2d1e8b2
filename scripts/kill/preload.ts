/**
 * Loaded into the program before it starts (`node --import`): counts everything that it writes to disk, kills it there with
 * SIGKILL where the order says so, and gives it the clock of its world. The program itself knows nothing of it.
 */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import timers from 'node:timers/promises';
import type { Order, SeenWrite } from './order.js';

type Act = (...given: unknown[]) => unknown;

const { kill, note, shift } = JSON.parse(process.env.LEAVER_KILL ?? '') as Order;
delete process.env.LEAVER_KILL;

const { existsSync, writeFileSync } = fs;
const writes: SeenWrite[] = [];

/** Ends this process as the kernel does it: nothing of it runs any more, no buffer is flushed. */
function die(): never {
  writeFileSync(note, JSON.stringify(writes));
  process.kill(process.pid, 'SIGKILL');
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
}

/** Whether this write is the one to be killed at, and where. */
function counted(what: string, halves: boolean) {
  writes.push({ what, halves });
  const mine = kill?.write === writes.length;
  if (mine && kill.where === 'before') die();
  return { inTheMiddle: mine && kill.where === 'middle', afterwards: () => (mine ? die() : undefined) };
}

/** `half` writes the first half of what was to be written. */
function around(what: string, act: () => unknown, half: (() => unknown) | null): unknown {
  const { inTheMiddle, afterwards } = counted(what, half !== null);
  const done = inTheMiddle && half !== null ? half() : act();
  if (!(done instanceof Promise)) {
    afterwards();
    return done;
  }
  return done.then((value: unknown) => {
    afterwards();
    return value;
  });
}

function halfOf(data: unknown): Buffer {
  const bytes = typeof data === 'string' ? Buffer.from(data) : Buffer.from(data as Uint8Array);
  return bytes.subarray(0, Math.ceil(bytes.length / 2));
}

/** Of a line of the log its type, so that a reader sees at what it was killed. */
function lineOf(data: unknown): string {
  const [, type = ''] = /"type":"leaver\.([a-z.-]+)"/.exec(typeof data === 'string' ? data : '') ?? [];
  return type === '' ? '' : ` (${type})`;
}

const names = new WeakMap<object, string>();

/** What is written through an open file; `at` is where the data stands among what is given. */
function patchHandles(prototype: Record<string, Act>): void {
  for (const name of ['writeFile', 'appendFile', 'write']) {
    const real = prototype[name] as Act;
    prototype[name] = function (this: object, data: unknown, ...rest: unknown[]) {
      const what = `${name} ${names.get(this) ?? ''}${lineOf(data)}`;
      const half = () => real.call(this, halfOf(data));
      return around(what, () => real.call(this, data, ...rest), half);
    };
  }
  for (const name of ['writev', 'truncate']) {
    const real = prototype[name] as Act;
    prototype[name] = function (this: object, ...given: unknown[]) {
      return around(`${name} ${names.get(this) ?? ''}`, () => real.call(this, ...given), null);
    };
  }
}

const WITH_DATA = ['writeFile', 'appendFile'];
const OTHERS = ['rename', 'link', 'symlink', 'copyFile', 'truncate', 'unlink', 'rm', 'rmdir', 'mkdir'];
/** These do nothing where the path is there already, or is not. */
const IDLE: Readonly<Record<string, (path: string) => boolean>> = {
  mkdir: (path) => existsSync(path),
  rm: (path) => !existsSync(path),
  unlink: (path) => !existsSync(path),
  rmdir: (path) => !existsSync(path),
};

function patchPaths(module: Record<string, Act>, ending: string): void {
  for (const name of WITH_DATA) {
    const real = module[`${name}${ending}`] as Act;
    module[`${name}${ending}`] = (path, data, ...rest) => {
      const half = () => real(path, halfOf(data), ...rest);
      return around(`${name} ${labelOf(path)}${lineOf(data)}`, () => real(path, data, ...rest), half);
    };
  }
  for (const name of OTHERS) {
    const real = module[`${name}${ending}`] as Act;
    module[`${name}${ending}`] = (path, ...rest) => {
      if (IDLE[name]?.(String(path)) === true) return real(path, ...rest);
      return around(`${name} ${labelOf(path)}`, () => real(path, ...rest), null);
    };
  }
}

/** Without what chance put into the name of a temporary file. */
function labelOf(path: unknown): string {
  return basename(String(path)).replace(/\.[0-9a-f]{12}\.tmp$/, '.tmp');
}

async function patchDisk(): Promise<void> {
  const files = promises as unknown as Record<string, Act>;
  const open = promises.open;
  const handle = await open(process.execPath);
  patchHandles(Object.getPrototypeOf(handle));
  await handle.close();
  files.open = (async (...given: Parameters<typeof open>) => {
    const opened = await open(...given);
    names.set(opened, labelOf(given[0]));
    return opened;
  }) as Act;
  patchPaths(files, '');
  patchPaths(fs as unknown as Record<string, Act>, 'Sync');
  const stdout = process.stdout as unknown as Record<string, Act>;
  const write = (stdout.write as Act).bind(process.stdout);
  stdout.write = (...given) => around('the report', () => write(...given), null);
}

/** The time of the world; a wait is over at once, and the time that it would have taken has passed. */
function patchTime(): void {
  const Real = Date;
  let passed = shift;
  const now = () => Real.now() + passed;
  globalThis.Date = class extends Real {
    constructor(...given: [] | [number]) {
      super(...((given.length === 0 ? [now()] : given) as [number]));
    }
    static override now(): number {
      return now();
    }
  } as DateConstructor;
  const { setTimeout } = timers;
  timers.setTimeout = ((milliseconds: number, ...rest: []) => {
    passed += milliseconds;
    return setTimeout(1, ...rest);
  }) as typeof setTimeout;
}

await patchDisk();
patchTime();
syncBuiltinESMExports();
process.on('exit', () => writeFileSync(note, JSON.stringify(writes)));
