/** The lease of a run: only one acts at a time, and one that was killed blocks nobody for long. */
import { after, formatInstant, type Instant, instantOf, type Timestamp } from '../core/time.js';
import { LeaverError } from '../errors.js';
import type { Holder, JournalEvent } from './event.js';

/**
 * How long a lease holds after the last sign of life of its run, in milliseconds: longer than the longest wait for a rate
 * limit, within which a run writes nothing.
 */
export const LEASE = 15 * 60_000;

/** Clocks differ by so much, in milliseconds, before they decide nothing any more. */
const SKEW = 5 * 60_000;

export function staleAt(lastSign: Instant): Timestamp {
  return formatInstant(after(lastSign, LEASE));
}

/**
 * Whether a lease holds at `now`. A last sign that lies far ahead of us (more than clocks may differ) is a wrong
 * clock's or a lie, and would hold for years: it is not believed. Whoever gave it is kept out all the same once another has
 * taken over.
 */
export function isInForce({ until }: Pick<Holder, 'until'>, now: Instant): boolean {
  const left = instantOf(until) - now;
  return left > 0 && left <= LEASE + SKEW;
}

/** Who holds the lease by the journal's own events, stale or not; null where it was given back, or never taken. */
export function holderIn(events: readonly JournalEvent[]): Holder | null {
  const begun = events.findLast(({ type }) => type === 'leased');
  if (begun === undefined) return null;
  const { run, seq, at: since } = begun;
  const own = events.filter((event) => event.run === run && event.seq >= seq);
  if (own.some(({ type }) => type === 'released')) return null;
  return { run, since, until: staleAt(instantOf(own.at(-1)?.at ?? since)) };
}

/** What a run is told that comes to write after another has taken its lease over: it must not act any more. */
export function leaseLost(to: string): LeaverError {
  return new LeaverError('journal', `the run ${to} has taken over the lease of this one, which gave no sign of life`, {
    mend: 'Nothing more was done here. Look at what that run reports.',
  });
}

/** What a run is told that comes while another acts. */
export function busyWith({ run, since, until }: Holder): LeaverError {
  const second = (time: string): string => time.replace(/\.\d+Z$/, 'Z');
  const said = `another run (${run}) has been acting since ${second(since)}, and only one may at a time`;
  return new LeaverError('busy', `${said}. Nothing was done.`, {
    mend: `Run again when it has ended; if it was killed, from ${second(until)} on.`,
  });
}
