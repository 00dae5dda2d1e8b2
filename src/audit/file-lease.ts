/**
 * A lease kept in files. Each holder makes a file of the next number, which the file system lets only one of two do at the
 * same time; the highest number says who holds it. It is never taken away, only marked as given back: else a slow run, that
 * has seen it, could make a number which others have used since.
 */
import { formatInstant, type Instant, parseInstant, type Timestamp } from '../core/time.js';
import { LeaverError } from '../errors.js';
import type { Clock, Files, Machine } from '../ports/ports.js';
import type { Holder } from './event.js';
import { isInForce, LEASE, leaseLost, staleAt } from './lease.js';

export const LEASES = '.leaver/lease';

/** A run that prolongs its lease writes that down only so often, in milliseconds. */
const PROLONGED_EVERY = LEASE / 15;
/** How often a run tries again where another was faster; then that one holds it. */
const ROUNDS = 5;

interface Written extends Holder {
  readonly host: string;
  readonly pid: number;
  readonly released: boolean;
}

interface Numbered {
  readonly number: number;
  /** Null where the file makes no sense: somebody changed it. */
  readonly lease: Written | null;
}

export type Taken =
  | { readonly kind: 'held'; readonly over: string | null; readonly held: HeldLease }
  | { readonly kind: 'busy'; readonly holder: Holder };

export interface HeldLease {
  /** A sign of life, before something is written. Throws `journal` where another run has taken the lease over. */
  prolong(): Promise<void>;
  release(): Promise<void>;
}

export interface FileLeaseOptions {
  readonly files: Files;
  readonly clock: Clock;
  readonly machine: Machine;
  readonly run: string;
  /** Where its files lie; by default those of the journal's lease. */
  readonly folder?: string;
}

/**
 * Takes the lease where nobody holds it, or where its holder gives no sign of life: at once where that process is gone from
 * this machine, else when the lease has gone stale. Throws `file-unreadable` and `file-unwritable`.
 */
export async function takeLease(options: FileLeaseOptions): Promise<Taken> {
  const { files, clock, machine, run, folder = LEASES } = options;
  for (let round = 1; ; round += 1) {
    const newest = await newestIn(files, folder);
    const now = clock.now();
    const holder = newest === null ? null : holderOf(newest, now, machine);
    if (holder !== null) return { kind: 'busy', holder };
    const number = (newest?.number ?? 0) + 1;
    const since = formatInstant(now);
    const { host, pid } = machine;
    const own: Written = { run, since, until: staleAt(now), host, pid, released: false };
    if (await files.create(pathOf(folder, number), textOf(own))) {
      const { lease } = newest ?? { lease: null };
      await removeBefore(files, folder, number);
      return {
        kind: 'held',
        over: lease === null || lease.released ? null : lease.run,
        held: heldOf(options, number, own),
      };
    }
    if (round === ROUNDS) return { kind: 'busy', holder: { run: 'another', since, until: staleAt(now) } };
  }
}

function heldOf({ files, clock, folder = LEASES }: FileLeaseOptions, number: number, own: Written): HeldLease {
  let lease = own;
  let last = clock.now();
  const keep = async (next: Written) => {
    lease = next;
    await files.write(pathOf(folder, number), textOf(next));
  };
  return {
    prolong: async () => {
      const newest = await newestIn(files, folder);
      if (newest !== null && newest.number > number) throw leaseLost(newest.lease?.run ?? 'that came later');
      const now = clock.now();
      if (now - last < PROLONGED_EVERY) return;
      last = now;
      await keep({ ...lease, until: staleAt(now) });
    },
    release: () => keep({ ...lease, released: true }),
  };
}

/** Who holds it at `now`; null where it is free to take. */
function holderOf({ lease }: Numbered, now: Instant, machine: Machine): Holder | null {
  if (lease === null || lease.released || !isInForce(lease, now)) return null;
  if (lease.host === machine.host && !machine.isRunning(lease.pid)) return null;
  const { run, since, until } = lease;
  return { run, since, until };
}

/** Looks again where a file went while it was looked at: whoever takes the lease removes those before. */
async function newestIn(files: Files, folder: string): Promise<Numbered | null> {
  for (let round = 1; ; round += 1) {
    try {
      return await lookedUp(files, folder);
    } catch (error) {
      const gone = error instanceof LeaverError && ['file-missing', 'file-unreadable'].includes(error.code);
      if (!gone || round === ROUNDS) throw error;
    }
  }
}

async function lookedUp(files: Files, folder: string): Promise<Numbered | null> {
  const found = (await files.list(folder, '.json')) ?? [];
  const numbers = found.flatMap(({ path }) => /\/(\d{1,15})\.json$/.exec(path)?.[1] ?? []).map(Number);
  if (numbers.length === 0) return null;
  const number = Math.max(...numbers);
  return { number, lease: leaseIn(await files.read(pathOf(folder, number))) };
}

function leaseIn(text: string): Written | null {
  let value: Partial<Written> | null;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const { run, since, until, host, pid, released } = value ?? {};
  const timed = isTime(since) && isTime(until);
  if (!timed || typeof run !== 'string' || typeof host !== 'string' || typeof pid !== 'number') return null;
  return { run, since, until, host, pid, released: released === true };
}

function isTime(value: unknown): value is Timestamp {
  return typeof value === 'string' && parseInstant(value) !== null;
}

/** Those before the newest say nothing any more. */
async function removeBefore(files: Files, folder: string, number: number): Promise<void> {
  const there = await files.list(folder, '.json').catch(() => null);
  for (const { path } of there ?? []) {
    const [, other = ''] = /\/(\d{1,15})\.json$/.exec(path) ?? [];
    if (other !== '' && Number(other) < number) await files.remove(path);
  }
}

function pathOf(folder: string, number: number): string {
  return `${folder}/${number}.json`;
}

function textOf(lease: Written): string {
  return `${JSON.stringify(lease)}\n`;
}
