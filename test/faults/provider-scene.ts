/** An identity provider of some kind, `idp`, whose word counts in the memory system `hub` behind it. */
import type { Narrowing } from '../../src/commands/context.js';
import { reconcile } from '../../src/commands/reconcile.js';
import type { CommandResult } from '../../src/commands/result.js';
import type { Clock } from '../../src/ports/ports.js';
import { changeStatus } from '../../src/sandbox/okta/index.js';
import { userOf } from '../../src/sandbox/scim/index.js';
import { EVERYTHING, type World, worldOf } from '../commands/world.js';
import type { RepositoryParts, Written } from '../fixtures/repositories.js';
import { accountOf, CAST, DEPARTED, optOutFor } from './kinds/cast.js';
import type { Live } from './kinds/live.js';
import type { MemoryLive } from './kinds/memory.js';
import type { Kind } from './matrix.js';
import { GONE, type Lives, liveOf, type SceneOptions } from './scene.js';

/** Kinds that people sign in with. */
export type ProviderKind = Extract<Kind, 'memory' | 'okta' | 'scim'>;

/**
 * Ana has departed by the roster, and Ben works here. Cat works here by the roster alone: she is inactive at the provider. Eve
 * has departed, and an opt-out holds what she has. Dan and Fay work here. All have an account in both systems, and whatever
 * nobody claims would be revoked.
 */
export interface ProviderScene<K extends ProviderKind = ProviderKind> {
  readonly kind: K;
  readonly world: World;
  readonly provider: Lives[K];
  /** The changes of both systems; those of one are in order. */
  readonly live: { changes(): readonly string[] };
  run(narrowing?: Partial<Narrowing>): Promise<CommandResult>;
  /** What revoking somebody at the provider changes, and in the system behind it. */
  there(...names: readonly string[]): readonly string[];
  behind(...names: readonly string[]): readonly string[];
}

export interface ProviderOptions extends Pick<SceneOptions, 'okta' | 'scim' | 'policy' | 'beforeLease'> {
  /** Who is inactive at the provider: Cat by default. */
  readonly inactive?: readonly string[];
  /** Of the provider: they are what a broken sync is measured by. */
  readonly guards?: Written;
  /** More of the provider's file. */
  readonly system?: Written;
  /** Of somebody's entry in the roster. */
  readonly roster?: Readonly<Record<string, Written>>;
}

export const WORKING = ['ben', 'cat', 'dan', 'fay'] as const;
const PEOPLE = ['ana', 'eve', ...WORKING] as const;

/** Starts both and writes the repository. */
export async function openProvider<K extends ProviderKind>(
  kind: K,
  options: ProviderOptions = {},
): Promise<ProviderScene<K>> {
  const { inactive = ['cat'], beforeLease } = options;
  const late: { world?: World } = {};
  const clock: Clock = {
    now: () => (late.world as World).context.clock.now(),
    sleep: (milliseconds) => (late.world as World).context.clock.sleep(milliseconds),
  };
  const others = PEOPLE.filter((name) => !(CAST as readonly string[]).includes(name));
  const live = (await liveOf(kind, clock, { ...options, others })) as Live;
  const world = worldOf(partsOf(kind, live, options), {
    clients: live.connect === null ? { idp: (live as MemoryLive).client } : {},
    connect: (system, open) => (system.id === 'idp' && live.connect !== null ? live.connect(system) : open()),
    ...(beforeLease === undefined
      ? {}
      : { journal: (journal) => ({ ...journal, lease: acting(journal, beforeLease) }) }),
  });
  late.world = world;
  for (const name of inactive) deactivate(kind, live, name);
  return {
    kind,
    world,
    provider: live as Lives[K],
    live: { changes: () => [...live.changes(), ...world.changes.filter((one) => one.startsWith('hub: '))] },
    run: (narrowing = {}) => reconcile(world.context, { ...EVERYTHING, ...narrowing }),
    there: (...names) => names.flatMap((name) => GONE[kind](name)),
    behind: (...names) => names.map((name) => `hub: suspend id:${name}`),
  };
}

function partsOf(kind: ProviderKind, live: Live, options: ProviderOptions) {
  const { policy = {}, roster = {}, inactive = ['cat'], guards, system = {} } = options;
  const person = (name: string): Written => {
    const id = `${name}.ruiz`;
    const accounts = { idp: accountOf(kind, name), hub: { id: `id:${name}`, name } };
    const status = name === 'ana' || name === 'eve' ? DEPARTED : {};
    return { id, name: `${name} Ruiz`, email: `${id}@acme.example`, accounts, ...status, ...roster[name] };
  };
  const breakGlass = { account: accountOf(kind, 'max').id, owner: 'kim.cho', reason: 'break-glass' };
  const common = { mode: 'enforce', orphans: 'revoke' };
  const settings = { accounts: PEOPLE.map((name) => ({ id: `id:${name}`, name })) };
  const parts: RepositoryParts = {
    policy: { identityProvider: 'idp', ...policy },
    people: PEOPLE.map(person),
    systems: [
      {
        id: 'idp',
        ...common,
        protected: [breakGlass],
        ...(guards === undefined ? {} : { guards }),
        ...systemOf(kind, live, inactive),
        ...system,
      },
      { id: 'hub', ...common, kind: 'memory', settings },
    ],
    optOuts: [optOutFor('eve', { systems: ['idp', 'hub'] })],
  };
  return parts;
}

/** Who is inactive in a memory system stands in its settings. */
function systemOf(kind: ProviderKind, { system }: Live, inactive: readonly string[]): Written {
  if (kind !== 'memory') return system;
  const { accounts } = system.settings as { readonly accounts: readonly Written[] };
  const suspended = (one: Written) => inactive.includes(String(one.name));
  return {
    ...system,
    settings: { accounts: accounts.map((one) => (suspended(one) ? { ...one, status: 'suspended' } : one)) },
  };
}

/** Somebody becomes inactive at the provider, by somebody else's hand. */
export function deactivate(kind: ProviderKind, live: Live, name: string, active = false): void {
  if (kind === 'okta') {
    const { state } = (live as Lives['okta']).running.system;
    changeStatus(state, name, active ? 'ACTIVE' : 'SUSPENDED', new Date('2026-11-23T08:00:00Z'));
  } else if (kind === 'scim') {
    const user = userOf((live as Lives['scim']).running.system.state, name);
    if (user === null) throw new Error(name);
    user.attributes = { ...user.attributes, active };
  }
}

/** Only the first lease of a run is about acts. */
function acting<Lease>(journal: { lease(): Promise<Lease> }, before: () => Promise<unknown>): () => Promise<Lease> {
  let leases = 0;
  return async () => {
    leases += 1;
    if (leases === 1) await before();
    return journal.lease();
  };
}
