/**
 * Kills the built program with SIGKILL at every write of a scenario in turn, and shows that the next run converges to what
 * an undisturbed one comes to, that nothing is done twice, that the log accounts for each act once, is whole and copied,
 * and that people are told all of it once (law 9).
 *
 *   node --import ./ts-node.register.mjs scripts/kill/every-write.ts              kills dist/cli.js
 *   node --import ./ts-node.register.mjs scripts/kill/every-write.ts --sources    kills what is built from the sources now
 *
 * `--thorough` adds points that differ in nothing from others, and starts every run as a program of its own; `--every N` takes only each N-th, and
 * `--journal file` or `branch` only that scenario, for a quick look.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { holderIn, type KeptJournal } from './journal.js';
import { difference, findings, problemsIn, type Reference, referenceOf } from './judge.js';
import { killPoints, nameOf } from './points.js';
import { type Ended, type Program, prepare } from './program.js';
import { onBranch, onDisk, type Scenario } from './scenario.js';
import { type Came, type KillPoint, startWorld, type World } from './world.js';

/** As many as the machines that this runs on have processors. */
const AT_ONCE = 2;
const MOST_TOLD = 10;
/**
 * The killed run is the built program always. The next one is for each so many points; else it is the same command in this
 * process, which takes a fraction of the time.
 */
const REAL_EVERY = 6;

/** What stands in the log of a run that has nothing to do. */
const IDLE = ['run-started', 'run-ended'];

interface Options {
  readonly sources: boolean;
  readonly thorough: boolean;
  readonly every: number;
  readonly scenarios: readonly Scenario[];
}

interface Stage {
  readonly folder: string;
  readonly program: Program;
  readonly scenario: Scenario;
  readonly options: Options;
}

interface Undisturbed extends Reference {
  readonly points: readonly KillPoint[];
}

/** Runs the scenario to its end, and once more. Throws where that is not as a scenario has to be. */
async function undisturbed(stage: Stage): Promise<Undisturbed> {
  return inWorld(stage, async (world) => {
    const run = await world.run(null);
    if (run.status !== 0)
      throw new Error(`undisturbed it ended with ${run.signal ?? run.status}: ${problemsIn(cameOf(run).told)}`);
    const seen = run.writes.filter(({ what }) => what.includes('journal.jsonl')).length;
    const { length: lines } = world.journal().lines;
    if (seen !== (stage.scenario.journal === 'file' ? lines : 0)) {
      throw new Error(`the preload saw ${seen} writes to a journal of ${lines} lines`);
    }
    const { thorough, every } = stage.options;
    const points = killPoints(run.writes, world.requests, thorough).filter((_, index) => index % every === 0);
    const reference = referenceOf({ world });
    const idle = await stillness(world);
    if (idle.length > 0) throw new Error(`undisturbed: ${idle.join('; ')}`);
    return { ...reference, points };
  });
}

/** Kills a run at the point, lets the next one come to its end, and another. What is wrong then. */
async function killAt(stage: Stage, point: KillPoint, reference: Reference, real: boolean): Promise<readonly string[]> {
  return inWorld(stage, async (world) => {
    const killed = await world.run(point);
    if (killed.signal !== 'SIGKILL')
      return [`${JSON.stringify(point)}: it was not killed, but ended with ${killed.signal ?? killed.status}`];
    const name = nameOf(point, killed.writes, world.requests);
    const found = await convergence(stage, world, reference, real);
    return found.map((finding) => `${name}: ${finding}`);
  });
}

async function convergence(
  stage: Stage,
  world: World,
  reference: Reference,
  real: boolean,
): Promise<readonly string[]> {
  const left = world.journal();
  const early = await tooEarly(stage, world);
  if (early.length > 0) return early;
  // On a branch only time tells that a lease is stale; on a machine the process is known to be gone.
  if (stage.scenario.journal === 'branch') world.pass();
  const next = real ? cameOf(await world.run(null)) : await world.look();
  const found = await findings({ world, left, next }, reference);
  return found.length > 0 ? found : stillness(world);
}

