/** Reading the contract's JSON files. */
import { parseInstant } from '../core/time.js';
import { LeaverError } from '../errors.js';
import { isValid } from './check.js';
import { describeFault } from './describe.js';
import { schemas } from './generated/schemas.js';
import { validators } from './generated/validators.js';
import { formatPath, type Path } from './path.js';
import type { Schema } from './schema.js';
import { timeFault } from './time-faults.js';

/**
 * A JSON text that holds to its schema, as plain data.
 * @throws LeaverError `invalid-document` with the path of the first fault.
 */
export function parseDocument(kind: 'snapshot' | 'plan', text: string): unknown {
  const data = parseJson(kind, text);
  if (isValid(kind, data)) return data;
  const root = schemas[kind] as Schema;
  for (const fault of validators[kind].errors ?? []) {
    const described = describeFault(kind, root, fault, data);
    if (described !== null) throw invalid(kind, described.path, described.message, described.mend);
  }
  throw invalid(kind, [], 'It does not hold to its schema.', '');
}

function parseJson(kind: string, text: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (cause) {
    const why = text.trim() === '' ? 'it is empty' : whyNot(cause);
    const message = `The ${kind} is not JSON: ${why}.`;
    throw new LeaverError('invalid-document', message, {
      mend: `Save it again with \`leaver ${MADE_BY[kind]}\`.`,
      cause,
    });
  }
}

/** The parser's words without the piece of the text that it quotes: what was named by mistake may be a key. */
function whyNot(cause: unknown): string {
  const said = cause instanceof Error ? cause.message : String(cause);
  return said.replace(/, (?:\.\.\.)?".*$/s, '');
}

const MADE_BY: Readonly<Record<string, string>> = { snapshot: 'observe --out FILE', plan: 'plan --out FILE' };

/** The error of a document that is JSON and not what it should be. */
export function invalid(kind: string, path: Path, message: string, mend: string): LeaverError {
  const where = path.length === 0 ? '' : ` at ${formatPath(path)}`;
  return new LeaverError('invalid-document', `The ${kind} is not valid${where}: ${message}`, { mend });
}

/** Refuses a time that no calendar has. */
export function checkTime(kind: string, text: string | null | undefined, path: () => Path): void {
  if (text == null || parseInstant(text) !== null) return;
  const at = path();
  throw invalid(kind, at, ...timeFault(`\`${formatPath(at.slice(-1))}\``, text));
}

/** {@link documentChunks}, as one text. */
export function formatDocument(document: object): string {
  return [...documentChunks(document)].join('');
}

/** About how long a chunk of text is: a plan of 50,000 decisions need never be in memory as one. */
const CHUNK = 256 * 1024;

/**
 * A document as JSON with one line for each entry of its lists, so that two of them compare well line by line. Keys
 * stand in the order they were made in. Chunks end between two entries.
 */
export function* documentChunks(document: object): Generator<string> {
  let chunk = '';
  for (const piece of piecesOf(document, 0)) {
    chunk += piece;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  yield `${chunk}\n`;
}

/** Down to the accounts of a snapshot's systems. */
const DEEPEST_LIST = 4;

function* piecesOf(value: unknown, depth: number): Generator<string> {
  if (depth >= DEEPEST_LIST || !holdsList(value)) {
    yield JSON.stringify(value);
    return;
  }
  const indent = `\n${'  '.repeat(depth + 1)}`;
  const isList = Array.isArray(value);
  const entries: Iterable<readonly [unknown, unknown]> = isList ? value.entries() : Object.entries(value);
  let separator = isList ? '[' : '{';
  for (const [key, entry] of entries) {
    if (entry === undefined) continue;
    yield isList ? separator + indent : `${separator}${indent}${JSON.stringify(key)}: `;
    yield* piecesOf(entry, depth + 1);
    separator = ',';
  }
  yield `\n${'  '.repeat(depth)}${isList ? ']' : '}'}`;
}

/** A list with entries, or a mapping with one in it. */
function holdsList(value: unknown): value is object {
  if (Array.isArray(value)) return value.length > 0;
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).some((entry) => Array.isArray(entry) && entry.length > 0)
  );
}
