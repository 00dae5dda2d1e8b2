/** What clients write, held against the schemas (RFC 7643, 2 and 7; RFC 7644, 3.3 and 3.5.1). */
import { bad } from './failure.js';
import { type Attribute, attributeNamed, attributesOf, schemasOf } from './schemas.js';
import { type Draft, isObject, type Json, type JsonObject, type ResourceKind } from './state.js';

export interface Reading {
  readonly kind: ResourceKind;
  /** Whether `"True"` is taken for true. */
  readonly booleansAsText: boolean;
}

/**
 * A whole resource as POST and PUT bring it, by the schema's names. What only the service writes, and what nobody knows, is
 * left out. Throws `invalidSyntax`, `invalidValue`.
 */
export function resourceIn(body: JsonObject, reading: Reading): JsonObject {
  const { core, extensions } = schemasOf(reading.kind);
  const { schemas } = body;
  if (!Array.isArray(schemas) || !schemas.includes(core)) {
    throw bad('invalidSyntax', `schemas does not name ${core}`);
  }
  const draft = objectFor(attributesOf(reading.kind), body, reading);
  for (const extension of extensions) {
    const given = body[extension];
    if (given === undefined || given === null) continue;
    if (!isObject(given)) throw bad('invalidValue', `${extension} is not an object`);
    draft[extension] = objectFor(attributesOf(reading.kind, extension), given, reading);
  }
  checkRequired(draft, reading.kind);
  return draft;
}

/** Throws `invalidValue` where a resource lacks what its schema requires. */
export function checkRequired(resource: JsonObject, kind: ResourceKind): void {
  const lacking = attributesOf(kind).find(({ name, required }) => required && (resource[name] ?? '') === '');
  if (lacking !== undefined) throw bad('invalidValue', `${lacking.name} is required`);
}

/** The attributes of an object that are known and may be written. */
function objectFor(attributes: readonly Attribute[], given: JsonObject, reading: Reading): Draft {
  const draft: Draft = {};
  for (const [name, value] of Object.entries(given)) {
    const attribute = attributeNamed(attributes, name);
    if (attribute === null || attribute.mutability === 'readOnly' || attribute.name === 'schemas') continue;
    const read = valueFor(attribute, value, reading);
    if (read !== null) draft[attribute.name] = read;
  }
  return draft;
}

/** A value of an attribute; null for none: null and an empty list unassign (RFC 7643, 2.5). Throws `invalidValue`. */
export function valueFor(attribute: Attribute, given: Json, reading: Reading): Json {
  if (given === null) return null;
  if (!attribute.multiValued) return oneFor(attribute, given, reading);
  if (!Array.isArray(given)) throw bad('invalidValue', `${attribute.name} is not a list`);
  return given.length === 0 ? null : given.map((one: Json) => oneFor(attribute, one, reading));
}

/** One of an attribute's values, or the only one. Throws `invalidValue`. */
export function oneFor(attribute: Attribute, given: Json, reading: Reading): Json {
  const { name, type, subAttributes } = attribute;
  if (subAttributes !== undefined) {
    if (!isObject(given)) throw bad('invalidValue', `${name} is not an object`);
    return objectFor(subAttributes, given, reading);
  }
  if (type === 'boolean') return booleanFor(name, given, reading);
  if (typeof given !== 'string') throw bad('invalidValue', `${name} is not a text`);
  return given;
}

function booleanFor(name: string, given: Json, { booleansAsText }: Reading): boolean {
  if (typeof given === 'boolean') return given;
  const text = booleansAsText && typeof given === 'string' ? given.toLowerCase() : '';
  if (text !== 'true' && text !== 'false') throw bad('invalidValue', `${name} is not a boolean`);
  return text === 'true';
}
