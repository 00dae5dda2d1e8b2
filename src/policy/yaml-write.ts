/** Values as YAML text, written so that nobody reads them as anything else: also a parser of YAML 1.1, and a person. */
import { resolvePlain } from './yaml-scalar.js';

/** A value of a roster entry, as it stands in a document. */
export type Plain = string | readonly string[] | { readonly [key: string]: Plain };

/** How a scalar is written. `plain` only where nobody can take it for anything else. */
export type Quoting = 'plain' | 'single' | 'double';

/** Letters, digits and marks, with single spaces and harmless signs between them; neither begins nor ends with a sign. */
const HARMLESS = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}._@+/'-]| (?=[\p{L}\p{N}]))*$/u;
/** What YAML 1.1 takes for truth values, and numbers, dates and times in any spelling. */
const OTHER_VERSIONS = /^(?:y|n|yes|no|on|off|[\d.:_+/-]+)$/i;

/** A text as a scalar on one line. */
export function scalar(text: string, quoting: Quoting = 'plain'): string {
  if (quoting === 'plain' && HARMLESS.test(text) && !OTHER_VERSIONS.test(text) && resolvePlain(text) === text) {
    return text;
  }
  // In single quotes nothing is escaped, so that only what needs no escape may stand there.
  if (quoting === 'single' && /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(text)) return `'${text.replaceAll("'", "''")}'`;
  // A JSON string is a double-quoted scalar (YAML 1.2.2, 7.3.1 "Double-Quoted Style").
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A value in flow style, on one line. */
export function flow(value: Plain, quoting: Quoting = 'plain'): string {
  if (typeof value === 'string') return scalar(value, quoting);
  if (isList(value)) return `[${value.map((one) => scalar(one, quoting)).join(', ')}]`;
  const pairs = Object.entries(value).map(([key, one]) => pairOf(key, one, quoting));
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** `key: value` in flow style. */
export function pairOf(key: string, value: Plain, quoting: Quoting = 'plain'): string {
  return `${scalar(key, quoting === 'single' ? 'plain' : quoting)}: ${flow(value, quoting)}`;
}

/**
 * The lines of a mapping in block style; what is two levels down is in flow style, as rosters are written.
 * @param comment what is said behind the first line
 */
export function blockLines(value: Readonly<Record<string, Plain>>, comment: string | null): readonly string[] {
  const lines = Object.entries(value).flatMap(([key, one]) => {
    if (typeof one === 'string' || isList(one)) return [pairOf(key, one)];
    return [`${key}:`, ...Object.entries(one).map(([inner, claim]) => `  ${pairOf(inner, claim)}`)];
  });
  const [first = '', ...others] = lines;
  return comment === null ? lines : [`${first}   # ${comment}`, ...others];
}

function isList(value: Plain): value is readonly string[] {
  return Array.isArray(value);
}
