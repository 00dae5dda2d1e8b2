/** Accounts at the provider that nobody in the roster claims: who joined, and who is known by the address already. */
import { displayName, freeId, hasServiceWord, localPart, toldName } from '../import/names.js';
import type { AccountClaim, Person, PersonId } from '../model.js';
import type { ObservedAccount } from '../observation.js';
import { isProtected } from '../opt-out.js';
import { absence, fold } from '../roster.js';
import { named, noteOf, type RosterSync, type SyncChange, type SyncInput, type SyncNote } from './model.js';

export interface Joined extends RosterSync {
  /** People whose address an unclaimed account has: what became of their own account is for a person to judge. */
  readonly disputed: readonly PersonId[];
}

const NOBODY: ReadonlySet<PersonId> = new Set();
const AN_ADDRESS = /^[^\s@]+@[^\s@]+$/;

/**
 * @param unclaimed accounts that match nobody
 * @param names those that are claimed, folded; it grows
 */
export function joinersAmong(unclaimed: readonly ObservedAccount[], names: Set<string>, input: SyncInput): Joined {
  const { desired, provider, now } = input;
  const people = new Map(desired.people.map((person) => [fold(person.email), person]));
  const taken = new Set<string>([...desired.people, ...desired.services].map(({ id }) => id));
  const here = unclaimed
    .filter((account) => account.status !== 'suspended' && !account.self && !isProtected(provider, account))
    .map((account) => ({ account, email: emailOf(account) }))
    .sort((one, other) => compare(one.email ?? '', other.email ?? '') || compare(one.account.id, other.account.id));
  // Also those whom somebody claims: which of two with one address is whose, is for a person to say.
  const all = input.observation.accounts.filter(({ status }) => status !== 'suspended');
  const count = countsOf(all.map(emailOf));
  const changes: SyncChange[] = [];
  const notes: SyncNote[] = [];
  const disputed: PersonId[] = [];
  for (const { account, email } of here) {
    const known = email === null ? undefined : people.get(fold(email));
    if (known !== undefined && account.status === 'active') {
      disputed.push(known.id);
      const alone = count.get(fold(email ?? '')) === 1 && !known.accounts.has(provider.id);
      const pinnable = alone && absence(known, now, NOBODY) === null && input.writable(account.id, 'account');
      if (pinnable)
        changes.push({
          kind: 'pin',
          person: known.id,
          account: named(account),
          claim: claimFor(account, names, input),
        });
      else notes.push(noteOf('email-taken', account, [known.id]));
      continue;
    }
    const why = whyNot(account, email, count, input);
    if (why !== null) notes.push(noteOf(why, account));
    else if (email !== null) {
      const told = tellingName(account, input);
      const name = told ?? displayName(email, desired.organization);
      const person = freeId(told ?? email, '.', taken) as PersonId;
      taken.add(person);
      changes.push({
        kind: 'joiner',
        person,
        name,
        email,
        account: named(account),
        claim: claimFor(account, names, input),
      });
    }
  }
  return { changes, notes, disputed };
}

/** What the provider calls the account's holder, where it can stand in the roster. */
function tellingName({ fullName }: ObservedAccount, { writable }: SyncInput): string | null {
  const told = toldName(fullName);
  return told !== null && writable(told, 'account') ? told : null;
}

/** How many accounts have each address, folded. */
function countsOf(emails: readonly (string | null)[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const email of emails) if (email !== null) counts.set(fold(email), (counts.get(fold(email)) ?? 0) + 1);
  return counts;
}

function whyNot(
  account: ObservedAccount,
  email: string | null,
  count: ReadonlyMap<string, number>,
  { writable }: SyncInput,
): SyncNote['why'] | null {
  if (account.status === 'invited') return 'invited';
  if (hasServiceWord(localPart(account.name)) || hasServiceWord(localPart(email ?? ''))) return 'looks-like-service';
  if (email === null) return 'no-email';
  if (!writable(email, 'email') || !writable(account.id, 'account')) return 'not-writable';
  return (count.get(fold(email)) ?? 0) > 1 ? 'shared-email' : null;
}

/** The address that an account tells, also as its name; null where it tells none. */
function emailOf({ email, name }: ObservedAccount): string | null {
  const text = email !== null && email !== '' ? email : name;
  return AN_ADDRESS.test(text) ? text : null;
}

/** The names that are claimed at the provider, folded. */
export function claimedNames({ desired, provider }: Pick<SyncInput, 'desired' | 'provider'>): Set<string> {
  const claimants: readonly Pick<Person, 'accounts'>[] = [...desired.people, ...desired.services];
  return new Set(claimants.flatMap(({ accounts }) => fold(accounts.get(provider.id)?.name ?? '')));
}

/** Pinned; with the name for people to read, where it can stand there and nobody else claims it. */
export function claimFor(
  { id, name }: ObservedAccount,
  names: Set<string>,
  { writable }: Pick<SyncInput, 'writable'>,
): AccountClaim {
  const free = name !== '' && writable(name, 'account') && !names.has(fold(name));
  if (free) names.add(fold(name));
  return { id, name: free ? name : null };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
