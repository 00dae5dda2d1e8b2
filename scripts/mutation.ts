/**
 * How much of a deliberate break the tests notice: Stryker changes the sources in one small place at a time, and the tests
 * have to fail each time.
 *
 *   node --import ./ts-node.register.mjs scripts/mutation.ts core                  src/core; writes docs/mutation.md
 *   node --import ./ts-node.register.mjs scripts/mutation.ts core src/core/time.ts   these files; prints what survived
 *
 * Ends with 1 where less than 85 % of the mutants in src/core were killed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MutantResult, PartialStrykerOptions } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { page, survivorsOf, tallied } from './mutation/page.js';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The least share of mutants to be killed, in percent. */
const LEAST = 85;

const OPTIONS: PartialStrykerOptions = {
  testRunner: 'in-process',
  plugins: [fileURLToPath(new URL('./mutation/stryker-runner.ts', import.meta.url))],
  tests: ['test/core', 'test/ports/secrets.test.ts', 'test/properties'],
  coverageAnalysis: 'perTest',
  // The machine may be shared, and the tests of core need no more.
  concurrency: 1,
  timeoutMS: 5_000,
  checkers: [],
  reporters: ['progress-append-only'],
  allowEmpty: false,
  // Comments that tell TypeScript and biome things stay as they are.
  disableTypeChecks: false,
  allowConsoleColors: false,
  tempDirName: '.cache/mutation',
  ignorePatterns: ['.cache', '.leaver', 'dist', 'docs', 'policies', 'optouts', 'schemas', 'reports'],
  incremental: true,
  incrementalFile: join(root, '.cache', 'mutation-core.json'),
};

// The same generated cases every time: a figure that anybody can see again.
process.env.LEAVER_PROPERTY_SEED = '1';
process.env.LEAVER_PROPERTY_RUNS = '25';
process.env.NODE_OPTIONS = `--import ${new URL('../ts-node.register.mjs', import.meta.url).href}`;
process.chdir(root);
const asked = process.argv.slice(2);
const mutate = asked.length > 0 ? asked : ['src/core/*.ts'];
const results: MutantResult[] = await new Stryker({ ...OPTIONS, mutate }).runMutationTest();
const tally = tallied(results);
process.stdout.write(`${survivorsOf(results, (file) => readFileSync(file, 'utf8'))}\n${tally.text}\n`);
