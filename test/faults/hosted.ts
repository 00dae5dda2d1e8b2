/** A policy repository on the embedded host: opt-outs are proved by real commits, pull requests and reviews. */

import { branchJournal, JOURNAL_BRANCH } from '../../src/audit/journal.js';
import { reconcile } from '../../src/commands/reconcile.js';
import type { CommandResult } from '../../src/commands/result.js';
import type { Instant } from '../../src/core/time.js';
import { openHost } from '../../src/host/index.js';
import { approvedOptOut, policyFiles } from '../approval/policy-repository.js';
import { LIVE, STAFF, withHost, worldOn } from '../commands/proved-world.js';
import { EVERYTHING, type World } from '../commands/world.js';
import type { Host } from '../fixtures/hosted.js';
import { origin } from '../fixtures/origin.js';
import type { Written } from '../fixtures/repositories.js';
import type { Case } from './matrix.js';

/**
 * Ana has departed, and an opt-out that Kim approved holds her revocation. Eve Hall has departed, and nothing holds hers.
 * Boss works here, and his account is the third. All are in the memory system `hub`.
 */
export interface HostedScene {
  readonly host: Host;
  readonly world: World;
  readonly live: { changes(): readonly string[] };
  /** `reconcile` on what is merged by now, as a runner does it that starts anew each time. */
  run(people?: readonly string[]): Promise<CommandResult>;
  gone(...names: readonly string[]): readonly string[];
}

/** Accounts at the host itself, by which reviewers are known. */
const HOST = [
  { id: '101', name: 'kim' },
  { id: '108', name: 'boss' },
];
const SYSTEMS = LIVE.map((system) => {
  const there = system.id === 'hub' ? ['ana', 'eve', 'boss'].map((name) => ({ id: `id:${name}`, name })) : HOST;
  return { ...system, settings: { accounts: there } };
});
const ROSTER = STAFF.map((one) => {
  if (one.id === 'eve.hall') return { ...one, status: 'departed' };
  const accounts = one.accounts as Record<string, unknown>;
  return one.id === 'boss.man' ? { ...one, accounts: { ...accounts, hub: { id: 'id:boss', name: 'boss' } } } : one;
});

export interface HostedSettings {
  /** How far the host's clock is ahead of the run's, in milliseconds. */
  readonly aheadBy?: number;
  readonly journal?: 'file' | 'branch';
  readonly guards?: Written;
}

export async function openHosted({ aheadBy = 0, journal = 'file', guards }: HostedSettings = {}): Promise<HostedScene> {
  const host = await withHost();
  const policy = { journal, ...(guards === undefined ? {} : { guards }) };
  await host.push(policyFiles({ people: ROSTER, systems: SYSTEMS, policy }), { by: 'boss' });
  await approvedOptOut(host);
  const world = worldOn(host);
  const clock = { ...host.clock, now: () => (host.clock.now() - aheadBy) as Instant };
  const open = async () => openHost({ environment: host.environmentOf('sam'), clock, origin: null });
  let runs = 0;
  return {
    host,
    world,
    live: { changes: () => world.changes },
    run: (people = []) => {
      host.pull();
      runs += 1;
      const run = `run-${runs}`;
      const log = async () => (await open()).log(JOURNAL_BRANCH, run);
      const { clock: own } = world.context;
      const branch = branchJournal({ origin, open: log, clock: own, random: () => 0, run, redact: (text) => text });
      const context = {
        ...world.context,
        host: open,
        journal: (place: 'file' | 'branch') => (place === 'branch' ? branch : world.context.journal('file')),
      };
      return reconcile(context, { ...EVERYTHING, people });
    },
    gone: (...names) => names.map((name) => `hub: suspend id:${name}`),
  };
}

export function hostedCase(name: string, act: (scene: HostedScene) => Promise<void>): Case {
  return { name, run: async () => act(await openHosted()) };
}
