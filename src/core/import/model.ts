/** What `import` works with and comes to: observations × the roster that is there → what to add to it. */
import type { AccountClaim, AccountId, DesiredState, EntitlementId, Person, Service, SystemId } from '../model.js';
import type { Observation, ObservedAccount } from '../observation.js';
import type { Instant } from '../time.js';

export interface ImportInput {
  readonly desired: DesiredState;
  readonly observations: readonly Observation[];
  readonly now: Instant;
  /** Whether the roster's files can hold this text as an id, a name or an e-mail address. */
  readonly writable: (text: string, as: 'id' | 'name' | 'email') => boolean;
}

export type Holder = { readonly kind: 'person' | 'service'; readonly id: string };

/** How an account was found to be its holder's. */
export type FoundBy =
  /** The roster claimed it by its name or address already. */
  | 'claim'
  /** It is this person's account at the identity provider. */
  | 'provider'
  | 'email'
  /** In a usual form of the person's name, which exactly one person fits. */
  | 'name'
  /** A service's own. */
  | 'service';

/** An account that gets a holder, or an id to the claim that its holder has. */
export interface Finding {
  readonly holder: Holder;
  readonly system: SystemId;
  readonly account: Pick<ObservedAccount, 'id' | 'name'>;
  readonly claim: AccountClaim;
  readonly by: FoundBy;
}

/** Why nothing was written of an account. */
export type LeftWhy =
  // conflicts: a person has to say whose it is
  | 'identity-conflict' // as the plan's: its name is claimed with another id, or two match
  | 'not-matched-by-id' // the roster pins it, and the system's `match` leaves ids out
  | 'ambiguous-person' // more than one person fits
  | 'ambiguous-account' // more than one account fits the one person
  | 'has-another' // the person has another account here
  | 'other-email' // the name fits, the address is another one of the same domain
  | 'may-be-known' // active at the provider under another address than somebody whom the roster has
  | 'departed-here' // active at the provider, and the roster says that its person is not here
  | 'shared-email' // two accounts of the provider have one address
  | 'not-writable' // its id, or its person's address, can't stand in the roster
  | 'collides' // with the claim, accounts would match otherwise than meant
  | 'no-owner' // it looks like a service, and nobody can be proposed as its owner
  // orphans
  | 'nobody' // nothing tells whose it is
  | 'not-at-provider' // nobody who is active at the provider fits
  | 'provider-unread' // whose it is, only the provider could tell
  | 'unmanaged-entitlements' // the person's roles do not grant what it holds, so that a claim would take that away
  // former
  | 'suspended' // suspended, and so is everything that goes with it
  | 'inactive-at-provider'
  | 'absent' // its person departed, or is away
  // outside
  | 'self'
  | 'protected'
  | 'invited';

export interface Left {
  readonly system: SystemId;
  readonly account: Pick<ObservedAccount, 'id' | 'name'>;
  readonly why: LeftWhy;
  /** People and services of the roster that it is about. */
  readonly about: readonly string[];
  readonly entitlements: readonly EntitlementId[];
}

/** What a person has to confirm of somebody new. */
export type Confirm = 'name' | 'email';

export interface ImportedPerson {
  readonly person: Person;
  readonly confirm: readonly Confirm[];
}

/** By what an account looks like a service's. */
export type ServiceSign = 'name' | 'keys-only';

export interface ImportedService {
  readonly service: Service;
  readonly sign: ServiceSign;
}

/** A system of which nothing new was believed. */
export interface Unseen {
  readonly system: SystemId;
  readonly why: readonly string[];
}

export interface RosterImport {
  /** With all their accounts. In order of id. */
  readonly people: readonly ImportedPerson[];
  readonly services: readonly ImportedService[];
  /** Every account that gets a holder or a pin, of new and of existing holders. In order of system and account. */
  readonly findings: readonly Finding[];
  /** Every account that has no holder, or none that is certain, exactly once. In order of system and account. */
  readonly left: readonly Left[];
  readonly unseen: readonly Unseen[];
  /** The roster with all of it. */
  readonly desired: DesiredState;
}

/** What one look adds. */
export interface Additions {
  readonly people: readonly ImportedPerson[];
  readonly services: readonly ImportedService[];
  readonly findings: readonly Finding[];
}

/** An account without a holder, with its system. */
export interface Loose {
  readonly system: SystemId;
  readonly account: ObservedAccount;
}

export function leftOf(
  { system, account }: Loose,
  why: LeftWhy,
  about: readonly string[] = [],
  entitlements: readonly EntitlementId[] = [],
): Left {
  const { id, name } = account;
  return { system, account: { id, name }, why, about: [...new Set(about)].sort(), entitlements };
}

/** Names one account of one system. */
export function placeOf(system: SystemId, id: AccountId): string {
  return `${system}/${id}`;
}

/** The findings of each person and service: of ten thousand people nobody looks through all for each. */
export function byHolder(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const all = new Map<string, Finding[]>();
  for (const finding of findings) {
    const there = all.get(finding.holder.id);
    if (there === undefined) all.set(finding.holder.id, [finding]);
    else there.push(finding);
  }
  return all;
}
