/** Reading the contract's JSON files. */
import { parseInstant } from '../core/time.js';
import { LeaverError } from '../errors.js';
import { isValid } from './check.js';
import { describeFault, timeFault } from './describe.js';
import { schemas } from './generated/schemas.js';
import { validators } from './generated/validators.js';
import { formatPath, type Path } from './path.js';
import type { Schema } from './schema.js';

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
    const why = text.trim() === '' ? 'it is empty' : String(cause instanceof Error ? cause.message : cause);
    const message = `The ${kind} is not JSON: ${why}.`;
    throw new LeaverError('invalid-document', message, {
      mend: `Save it again with \`leaver ${MADE_BY[kind]}\`.`,
      cause,
    });
  }
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

/**
 * A document as JSON with one line for each entry of its lists, so that two of them compare well line by line. Keys
 * stand in the order they were made in.
 */
export function formatDocument(document: object): string {
  return `${formatValue(document, 0)}\n`;
}

/** Down to the accounts of a snapshot's systems. */
const DEEPEST_LIST = 4;

function formatValue(value: unknown, depth: number): string {
  if (depth >= DEEPEST_LIST || !holdsList(value)) return JSON.stringify(value);
  const indent = `\n${'  '.repeat(depth + 1)}`;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const entries = Array.isArray(value)
    ? value.map((entry) => formatValue(entry, depth + 1))
    : Object.entries(value)
        .filter(([, entry]) => entry !== undefined)
        .map(([key, entry]) => `${JSON.stringify(key)}: ${formatValue(entry, depth + 1)}`);
  return `${open}${indent}${entries.join(`,${indent}`)}\n${'  '.repeat(depth)}${close}`;
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
