/**
 * Writes docs/reference/ from what it describes: the commands' help, the schemas, action.yml, the connectors.
 *
 *   node --import ./ts-node.register.mjs scripts/docs.ts            writes the pages
 *   node --import ./ts-node.register.mjs scripts/docs.ts --check    ends with 1 where one is stale
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { actionPage } from './docs/action-page.js';
import { commandsPage } from './docs/commands-page.js';
import { connectorsPage } from './docs/connectors-page.js';
import { documentsPage } from './docs/documents-page.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'docs', 'reference');

const pages: ReadonlyMap<string, string> = new Map([
  ['action.md', page(actionPage(root), 'action.yml')],
  ['commands.md', page(await commandsPage(), "the commands' own help")],
  ['connectors.md', page(connectorsPage(root), "src/connectors/ and its folders' README.md")],
  ['documents.md', page(documentsPage(root), 'schemas/')],
]);

/** Pages that hold what a run of tests came to: `npm run faults` writes it. */
const MEASURED: ReadonlySet<string> = new Set(['faults.md']);

function page(text: string, source: string): string {
  return `<!-- Generated from ${source} by scripts/docs.ts: change those, then run \`npm run docs\`. -->\n\n${text.trim()}\n`;
}

/** What differs between the folder and the pages that it should hold. */
function staleness(): readonly string[] {
  const present = existsSync(folder) ? readdirSync(folder).sort() : [];
  const leftOver = present
    .filter((name) => !pages.has(name) && !MEASURED.has(name))
    .map((name) => `left over: docs/reference/${name}`);
  const stale = [...pages]
    .filter(([name, text]) => !present.includes(name) || readFileSync(join(folder, name), 'utf8') !== text)
    .map(([name]) => `stale: docs/reference/${name}`);
  return [...leftOver, ...stale];
}

const findings = staleness();
if (process.argv.includes('--check')) {
  if (findings.length > 0) process.stderr.write(`${findings.join('\n')}\nRun \`npm run docs\`.\n`);
  process.exitCode = findings.length > 0 ? 1 : 0;
} else if (findings.length > 0) {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (!MEASURED.has(name)) rmSync(join(folder, name), { recursive: true });
  }
  for (const [name, text] of pages) writeFileSync(join(folder, name), text);
  process.stdout.write(`${findings.join('\n')}\nwritten: ${pages.size} pages\n`);
}
