/** Another login or address on the same id: what somebody can edit at the provider must not become what others are found by. */
import type { AccountClaim, AccountId, DesiredState, Person, SystemId } from '../model.js';
import type { ObservedAccount } from '../observation.js';
import { fold } from '../roster.js';
import { named, noteOf, type RosterSync, type SyncChange, type SyncInput, type SyncNote } from './model.js';

/** What is claimed, folded, with what the changes so far claim besides: nothing may be claimed twice. */
export interface Taken {
  /** At the provider. */
  readonly names: Set<string>;
  readonly emails: Set<string>;
  /** Names in any system and people's addresses, with the ids of those whose they are. */
  readonly holders: ReadonlyMap<string, ReadonlySet<string>>;
}

/** @param joined those who joined have addresses too */
export function takenIn({ people, services }: DesiredState, names: Set<string>, joined: readonly SyncChange[]): Taken {
  const fresh = joined.flatMap((change) => (change.kind === 'joiner' ? [change.email] : []));
  const emails = new Set([...people.map(({ email }) => email), ...fresh].map(fold));
  const holders = new Map<string, Set<string>>();
  const add = (text: string | null, id: string): void => {
    if (text === null || text === '') return;
    const there = holders.get(fold(text)) ?? new Set();
    holders.set(fold(text), there.add(id));
  };
  for (const { id, email } of people) add(email, id);
  for (const { id, accounts } of [...people, ...services]) {
    for (const { name } of accounts.values()) add(name, id);
  }
  return { names, emails, holders };
}

/** What differs in case alone stays as somebody wrote it. */
export function renames(
  person: Person,
  account: ObservedAccount,
  claim: AccountClaim & { readonly id: AccountId },
  taken: Taken,
  input: SyncInput,
): RosterSync {
  const { name, email } = account;
  const changes: SyncChange[] = [];
  const notes: SyncNote[] = [];
  const base = { person: person.id, account: named(account) };
  if (claim.name !== null && fold(claim.name) !== fold(name)) {
    const note = whyNotNamed(person, account, taken, input);
    if (note !== null) notes.push(note);
    else {
      taken.names.add(fold(name));
      changes.push({ ...base, kind: 'login', claim: { id: claim.id, name }, from: claim.name, to: name });
    }
  }
  if (email !== null && email !== '' && fold(email) !== fold(person.email)) {
    const note = whyNotMailed(person, account, email, taken, input);
    if (note !== null) notes.push(note);
    else {
      taken.emails.add(fold(email));
      changes.push({ ...base, kind: 'email', claim, from: person.email, to: email });
    }
  }
  return { changes, notes };
}

function whyNotNamed(
  { id }: Person,
  account: ObservedAccount,
  { names, holders }: Taken,
  { writable }: SyncInput,
): SyncNote | null {
  const { name } = account;
  if (!writable(name, 'account')) return noteOf('not-writable', account, [id]);
  if (names.has(fold(name))) return noteOf('identity-conflict', account, [id]);
  const others = [...(holders.get(fold(name)) ?? [])].filter((one) => one !== id).sort();
  return others.length === 0 ? null : noteOf('name-taken', account, [id, ...others]);
}

function whyNotMailed(
  person: Person,
  account: ObservedAccount,
  email: string,
  { emails }: Taken,
  { desired, provider, writable }: SyncInput,
): SyncNote | null {
  if (!writable(email, 'email')) return noteOf('not-writable', account, [person.id]);
  if (emails.has(fold(email))) return noteOf('email-taken', account, [person.id]);
  const systems = foundByEmail(person, desired).filter((system) => system !== provider.id);
  return systems.length === 0 ? null : noteOf('email-decides', account, [person.id], systems);
}

/** The systems whose accounts are the person's by the address: a pin ends that, where ids are matched. */
function foundByEmail({ accounts }: Person, { systems }: DesiredState): readonly SystemId[] {
  const isPinned = ({ id, match }: DesiredState['systems'][number]) =>
    match.includes('id') && accounts.get(id)?.id != null;
  return systems.filter((system) => system.match.includes('email') && !isPinned(system)).map(({ id }) => id);
}
