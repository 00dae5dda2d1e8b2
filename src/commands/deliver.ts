import type { Journal } from '../audit/journal.js';
import { placeIn } from '../audit/sinks/place.js';
import type { Held, Sink } from '../audit/sinks/sink.js';
import type { DesiredState, LogSink } from '../core/model.js';
import { LeaverError, sentencesOf } from '../errors.js';
import type { Context } from './context.js';

/** What a server says can be of any length; more of it helps nobody, and would stand in the journal for good. */
const LONGEST = 600;

/** What came of bringing the copies up to the log: a sentence for each that does not hold all of it. */
export interface Delivery {
  readonly problems: readonly string[];
}

/**
 * Gives each copy of the log what it lacks. One that fails holds up none of the others: it is a problem, stands as an event in
 * the journal, and the next run delivers. Never throws. Call it after the run's last event of its own.
 */
export async function deliver(context: Context, desired: DesiredState, journal: Journal): Promise<Delivery> {
  const problems: string[] = [];
  for (const settings of desired.sinks) {
    const why = await failureOf(() => bringUp(context, settings, journal));
    if (why === null) continue;
    problems.push(`The copy ${settings.id} of the audit log is not complete: ${why}`);
    const kept = { type: 'undelivered', revocation: null, sink: settings.id, why } as const;
    const unkept = await failureOf(() => journal.append(kept));
    if (unkept !== null) problems.push(`That could not be recorded in the journal either: ${unkept}`);
  }
  return { problems };
}

async function bringUp(context: Context, settings: LogSink, journal: Journal): Promise<void> {
  const sink = await context.sink(settings);
  const end = (await journal.read()).at(-1)?.seq ?? 0;
  const held = await sink.holds(end);
  // Read after the look at the copy: whatever another run has given it by then stands in the log by now.
  const [own, ...missing] = await linesFrom(journal, held);
  if (held !== null) agree(sink, held, own);
  const lacking = held === null && own !== undefined ? [own, ...missing] : missing;
  if (lacking.length > 0) await sink.take(lacking);
}

/** From the copy's last event on, that one included. */
function linesFrom(journal: Journal, held: Held | null): Promise<readonly string[]> {
  return journal.linesAfter(held === null ? 0 : held.seq - 1);
}

/** Throws `sink` where the log is not the one that the copy was made of. */
function agree({ id }: Sink, { seq, hash }: Held, own: string | undefined): void {
  const there = own === undefined ? null : placeIn(own);
  if (there !== null && there.seq === seq && there.hash.startsWith(hash)) return;
  const log = there === null ? 'the log ends before that' : `the log has ${there.hash} there`;
  throw new LeaverError(
    'sink',
    `${id} holds the event ${seq} with the hash ${hash}, and ${log}: one of the two was cut or rewritten`,
    {
      mend: 'Keep both as they are, find out who changed which, and see `leaver audit verify`; nothing was written over either.',
    },
  );
}

/** Why something failed, in one line; null where it did not. */
async function failureOf(act: () => Promise<void>): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    const why = sentencesOf(error);
    return why.length > LONGEST ? `${why.slice(0, LONGEST)}…` : why;
  }
}
