/** PATCH of a resource (RFC 7644, 3.5.2). All operations of a request are done, or none. */
import { bad } from './failure.js';
import { editList, editValue, type Op } from './patch-edit.js';
import { type PatchPath, parsePatchPath } from './patch-path.js';
import { type Attribute, attributeNamed, attributesOf } from './schemas.js';
import type { ScimQuirks } from './seed.js';
import { type Draft, isObject, type Json, type JsonObject } from './state.js';
import { checkRequired, type Reading } from './values.js';

export const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export interface Patching extends Reading {
  readonly quirks: ScimQuirks;
}

interface Operation {
  readonly op: Op;
  readonly path: string | null;
  readonly value: Json | undefined;
}

/** The attributes after the request's operations. Throws what RFC 7644, table 9, names. */
export function patched(attributes: JsonObject, body: JsonObject, patching: Patching): JsonObject {
  const draft = structuredClone(attributes) as Draft;
  for (const operation of operationsIn(body)) apply(draft, operation, patching);
  checkRequired(draft, patching.kind);
  return draft;
}

function operationsIn(body: JsonObject): readonly Operation[] {
  const { schemas } = body;
  if (!Array.isArray(schemas) || !schemas.includes(PATCH_SCHEMA)) {
    throw bad('invalidSyntax', `schemas does not name ${PATCH_SCHEMA}`);
  }
  const operations = body.Operations ?? body.operations;
  if (!Array.isArray(operations) || operations.length === 0) {
    throw bad('invalidSyntax', 'Operations is not a list with at least one operation');
  }
  return operations.map(operationIn);
}

const OPS: readonly string[] = ['add', 'replace', 'remove'];

/** Entra ID writes `Replace`; operations are named without regard to case here. */
function operationIn(given: Json): Operation {
  if (!isObject(given)) throw bad('invalidSyntax', 'an operation is not an object');
  const op = typeof given.op === 'string' ? given.op.toLowerCase() : '';
  if (!OPS.includes(op)) throw bad('invalidSyntax', 'an operation is none of add, replace, remove');
  const { path = null, value } = given;
  if (path !== null && typeof path !== 'string') throw bad('invalidPath', 'the path of an operation is not a text');
  if (value === undefined && op !== 'remove') throw bad('invalidValue', 'an operation has no value');
  return { op: op as Op, path, value };
}

function apply(draft: Draft, operation: Operation, patching: Patching): void {
  const { op, path, value } = operation;
  const { patch } = patching.quirks;
  if (path === null) {
    if (op === 'remove') throw bad('noTarget', 'remove needs a path');
    if (patch === 'with-path') throw bad('invalidPath', 'an operation without a path is not supported');
    if (!isObject(value)) throw bad('invalidValue', 'an operation without a path needs an object as its value');
    for (const [name, one] of Object.entries(value)) applyNamed(draft, op, name, one, patching);
    return;
  }
  if (patch === 'pathless' && op !== 'remove') throw bad('invalidPath', 'an operation with a path is not supported');
  const parsed = parsePatchPath(path);
  if (parsed.filter !== null && patching.quirks.refusesFilteredPaths === true) {
    throw bad('invalidPath', 'filters in paths are not supported');
  }
  change(draft, op, parsed, value, patching);
}

/** An attribute of a value without a path: unknown ones are passed over, as in POST and PUT. */
function applyNamed(draft: Draft, op: Op, name: string, value: Json, patching: Patching): void {
  if (name.toLowerCase() === 'schemas') return;
  let path: PatchPath;
  try {
    path = parsePatchPath(name);
  } catch {
    return;
  }
  const known = path.name === null || targetOf(path, patching) !== null;
  if (known) change(draft, op, path, value, patching);
}

function targetOf({ extension, name }: PatchPath, { kind }: Reading): Attribute | null {
  return attributeNamed(attributesOf(kind, extension), name ?? '');
}

function change(draft: Draft, op: Op, path: PatchPath, value: Json | undefined, patching: Patching): void {
  if (path.extension !== null) changeExtension(draft, op, path.extension, path, value, patching);
  else changeAttribute(draft, op, path, value, patching);
}

function changeExtension(
  draft: Draft,
  op: Op,
  extension: string,
  path: PatchPath,
  value: Json | undefined,
  patching: Patching,
): void {
  const held = draft[extension];
  const inner: Draft = isObject(held) ? { ...held } : {};
  if (path.name !== null) changeAttribute(inner, op, path, value, patching);
  else if (op === 'remove') for (const name of Object.keys(inner)) delete inner[name];
  else if (isObject(value)) {
    for (const [name, one] of Object.entries(value)) applyInside(inner, op, extension, name, one, patching);
  } else throw bad('invalidValue', 'the value for an extension is not an object');
  if (Object.keys(inner).length > 0) draft[extension] = inner;
  else delete draft[extension];
}

function applyInside(inner: Draft, op: Op, extension: string, name: string, value: Json, patching: Patching): void {
  const path: PatchPath = { extension, name, sub: null, filter: null };
  if (targetOf(path, patching) !== null) changeAttribute(inner, op, path, value, patching);
}

function changeAttribute(draft: Draft, op: Op, path: PatchPath, value: Json | undefined, patching: Patching): void {
  const attribute = targetOf(path, patching);
  if (attribute === null) throw bad('invalidPath', 'the path of an operation names no attribute that is known');
  if (attribute.mutability === 'readOnly' || attribute.name === 'schemas') {
    throw bad('mutability', `${attribute.name} is read-only`);
  }
  if (op === 'remove' && attribute.required && path.sub === null) {
    throw bad('mutability', `${attribute.name} is required`);
  }
  const edit = { attribute, op, path, value, reading: patching, quirks: patching.quirks };
  const after = attribute.multiValued ? editList(draft[attribute.name], edit) : editValue(draft[attribute.name], edit);
  if (after === null) delete draft[attribute.name];
  else draft[attribute.name] = after;
}
