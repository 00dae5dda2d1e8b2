/** What one PATCH operation makes of an attribute's values (RFC 7644, 3.5.2.1 to 3.5.2.3). */
import { isDeepStrictEqual } from 'node:util';
import { bad } from './failure.js';
import { matchesValue } from './matching.js';
import type { PatchPath } from './patch-path.js';
import { type Attribute, attributeNamed } from './schemas.js';
import type { ScimQuirks } from './seed.js';
import { isObject, type Json, type JsonObject } from './state.js';
import { oneFor, type Reading, valueFor } from './values.js';

export type Op = 'add' | 'replace' | 'remove';

export interface Edit {
  readonly attribute: Attribute;
  readonly op: Op;
  readonly path: PatchPath;
  readonly value: Json | undefined;
  readonly reading: Reading;
  readonly quirks: ScimQuirks;
}

/** An attribute with one value: the value after the operation, null for none. */
export function editValue(held: Json | undefined, { attribute, op, path, value, reading }: Edit): Json {
  if (path.filter !== null) throw bad('invalidPath', `${attribute.name} holds no list to choose from`);
  if (path.sub !== null) return notEmpty(withSub(objectIn(held), attribute, path.sub, op, value, reading));
  if (op === 'remove') return null;
  const given = valueFor(attribute, value ?? null, reading);
  // Sub-attributes that are not named stay.
  return isObject(given) ? notEmpty({ ...objectIn(held), ...given }) : given;
}

/** An attribute with a list of values: the list after the operation, null for none. */
export function editList(held: Json | undefined, edit: Edit): Json {
  const list: readonly Json[] = Array.isArray(held) ? held : [];
  const after = edit.path.filter === null && edit.path.sub === null ? editWhole(list, edit) : editChosen(list, edit);
  return after.length === 0 ? null : onePrimary(after, list);
}

function editWhole(list: readonly Json[], { attribute, op, value, reading, quirks }: Edit): readonly Json[] {
  if (op === 'remove') {
    if (quirks.removesByValue !== true || value === undefined) return [];
    const gone = valuesIn(value).map(valueIn);
    return list.filter((one) => !gone.includes(valueIn(one)));
  }
  const given = value === null ? [] : valuesIn(value).map((one) => oneFor(attribute, one, reading));
  const after = op === 'add' ? [...list] : [];
  for (const one of given) if (!isThere(after, one)) after.push(one);
  return after;
}

/** Only the values that the filter chooses, or a part of each. */
function editChosen(list: readonly Json[], edit: Edit): readonly Json[] {
  const { attribute, op, path, reading, quirks } = edit;
  if (attribute.subAttributes === undefined) throw bad('invalidPath', `${attribute.name} has no parts`);
  const { filter } = path;
  const chosen = list.map(
    (one) => filter === null || matchesValue(filter, attribute, one, { ...reading, exact: false }),
  );
  if (!chosen.includes(true)) {
    if (filter === null || (op === 'remove' && quirks.removingAbsent === 'nothing')) return list;
    throw bad('noTarget', `no value of ${attribute.name} is what the path asks for`);
  }
  const after = list.map((one, index) => (chosen[index] === true ? editOne(one, edit) : one));
  return after.filter((one) => one !== null);
}

function editOne(one: Json, { attribute, op, path, value = null, reading }: Edit): Json {
  if (path.sub !== null) return notEmpty(withSub(objectIn(one), attribute, path.sub, op, value, reading));
  if (op === 'remove') return null;
  const given = oneFor(attribute, Array.isArray(value) ? (value[0] ?? null) : value, reading);
  return op === 'add' && isObject(given) ? { ...objectIn(one), ...given } : given;
}

function withSub(
  held: JsonObject,
  { name, subAttributes }: Attribute,
  sub: string,
  op: Op,
  value: Json | undefined,
  reading: Reading,
): JsonObject {
  const part = attributeNamed(subAttributes ?? [], sub);
  if (part === null) throw bad('invalidPath', `${name} has no part of that name`);
  const fixed = part.mutability === 'immutable' && held[part.name] !== undefined;
  if (part.mutability === 'readOnly' || fixed) throw bad('mutability', `${name}.${part.name} can't be changed`);
  const { [part.name]: _, ...others } = held;
  const given = op === 'remove' ? null : valueFor(part, value ?? null, reading);
  return given === null ? others : { ...others, [part.name]: given };
}

/** A value that is primary now ends that another one was before (RFC 7644, 3.5.2). */
function onePrimary(after: readonly Json[], before: readonly Json[]): readonly Json[] {
  const primaries = after.filter(isPrimary);
  if (primaries.length < 2) return after;
  const wasPrimary = before.filter(isPrimary);
  const kept = primaries.find((one) => !wasPrimary.some((was) => isDeepStrictEqual(was, one))) ?? primaries[0];
  return after.map((one) => (isPrimary(one) && one !== kept ? { ...objectIn(one), primary: false } : one));
}

function isPrimary(value: Json): boolean {
  return isObject(value) && value.primary === true;
}

function isThere(list: readonly Json[], value: Json): boolean {
  return list.some((one) => isDeepStrictEqual(one, value) || sameValue(one, value));
}

/** Members are the same by their value, whatever is told beside it; e-mails of two types are two. */
function sameValue(one: Json, other: Json): boolean {
  if (!isObject(one) || !isObject(other)) return false;
  return one.value !== undefined && one.value === other.value && (one.type ?? other.type) === (other.type ?? one.type);
}

function valueIn(value: Json): Json {
  return isObject(value) ? (value.value ?? null) : value;
}

function valuesIn(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as Json];
}

function objectIn(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function notEmpty(value: JsonObject): JsonObject | null {
  return Object.keys(value).length === 0 ? null : value;
}
