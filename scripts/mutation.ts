/**
 * Whether the tests notice a deliberate break: Stryker changes the sources in one small place at a time, and a test has to
 * fail each time.
 *
 *   node --import ./ts-node.register.mjs scripts/mutation.ts                    all; writes docs/mutation.md
 *   node --import ./ts-node.register.mjs scripts/mutation.ts src/core/time.ts   these files only; writes nothing
 *
 * Prints what survived. Results are kept in .cache/, and taken over where neither the code nor its tests changed;
 * `--afresh` measures everything again. Ends with 1 where less than 85 % of the mutants of src/core were noticed.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MutantResult, PartialStrykerOptions } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { pageOf, scoreOf, sumOf, survivorsOf, tableOf, tallied } from './mutation/page.js';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The least share of mutants in core to be noticed, in percent. */
const LEAST = 85;
const KEPT = join(root, '.cache', 'mutation.json');
const PAGE = join(root, 'docs', 'mutation.md');

const CORE = {
  folder: 'src/core/',
  title: '`src/core`',
  about: 'All of it, by `test/core` and `test/properties`.',
  files: ['src/core/*.ts'],
  tests: ['test/core'],
};
const JUDGING = ['codeowners', 'codeowners-file', 'codeowners-pattern'];
const APPROVAL = {
  folder: 'src/approval/',
  title: '`src/approval`: the rules of a proof, and CODEOWNERS',
  about:
    'What judges a proof that was read, by its own tests alone. What reads it (`history.ts`, `prove.ts`, `bases.ts`, ' +
    '`renewals.ts`, `case.ts`) is left out: its tests go to real Git repositories, which is too slow for thousands of runs.',
  files: [...JUDGING, 'judge', 'reviews', 'rules'].map((name) => `src/approval/${name}.ts`),
  tests: [...JUDGING, 'review-rules', 'rules'].map((name) => `test/approval/${name}.test.ts`),
};
const PARTS = [CORE, APPROVAL];

const OPTIONS: PartialStrykerOptions = {
  testRunner: 'in-process',
  plugins: [fileURLToPath(new URL('./mutation/stryker-runner.ts', import.meta.url))],
  // Those that show a fault soonest come first: the run of a mutant ends with the first failure.
  tests: [...PARTS.flatMap(({ tests }) => tests), 'test/properties'],
  coverageAnalysis: 'perTest',
  // Two would be faster, and leave a shared machine nothing.
  concurrency: 1,
  timeoutMS: 5_000,
  reporters: ['progress-append-only'],
  allowConsoleColors: false,
  tempDirName: '.cache/mutation',
  ignorePatterns: ['.cache', '.leaver', 'dist', 'docs', 'policies', 'optouts', 'schemas'],
  incremental: true,
  incrementalFile: KEPT,
};

// The same generated cases every time: a figure that anybody can see again.
process.env.LEAVER_PROPERTY_SEED = '1';
process.env.LEAVER_PROPERTY_RUNS = '10';
// Stryker's worker processes load its plugin, which is TypeScript.
process.env.NODE_OPTIONS = `--import ${new URL('../ts-node.register.mjs', import.meta.url).href}`;
process.chdir(root);

const asked = process.argv.slice(2).filter((one) => !one.startsWith('--'));
if (process.argv.includes('--afresh')) rmSync(KEPT, { force: true });
const measured = await new Stryker({
  ...OPTIONS,
  mutate: asked.length > 0 ? asked : PARTS.flatMap(({ files }) => files),
}).runMutationTest();

const fileOf = ({ fileName }: MutantResult): string => relative(root, fileName);
const lineOf = ({ fileName, location }: MutantResult): string =>
  readFileSync(fileName, 'utf8').split('\n')[location.start.line - 1] ?? '';
const parts = PARTS.map(({ folder, title, about }) => {
  const own = measured.filter((result) => fileOf(result).startsWith(folder));
  return { title, about, files: tallied(own, fileOf) };
});
process.stdout.write(`${survivorsOf(measured, fileOf, lineOf)}\n${parts.map(tableOf).join('\n\n')}\n`);

if (asked.length === 0) {
  const versions = ['@stryker-mutator/core', 'vitest', 'fast-check'].map((name) => `${name} ${versionOf(name)}`);
  writeFileSync(PAGE, pageOf(parts, { least: LEAST, versions: versions.join(', ') }));
  const score = scoreOf(sumOf('core', parts[0]?.files ?? []));
  process.stdout.write(`${score} % of the mutants in src/core were noticed; at least ${LEAST} % have to be\n`);
  process.exitCode = score < LEAST ? 1 : 0;
}

function versionOf(name: string): string {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: Readonly<Record<string, string>>;
  };
  return devDependencies[name] ?? '';
}
