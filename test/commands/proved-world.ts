/** A policy repository on the embedded host, and memory systems that are live. */
import { openHost } from '../../src/host/index.js';
import { hosted, PEOPLE, policyFiles } from '../approval/policy-repository.js';
import type { Host } from '../fixtures/hosted.js';
import { memorySystem } from '../fixtures/repositories.js';
import { type World, worldOf } from './world.js';

/** Ana, who left, has an account in `hub`, and her opt-out is for that. */
export const LIVE = [
  memorySystem(
    [
      { id: 'id:ana', name: 'ana' },
      { id: 'id:eve', name: 'eve' },
    ],
    { owners: ['kim.cho'] },
  ),
  memorySystem([{ id: '107', name: 'acme-deploy' }], { id: 'code' }),
];
/** Ana and Eve have accounts in `hub` as well as at the host. */
export const STAFF = PEOPLE.map((one) => {
  const accounts = one.accounts as Record<string, unknown>;
  if (one.id === 'ana.ruiz') return { ...one, accounts: { ...accounts, hub: { id: 'id:ana', name: 'ana' } } };
  return one.id === 'eve.hall' ? { ...one, accounts: { ...accounts, hub: { id: 'id:eve', name: 'eve' } } } : one;
});

/** The repository, hosted, without an opt-out yet. */
export async function withHost(): Promise<Host> {
  return hosted({}, { files: policyFiles({ people: STAFF, systems: LIVE }) });
}

/** The world on the clone of what is merged by now. */
export function worldOn(host: Host): World {
  host.pull();
  const environment = host.environmentOf('sam');
  return worldOf({}, { root: host.root, host: async () => openHost({ environment, clock: host.clock, origin: null }) });
}
