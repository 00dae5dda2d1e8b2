/** The names of objects: a listing alone tells what is in them, in the order of the log. */

/** As many as the log's own numbers have. */
const DIGITS = 12;
/** Of the last event's hash. */
const HEX = 16;
const KEY = /^(\d{12,15})-(\d{12,15})-([0-9a-f]{16})\.jsonl$/;

/** Events that one object holds, by its name. */
export interface Span {
  readonly first: number;
  readonly last: number;
  /** How the hash of the last one begins. */
  readonly hash: string;
}

export function numbered(seq: number): string {
  return String(seq).padStart(DIGITS, '0');
}

/** `<prefix><first>-<last>-<hash>.jsonl`: the same for the same lines, whoever delivers them. */
export function keyOf(prefix: string, { first, last, hash }: Span): string {
  const hex = hash.slice('sha256:'.length, 'sha256:'.length + HEX);
  return `${prefix}${numbered(first)}-${numbered(last)}-${hex}.jsonl`;
}

/** What an object holds by its name; null where it is none of the log's. */
export function spanIn(prefix: string, key: string): Span | null {
  const [, first, last, hex] = KEY.exec(key.startsWith(prefix) ? key.slice(prefix.length) : '') ?? [];
  const span = { first: Number(first), last: Number(last), hash: `sha256:${hex}` };
  return span.first >= 1 && span.last >= span.first ? span : null;
}
