/** Where a line stands in the log, by its own word: enough to keep a copy in order. */
import { LeaverError } from '../../errors.js';

export interface Place {
  readonly seq: number;
  /** The hash of the event before. */
  readonly previous: string;
  readonly hash: string;
}

const HASH = /^sha256:[0-9a-f]{64}$/;

/**
 * The place in a line, or null where it is none of the log's. The hash is not worked out: whether each event is what it was
 * is for `audit verify` to say, of the log and of its copies alike.
 */
export function placeIn(line: string): Place | null {
  let value: Readonly<Record<string, unknown>> | null;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const { sequence, previous, hash } = value ?? {};
  const seq = /^\d{12,15}$/.test(String(sequence)) ? Number(sequence) : 0;
  if (seq < 1 || typeof previous !== 'string' || typeof hash !== 'string') return null;
  return HASH.test(previous) && HASH.test(hash) ? { seq, previous, hash } : null;
}

/** Whether one stands right after the other; the first of a log stands after null. */
export function follows(one: Place | null, next: Place): boolean {
  return one === null ? next.seq === 1 : next.seq === one.seq + 1 && next.previous === one.hash;
}

/** The places of lines that are to be delivered. Throws `sink` where one is none, or they do not follow one another. */
export function placesOf(lines: readonly string[]): readonly Place[] {
  const places: Place[] = [];
  for (const line of lines) {
    const place = placeIn(line);
    const last = places.at(-1);
    if (place === null || (last !== undefined && !follows(last, place))) {
      const where = last === undefined ? 'the first line' : `the line after the event ${last.seq}`;
      throw new LeaverError('sink', `the log is not in order: ${where} does not belong there`, {
        mend: 'Run `leaver audit verify`: it tells which line is wrong.',
      });
    }
    places.push(place);
  }
  return places;
}
