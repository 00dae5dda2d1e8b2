/** Whether a log is whole: line by line, in constant memory, so that a log of any length can be read. */
import { type Instant, parseInstant } from '../core/time.js';
import { type Checkpoint, GENESIS, hashOf, sha256 } from './chain.js';
import { unwrapped } from './envelope.js';
import { isEvent } from './shape.js';
import { isRecord } from './shape-fields.js';

/** A line with the place where it stands, for people: `journal.jsonl:17`. */
export interface PlacedLine {
  readonly line: string;
  readonly where: string;
}

/** What is wrong, and where. */
export interface Tampering {
  /** From 1; one beyond the last where the end is missing. */
  readonly line: number;
  /** Its place, for people. */
  readonly where: string;
  readonly kind:
    | 'unreadable'
    | 'changed'
    | 'missing'
    | 'unexpected'
    | 'replaced'
    | 'out-of-time'
    | 'cut-off'
    | 'rewritten';
  /** One sentence. */
  readonly what: string;
}

export interface Verdict {
  /** How many lines there are. */
  readonly events: number;
  /** Where the chain ends; null where it is empty, or its last line can't be read. */
  readonly head: Checkpoint | null;
  /** The time of the first and of the last event that can be read. */
  readonly from: string | null;
  readonly to: string | null;
  /** In order of lines; empty: the log is whole. */
  readonly tamperings: readonly Tampering[];
  /** How many more there are than `tamperings` holds. */
  readonly more: number;
  /** How many checkpoints it was held against. */
  readonly checkpoints: number;
}

/** Beyond so many, only their number is told. */
const MOST = 100;

/** So much an event may be dated before the one before it: runners append in turn, and their clocks differ by minutes. */
const APART = 60 * 60 * 1000;

/** What a line is, as far as the chain is concerned. */
interface Link extends Checkpoint {
  readonly previous: string;
  readonly time: string;
  /** Null where it is no time. */
  readonly at: Instant | null;
  /** Whether its hash is over what it holds. */
  readonly intact: boolean;
  /** Whether a run can read it as an event. */
  readonly known: boolean;
}

/**
 * Reads the lines once, oldest first. Each change shows at its own line: where a line's hash is not over what it holds; where a
 * number is missing, or comes again; where an event names another one before it; where
 * no run can read what it holds; where it is dated long before the one before it. What the chain itself can't show (its end cut
 * off, or all of it written anew) shows by checkpoints that were kept elsewhere.
 * @param lines without line breaks
 */
export async function verifyLog(
  lines: Iterable<PlacedLine> | AsyncIterable<PlacedLine>,
  checkpoints: readonly Checkpoint[] = [],
): Promise<Verdict> {
  const wanted = new Map<number, Set<string>>();
  for (const { seq, hash } of checkpoints) wanted.set(seq, (wanted.get(seq) ?? new Set<string>()).add(hash));
  const tamperings: Tampering[] = [];
  let more = 0;
  let place = 'its end';
  const found = (line: number, kind: Tampering['kind'], what: string): void => {
    if (tamperings.length < MOST) tamperings.push({ line, where: place, kind, what });
    else more += 1;
  };
  let before: Checkpoint | null = { seq: 0, hash: GENESIS };
  let [events, expected] = [0, 1];
  let from: string | null = null;
  let to: string | null = null;
  let last: Instant | null = null;
  for await (const { line, where } of lines) {
    events += 1;
    place = where;
    const link = linkOf(line);
    if (link === null) {
      found(events, 'unreadable', 'this is no event of the log');
      before = null;
      expected += 1;
      continue;
    }
    checkContent(found, events, link, last);
    checkPlace(found, events, link, before, expected);
    if (link.at !== null) {
      from ??= link.time;
      to = link.time;
      last = link.at;
    }
    const kept = wanted.get(link.seq);
    if (kept !== undefined && (kept.size > 1 || !kept.has(link.hash))) {
      found(events, 'rewritten', `event ${link.seq} is another one than a checkpoint names: the log was written anew`);
    }
    wanted.delete(link.seq);
    before = { seq: link.seq, hash: link.hash };
    expected = link.seq + 1;
  }
  place = 'its end';
  checkEnd(found, events + 1, [...wanted.keys()], expected);
  return {
    events,
    head: before?.seq === 0 ? null : before,
    from,
    to,
    tamperings,
    more,
    checkpoints: checkpoints.length,
  };
}

