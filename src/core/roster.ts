/** Whose account is this? One rule: immutable ids decide, names are claims (law 12). */
import type { AccountClaim, AccountId, Person, PersonId, Service, System } from './model.js';
import type { ObservedAccount } from './observation.js';
import type { Instant } from './time.js';

export type Claimant = Person | Service;

export type Match =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'one'; readonly claimant: Claimant }
  /** The name claims somebody whose pinned id is another, or two match. */
  | {
      readonly kind: 'conflict';
      readonly claimants: readonly Claimant[];
      /** Who has pinned its id all the same; null for nobody. */
      readonly pinned: Claimant | null;
    };

const NOBODY: Match = { kind: 'nobody' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: the fast path is exactly ASCII
const ASCII = /^[\x00-\x7f]*$/;

/** The form in which names and e-mails are compared: NFKC, lower case. */
export function fold(text: string): string {
  return ASCII.test(text) ? text.toLowerCase() : text.normalize('NFKC').toLowerCase();
}

/** Who claims which id, name and e-mail in one system. */
interface Claims {
  readonly byId: ReadonlyMap<AccountId, Claimant>;
  readonly byName: ReadonlyMap<string, readonly Claimant[]>;
  readonly byEmail: ReadonlyMap<string, readonly Claimant[]>;
  readonly pins: ReadonlyMap<Claimant, AccountId>;
}

function claimsIn(system: System, claimants: readonly Claimant[]): Claims {
  const byId = new Map<AccountId, Claimant>();
  const byName = new Map<string, Claimant[]>();
  const byEmail = new Map<string, Claimant[]>();
  const pins = new Map<Claimant, AccountId>();
  const keys = new Set(system.match);
  for (const claimant of claimants) {
    const claim: AccountClaim | undefined = claimant.accounts.get(system.id);
    if (claim?.id != null) {
      if (keys.has('id')) byId.set(claim.id, claimant);
      pins.set(claimant, claim.id);
    }
    if (keys.has('name') && claim?.name != null) add(byName, claim.name, claimant);
    if (keys.has('email') && claimant.kind === 'person') add(byEmail, claimant.email, claimant);
  }
  return { byId, byName, byEmail, pins };
}

/** What tells whose an account is. */
type Matched = Pick<ObservedAccount, 'id' | 'name' | 'email' | 'status'>;

/** Finds the claimant of any account of one system. Building it is linear in the roster, each look-up constant. */
export function matcher(system: System, people: readonly Person[], services: readonly Service[]) {
  const { byId, byName, byEmail, pins } = claimsIn(system, [...people, ...services]);

  /** An invitation has no account's id yet, so its name contradicts no pin. */
  function contradicts(account: Matched, claimant: Claimant): boolean {
    const pin = pins.get(claimant);
    return account.status !== 'invited' && pin !== undefined && pin !== account.id;
  }

  return (account: Matched): Match => {
    const named = byName.get(fold(account.name)) ?? [];
    const pinned = byId.get(account.id);
    if (pinned !== undefined) {
      const rivals = named.filter((claimant) => claimant !== pinned && contradicts(account, claimant));
      return rivals.length === 0 ? one(pinned) : { kind: 'conflict', claimants: [pinned, ...rivals], pinned };
    }
    const mailed = account.email === null ? [] : (byEmail.get(fold(account.email)) ?? []);
    const claimants = [...new Set([...named, ...mailed])];
    const [only] = claimants;
    if (only === undefined) return NOBODY;
    return claimants.length === 1 && !contradicts(account, only)
      ? one(only)
      : { kind: 'conflict', claimants, pinned: null };
  };
}

function one(claimant: Claimant): Match {
  return { kind: 'one', claimant };
}

/** An empty name or e-mail never matches. */
function add(index: Map<string, Claimant[]>, text: string, claimant: Claimant): void {
  const key = fold(text);
  if (key === '') return;
  const there = index.get(key);
  if (there === undefined) index.set(key, [claimant]);
  else there.push(claimant);
}

/** Departed by the roster: by status, or since `leavesAt`; with no time to go by (`now` null) by status alone. */
export function hasDeparted(person: Person, now: Instant | null): boolean {
  return person.status === 'departed' || (now !== null && person.leavesAt !== null && now >= person.leavesAt);
}

/** Why a person's accounts should not be there, or null while they are active. With `now` null `leavesAt` says nothing. */
export function absence(
  person: Person,
  now: Instant | null,
  inactiveAtProvider: ReadonlySet<PersonId>,
): 'departed' | 'suspended' | 'idp-inactive' | null {
  if (hasDeparted(person, now)) return 'departed';
  if (person.status === 'suspended') return 'suspended';
  return inactiveAtProvider.has(person.id) ? 'idp-inactive' : null;
}
