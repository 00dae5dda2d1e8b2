/** A policy repository on the embedded host: opt-outs are proved by real commits, pull requests and reviews. */

import { reconcile } from '../../src/commands/reconcile.js';
import type { CommandResult } from '../../src/commands/result.js';
import { approvedOptOut, policyFiles } from '../approval/policy-repository.js';
import { LIVE, STAFF, withHost, worldOn } from '../commands/proved-world.js';
import { EVERYTHING, type World } from '../commands/world.js';
import type { Host } from '../fixtures/hosted.js';
import type { Case } from './matrix.js';

/**
 * Ana has departed, and an opt-out that Kim approved holds her revocation. Eve Hall has departed, and nothing holds hers.
 * Boss works here, and his account is the third. All are in the memory system `hub`.
 */
export interface HostedScene {
  readonly host: Host;
  readonly world: World;
  readonly live: { changes(): readonly string[] };
  /** `reconcile` on what is merged by now. */
  run(): Promise<CommandResult>;
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

/** The files of that repository, without an opt-out. */
export function hostedFiles(): Readonly<Record<string, string>> {
  return policyFiles({ people: ROSTER, systems: SYSTEMS });
}

export async function openHosted(): Promise<HostedScene> {
  const host = await withHost();
  await host.push(hostedFiles(), { by: 'boss' });
  await approvedOptOut(host);
  const world = worldOn(host);
  return {
    host,
    world,
    live: { changes: () => world.changes },
    run: () => {
      host.pull();
      return reconcile(world.context, EVERYTHING);
    },
    gone: (...names) => names.map((name) => `hub: suspend id:${name}`),
  };
}

export function hostedCase(name: string, act: (scene: HostedScene) => Promise<void>): Case {
  return { name, run: async () => act(await openHosted()) };
}
