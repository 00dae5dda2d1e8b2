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
import { build, type Plugin } from 'esbuild';

export interface TestRun {
  /** `file#titles`, with a number where titles are alike; `file#loads` for the file itself. */
  readonly id: string;
  readonly file: string;
  readonly milliseconds: number;
  /** Null where it passed. */
  readonly failure: string | null;
}

/** Where a run stands: a file about to be loaded, one of its tests about to run, done with either. */
export type Moment = { readonly kind: 'load' | 'test'; readonly id: string } | { readonly kind: 'done' };

export interface Wish {
  /** Which tests are run; null for all of them. With a file's `#loads` go all tests in it: they rest on what it loaded. */
  readonly only: ReadonlySet<string> | null;
  /** Whether the first failure ends the run. */
  readonly bail: boolean;
  /** Whether the sources are loaded anew too, for each file: then what they do while they load is seen in each. */
  readonly afresh: boolean;
  readonly at: (moment: Moment) => void;
}

/** Loads a test file. */
type Load = (file: string) => unknown;

/**
 * Bundles test files once; what it returns runs them in order. Test files are loaded anew each time, what they import only
 * where `afresh` is asked for: else it stays, and with it what the engine has learnt of it, which is most of the speed.
 */
export async function testsInProcess(root: string, files: readonly string[]) {
  const loader = await bundled(root, files);
  return async (wish: Wish): Promise<readonly TestRun[]> => {
    const wanted = wish.only === null ? null : new Set([...wish.only].map((id) => id.slice(0, id.indexOf('#'))));
    const runs: TestRun[] = [];
    for (const file of files) {
      if (wanted !== null && !wanted.has(file)) continue;
      runs.push(...(await runFile(root, file, loader(wish.afresh), wish)));
      if (wish.bail && runs.some(({ failure }) => failure !== null)) return runs;
    }
    return runs;
  };
}

type Require = (id: string) => unknown;
type Evaluate = (module: { exports: unknown }, exports: unknown, require: Require) => void;

const FORMAT = {
  bundle: true,
  write: false,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  logLevel: 'error',
} as const;

async function bundled(root: string, files: readonly string[]): Promise<(afresh: boolean) => Load> {
  const imported = new Set<string>();
  const shared: Plugin = {
    name: 'what tests import',
    setup: ({ onResolve }) =>
      onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const file = join(resolveDir, path.replace(/\.js$/, '.ts'));
        imported.add(file);
        return { path: file, external: true };
      }),
  };
  const tests = await build({
    ...FORMAT,
    entryPoints: files.map((file) => join(root, file)),
    outdir: root,
    outbase: root,
    packages: 'external',
    plugins: [shared],
  });
  const outputs = new Map(tests.outputFiles.map(({ path, text }) => [path, compiled(text, path)]));
  const modules = await bundleOf(root, imported);
  const fromRoot = createRequire(join(root, 'package.json'));
  const vitest = { ...vitestRunner, expect: expectation() };
  const outside: Require = (id) => (id === 'vitest' ? vitest : fromRoot(id));
  let sources = loaded(modules, outside) as Require;
  return (afresh) => {
    if (afresh) sources = loaded(modules, outside) as Require;
    const require: Require = (id) => (imported.has(id) ? sources(id) : outside(id));
    return (file) => {
      const evaluate = outputs.get(join(root, file.replace(/\.ts$/, '.js')));
      if (evaluate === undefined) throw new Error(`no such test file: ${file}`);
      return loaded(evaluate, require);
    };
  };
}

/** One module that hands out what the tests import, each when it is first asked for. */
async function bundleOf(root: string, imported: ReadonlySet<string>): Promise<Evaluate> {
  const cases = [...imported].map((file) => `${JSON.stringify(file)}: () => require(${JSON.stringify(file)})`);
  const contents = `const all = {${cases.join(',\n')}};\nmodule.exports = (file) => all[file]();`;
  const stdin = { contents, resolveDir: root };
  const { outputFiles } = await build({ ...FORMAT, stdin, absWorkingDir: root, packages: 'external' });
  return compiled(outputFiles[0]?.text ?? '', join(root, 'imported.cjs'));
}

function compiled(code: string, filename: string): Evaluate {
  return compileFunction(code, ['module', 'exports', 'require'], { filename }) as unknown as Evaluate;
}

function loaded(evaluate: Evaluate, require: Require): unknown {
  const module: { exports: unknown } = { exports: {} };
  evaluate(module, module.exports, require);
  return module.exports;
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
  const itself = loads(path);
  const isWanted = (id: string) => wish.only === null || wish.only.has(id) || wish.only.has(itself);
  let failed = false;
  const runner: VitestRunner = {
    config: config(root),
    importFile: () => {
      wish.at({ kind: 'load', id: itself });
      load(path);
    },
    onCollected: ([file]) => {
      wish.at({ kind: 'done' });
      for (const [test, id] of named(path, file)) {
        ids.set(test, id);
        if (!isWanted(id)) test.mode = 'skip';
      }
    },
    onBeforeRunTask: (test) => {
      if (failed && wish.bail) test.mode = 'skip';
    },
    onBeforeTryTask: (test) => wish.at({ kind: 'test', id: ids.get(test) ?? '' }),
    onTaskFinished: (test) => {
      wish.at({ kind: 'done' });
      failed ||= test.result?.state === 'fail';
    },
  };
  const begun = performance.now();
  const [file] = await startTests([join(root, path)], runner);
  const broken = file?.result?.state === 'fail' && ids.size === 0;
  const failure = broken ? (file.result?.errors?.[0]?.message ?? 'it does not load') : null;
  const whole = { id: itself, file: path, milliseconds: performance.now() - begun, failure };
  return [whole, ...[...ids].flatMap(([test, id]) => ran(test, id, path))];
}

/** The id under which it is told whether a file loads. */
export function loads(file: string): string {
  return `${file}#loads`;
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
