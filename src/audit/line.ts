import { canonicalJson } from '../core/digest.js';
import { LeaverError } from '../errors.js';
import { LONGEST_LINE } from '../ports/host-log.js';
import { type Checkpoint, hashOf } from './chain.js';
import { envelopeOf, unwrapped } from './envelope.js';
import type { JournalEvent, NewEvent, Origin, Placed } from './event.js';
import { isEvent } from './shape.js';
import { isRecord } from './shape-fields.js';

/** An event with the very line that it stands in. */
export interface Kept {
  readonly event: JournalEvent;
  readonly line: string;
}

/** What a run gives an event before it is chained. */
export interface Stamped {
  readonly at: JournalEvent['at'];
  readonly event: NewEvent;
  readonly origin: Origin;
}

/**
 * JSON as ASCII. Without it, a write that was cut in the middle of a character would make the whole file unreadable as
 * UTF-8.
 */
function ascii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** An event's line but for its place in the chain and its hash: the same wherever it comes to stand. */
export function placelessLine({ at, event, origin }: Stamped, redact: (line: string) => string): string {
  const { source, ...of } = origin;
  const shown = redact(
    ascii(canonicalJson(envelopeOf({ ...of, at, seq: 0, previous: '', ...event } as Placed, source))),
  );
  // What was taken out may stand in a key, which then stands elsewhere.
  return ascii(canonicalJson(parsed(shown) ?? shown));
}

/** The same of an event that was read. */
export function withoutPlace(kept: Kept): string {
  const { hash: _, ...envelope } = JSON.parse(kept.line);
  const nowhere = { ...envelope, previous: '', sequence: '000000000000', id: `${kept.event.run}.0` };
  return ascii(canonicalJson(nowhere));
}

/**
 * An event as it is kept, after the one before it. Credentials are taken out before it is hashed. Throws `journal` where
 * they can't be taken out without breaking it, and where it is too long: one line that can't be read again would make the
 * whole journal unreadable.
 */
export function keptLine(stamped: Stamped, after: Checkpoint, redact: (line: string) => string): Kept {
  const { at, event, origin } = stamped;
  const { source, ...of } = origin;
  const placed = { ...of, at, seq: after.seq + 1, previous: after.hash, ...event } as Placed;
  const shown = redact(ascii(canonicalJson(envelopeOf(placed, source))));
  const what = `an event of the kind ${event.type}`;
  if (shown.length > LONGEST_LINE) {
    throw new LeaverError('journal', `${what} is too long to be recorded`, {
      mend: 'Look at what the account holds: nobody holds so much by accident. Take it away by hand, then run again.',
    });
  }
  const kept = chained(shown);
  // Its own chain must not be taken for a credential either: it would not be found again.
  if (kept !== null && kept.event.previous === after.hash && redact(kept.line) === kept.line) return kept;
  throw new LeaverError('journal', `${what} can't be recorded without the credentials in it`, {
    mend: 'Look at the environment: a variable that is taken for a credential holds a plain word.',
  });
}

function chained(shown: string): Kept | null {
  const envelope = parsed(shown);
  if (envelope === null) return null;
  const line = ascii(canonicalJson({ ...envelope, hash: hashOf(envelope) }));
  const event = eventOf(line);
  return event === null ? null : { event, line };
}

function parsed(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/**
 * The event in a line, or null where there is none, or one that does not bear its own hash. Keys that are not known yet are
 * kept: a newer Leaver wrote them.
 */
export function eventOf(line: string): JournalEvent | null {
  const envelope = parsed(line);
  if (envelope === null || envelope.specversion !== '1.0') return null;
  const event = unwrapped(envelope);
  return event !== null && isEvent(event) && bearsItsHash(envelope) ? event : null;
}

/** What is nested so deep that it can't be walked through was never written by a run. */
function bearsItsHash(envelope: Readonly<Record<string, unknown>>): boolean {
  try {
    return hashOf(envelope) === envelope.hash;
  } catch {
    return false;
  }
}
