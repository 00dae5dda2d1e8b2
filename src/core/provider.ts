/** The identity provider's word on who is still here. */
import type { DesiredState, PersonId } from './model.js';
import type { Snapshot } from './observation.js';
import { matcher } from './roster.js';

export interface ProviderReading {
  /** False where a provider is named and could not be read: nobody is judged by it, and the run is red (law 3). */
  readonly read: boolean;
  /** People whose accounts there are all inactive: at least one, and none active. */
  readonly inactive: ReadonlySet<PersonId>;
}

export function readProvider(desired: DesiredState, snapshot: Snapshot): ProviderReading {
  const system = desired.systems.find(({ id }) => id === desired.identityProvider);
  if (system === undefined) return { read: desired.identityProvider === null, inactive: new Set() };
  const observation = snapshot.systems.find((seen) => seen.system === system.id);
  const read = observation !== undefined && observation.completeness.kind !== 'partial';
  const match = matcher(system, desired.people, []);
  const inactive = new Set<PersonId>();
  const active = new Set<PersonId>();
  for (const account of observation?.accounts ?? []) {
    // From a partial listing only what was read directly is believed (law 1).
    if (!read && account.read !== 'direct') continue;
    const found = match(account);
    if (found.kind !== 'one' || found.claimant.kind !== 'person') continue;
    (account.status === 'suspended' ? inactive : active).add(found.claimant.id);
  }
  for (const id of active) inactive.delete(id);
  return { read, inactive };
}
