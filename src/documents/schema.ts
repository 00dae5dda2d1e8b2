/** Reading the schemas for messages: what is expected at a path, in the schema's own words. */
import type { Path } from './path.js';

export interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
  /** The definition that it came from, once resolved. */
  readonly definition?: string;
}

/** What the schema says of the value at a path of `data`; an empty schema where it says nothing. */
export function schemaAt(root: Schema, path: Path, data: unknown): Schema {
  let schema = resolve(root, root, data);
  let node = data;
  for (const part of path) {
    node = typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[part] : undefined;
    schema = resolve(root, step(schema, part), node);
  }
  return schema;
}

function step(schema: Schema, part: string | number): Schema {
  if (typeof part === 'number') return schema.items ?? {};
  const own = schema.properties;
  if (own !== undefined && Object.hasOwn(own, part)) return own[part] ?? {};
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
}

/** Follows `$ref`, keeps the description beside it, and picks the alternative of a union by its `kind`. */
function resolve(root: Schema, schema: Schema, node: unknown): Schema {
  let found = schema;
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/definitions/', '');
    const { $ref: _ref, ...beside } = schema;
    found = { ...resolve(root, root.definitions?.[name] ?? {}, node), definition: name, ...beside };
  }
  const kind = (node as { kind?: unknown } | null | undefined)?.kind;
  const alternative = found.oneOf?.find(
    ({ properties }) => properties?.kind !== undefined && properties.kind.const === kind,
  );
  return alternative === undefined ? found : { ...found, ...alternative };
}

/** `text`, `a whole number`, `a list`: what a schema's type is called in a message. */
export function typeName(type: string | readonly string[] | undefined): string {
  const types = typeof type === 'string' ? [type] : (type ?? []);
  return types.map((one) => TYPE_NAMES[one] ?? one).join(' or ');
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  null: 'null',
};

/** What a value is called in a message. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    default:
      return 'a mapping';
  }
}
