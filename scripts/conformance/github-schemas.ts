import { Ajv, type ValidateFunction } from 'ajv';
import type { Description, Json } from './github-description.js';

/** Cuts single schemas out of the description, with all that they refer to, and compiles them. */
export interface Schemas {
  /** Follows `$ref`s to anything: a parameter, a response, a schema. */
  resolve(document: string, value: unknown): Json;
  /** What is wrong with a value, one finding a line; empty where it conforms. */
  findings(document: string, schema: unknown, value: unknown): readonly string[];
  /** How many component schemas were cut out so far. */
  count(): number;
}

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export function schemasOf(description: Description): Schemas {
  const documents = new Map(description.documents.map(({ name, json }) => [name, json]));
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    logger: false,
    formats: {
      'date-time': (text: string) => DATE_TIME.test(text) && !Number.isNaN(Date.parse(text)),
      uri: (text: string) => URL.canParse(text),
      email: /^[^@\s]+@[^@\s]+$/,
    },
  });
  const added = new Set<string>();
  const compiled = new Map<unknown, ValidateFunction>();

  function resolve(document: string, value: unknown): Json {
    let current = value as Json;
    while (typeof current.$ref === 'string') current = pointed(documents.get(document), current.$ref);
    return current;
  }

  /** Adds the component schemas that a schema refers to, and all that those refer to. */
  function add(document: string, references: readonly string[]): void {
    const queue = [...references];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const id = idOf(document, next);
      if (added.has(id)) continue;
      added.add(id);
      const found: string[] = [];
      ajv.addSchema(rewritten(document, pointed(documents.get(document), next), found), id);
      queue.push(...found);
    }
  }

  function compile(document: string, schema: unknown): ValidateFunction {
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    const references: string[] = [];
    const own = rewritten(document, schema, references);
    add(document, references);
    const validate = ajv.compile(own);
    compiled.set(schema, validate);
    return validate;
  }

  return {
    resolve,
    findings: (document, schema, value) => {
      const validate = compile(document, schema);
      if (validate(value)) return [];
      return (validate.errors ?? []).map(
        ({ instancePath, message, params }) => `${instancePath || '(all)'} ${message} ${JSON.stringify(params)}`,
      );
    },
    count: () => added.size,
  };
}

const idOf = (document: string, reference: string) => `https://${document}/${reference.replace('#/components/', '')}`;

function pointed(document: Json | undefined, reference: string): Json {
  let value: unknown = document;
  for (const part of reference.slice(2).split('/')) value = (value as Json | undefined)?.[part];
  if (value === undefined) throw new Error(`the description has no ${reference}`);
  return value as Json;
}

/** Where the values are data or named schemas, not keywords. */
const NAMED = new Set(['properties', 'patternProperties']);
const DROPPED = new Set(['example', 'examples', 'description', 'discriminator', 'externalDocs', 'xml', 'default']);

/**
 * An OpenAPI 3.0 schema as a JSON Schema that ajv takes: references by id, `nullable` without a type spelt out, and
 * `oneOf` as `anyOf`, because GitHub's alternatives overlap.
 */
function rewritten(document: string, schema: unknown, references: string[]): Json | boolean {
  if (typeof schema === 'boolean') return schema;
  const entries = Object.entries(schema as Json)
    .filter(([key]) => !DROPPED.has(key) && !key.startsWith('x-'))
    .map(([key, value]) => rewrittenKeyword(document, key, value, references));
  const { nullable, ...rest } = Object.fromEntries(entries);
  if (nullable !== true) return rest;
  return rest.type === undefined ? { anyOf: [{ type: 'null' }, rest] } : { ...rest, nullable };
}

function rewrittenKeyword(
  document: string,
  key: string,
  value: unknown,
  references: string[],
): readonly [string, unknown] {
  const inner = (entry: unknown) => rewritten(document, entry, references);
  if (key === '$ref') {
    references.push(value as string);
    return [key, idOf(document, value as string)];
  }
  if (NAMED.has(key)) return [key, mapValues(value as Json, inner)];
  if (key === 'enum' || key === 'required') return [key, value];
  if (Array.isArray(value)) return [key === 'oneOf' || eitherOwner(value) ? 'anyOf' : key, value.map(inner)];
  return [key, typeof value === 'object' && value !== null ? inner(value) : value];
}

/**
 * An installation's account is a user's or an enterprise's; `GET /app/installations` asks for both at once (`allOf`),
 * where every other operation says `anyOf`. The one place where the description itself is wrong for what is checked.
 */
function eitherOwner(alternatives: readonly unknown[]): boolean {
  const titles = alternatives.map((entry) => (entry as { title?: unknown } | null)?.title);
  return titles.join(' | ') === 'Simple User | Enterprise';
}

function mapValues(object: Json, change: (value: unknown) => unknown): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
