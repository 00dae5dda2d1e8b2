/**
 * Writes `src/documents/generated/` from `schemas/`: types, validators that need no library at run time, and the schemas
 * as a module for messages; and the page's script and style into `src/report/page/generated/`. `--check` writes nothing and
 * exits 1 where a file is stale.
 *
 * `validators.js` stops at the first fault, which is what a valid document pays for; `validators-all.js` finds them all
 * and is loaded only when the first found one.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { compile } from 'json-schema-to-typescript';
import { pageFiles } from './page/browser.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SCHEMAS = `${ROOT}schemas/`;
const OUT = 'src/documents/generated/';
const BANNER = 'Generated from schemas/ by scripts/generate.ts: change the schemas, then run it again.';

interface Schema {
  readonly title: string;
  readonly [keyword: string]: unknown;
}

/** A schema's key: `people`, `settings/github-org`. */
const keys = readdirSync(SCHEMAS, { recursive: true })
  .map((name) => String(name).replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.schema.json'))
  .map((name) => name.replace('.schema.json', ''))
  .sort();
/** What Leaver writes and never reads: others check it, and no command carries its validator. */
const WRITTEN_ONLY: ReadonlySet<string> = new Set(['evidence', 'log-event']);
const read = keys.filter((key) => !WRITTEN_ONLY.has(key));
const schemas = new Map<string, Schema>(
  keys.map((key) => [key, JSON.parse(readFileSync(`${SCHEMAS}${key}.schema.json`, 'utf8')) as Schema]),
);

const files = new Map<string, string>([
  ...(await types()),
  ['validators.js', await validators(false)],
  ['validators-all.js', await validators(true)],
  ['validators.d.ts', declarations()],
  ['validators-all.d.ts', declarations()],
  [
    'schemas.js',
    `// ${BANNER}\nexport const schemas = ${JSON.stringify(Object.fromEntries(read.map((key) => [key, schemas.get(key)])))};\n`,
  ],
  [
    'schemas.d.ts',
    `// ${BANNER}\nexport declare const schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;\n`,
  ],
]);

let stale = 0;
for (const [name, text] of [
  ...[...files].map(([file, text]) => [OUT + file, text] as const),
  ...(await pageFiles(ROOT)),
]) {
  const path = `${ROOT}${name}`;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  stale += 1;
  if (process.argv.includes('--check')) {
    process.stderr.write(`${name} is stale: run scripts/generate.ts\n`);
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    process.stdout.write(`wrote ${name}\n`);
  }
}
if (stale > 0 && process.argv.includes('--check')) process.exitCode = 1;

/** One module for each document, since several have an `Account` or a `Gap`, and `types.ts`, which names the documents. */
async function types(): Promise<[string, string][]> {
  const modules: [string, string][] = [];
  const names: string[] = [];
  for (const [key, schema] of schemas) {
    const name = key.replace('/', '-');
    modules.push([`types/${name}.ts`, `// ${BANNER}\n${await typeOf(schema)}`]);
    names.push(`export type { ${schema.title} } from './types/${name}.js';`);
  }
  return [...modules, ['types.ts', `// ${BANNER}\n${names.join('\n')}\n`]];
}

function typeOf(schema: Schema): Promise<string> {
  // "Exactly one of" is a rule for the validator; as a type it would be a union of three nearly equal shapes.
  const { oneOf: _rule, ...plain } = schema;
  const shared = plain.definitions as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return compile(withoutSiblings(plain, shared) as Parameters<typeof compile>[0], schema.title, {
    additionalProperties: false,
    bannerComment: '',
    ignoreMinAndMaxItems: true,
    strictIndexSignatures: false,
    style: { singleQuote: true, printWidth: 120 },
  });
}

/** A description beside a `$ref` makes a second type of what it names; only refs to plain text keep theirs. */
function withoutSiblings(node: unknown, shared: Readonly<Record<string, Readonly<Record<string, unknown>>>>): unknown {
  if (Array.isArray(node)) return node.map((item) => withoutSiblings(item, shared));
  if (typeof node !== 'object' || node === null) return node;
  const ref = '$ref' in node ? String(node.$ref).replace('#/definitions/', '') : null;
  if (ref !== null && shared[ref]?.type !== 'string') return { $ref: `#/definitions/${ref}` };
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutSiblings(value, shared)]));
}

async function validators(allErrors: boolean): Promise<string> {
  const ajv = new Ajv({
    allErrors,
    messages: false,
    validateFormats: false,
    discriminator: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    code: { source: true, esm: true },
  });
  for (const key of read) ajv.addSchema(schemas.get(key) as Schema, key);
  const names = Object.fromEntries(read.map((key) => [exportOf(key), key]));
  const code = (standalone as unknown as typeof standalone.default)(ajv, names);
  const table = read.map((key) => `${JSON.stringify(key)}: ${exportOf(key)}`);
  const { outputFiles } = await build({
    stdin: { contents: `${code}\nexport const validators = {${table.join(', ')}};`, resolveDir: ROOT, loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    minifySyntax: true,
    minifyWhitespace: true,
    write: false,
    legalComments: 'none',
  });
  return `// ${BANNER}\n${outputFiles[0]?.text ?? ''}`;
}

function declarations(): string {
  const lines = read.map((key) => `  readonly ${JSON.stringify(key)}: Validator;`);
  const type = `export declare const validators: {\n${lines.join('\n')}\n};`;
  return `// ${BANNER}\nimport type { Validator } from '../validator.js';\n${type}\n`;
}

function exportOf(key: string): string {
  return `validate${pascal(key)}`;
}

function pascal(name: string): string {
  return name.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}
