/** Filters as values (RFC 7644, 3.4.2.2). */
import { type AttributePath, attributePath } from './attribute-path.js';
import { bad } from './failure.js';
import { type Word, wordsOf } from './filter-words.js';

export type Comparison = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

export type Filter =
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly of: Filter }
  | { readonly kind: 'present'; readonly path: AttributePath }
  | {
      readonly kind: 'compare';
      readonly path: AttributePath;
      readonly by: Comparison;
      readonly value: string | number | boolean | null;
    }
  /** `emails[…]`, and beyond the RFC's grammar `emails[…].value eq "…"`, where `of` looks at one value at a time. */
  | { readonly kind: 'some'; readonly path: AttributePath; readonly of: Filter };

const COMPARISONS: readonly string[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];
const DEEPEST = 40;

interface Reader {
  readonly words: readonly Word[];
  at: number;
  depth: number;
}

/** Reads a filter. Throws `invalidFilter`. */
export function parseFilter(text: string): Filter {
  const reader: Reader = { words: wordsOf(text), at: 0, depth: 0 };
  const filter = disjunction(reader);
  if (reader.at < reader.words.length) throw bad('invalidFilter', 'the filter goes on after its end');
  return filter;
}

/** `and` binds closer than `or`; both are read from the left. */
function disjunction(reader: Reader): Filter {
  reader.depth += 1;
  if (reader.depth > DEEPEST) throw bad('invalidFilter', 'the filter is too deep');
  let left = conjunction(reader);
  while (takeName(reader, 'or')) left = { kind: 'or', left, right: conjunction(reader) };
  reader.depth -= 1;
  return left;
}

function conjunction(reader: Reader): Filter {
  let left = term(reader);
  while (takeName(reader, 'and')) left = { kind: 'and', left, right: term(reader) };
  return left;
}

function term(reader: Reader): Filter {
  if (isMark(reader, '(', 1) && takeName(reader, 'not')) return { kind: 'not', of: inMarks(reader, '(', ')') };
  if (isMark(reader, '(')) return inMarks(reader, '(', ')');
  return expression(reader);
}

function expression(reader: Reader): Filter {
  const path = pathOf(nameIn(reader));
  if (isMark(reader, '[')) return someOf(reader, path);
  return comparison(reader, path);
}

function someOf(reader: Reader, path: AttributePath): Filter {
  const of = inMarks(reader, '[', ']');
  const next = reader.words[reader.at];
  if (next?.kind !== 'name' || !next.text.startsWith('.')) return { kind: 'some', path, of };
  reader.at += 1;
  const right = comparison(reader, pathOf(next.text.slice(1)));
  return { kind: 'some', path, of: { kind: 'and', left: of, right } };
}

function comparison(reader: Reader, path: AttributePath): Filter {
  const by = nameIn(reader).toLowerCase();
  if (by === 'pr') return { kind: 'present', path };
  if (!COMPARISONS.includes(by)) throw bad('invalidFilter', 'the filter has no operator that is known');
  return { kind: 'compare', path, by: by as Comparison, value: valueIn(reader) };
}

function valueIn(reader: Reader): string | number | boolean | null {
  const word = reader.words[reader.at];
  reader.at += 1;
  if (word?.kind === 'value') return word.value;
  const literal = word?.kind === 'name' ? word.text.toLowerCase() : '';
  if (literal === 'true' || literal === 'false') return literal === 'true';
  if (literal === 'null') return null;
  throw bad('invalidFilter', 'the filter has no value after an operator; text stands in double quotes');
}

function inMarks(reader: Reader, opening: '(' | '[', closing: ')' | ']'): Filter {
  if (!isMark(reader, opening)) throw bad('invalidFilter', `the filter lacks a ${opening}`);
  reader.at += 1;
  const filter = disjunction(reader);
  if (!isMark(reader, closing)) throw bad('invalidFilter', `the filter lacks a ${closing}`);
  reader.at += 1;
  return filter;
}

function isMark(reader: Reader, mark: string, ahead = 0): boolean {
  const word = reader.words[reader.at + ahead];
  return word?.kind === 'mark' && word.text === mark;
}

function takeName(reader: Reader, name: string): boolean {
  const word = reader.words[reader.at];
  if (word?.kind !== 'name' || word.text.toLowerCase() !== name) return false;
  reader.at += 1;
  return true;
}

function nameIn(reader: Reader): string {
  const word = reader.words[reader.at];
  reader.at += 1;
  if (word?.kind === 'name') return word.text;
  throw bad('invalidFilter', 'the filter lacks a name where one must stand');
}

function pathOf(text: string): AttributePath {
  const path = attributePath(text);
  if (path === null || path.name === null) throw bad('invalidFilter', 'the filter names what is no attribute');
  return path;
}

/** The attributes that a filter looks at, by their outermost names, in lower case. */
export function namesIn(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [...namesIn(filter.left), ...namesIn(filter.right)];
    case 'not':
      return namesIn(filter.of);
    default:
      return [(filter.path.name ?? '').toLowerCase()];
  }
}
