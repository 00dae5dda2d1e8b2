/** The identity provider's word on who is still here. */
import type { AccountId, DesiredState, PersonId, SystemId } from './model.js';
import type { Snapshot } from './observation.js';
import { absence, type Claimant, type Match, matcher } from './roster.js';
import type { Instant } from './time.js';

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
  const match = matcher(system, desired.people, desired.services);
  const inactive = new Set<PersonId>();
  const active = new Set<PersonId>();
  for (const account of observation?.accounts ?? []) {
    // From a partial listing only what was read directly is believed (law 1).
    if (!read && account.read !== 'direct') continue;
    const holder = holderOf(match(account));
    if (holder?.kind !== 'person') continue;
    (account.status === 'suspended' ? inactive : active).add(holder.id);
  }
  for (const id of active) inactive.delete(id);
  return { read, inactive };
}

/**
 * Whom an account at the provider speaks of. A pinned id decides, whatever the account is called there: whoever may rename himself
 * must not escape by a name that the roster claims for somebody else (law 12).
 */
export function holderOf(found: Match): Claimant | null {
  return found.kind === 'one' ? found.claimant : found.kind === 'conflict' ? found.pinned : null;
}

/** A person who works here by the roster, and whose pinned account the provider does not show any more. */
export interface Missing {
  readonly person: PersonId;
  readonly provider: SystemId;
  readonly account: AccountId;
}

/**
 * Whoever is missing there: deleted, before any run saw the account inactive. It is no word of the provider's, since a listing
 * without somebody is also what a fault looks like; a person has to look. Only of a whole listing, or of a reading of these people.
 */
export function missingAtProvider(
  desired: DesiredState,
  snapshot: Snapshot,
  now: Instant,
  asked: ReadonlySet<PersonId> | null,
): readonly Missing[] {
  const seen = snapshot.systems.find(({ system }) => system === desired.identityProvider);
  if (seen === undefined || seen.completeness.kind === 'partial') return [];
  const there = new Set(seen.accounts.map(({ id }) => id));
  return desired.people.flatMap((person) => {
    const account = person.accounts.get(seen.system)?.id ?? null;
    const isHere = absence(person, now, NOBODY) === null && (asked === null || asked.has(person.id));
    if (account === null || !isHere || there.has(account)) return [];
    return [{ person: person.id, provider: seen.system, account }];
  });
}

const NOBODY: ReadonlySet<PersonId> = new Set();
