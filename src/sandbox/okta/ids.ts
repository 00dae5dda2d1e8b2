import { createHash } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * An id as Okta makes them (twenty letters and digits, the first three telling the kind: `00u` a user, `00g` a group, `00T`
 * an API token, `00o` an organization, `0oa` an app), derived from a text, so that a world's ids are the same in every run.
 */
export function derivedId(prefix: string, text: string): string {
  return prefix + letters(`${prefix}/${text}`, 20 - prefix.length);
}

/** So many letters and digits that follow from a text. */
export function letters(text: string, count: number): string {
  const bytes = createHash('sha512').update(text).digest();
  let id = '';
  for (let index = 0; index < count; index += 1) id += ALPHABET[(bytes[index % bytes.length] ?? 0) % ALPHABET.length];
  return id;
}
