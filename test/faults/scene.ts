/** A policy repository, one live system of a kind behind `hub`, and runs that go from one to the other. */
import { fileJournal, type Journal } from '../../src/audit/journal.js';
import type { Narrowing } from '../../src/commands/context.js';
import { reconcile } from '../../src/commands/reconcile.js';
import type { CommandResult } from '../../src/commands/result.js';
import { LeaverError } from '../../src/errors.js';
import { nodeMachine } from '../../src/ports/node.js';
import type { Clock } from '../../src/ports/ports.js';
import { EVERYTHING, type World, worldOf } from '../commands/world.js';
import { origin } from '../fixtures/origin.js';
import type { RepositoryParts, Written } from '../fixtures/repositories.js';
import { type AwsLive, type AwsOptions, awsGone, awsLive } from './kinds/aws.js';
import { accountOf, castOf, optOutFor } from './kinds/cast.js';
import { type GithubLive, type GithubOptions, githubGone, githubLive } from './kinds/github.js';
import type { Live } from './kinds/live.js';
import { type MemoryLive, memoryGone, memoryLive } from './kinds/memory.js';
import { type OktaLive, type OktaOptions, oktaGone, oktaLive } from './kinds/okta.js';
import { type ScimLive, type ScimOptions, scimGone, scimLive } from './kinds/scim.js';
import type { Kind } from './matrix.js';

export interface Lives {
  readonly memory: MemoryLive;
  readonly 'github-org': GithubLive;
  readonly 'aws-iam': AwsLive;
  readonly okta: OktaLive;
  readonly scim: ScimLive;
}

export interface Scene<K extends Kind = Kind> {
  readonly kind: K;
  readonly world: World;
  readonly live: Lives[K];
  /** `reconcile`, in a run of its own. */
  run(narrowing?: Partial<Narrowing>): Promise<CommandResult>;
  /** The same by another process at the same root: it has a journal, and a lease, of its own. */
  runElsewhere(): Promise<CommandResult>;
  /** What revoking all that somebody holds changes, in order. */
  gone(...names: readonly string[]): readonly string[];
  /** Replaces the roster, and whatever else is given. */
  write(parts: RepositoryParts): void;
}

export interface SceneOptions {
  /** More accounts, which hold nothing and which nobody claims unless `people` do. */
  readonly others?: readonly string[];
  /** The roster in place of the usual cast. */
  readonly people?: readonly Written[];
  /** More of the system's file. */
  readonly system?: Written;
  readonly optOuts?: readonly Written[];
  readonly policy?: Written;
  readonly files?: Readonly<Record<string, string>>;
  /** What happens when a run has planned and is about to act; and when it holds the lease. */
  readonly beforeLease?: () => Promise<unknown>;
  readonly underLease?: () => Promise<unknown>;
  readonly journal?: (journal: Journal) => Journal;
  readonly github?: GithubOptions;
  readonly aws?: AwsOptions;
  readonly okta?: OktaOptions;
  readonly scim?: ScimOptions;
}

export const GONE = {
  memory: memoryGone,
  'github-org': githubGone,
  'aws-iam': awsGone,
  okta: oktaGone,
  scim: scimGone,
} as const;

/** Starts the live system and writes the repository; both go with the test. */
export async function open<K extends Kind>(kind: K, options: SceneOptions = {}): Promise<Scene<K>> {
  const late: { world?: World } = {};
  const clock: Clock = {
    now: () => (late.world as World).context.clock.now(),
    sleep: (milliseconds) => (late.world as World).context.clock.sleep(milliseconds),
  };
  const live = (await liveOf(kind, clock, options)) as Live;
  const parts = partsOf(kind, live, options);
  const world = worldOf(parts, {
    journal: (journal) => hooked(options, options.journal?.(journal) ?? journal),
    ...(live.connect === null
      ? { clients: { hub: (live as MemoryLive).client } }
      : { connect: (system) => (live.connect as NonNullable<Live['connect']>)(system) }),
  });
  late.world = world;
  const { files } = world.context;
  const other = fileJournal({ origin, files, clock, machine: nodeMachine, run: 'elsewhere' });
  return {
    kind,
    world,
    live: live as Lives[K],
    run: (narrowing = {}) => reconcile(world.context, { ...EVERYTHING, ...narrowing }),
    runElsewhere: () => reconcile({ ...world.context, journal: () => other }, EVERYTHING),
    gone: (...names) => names.flatMap((name) => GONE[kind](name)),
    write: (next) => world.write({ ...parts, ...next }),
  };
}

/** Starts the live system of a kind. */
export function liveOf(kind: Kind, clock: Clock, options: SceneOptions): MemoryLive | Promise<Live> {
  const { others = [], github = {}, aws = {}, okta = {}, scim = {} } = options;
  switch (kind) {
    case 'memory':
      return memoryLive(others);
    case 'github-org':
      return githubLive(clock, others, github);
    case 'aws-iam':
      return awsLive(clock, others, aws);
    case 'okta':
      return oktaLive(clock, others, okta);
    case 'scim':
      return scimLive(clock, others, scim);
  }
}

/** Enforced, orphans revoked: whatever a fault made Leaver lose sight of would go at once. */
function partsOf(kind: Kind, live: Live, options: SceneOptions): RepositoryParts {
  const { people = castOf(kind), system = {}, optOuts = [optOutFor('eve')], policy = {}, files = {} } = options;
  const breakGlass = { account: accountOf(kind, 'max').id, owner: 'kim.cho', reason: 'break-glass' };
  const common = { id: 'hub', mode: 'enforce', orphans: 'revoke', protected: [breakGlass] };
  return { people, systems: [{ ...common, ...live.system, ...system }], optOuts, policy, files };
}

/** A run takes the lease to act, and later once more to record what has happened besides: only the first is about acts. */
function hooked({ beforeLease, underLease }: SceneOptions, journal: Journal): Journal {
  let leases = 0;
  return {
    ...journal,
    lease: async () => {
      leases += 1;
      const acts = leases === 1;
      if (acts) await beforeLease?.();
      const lease = await journal.lease();
      if (acts && lease.kind === 'held') await underLease?.();
      return lease;
    },
  };
}

/** What the command came to, as the entries make of it: an error ends with 1. */
export async function ended(run: Promise<CommandResult>): Promise<CommandResult | LeaverError> {
  return run.catch((error: unknown) => {
    if (error instanceof LeaverError) return error;
    throw error;
  });
}
