/**
 * Time as values. RFC 3339 with an offset is the only form that documents may hold (law 11), so that no reader has to
 * know in which zone it was written.
 */
declare const instant: unique symbol;
declare const timestamp: unique symbol;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [instant]: true };
/** An RFC 3339 text that `parseTimestamp` took. */
export type Timestamp = string & { readonly [timestamp]: true };
/** Milliseconds. */
export type Duration = number;

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** The instant that an RFC 3339 text names, or null where it is not one (no offset, 30 February, hour 24). */
export function parseInstant(text: string): Instant | null {
  const match = RFC3339.exec(text);
  if (match === null) return null;
  const [, y, mo, d, h, mi, s, fraction, sign, oh, om] = match;
  const [year, month, day, hour, minute] = [y, mo, d, h, mi].map(Number) as [number, number, number, number, number];
  const second = Number(s);
  const offset = sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(oh) * 60 + Number(om));
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return null;
  if (day < 1 || day > new Date(utc(year, month, 0)).getUTCDate()) return null;
  if (Math.abs(offset) > 14 * 60 || Number(om ?? 0) > 59) return null;
  const milliseconds = fraction === undefined ? 0 : Math.trunc(Number(`0.${fraction}`) * 1000);
  const time = ((hour * 60 + minute - offset) * 60 + second) * 1000 + milliseconds;
  return (utc(year, month - 1, day) + time) as Instant;
}

/** `Date.UTC` of a day, but a year below 100 is that year and not one of the last century. */
function utc(year: number, month: number, day: number): number {
  return year > 99 ? Date.UTC(year, month, day) : new Date(0).setUTCFullYear(year, month, day);
}

/** The instant of a timestamp that was validated at the edge. */
export function instantOf(text: Timestamp): Instant {
  const value = parseInstant(text);
  if (value === null) throw new RangeError(`not an RFC 3339 time: ${text}`);
  return value;
}

/** An instant as text in UTC: `2026-11-23T09:00:00Z`, with milliseconds only where there are any. */
export function formatInstant(at: Instant): Timestamp {
  return new Date(at).toISOString().replace('.000Z', 'Z') as Timestamp;
}

/** The timestamp in UTC that somebody else's text names; null where it is none, or lies outside the years 0 to 9999. */
export function timestampOf(text: string): Timestamp | null {
  const at = parseInstant(text);
  if (at === null) return null;
  const told = new Date(at).toISOString();
  return told.length > 24 ? null : formatInstant(at);
}

const ISO_DURATION = /^P(?:(\d{1,5})W|(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,5})S)?)?)$/;

/**
 * The length of an ISO 8601 duration in weeks, days, hours, minutes and seconds; null where it is not one. Years and
 * months are refused: their length depends on when they begin.
 */
export function parseDuration(text: string): Duration | null {
  const match = ISO_DURATION.exec(text);
  if (match === null || text === 'P') return null;
  const [, weeks, days, hours, minutes, seconds] = match.map((part) => Number(part ?? 0));
  const inDays = (weeks ?? 0) * 7 + (days ?? 0);
  return (((inDays * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
}

/** That much later. */
export function after(at: Instant, duration: Duration): Instant {
  return (at + duration) as Instant;
}