/** On a branch nobody knows of a lease that its run is gone: until that has gone stale, no other does anything. */
async function tooEarly({ scenario }: Stage, world: World): Promise<readonly string[]> {
  if (scenario.journal === 'file' || holderIn(world.journal()) === null) return [];
  const before = world.changes().length;
  const { status, told } = await world.look();
  // What there is to record or to tell waits for the lease as well, and that is said.
  const waits = status === '4' && onlyWaits(told);
  const found =
    waits || ['busy', '0'].includes(status) ? [] : [`a run right after it ended with ${status}: ${problemsIn(told)}`];
  return [...found, ...difference('how much was changed by a run right after it', world.changes().length, before)];
}

/** Whether nothing was done, and all that is outstanding is what waits for the run that holds the lease. */
function onlyWaits(told: string): boolean {
  try {
    const { problems = [], results = [] } = JSON.parse(told) as { problems?: string[]; results?: unknown[] };
    const waits = problems.every((one) => one.startsWith('another run has been acting'));
    return results.length === 0 && problems.length > 0 && waits;
  } catch {
    return false;
  }
}

/** One run more has nothing to do, and says no more in the log than that it began and ended. */
async function stillness(world: World): Promise<readonly string[]> {
  const [changes, told, before] = [world.changes().length, world.told.length, world.journal().lines.length];
  const { status, told: said } = await world.look();
  if (status !== '0') return [`one run more ended with ${status}: ${problemsIn(said)}`];
  const added = world.journal().events.slice(before);
  return [
    ...difference('how much was changed after one run more', world.changes().length, changes),
    ...difference('how much was told by one run more', world.told.length, told),
    ...difference('what one run more put on record', added.map(typeOf), IDLE),
  ];
}

const typeOf = ({ type }: KeptJournal['events'][number]) => type;

function cameOf({ status, signal, stdout, stderr }: Ended): Came {
  return { status: String(signal ?? status), told: stdout === '' ? stderr : stdout };
}

async function inWorld<Result>(
  { folder, program, scenario }: Stage,
  act: (world: World) => Promise<Result>,
): Promise<Result> {
  const world = await startWorld(folder, program, scenario);
  try {
    return await act(world);
  } finally {
    await world.stop();
  }
}

/** Tells one line, and what did not converge; how many points there were, and how many failed. */
async function play(stage: Stage): Promise<{ readonly passed: number; readonly failed: number }> {
  const began = Date.now();
  const reference = await undisturbed(stage);
  const waiting = [...reference.points];
  const failures: string[] = [];
  let failed = 0;
  const work = async () => {
    for (let point = waiting.shift(); point !== undefined; point = waiting.shift()) {
      const real = stage.options.thorough || waiting.length % REAL_EVERY === 0;
      const found = await killAt(stage, point, reference, real);
      if (found.length > 0) failed += 1;
      failures.push(...found);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const points = reference.points.length;
  const converged = failed === 0 ? 'all converged' : `${failed} DID NOT CONVERGE`;
  const seconds = Math.round((Date.now() - began) / 1000);
  process.stdout.write(`${stage.scenario.name}: ${points} kill points, ${converged} (${seconds} s)\n`);
  for (const failure of failures.slice(0, MOST_TOLD)) process.stdout.write(`  ${failure}\n`);
  if (failures.length > MOST_TOLD) process.stdout.write(`  … and ${failures.length - MOST_TOLD} more\n`);
  return { passed: points - failed, failed };
}

function optionsOf(): Options {
  const options = {
    sources: { type: 'boolean' },
    thorough: { type: 'boolean' },
    every: { type: 'string' },
    journal: { type: 'string' },
  } as const;
  const { sources = false, thorough = false, every = '1', journal } = parseArgs({ options }).values;
  const scenarios = [onDisk, onBranch].filter((one) => journal === undefined || one.journal === journal);
  return { sources, thorough, every: Math.max(1, Number.parseInt(every, 10) || 1), scenarios };
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'leaver-kill-'));
  let [numPassedTests, numFailedTests] = [0, 0];
  try {
    const options = optionsOf();
    const program = await prepare(folder, options.sources);
    for (const scenario of options.scenarios) {
      const { passed, failed } = await play({ folder, program, scenario, options });
      numPassedTests += passed;
      numFailedTests += failed;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const reports = process.env.LEAVER_TEST_REPORTS;
  const report = JSON.stringify({ numPassedTests, numFailedTests });
  if (reports !== undefined) await writeFile(join(reports, 'kill.json'), report);
  process.exitCode = numFailedTests === 0 ? 0 : 1;
}

await main();
