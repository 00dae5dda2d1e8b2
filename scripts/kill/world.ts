/** A scenario, alive: the embedded systems over HTTP, a policy repository on disk, and a program that can be killed in it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { reconcile } from '../../src/commands/reconcile.js';
import { compose } from '../../src/compose.js';
import type { Instant } from '../../src/core/time.js';
import { LeaverError, messageOf } from '../../src/errors.js';
import { type AwsState, awsIam } from '../../src/sandbox/aws-iam/index.js';
import { type GithubState, githubOrg } from '../../src/sandbox/github/index.js';
import { type Change, type EmbeddedSystem, type SandboxRequest, serve } from '../../src/sandbox/server.js';
import { environmentOf } from './environment.js';
import { type KeptJournal, openSteps, type StepName } from './journal.js';
import type { WriteKill } from './order.js';
import { type Ended, type Program, type Run, start } from './program.js';
import { SECRET, startReceiver, type Taken } from './receiver.js';
import { makeRepository } from './repository.js';
import { BEGIN, type Scenario } from './scenario.js';

/** Where a run is killed. */
export type KillPoint =
  | ({ readonly kind: 'write' } & WriteKill)
  /** At the n-th request that changes something: before it is carried out, or before it is answered. */
  | { readonly kind: 'request'; readonly request: number; readonly where: 'before' | 'after' };

/** A change that the program asked for, and the step of the journal that it was intended in. */
export interface Act {
  readonly system: string;
  readonly operation: string;
  readonly objects: readonly string[];
  /** The steps that were begun and not over by the journal as it was kept when the request came. */
  readonly open: readonly StepName[];
}

/** What a run came to. */
export interface Came {
  /** Its exit status, the signal that ended it, or the code of the error that it ended with. */
  readonly status: string;
  /** What it said. */
  readonly told: string;
}

export interface World {
  readonly acts: readonly Act[];
  /** The requests that change something, carried out or not: `DELETE /orgs/acme/memberships/anaruiz`, `TagUser`. */
  readonly requests: readonly string[];
  /** All changes of the systems, those of the journal's branch not among them. */
  readonly changes: () => readonly Change[];
  readonly states: () => { readonly github: GithubState; readonly aws: AwsState };
  readonly journal: () => KeptJournal;
  /** The copy of the log that the policy asks for; null where it asks for none. */
  readonly copy: () => string | null;
  /** What the policy's channel was told, repeats and all. */
  readonly told: readonly Taken[];
  /** Runs the program until it ends, or is killed. */
  run(kill: KillPoint | null): Promise<Ended>;
  /** A run in this process, which is quicker. */
  look(): Promise<Came>;
  /** Lets so much time go by that a run finds the lease of a killed one stale, on whatever machine that was. */
  pass(): void;
  stop(): Promise<void>;
}

/** The policy repository at its host, where the journal is written. */
const OWN_PATH = '/repos/acme/policy/';
const OWN = 'repository/policy/';

const LATER = 20 * 60_000;

/** Starts the scenario in a folder of its own below `parent`. */
export async function startWorld(parent: string, program: Program, scenario: Scenario): Promise<World> {
  const folder = await mkdtemp(join(parent, 'world-'));
  const { root, hosted, journal, copy } = makeRepository(folder, scenario);
  const shift = BEGIN - Date.now();
  let later = 0;
  const clock = { now: () => (Date.now() + shift + later) as Instant, sleep: async () => undefined };
  const acts: Act[] = [];
  const requests: string[] = [];
  let running: { readonly run: Run; readonly kill: KillPoint | null; readonly before: number } | null = null;

  /** Kills the run where it shall be killed at this request; true where it was. */
  async function struck(where: 'before' | 'after'): Promise<boolean> {
    if (running?.kill?.kind !== 'request') return false;
    const { run, kill, before } = running;
    if (kill.where !== where || requests.length - before !== kill.request) return false;
    run.child.kill('SIGKILL');
    await run.ended;
    return true;
  }

  function watched<State>(system: EmbeddedSystem<State>, changes: (request: SandboxRequest) => boolean) {
    const handle: EmbeddedSystem<State>['handle'] = async (request, state, handling, now) => {
      if (!changes(request)) return system.handle(request, state, handling, now);
      requests.push(nameOf(request));
      if (await struck('before')) throw new Error('killed before it was carried out');
      const open = request.path.startsWith(OWN_PATH) ? [] : openSteps(journal(), system.id);
      const objects: string[] = [];
      let operation = '';
      const reply = await system.handle(
        request,
        state,
        {
          operation: (name) => {
            operation = name;
            handling.operation(name);
          },
          changed: (object) => {
            objects.push(object);
            handling.changed(object);
          },
        },
        now,
      );
      if (objects.length > 0 && !request.path.startsWith(OWN_PATH))
        acts.push({ system: system.id, operation, objects, open });
      await struck('after');
      return reply;
    };
    return serve({ ...system, handle }, clock);
  }

  const github = await watched(githubOrg('github', { ...scenario.github, hosted }), changesGithub);
  const aws = await watched(awsIam('aws-prod', scenario.aws), changesAws);
  const receiver = await startReceiver((where) => {
    if (where === 'before') requests.push('POST /news');
    return struck(where);
  });
  const environment = {
    ...environmentOf(github, aws),
    LEAVER_NOTIFY_SECURITY_URL: receiver.url,
    LEAVER_NOTIFY_SECURITY_SECRET: SECRET,
  };
  let runs = 0;
  return {
    acts,
    requests,
    changes: () => [...github.changes, ...aws.changes].filter(({ object }) => !object.startsWith(OWN)),
    states: () => ({ github: github.system.state, aws: aws.system.state }),
    journal,
    copy,
    told: receiver.taken,
    run: async (kill) => {
      runs += 1;
      const order = { kill: kill?.kind === 'write' ? kill : null, note: join(folder, `run-${runs}.json`) };
      const run = start(program, root, environment, { ...order, shift: shift + later });
      running = { run, kill, before: requests.length };
      const ended = await run.ended;
      // The request that it was killed in comes to its end at the server first: only then is its change in the log.
      await new Promise((done) => setImmediate(done));
      return ended;
    },
    look: async () => {
      const context = compose({ root, environment, clock, progress: () => {} });
      try {
        const { status, json } = await reconcile(context, { systems: [], people: [] });
        return { status: String(status), told: JSON.stringify(json) };
      } catch (error) {
        return { status: error instanceof LeaverError ? error.code : 'failed', told: messageOf(error) };
      }
    },
    pass: () => {
      later += LATER;
    },
    stop: async () => {
      await Promise.all([github.stop(), aws.stop(), receiver.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** All but reading, GraphQL among it, and signing in. */
function changesGithub({ method, path }: SandboxRequest): boolean {
  return method !== 'GET' && path !== '/graphql' && !path.endsWith('/access_tokens');
}

function changesAws({ body }: SandboxRequest): boolean {
  return !/^(Get|List|Generate|Assume)/.test(actionIn(body) ?? '');
}

function actionIn(body: string): string | null {
  return new URLSearchParams(body).get('Action');
}

function nameOf({ method, path, body }: SandboxRequest): string {
  return path === '/' ? (actionIn(body) ?? '') : `${method} ${path}`;
}
