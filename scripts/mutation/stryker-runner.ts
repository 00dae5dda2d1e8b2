/** Stryker's way to `tests-in-process.ts`: runs inside each sandbox, which is the working directory then. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext, type StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { loads, type Moment, type TestRun, testsInProcess } from './tests-in-process.js';

inProcessRunner.inject = tokens(commonTokens.options);
function inProcessRunner(options: StrykerOptions): TestRunner {
  const root = resolve('.');
  const given = options['tests'] as readonly string[];
  const files = given.flatMap((path) => testFiles(root, path));
  let run: Awaited<ReturnType<typeof testsInProcess>>;
  /** What was loaded while a mutant was on must not serve for the next one. */
  let spoilt = false;
  return {
    capabilities: () => ({ reloadEnvironment: true }),
    async init() {
      run = await testsInProcess(root, files);
    },
    async dryRun() {
      const context = instrumented();
      delete context.mutantCoverage;
      const tests = (await run({ only: null, bail: false, afresh: true, at: following(context, null) })).map(resultOf);
      return { status: DryRunStatus.Complete, tests, mutantCoverage: context.mutantCoverage ?? NO_COVERAGE };
    },
    async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }: MutantRunOptions) {
      const context = instrumented();
      context.hitCount = 0;
      if (hitLimit === undefined) delete context.hitLimit;
      else context.hitLimit = hitLimit;
      const only = testFilter === undefined ? null : new Set(testFilter);
      const whileLoading = only === null || files.some((file) => only.has(loads(file)));
      const afresh = whileLoading || spoilt;
      spoilt = whileLoading;
      const at = following(context, { id: activeMutant.id, whileLoading });
      const tests = (await run({ only, bail: !disableBail, afresh, at })).map(resultOf);
      const over = determineHitLimitReached(context.hitCount, hitLimit);
      return toMutantRunResult(over ?? { status: DryRunStatus.Complete, tests });
    },
  };
}

const NO_COVERAGE = { static: {}, perTest: {} };

/** What the instrumented sources look at and write to. */
function instrumented(): InstrumenterContext {
  const all = globalThis as { [INSTRUMENTER_CONSTANTS.NAMESPACE]?: InstrumenterContext };
  const context = all[INSTRUMENTER_CONSTANTS.NAMESPACE] ?? {};
  all[INSTRUMENTER_CONSTANTS.NAMESPACE] = context;
  return context;
}

/** Switches the mutant on and off, and says on whose account code is run: a file's loading counts as a test of its own. */
function following(
  context: InstrumenterContext,
  mutant: { readonly id: string; readonly whileLoading: boolean } | null,
) {
  return (moment: Moment): void => {
    if (mutant !== null && (mutant.whileLoading || moment.kind !== 'load')) context.activeMutant = mutant.id;
    else delete context.activeMutant;
    if (moment.kind === 'done') delete context.currentTestId;
    else context.currentTestId = moment.id;
  };
}

/** A file, or all of a folder in order of name, so that a run is told the same way everywhere. */
function testFiles(root: string, folder: string): string[] {
  if (folder.endsWith('.ts')) return [folder];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => `${folder}/${name}`);
}

function resultOf({ id, file, milliseconds, failure }: TestRun): TestResult {
  const base = { id, name: id, timeSpentMs: milliseconds, fileName: resolve(file) };
  if (failure === null) return { ...base, status: TestStatus.Success };
  return { ...base, status: TestStatus.Failed, failureMessage: failure };
}

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'in-process', inProcessRunner)];
