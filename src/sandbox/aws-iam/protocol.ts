import { AwsFailure } from './failure.js';
import type { AwsState } from './state.js';
import type { XmlObject, XmlValue } from './xml.js';

/** Who signed a request. */
export interface Identity {
  readonly arn: string;
  readonly userId: string;
  /** Names within the account; both null for the account's root and for strangers. */
  readonly user: string | null;
  readonly role: string | null;
  /** When the session's token was issued, in milliseconds since the epoch; null for long-term keys. */
  readonly issuedAt: number | null;
}

/** One call of an operation. */
export interface Call {
  readonly operation: string;
  readonly form: URLSearchParams;
  readonly state: AwsState;
  readonly caller: Identity;
  readonly now: Date;
  readonly shortPage: number | null;
  /** Logs a change of state. */
  changed(object: string): void;
}

/** An operation's result, or null where the reply has no result element. Throws `AwsFailure`. */
export type Operation = (call: Call) => XmlObject | null;
export type Operations = Readonly<Record<string, Operation>>;

/** A parameter that must be there. Throws `ValidationError`. */
export function required(call: Call, name: string): string {
  const value = call.form.get(name);
  if (value !== null && value !== '') return value;
  const where = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  const message = `1 validation error detected: Value null at '${where}' failed to satisfy constraint: Member must not be null`;
  throw new AwsFailure('ValidationError', message);
}

/** A parameter that must be there and of this form. Throws `ValidationError`. */
export function matching(call: Call, name: string, form: RegExp): string {
  const value = required(call, name);
  if (form.test(value)) return value;
  const where = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  throw new AwsFailure('ValidationError', `The specified value for ${where} is invalid.`);
}

export function optional(call: Call, name: string): string | null {
  const value = call.form.get(name);
  return value === null || value === '' ? null : value;
}

/** A list of texts: `TagKeys.member.1`, `TagKeys.member.2` and so on. */
export function members(call: Call, name: string): readonly string[] {
  const found: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = call.form.get(`${name}.member.${index}`);
    if (value === null) return found;
    found.push(value);
  }
}

/** A list of pairs: `Tags.member.1.Key` and `Tags.member.1.Value`. Throws `ValidationError`. */
export function tags(call: Call): readonly (readonly [string, string])[] {
  const found: [string, string][] = [];
  for (let index = 1; ; index += 1) {
    const key = call.form.get(`Tags.member.${index}.Key`);
    if (key === null) return found;
    const value = call.form.get(`Tags.member.${index}.Value`) ?? '';
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(key) || !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(value)) {
      throw new AwsFailure('ValidationError', `The tag ${index} has a character or a length that tags can't have.`);
    }
    found.push([key, value]);
  }
}

const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 1000;

/** The part of a listing that a call asked for. */
export interface Page<T> {
  readonly entries: readonly T[];
  /** `IsTruncated`, and `Marker` where there is more. */
  readonly paging: XmlObject;
}

/**
 * One page in the order of the keys. The marker names the last entry given, so that entries that come or go between two
 * pages neither hide nor repeat others. Throws `ValidationError` for a marker or size that AWS would refuse.
 */
export function pageOf<T>(call: Call, entries: Iterable<readonly [string, T]>): Page<T> {
  const after = markerIn(call);
  const rest = [...entries].filter(([key]) => after === null || key > after);
  rest.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const size = Math.max(0, Math.min(sizeOf(call), call.shortPage ?? LARGEST_PAGE));
  const given = rest.slice(0, size);
  const last = given.at(-1)?.[0] ?? after ?? '';
  const truncated = given.length < rest.length;
  const marker = truncated ? Buffer.from(`leaver:${last}`).toString('base64url') : null;
  return { entries: given.map(([, entry]) => entry), paging: { IsTruncated: truncated, Marker: marker } };
}

/** A page of a listing as the whole result. */
export function pageResult<T>(
  call: Call,
  name: string,
  entries: Iterable<readonly [string, T]>,
  show: (entry: T) => XmlValue,
): XmlObject {
  const page = pageOf(call, entries);
  return { ...page.paging, [name]: page.entries.map(show) };
}

function markerIn(call: Call): string | null {
  const marker = optional(call, 'Marker');
  if (marker === null) return null;
  const text = Buffer.from(marker, 'base64url').toString();
  if (!text.startsWith('leaver:')) throw new AwsFailure('ValidationError', `Invalid Marker.`);
  return text.slice('leaver:'.length);
}

function sizeOf(call: Call): number {
  const text = optional(call, 'MaxItems');
  if (text === null) return DEFAULT_PAGE;
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= LARGEST_PAGE) return size;
  throw new AwsFailure(
    'ValidationError',
    `1 validation error detected: Value '${text}' at 'maxItems' failed to satisfy constraint: Member must have value between 1 and ${LARGEST_PAGE}`,
  );
}
