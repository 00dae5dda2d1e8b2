/** Checks a document against its schema: cheap where it is valid, thorough where it is not. */
import { type Described, describeFault } from './describe.js';
import { validators } from './generated/validators.js';
import type { Path } from './path.js';
import type { Schema } from './schema.js';

export type DocumentKind = keyof typeof validators;

/** The kinds of systems whose settings have a schema, sorted. */
export const SETTINGS_KINDS: readonly string[] = Object.keys(validators)
  .filter((key) => key.startsWith('settings/'))
  .map((key) => key.slice('settings/'.length))
  .sort();

/** Whether a document holds to its schema. */
export function isValid(kind: DocumentKind, data: unknown): boolean {
  return validators[kind](data);
}

/** So many faults are described; nobody reads more, and a hostile document may have millions. */
const MOST_DESCRIBED = 1_000;

export interface Faults {
  readonly described: readonly Described[];
  /** False where there are more than were described. */
  readonly all: boolean;
}

/** What is wrong with a document that {@link isValid} refuses, in no order. */
export async function faultsOf(kind: DocumentKind, data: unknown): Promise<Faults> {
  const [{ validators: thorough }, { schemas }] = await Promise.all([
    import('./generated/validators-all.js'),
    import('./generated/schemas.js'),
  ]);
  const validate = thorough[kind];
  const root = schemas[kind] as Schema;
  const described: Described[] = [];
  for (const piece of piecesOf(data)) {
    validate(piece.data);
    for (const fault of validate.errors ?? []) {
      if (!fault.instancePath.startsWith(piece.within)) continue;
      if (described.length >= MOST_DESCRIBED) return { described, all: false };
      const found = describeFault(kind, root, fault, piece.data);
      if (found !== null) described.push({ ...found, path: shift(found.path, piece.from) });
    }
  }
  return { described, all: true };
}

interface Piece {
  readonly data: unknown;
  /** Only faults below this JSON pointer count; elsewhere the piece is not what was written. */
  readonly within: string;
  /** How many entries of the list stand before the piece. */
  readonly from: number;
}

const PIECE = 250;

/**
 * A document in pieces of its long lists: collecting all faults of one list takes a time that grows with the square of
 * their number.
 */
function* piecesOf(data: unknown): Generator<Piece> {
  const lists =
    typeof data === 'object' && data !== null ? Object.entries(data).filter(([, value]) => isLong(value)) : [];
  const starts = Object.fromEntries(lists.map(([key, list]) => [key, (list as unknown[]).slice(0, PIECE)]));
  yield { data: lists.length === 0 ? data : { ...(data as object), ...starts }, within: '', from: 0 };
  for (const [key, list] of lists as [string, unknown[]][]) {
    for (let from = PIECE; from < list.length; from += PIECE) {
      yield { data: { [key]: list.slice(from, from + PIECE) }, within: `/${key}/`, from };
    }
  }
}

function isLong(value: unknown): boolean {
  return Array.isArray(value) && value.length > PIECE;
}

function shift(path: Path, by: number): Path {
  const [list, index, ...rest] = path;
  return by === 0 || list === undefined || typeof index !== 'number' ? path : [list, index + by, ...rest];
}
