/** Plain scalars as YAML 1.2's core schema resolves them (YAML 1.2.2, 10.3.2 "Tag Resolution"). */
const INTEGER = /^[-+]?[0-9]+$/;
const BASED = /^0(?:o[0-7]+|x[0-9a-fA-F]+)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INFINITE = /^([-+]?)\.(?:inf|Inf|INF)$/;
/** What anything but text begins with: digits, signs, `.`, and the letters of null, true, false. */
const MAY_BE_OTHER = /^[-+.0-9~nNtTfF]/;

const WORDS = new Map<string, boolean | null>([
  ['~', null],
  ['null', null],
  ['Null', null],
  ['NULL', null],
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);

/** The value of a plain scalar. */
export function resolvePlain(source: string): string | number | boolean | null {
  if (source === '') return null;
  if (!MAY_BE_OTHER.test(source)) return source;
  const word = WORDS.get(source);
  if (word !== undefined) return word;
  if (INTEGER.test(source) || BASED.test(source) || FLOAT.test(source)) return Number(source);
  const infinite = INFINITE.exec(source);
  if (infinite !== null) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^\.(?:nan|NaN|NAN)$/.test(source) ? Number.NaN : source;
}