type Report = (line: number, kind: Tampering['kind'], what: string) => void;

/** @param last when the event before it was */
function checkContent(found: Report, line: number, link: Link, last: Instant | null): void {
  const { seq, time, at, intact, known } = link;
  if (!intact) found(line, 'changed', `event ${seq} was changed: its hash is not over what it holds`);
  else if (!known) found(line, 'unreadable', `event ${seq} is no event that a run can read`);
  if (at === null || last === null || at >= last - APART) return;
  found(line, 'out-of-time', `event ${seq} is dated ${time}, more than an hour before the event before it`);
}

function checkPlace(found: Report, line: number, link: Link, before: Checkpoint | null, expected: number): void {
  const { seq, previous } = link;
  if (seq > expected) {
    const many = seq - expected === 1 ? `event ${expected} is` : `events ${expected} to ${seq - 1} are`;
    found(line, 'missing', `${many} missing before this one`);
  } else if (seq < expected) {
    found(line, 'unexpected', `event ${seq} stands here once more, or out of its order: ${expected} should follow`);
  } else if (before !== null && previous !== before.hash) {
    found(line, 'replaced', `event ${seq} followed another event than the one that stands before it now`);
  }
}

/** @param missed the numbers that checkpoints name, and that no event has */
function checkEnd(found: Report, line: number, missed: readonly number[], expected: number): void {
  for (const seq of [...missed].sort((a, b) => a - b)) {
    const what = `a checkpoint names event ${seq}, and the log ends with ${expected - 1}: its end was cut off`;
    found(line, 'cut-off', seq < expected ? `there is no event ${seq}, which a checkpoint names` : what);
  }
}

/** A line's link in the chain; null where it is no event at all. */
function linkOf(line: string): Link | null {
  try {
    return linkIn(line, JSON.parse(line));
  } catch {
    // No JSON, or nested so deep that nothing can walk through it.
    return null;
  }
}

function linkIn(line: string, value: unknown): Link | null {
  if (!isRecord(value)) return null;
  const { sequence, previous, hash, time, specversion } = value;
  if (typeof sequence !== 'string' || !/^\d{12,15}$/.test(sequence) || specversion !== '1.0') return null;
  if (typeof previous !== 'string' || typeof hash !== 'string' || typeof time !== 'string') return null;
  const event = unwrapped(value);
  const known = event !== null && isEvent(event);
  const at = parseInstant(time);
  return { seq: Number(sequence), previous, hash, time, at, intact: isIntact(line, value, hash), known };
}

/** As Leaver writes it, just after `datacontenttype`: nothing that follows can hold this text unescaped. */
const BEFORE_HASH = '"datacontenttype":"application/json",';

/**
 * Whether the hash is over what the line holds. A line that Leaver wrote is canonical JSON in ASCII, so that its own text
 * without the hash is what was hashed: much less work than making it anew. Any other way to write the same event down is as
 * good, and takes the long way: its hash is over the canonical text as well, never over its own.
 */
function isIntact(line: string, value: Readonly<Record<string, unknown>>, hash: string): boolean {
  const member = `"hash":${JSON.stringify(hash)},`;
  const at = line.lastIndexOf(BEFORE_HASH + member);
  if (at !== -1 && !line.includes('\\u') && JSON.stringify(value) === line && isSorted(value)) {
    const start = at + BEFORE_HASH.length;
    return sha256(line.slice(0, start) + line.slice(start + member.length)) === hash;
  }
  return hashOf(value) === hash;
}

/** Canonical JSON has its keys in order of code units, at every depth. */
function isSorted(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isSorted);
  let last = '';
  const fields = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(fields)) {
    if (key < last || !isSorted(fields[key])) return false;
    last = key;
  }
  return true;
}
