/**
 * `leaver demo`: the whole story on the embedded systems, played through the real commands and connectors over HTTP. It
 * changes nothing but its own sandbox: the journal lies in a temporary folder, and the time is the story's.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, Environment, Progress } from '../../ports/ports.js';
import { WIDTH, wrap } from '../../report/columns.js';
import { NO_PAINT, type Paint } from '../../report/text.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import type { Context } from '../context.js';
import { sampleWorld } from '../sandbox.js';
import { ACTS, STORY_BEGINS } from './acts.js';
import { storyClock } from './clock.js';
import { policyGit } from './git.js';
import { policyHost, REPOSITORY } from './host.js';
import { outsider } from './outsider.js';
import { commitPolicies, hostedWorld, mergeOptOuts, RUNNER_TOKEN, readSample, SAMPLE_BEGINS } from './repository.js';
import type { Act, Check, Played, Stage } from './stage.js';

/** Builds the real clients, clock and files: handed in by the command line, which alone may compose. */
export type Compose = (composition: {
  readonly root: string;
  readonly environment: Environment;
  readonly progress: Progress;
  readonly clock: Clock;
  readonly journalRoot: string;
}) => Context;

export interface DemoOptions {
  readonly compose: Compose;
  readonly progress: Progress;
  readonly paint?: Paint;
  /** Takes each piece of the story as soon as it is known. */
  readonly tell: (text: string) => Promise<void>;
  /** Looks at the stage after each act, counted from 1. */
  readonly afterAct?: (act: number, stage: Stage) => Promise<void>;
}

export interface DemoResult {
  /** 0 where everything came as the story promises, otherwise 1. */
  readonly status: 0 | 1;
  readonly json: unknown;
}

/** Plays the acts; stops at the first that does not come as promised. Throws `unreachable` where there is no git. */
export async function demo({ compose, progress, paint = NO_PAINT, tell, afterAct }: DemoOptions): Promise<DemoResult> {
  const clock = storyClock(SAMPLE_BEGINS);
  const folder = await mkdtemp(join(tmpdir(), 'leaver-demo-'));
  let sandbox: Sandbox | null = null;
  try {
    progress('preparing the policy repository …');
    const repository = await policyGit(folder);
    const sample = await readSample(STORY_BEGINS);
    await commitPolicies(repository, sample);
    sandbox = await startSandbox(hostedWorld(await sampleWorld(), repository.bare, sample.people), clock);
    const { systems, environment } = sandbox;
    const host = policyHost(environment.GITHUB_API_URL ?? '', repository, sample.people, clock.now);
    await mergeOptOuts(host, sample, clock);
    clock.leapTo(STORY_BEGINS);
    const clone = await repository.clone('policy');
    const journalRoot = join(folder, 'journal');
    const open = (root = clone, more: Environment = {}) =>
      compose({ root, environment: { ...environmentOf(sandbox), ...more }, progress, clock, journalRoot });
    const stage: Stage = {
      open,
      journal: () => open().journal('file').read(),
      journalRoot,
      checkOut: () => repository.pull(clone),
      ...{ clock, paint, repository, host },
      outsider: outsider(systems, 'acme'),
      membersBefore: [],
      gone: [],
      asked: 0,
    };
    return await playAll(stage, paint, tell, afterAct);
  } finally {
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a workflow would have: the App's token, the repository's name, and a name for the run, the same in each telling. */
function environmentOf(sandbox: Sandbox | null): Environment {
  const { LEAVER_GITHUB_TOKEN: _, ...rest } = sandbox?.environment ?? {};
  return { ...rest, LEAVER_GITHUB_TOKEN: RUNNER_TOKEN, GITHUB_REPOSITORY: REPOSITORY, GITHUB_RUN_ID: 'demo' };
}

async function playAll(
  stage: Stage,
  paint: Paint,
  tell: DemoOptions['tell'],
  afterAct: DemoOptions['afterAct'],
): Promise<DemoResult> {
  const acts: unknown[] = [];
  await tell(PROLOGUE);
  for (const [index, act] of ACTS.entries()) {
    await tell(headOf(act, index, paint));
    const played = await act.play(stage);
    const { proofs, checks, results } = played;
    acts.push({ act: index + 1, title: act.title, checks: [...proofs, ...checks], results });
    await tell(tailOf(played, paint));
    const broken = [...proofs, ...checks].filter(({ holds }) => !holds);
    if (broken.length === 0) {
      await afterAct?.(index + 1, stage);
      continue;
    }
    await tell(failureOf(index, broken, paint));
    return { status: 1, json: { version: 1, status: 1, acts } };
  }
  await tell(EPILOGUE);
  return { status: 0, json: { version: 1, status: 0, acts } };
}

const PROLOGUE = `Leaver revokes the access of people who have left, and makes every exception
accountable. This is one afternoon at acme, an invented organization, in
fourteen short acts: it is 23 November 2026, 16:00 UTC. Nothing outside this
program is changed.
`;

const EPILOGUE = `
That was Leaver. To go on by hand, here in the clone:
  node dist/cli.js sandbox           the same four systems, until you stop them
  node dist/cli.js sandbox --help    using them from a second terminal; there:
  node dist/cli.js plan              what would be revoked now, and why
  node dist/cli.js optout list       every exception, until when, on whose word
  node dist/cli.js explain ana.ruiz  every account and opt-out of one person
  node dist/cli.js report --out web  the register as a page, to look at
  node dist/cli.js import            a roster from what is live
  node dist/cli.js --help            all the rest
`;

function headOf({ title, said }: Act, index: number, paint: Paint): string {
  const head = `${index + 1}  ${title}`;
  const rule = '─'.repeat(Math.max(0, WIDTH - head.length - 1));
  return `\n${paint('look', head)} ${paint('quiet', rule)}\n${wrap(said, 0).join('\n')}\n`;
}

function tailOf({ body, proofs }: Played, paint: Paint): string {
  const marks = proofs.map(({ holds, what }) => {
    const [first = '', ...more] = wrap(what, 4);
    const mark = holds ? paint('good', '✓') : paint('bad', '✗');
    return [`  ${mark} ${first}`, ...more.map((line) => `    ${line}`)].join('\n');
  });
  return [body.trimEnd(), marks.join('\n')]
    .filter((part) => part !== '')
    .map((part) => `\n${part}\n`)
    .join('');
}

function failureOf(index: number, broken: readonly Check[], paint: Paint): string {
  const lines = broken.map(({ what }) => `  ✗ ${what}`);
  const head = paint('bad', `Act ${index + 1} did not come as promised, so the story ends here:`);
  return `\n${head}\n${lines.join('\n')}\nThis is a fault of Leaver or of its sample: please report it.\n`;
}
