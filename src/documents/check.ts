/** Checks a document against its schema: cheap where it is valid, thorough where it is not. */
import { type Described, describeFault } from './describe.js';
import { validators } from './generated/validators.js';
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

/** Everything that is wrong with a document that {@link isValid} refuses, in no order. */
export async function faultsOf(kind: DocumentKind, data: unknown): Promise<readonly Described[]> {
  const [{ validators: thorough }, { schemas }] = await Promise.all([
    import('./generated/validators-all.js'),
    import('./generated/schemas.js'),
  ]);
  const validate = thorough[kind];
  if (validate(data)) return [];
  const root = schemas[kind] as Schema;
  return (validate.errors ?? [])
    .map((fault) => describeFault(kind, root, fault, data))
    .filter((fault) => fault !== null);
}
