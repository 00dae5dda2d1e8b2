import { createHash } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * An id as AWS makes them (prefix and letters of base 32), derived from a text, so that a world's ids are the same in
 * every run. User Guide: "IAM identifiers", unique ids.
 */
export function derivedId(prefix: string, text: string, length = 17): string {
  const bytes = createHash('sha256').update(`${prefix}/${text}`).digest();
  let id = prefix;
  for (let index = 0; index < length; index += 1) id += ALPHABET[(bytes[index % bytes.length] ?? 0) % 32];
  return id;
}

/** A request id in the form of a UUID. */
export function requestId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
