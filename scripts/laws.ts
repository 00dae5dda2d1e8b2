/**
 * Breaks each law of the product in a copy of the sources, one break at a time, and demands that a test fails which names
 * that law; unbroken, the same tests have to pass.
 *
 *   node --import ./ts-node.register.mjs scripts/laws.ts        ends with 1 where a break goes unnoticed
 *   node --import ./ts-node.register.mjs scripts/laws.ts 4 9    these laws only
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestModule, TestRunResult, Vitest } from 'vitest/node';
import { createVitest } from 'vitest/node';
import { BREAKS, type Break } from './mutation/laws.js';

const LAWS = 14;
/** What the tests need of the repository. */
const COPIED = ['src', 'test', 'schemas', 'policies', 'optouts', 'action.yml', 'package.json', 'tsconfig.json'];
const root = fileURLToPath(new URL('..', import.meta.url));

const asked = process.argv.slice(2).map(Number);
const breaks = BREAKS.filter(({ law }) => asked.length === 0 || asked.includes(law));
const unbroken = Array.from({ length: LAWS }, (_, index) => index + 1).filter(
  (law) => !BREAKS.some((one) => one.law === law),
);

const copy = mkdtempSync(join(tmpdir(), 'leaver-laws-'));
process.exitCode = 1;
try {
  for (const name of COPIED) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const problems = await checked(copy);
  for (const law of unbroken) problems.push(`law ${law} has no break: add one to scripts/mutation/laws.ts`);
  const laws = new Set(breaks.map(({ law }) => law)).size;
  process.stdout.write(
    `${breaks.length - problems.length} of ${breaks.length} breaks of ${laws} laws made a test fail\n`,
  );
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

async function checked(folder: string): Promise<string[]> {
  const vitest = await createVitest('test', {
    ...{ root: folder, config: false, watch: false, maxWorkers: 1, bail: 1, reporters: [{}], testTimeout: 60_000 },
    include: ['test/**/*.test.ts'],
  });
  try {
    const before = await broken(vitest, folder, [...new Set(breaks.map(({ test }) => test))], /\blaw \d+/i);
    if (before.length > 0 || breaks.length === 0) return [`unbroken, these fail already: ${before.join(', ')}`];
    const problems: string[] = [];
    for (const one of breaks) {
      const problem = await unnoticed(vitest, folder, one);
      process.stdout.write(`law ${one.law}: ${one.what}: ${problem === null ? 'noticed' : 'NOT NOTICED'}\n`);
      if (problem !== null) problems.push(`law ${one.law}, ${one.what}: ${problem}`);
    }
    return problems;
  } finally {
    await vitest.close();
  }
}

/** Why a break counts as not noticed; null where a test that names the law failed. */
async function unnoticed(
  vitest: Vitest,
  folder: string,
  { law, file, find, put, test }: Break,
): Promise<string | null> {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(find).length !== 2) return `${file} does not hold the text exactly once: ${find}`;
  try {
    writeFileSync(
      path,
      text.replace(find, () => put),
    );
    vitest.invalidateFile(path);
    const failed = await broken(vitest, folder, [test], new RegExp(`\\blaw ${law}\\b`, 'i'));
    return failed.length > 0 ? null : `no test of ${test} that names law ${law} fails`;
  } finally {
    writeFileSync(path, text);
    vitest.invalidateFile(path);
  }
}

/** The names of the tests that fail. Throws where a file does not even load: that shows nothing. */
async function broken(vitest: Vitest, folder: string, files: readonly string[], named: RegExp): Promise<string[]> {
  vitest.setGlobalTestNamePattern(named);
  const specifications = await vitest.globTestSpecifications(files.map((file) => join(folder, file)));
  const { testModules }: TestRunResult = await vitest.runTestSpecifications(specifications);
  return testModules.flatMap((module) => failedIn(module));
}

function failedIn(module: TestModule): string[] {
  const [error] = module.errors();
  if (error !== undefined) throw new Error(`${module.moduleId} does not load: ${error.message}`);
  return [...module.children.allTests('failed')].map(({ fullName }) => fullName);
}
