/** The lease of a run: only one acts at a time, and one that was killed blocks nobody for long. */
import { after, formatInstant, type Instant, instantOf, type Timestamp } from '../core/time.js';
import { LeaverError } from '../errors.js';
import type { Holder, JournalEvent } from './event.js';

/**
 * How long a lease holds after the last sign of life of its run, in milliseconds: longer than the longest wait for a rate
 * limit, within which a run writes nothing.
 */
export const LEASE = 15 * 60_000;

export function staleAt(lastSign: Instant): Timestamp {
  return formatInstant(after(lastSign, LEASE));
}

/** Who holds the lease by the journal's own events, stale or not; null where it was given back, or never taken. */
export function holderIn(events: readonly JournalEvent[]): Holder | null {
  return events.reduce((holder: Holder | null, { type, run, at }) => {
    const until = staleAt(instantOf(at));
    if (type === 'leased') return { run, since: at, until };
    if (run !== holder?.run) return holder;
    return type === 'released' ? null : { ...holder, until };
  }, null);
}

/** What a run is told that comes to write after another has taken its lease over: it must not act any more. */
export function leaseLost(to: string): LeaverError {
  return new LeaverError('journal', `the run ${to} has taken over the lease of this one, which gave no sign of life`, {
    mend: 'Nothing more was done here. Look at what that run reports.',
  });
}
