import { createHash } from 'node:crypto';
import { withoutCredentials } from './credential-formats.js';
import type { Decision } from './decision.js';

/** JSON with keys in order of code units at every depth and no white space (RFC 8785 for what plans hold). */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`;
}

/** What a plan's digest stands for: what would be done, to whom and where; not when it was seen, nor at what cost. */
export interface Digested {
  readonly organization: string;
  readonly systems: readonly { readonly system: string; readonly kind: string; readonly identity: string }[];
  readonly decisions: readonly Decision[];
}

/**
 * `sha256:<hex>` over the canonical JSON. The same input gives the same bytes (law 14). What looks like a credential is left
 * out, as it is of the plan's file: a login that reads like a token must not make that file look changed.
 */
export function digestOf({ organization, systems, decisions }: Digested): string {
  const hash = createHash('sha256');
  const where = systems.map(({ system, kind, identity }) => ({ system, kind, identity }));
  hash.update(withoutCredentials(canonicalJson({ organization, systems: where })));
  for (const decision of decisions) hash.update(withoutCredentials(`\n${canonicalJson(decision)}`));
  return `sha256:${hash.digest('hex')}`;
}
