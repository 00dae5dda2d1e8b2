import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { code, table } from './table.js';

/** As much of JSON Schema as schemas/ uses and a page can tell. */
export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
}

type Row = readonly [path: string, type: string, needed: string, description: string];

/** Every document of a policy repository, and what a run reads and writes, property by property. */
export function documentsPage(root: string): string {
  const names = readdirSync(join(root, 'schemas')).filter((name) => name.endsWith('.schema.json'));
  const sections = names.sort().flatMap((name) => {
    const schema = JSON.parse(readFileSync(join(root, 'schemas', name), 'utf8')) as Schema;
    const rows = rowsOf(schema, schema, '');
    return [
      `## ${code(name.replace('.schema.json', ''))}`,
      schema.description ?? '',
      table(['key', 'value', 'needed', 'meaning'], rows),
      `The schema: [${name}](../../schemas/${name}).`,
    ];
  });
  return [
    '# Documents',
    'Unknown keys, duplicate keys, anchors, aliases, merge keys, tags and further documents are refused. `[]` stands ' +
      'for each entry of a list, `*` for any key.',
    ...sections.filter((text) => text !== ''),
  ].join('\n\n');
}

/** The properties of a kind's settings. */
export function settingsTable(schema: Schema): string {
  const rows = rowsOf(schema, schema, '');
  return rows.length === 0 ? 'It has no settings.' : table(['setting', 'value', 'needed', 'meaning'], rows);
}

function rowsOf(root: Schema, schema: Schema, prefix: string): readonly Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, given]) => {
    const path = `${prefix}${name}`;
    const property = resolved(root, given);
    const needed = schema.required?.includes(name) === true ? 'yes' : '';
    return [[code(path), typeOf(root, property), needed, meaningOf(property)] as const, ...inner(root, property, path)];
  });
}

/** Rows of what a property holds: an object's keys, a list's entries, a map's values, each alternative's keys. */
function inner(root: Schema, property: Schema, path: string): readonly Row[] {
  const { items, additionalProperties, oneOf = [], anyOf = [] } = property;
  const rows = [...rowsOf(root, property, `${path}.`)];
  if (items !== undefined) rows.push(...inner(root, resolved(root, items), `${path}[]`));
  if (typeof additionalProperties === 'object') {
    rows.push(...inner(root, resolved(root, additionalProperties), `${path}.*`));
  }
  return [...rows, ...merged([...oneOf, ...anyOf].map((one) => inner(root, resolved(root, one), path)))];
}

/** The keys of all alternatives, each once: with every value it may have, needed where every alternative needs it. */
function merged(alternatives: readonly (readonly Row[])[]): readonly Row[] {
  const byKey = new Map<string, Row[]>();
  for (const row of alternatives.flat()) byKey.set(row[0], [...(byKey.get(row[0]) ?? []), row]);
  return [...byKey].map(([key, rows]): Row => {
    const values = new Set(rows.map(([, value]) => value));
    const always = rows.length === alternatives.length && rows.every(([, , needed]) => needed !== '');
    const [first] = rows;
    return [key, [...values].join(', '), always ? 'yes' : '', first?.[3] ?? ''];
  });
}

/** A schema with what it refers to filled in; what stands beside the reference goes first. */
function resolved(root: Schema, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...beside } = schema;
  const target = root.definitions?.[$ref.replace('#/definitions/', '')] ?? {};
  return { ...resolved(root, target), ...beside };
}

function typeOf(root: Schema, schema: Schema): string {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(code).join(', ');
  if (schema.type === 'array') {
    const items = schema.items === undefined ? 'anything' : typeOf(root, resolved(root, schema.items));
    return `list of ${items}`;
  }
  if (schema.type !== undefined) return [schema.type].flat().join(' or ');
  const alternatives = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  return [...new Set(alternatives.map((one) => typeOf(root, resolved(root, one))))].join(' or ');
}

function meaningOf({ description = '', default: fallback, examples = [] }: Schema): string {
  const [example] = examples;
  return [
    description,
    fallback === undefined ? '' : `Default ${code(fallback)}.`,
    example === undefined || typeof example === 'object' ? '' : `Example: ${code(example)}.`,
  ]
    .filter((text) => text !== '')
    .join(' ');
}
