/** The path of a PATCH operation: `active`, `members[value eq "…"]`, `emails[primary eq true].value` (RFC 7644, figure 7). */
import { type AttributePath, attributePath } from './attribute-path.js';
import { bad } from './failure.js';
import { type Filter, parseFilter } from './filter.js';

export interface PatchPath extends AttributePath {
  /** Which of a list's values are meant; null for all. */
  readonly filter: Filter | null;
}

/** Throws `invalidPath`, and `invalidFilter` for what stands in the brackets. */
export function parsePatchPath(text: string): PatchPath {
  const opening = text.indexOf('[');
  if (opening < 0) return { ...named(text), filter: null };
  const closing = text.lastIndexOf(']');
  const after = text.slice(closing + 1);
  const outer = named(text.slice(0, opening));
  if (closing < opening || outer.name === null || outer.sub !== null) throw malformed();
  if (after !== '' && !after.startsWith('.')) throw malformed();
  const sub = after === '' ? null : named(after.slice(1));
  if (sub !== null && (sub.sub !== null || sub.extension !== null)) throw malformed();
  return { ...outer, sub: sub?.name ?? null, filter: parseFilter(text.slice(opening + 1, closing)) };
}

function named(text: string): AttributePath {
  const path = attributePath(text.trim());
  if (path === null) throw malformed();
  return path;
}

function malformed(): Error {
  return bad('invalidPath', 'the path of an operation is malformed');
}
