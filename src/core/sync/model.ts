/** What `sync` works with and comes to: the roster × the identity provider's listing → what to change in the roster. */
import { withoutCredentials } from '../credential-formats.js';
import type { AccountClaim, AccountId, DesiredState, PersonId, System, SystemId } from '../model.js';
import type { Observation, ObservedAccount } from '../observation.js';
import type { Instant, Timestamp } from '../time.js';

export interface SyncInput {
  readonly desired: DesiredState;
  /** The identity provider. */
  readonly provider: System;
  /** Seen whole. */
  readonly observation: Observation;
  readonly now: Instant;
  /** Whether the roster's files can hold this text. */
  readonly writable: (text: string, as: 'account' | 'email') => boolean;
}

export type SyncAccount = Pick<ObservedAccount, 'id' | 'name'>;

export type SyncChange =
  /** Active there, and claimed by nobody. The name is a guess from the address. */
  | {
      readonly kind: 'joiner';
      readonly person: PersonId;
      readonly name: string;
      readonly email: string;
      readonly account: SyncAccount;
      readonly claim: AccountClaim;
    }
  /** Active here, and suspended there, or gone from there; since when, as far as the provider tells. */
  | {
      readonly kind: 'leaver';
      readonly person: PersonId;
      readonly account: { readonly id: string; readonly name: string | null };
      /** All accounts by which it is so. */
      readonly ids: readonly AccountId[];
      readonly how: 'suspended' | 'gone';
      readonly since: Timestamp | null;
    }
  /** The pinned account has another name, or another address, by now. */
  | {
      readonly kind: 'login' | 'email';
      readonly person: PersonId;
      readonly account: SyncAccount;
      readonly claim: AccountClaim;
      readonly from: string;
      readonly to: string;
    }
  /** The account gets its immutable id: renames are followed by it from then on. */
  | {
      readonly kind: 'pin';
      readonly person: PersonId;
      readonly account: SyncAccount;
      readonly claim: AccountClaim;
    };

/** What a person has to look at: nothing is changed for it. */
export type SyncWhy =
  | 'identity-conflict' // its name is claimed with another id, or two match
  | 'name-taken' // its new login is a name or an address that the roster has for somebody else
  | 'email-decides' // its address is new, and other systems find the person by the address
  | 'open-after-all' // the listing says that it is closed; read by itself, it is not
  | 'not-read' // the listing says that it is closed, and it could not be read by itself
  | 'active-again' // active there, departed here
  | 'suspended-by-leaver' // by Leaver's own word: no news of the provider's
  | 'leaves-later' // suspended there or gone already, and the roster says that the person leaves later
  | 'not-found' // claimed by its name alone, and not in the listing
  | 'email-taken' // its address is another person's, or one with another account
  | 'other-email' // claimed by its name alone, and its address is not the person's
  | 'shared-email' // two accounts have one address, and nobody has either
  | 'no-email' // the roster needs one
  | 'looks-like-service'
  | 'not-writable' // its id or address can't stand in the roster
  | 'invited'; // no account yet

export interface SyncNote {
  readonly why: SyncWhy;
  readonly account: { readonly id: string | null; readonly name: string | null };
  /** People and services of the roster that it is about. */
  readonly about: readonly string[];
  /** Systems that it is about besides the provider. */
  readonly systems: readonly SystemId[];
}

export interface RosterSync {
  /** In order of kind and person. */
  readonly changes: readonly SyncChange[];
  /** In order of why and account. */
  readonly notes: readonly SyncNote[];
}

export function noteOf(
  why: SyncWhy,
  { id, name }: SyncNote['account'],
  about: readonly string[] = [],
  systems: readonly SystemId[] = [],
): SyncNote {
  return { why, account: { id, name: name === null ? null : withoutCredentials(name) }, about, systems };
}

/** No more of an account than names it. Its name is its owner's choice: it may be a credential that was pasted there. */
export function named({ id, name }: SyncAccount): SyncAccount {
  return { id, name: withoutCredentials(name) };
}

const KINDS: readonly SyncChange['kind'][] = ['leaver', 'joiner', 'login', 'email', 'pin'];

export function changesInOrder(changes: readonly SyncChange[]): readonly SyncChange[] {
  const order = ({ kind }: SyncChange) => KINDS.indexOf(kind);
  return [...changes].sort((one, other) => order(one) - order(other) || compare(one.person, other.person));
}

export function notesInOrder(notes: readonly SyncNote[]): readonly SyncNote[] {
  const keyOf = ({ why, account, about }: SyncNote) => [why, account.name ?? '', account.id ?? '', ...about].join('\n');
  return [...notes].sort((one, other) => compare(keyOf(one), keyOf(other)));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
