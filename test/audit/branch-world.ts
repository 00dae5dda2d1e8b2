/** Journals on a branch of a hosted policy repository, each of a run of its own. */
import { type BranchJournalOptions, branchJournal } from '../../src/audit/branch-journal.js';
import type { JournalEvent, NewEvent } from '../../src/audit/event.js';
import { LeaverError } from '../../src/errors.js';
import { DUE } from '../fixtures/events.js';
import type { Host } from '../fixtures/hosted.js';
import { origin } from '../fixtures/origin.js';
import { logOf } from '../host/log-world.js';
import { target } from './world.js';

export const ID = 'github/1@2026-11-23T09:00:00Z';

export function journalOf(host: Host, run: string, more: Partial<BranchJournalOptions> = {}) {
  const open = async () => logOf(host, run);
  return branchJournal({ origin, open, clock: host.clock, random: () => 0.5, run, redact: (line) => line, ...more });
}

export const begun: NewEvent = { type: 'begun', revocation: ID, ...target('1'), ...DUE };

export function intent(step: number, object = 'team:backend'): NewEvent {
  return { type: 'intent', revocation: ID, step, action: 'remove membership', object };
}

export function outcome(step: number): NewEvent {
  return { type: 'outcome', revocation: ID, step, result: 'done', requestId: null, why: null };
}

export const ended: NewEvent = { type: 'ended', revocation: ID, ending: 'verified', left: [] };

/** Each event as its number, its run and what happened. */
export function told(events: readonly JournalEvent[]): string[] {
  return events.map((event) => {
    const step = 'step' in event ? ` ${event.step}` : '';
    return `${event.seq} ${event.run} ${event.type}${step}`;
  });
}

/** The whole journal, as a run sees it that comes anew. */
export async function journal(host: Host): Promise<string[]> {
  return told(await journalOf(host, 'reader').read());
}

export async function refused(act: Promise<unknown>): Promise<LeaverError> {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof LeaverError) return error;
  throw new Error(`not refused: ${String(error)}`);
}
