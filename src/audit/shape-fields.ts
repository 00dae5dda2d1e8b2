/** What single fields of events may hold. A log is anybody's text until it is checked: readers take it as they find it after. */
import { parseInstant } from '../core/time.js';

export type Fields = Readonly<Record<string, unknown>>;

/** No id is longer, whoever gave it. */
const LONGEST_NAME = 4_000;
/** Nor a sentence. */
const LONGEST_TEXT = 100_000;

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Something that is said, in a sentence or more. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_TEXT;
}

/** An id, of whatever. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_NAME;
}

export function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

export function areNames(value: unknown): boolean {
  return Array.isArray(value) && value.every(isName);
}

/** The years 0 to 9999 in UTC: what lies outside, by an offset, can't be written down as a time again. */
const [FIRST_INSTANT, LAST_INSTANT] = [-62_167_219_200_000, 253_402_300_799_999];

/** RFC 3339, as every reader takes it. */
export function isTime(value: unknown): boolean {
  const at = typeof value === 'string' ? parseInstant(value) : null;
  return at !== null && at >= FIRST_INSTANT && at <= LAST_INSTANT;
}

export function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** JSON can write a number that is none: `1e999`. */
export function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

export function isFlag(value: unknown): boolean {
  return typeof value === 'boolean';
}

/** One of a closed set. */
export function isOneOf(known: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && known.includes(value);
}

/** Null, or what the check takes. */
export function orNull(value: unknown, check: (value: unknown) => boolean): boolean {
  return value === null || check(value);
}

/** Not there at all, or what the check takes. */
export function orAbsent(value: unknown, check: (value: unknown) => boolean): boolean {
  return value === undefined || check(value);
}
