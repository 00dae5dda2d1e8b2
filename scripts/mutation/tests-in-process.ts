/**
 * Runs test files in this very process, on Vitest's own runner and matchers but without its pool and module server. A
 * mutant costs milliseconds so, where a whole Vitest run costs seconds; and a file that fails to load is a failure,
 * which Stryker's own Vitest runner takes for no tests at all.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  GLOBAL_EXPECT,
  getState,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';
import * as vitestRunner from '@vitest/runner';
import { type File, startTests, type Task, type Test, type VitestRunner } from '@vitest/runner';
import * as chai from 'chai';
import { build } from 'esbuild';

export interface TestRun {
  /** `file#titles`, with a number where titles are alike; `file#loads` for the file itself. */
  readonly id: string;
  readonly file: string;
  readonly milliseconds: number;
  /** Null where it passed. */
  readonly failure: string | null;
}

/** Where a run stands: a file about to be loaded, loaded, one of its tests about to run, done with it. */
export type Moment = { readonly kind: 'load' | 'loaded' | 'tested' } | { readonly kind: 'test'; readonly id: string };

export interface Wish {
  /** Which tests are run; null for all of them. */
  readonly only: ReadonlySet<string> | null;
  /** Whether the first failure ends the run. */
  readonly bail: boolean;
  readonly at: (moment: Moment) => void;
}

type Load = (file: string) => unknown;

/** Bundles test files once; what it returns runs them in order, everything loaded afresh. */
export async function testsInProcess(root: string, files: readonly string[]) {
  const fresh = await bundled(root, files);
  return async (wish: Wish): Promise<readonly TestRun[]> => {
    const load = fresh();
    const wanted = wish.only === null ? null : new Set([...wish.only].map((id) => id.slice(0, id.indexOf('#'))));
    const runs: TestRun[] = [];
    for (const file of files) {
      if (wanted !== null && !wanted.has(file)) continue;
      runs.push(...(await runFile(root, file, load, wish)));
      if (wish.bail && runs.some(({ failure }) => failure !== null)) return runs;
    }
    return runs;
  };
}

/** Every call of the result evaluates the whole bundle again, each module when a test file first asks for it. */
async function bundled(root: string, files: readonly string[]): Promise<() => Load> {
  const cases = files.map((file) => `${JSON.stringify(file)}: () => require(${JSON.stringify(`./${file}`)})`);
  const { outputFiles } = await build({
    stdin: { contents: `module.exports = (file) => ({${cases.join(',\n')}})[file]();`, resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  });
  const code = outputFiles[0]?.text ?? '';
  const evaluate = compileFunction(code, ['module', 'require'], { filename: join(root, 'tests.bundle.cjs') });
  const fromRoot = createRequire(join(root, 'package.json'));
  const vitest = { ...vitestRunner, it: vitestRunner.test, expect: expectation() };
  const require = (id: string): unknown => (id === 'vitest' ? vitest : fromRoot(id));
  return () => {
    const module: { exports: Load } = { exports: () => undefined };
    evaluate(module, require);
    return module.exports;
  };
}

/** Vitest's `expect`, put together from its own parts. */
function expectation(): unknown {
  chai.use(JestExtend);
  chai.use(JestChaiExpect);
  chai.use(JestAsymmetricMatchers);
  const all = globalThis as Record<symbol, unknown>;
  const expect = Object.assign(
    (value: unknown, message?: string) => chai.expect(value, message),
    chai.expect,
    all[ASYMMETRIC_MATCHERS_OBJECT],
  );
  type Expect = Parameters<typeof setState>[1];
  setState({ ...getState(expect as Expect), assertionCalls: 0 }, expect as Expect);
  all[GLOBAL_EXPECT] = expect;
  return expect;
}

async function runFile(root: string, path: string, load: Load, wish: Wish): Promise<readonly TestRun[]> {
  const ids = new Map<Task, string>();
  let failed = false;
  const runner: VitestRunner = {
    config: config(root),
    importFile: () => {
      wish.at({ kind: 'load' });
      load(path);
    },
    onCollected: ([file]) => {
      wish.at({ kind: 'loaded' });
      for (const [test, id] of named(path, file)) {
        ids.set(test, id);
        if (wish.only !== null && !wish.only.has(id)) test.mode = 'skip';
      }
    },
    onBeforeRunTask: (test) => {
      if (failed && wish.bail) test.mode = 'skip';
    },
    onBeforeTryTask: (test) => wish.at({ kind: 'test', id: ids.get(test) ?? '' }),
    onTaskFinished: (test) => {
      wish.at({ kind: 'tested' });
      failed ||= test.result?.state === 'fail';
    },
  };
  const [file] = await startTests([join(root, path)], runner);
  wish.at({ kind: 'tested' });
  const broken = file?.result?.state === 'fail' && ids.size === 0;
  const loads = {
    ...{ id: `${path}#loads`, file: path, milliseconds: 0 },
    failure: broken ? (file.result?.errors?.[0]?.message ?? 'it does not load') : null,
  };
  return [loads, ...[...ids].flatMap(([test, id]) => ran(test, id, path))];
}

function ran({ result }: Task, id: string, file: string): TestRun[] {
  if (result === undefined || (result.state !== 'pass' && result.state !== 'fail')) return [];
  const failure = result.state === 'fail' ? (result.errors?.[0]?.message ?? 'it failed') : null;
  return [{ id, file, milliseconds: result.duration ?? 0, failure }];
}

function named(path: string, file: File | undefined): [Test, string][] {
  const seen = new Map<string, number>();
  const walk = (task: Task, titles: string): [Test, string][] => {
    const title = `${titles} ${task.name}`.trim();
    if (task.type === 'suite') return task.tasks.flatMap((one) => walk(one, title));
    const before = seen.get(title) ?? 0;
    seen.set(title, before + 1);
    return [[task, `${path}#${title}${before === 0 ? '' : ` (${before + 1})`}`]];
  };
  return (file?.tasks ?? []).flatMap((task) => walk(task, ''));
}

function config(root: string): VitestRunner['config'] {
  return {
    ...{ root, setupFiles: [], name: undefined, passWithNoTests: false, testNamePattern: undefined, allowOnly: false },
    sequence: { seed: 1, hooks: 'stack', setupFiles: 'list' },
    ...{ chaiConfig: undefined, maxConcurrency: 1, testTimeout: 60_000, hookTimeout: 60_000, retry: 0 },
    ...{ includeTaskLocation: undefined, tags: [], tagsFilter: undefined, strictTags: false },
  };
}
