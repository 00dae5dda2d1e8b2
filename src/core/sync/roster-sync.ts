/**
 * The roster × the identity provider's whole listing → what to change in the roster. Immutable ids decide (law 12); what is
 * not certain is told, and nothing is changed for it.
 */
import { withoutCredentials } from '../credential-formats.js';
import { type Exceeded, violationsOf } from '../guard-limits.js';
import type {
  AccountClaim,
  AccountId,
  DesiredState,
  GuardLimits,
  MatchKey,
  Person,
  PersonId,
  System,
} from '../model.js';
import type { Observation, ObservedAccount } from '../observation.js';
import { holderOf } from '../provider.js';
import { absence, fold, hasDeparted, matcher } from '../roster.js';
import { instantOf, type Timestamp } from '../time.js';
import { claimedNames, claimFor, joinersAmong } from './joiners.js';
import {
  changesInOrder,
  named,
  noteOf,
  notesInOrder,
  type RosterSync,
  type SyncChange,
  type SyncInput,
  type SyncNote,
} from './model.js';
import { renames, type Taken, takenIn } from './renames.js';

export type { RosterSync, SyncChange, SyncInput, SyncNote, SyncWhy } from './model.js';

/**
 * Why a listing is not believed, as sentences; empty where it is. Only one that is provably complete leads to a change: what
 * is missing from a part of it means nothing (law 1), and no account at all is a wrong place or a broken credential.
 */
export function whyNotBelieved({ completeness, accounts }: Observation): readonly string[] {
  if (completeness.kind === 'partial') return completeness.gaps;
  if (completeness.kind === 'scoped') return ['only some of its accounts were asked for'];
  return accounts.length === 0 ? ['it lists no account at all, which is taken for a broken credential'] : [];
}

/** What was found of those in the roster. */
interface Sorted {
  readonly seen: ReadonlyMap<PersonId, readonly ObservedAccount[]>;
  readonly unclaimed: readonly ObservedAccount[];
  readonly notes: readonly SyncNote[];
  /** Whose account it is, is not certain. */
  readonly disputed: ReadonlySet<string>;
  /** It is certain by a pinned id, and a name speaks against it. */
  readonly misnamed: ReadonlySet<string>;
}

export function syncRoster(input: SyncInput): RosterSync {
  const { desired } = input;
  const { seen, unclaimed, notes, ...sorted } = sortOut(input);
  const names = claimedNames(input);
  const joined = joinersAmong(unclaimed, names, input);
  const disputed = new Set<string>([...sorted.disputed, ...joined.disputed]);
  const taken = takenIn(desired, names, joined.changes);
  const judged = desired.people.map((person) => {
    const sure = { disputed: disputed.has(person.id), misnamed: sorted.misnamed.has(person.id) };
    return judge(person, seen.get(person.id) ?? [], sure, taken, input);
  });
  const changes = [...joined.changes, ...judged.flatMap((one) => one.changes)];
  const all = [...notes, ...joined.notes, ...judged.flatMap((one) => one.notes)];
  return { changes: changesInOrder(changes), notes: notesInOrder(all) };
}

function sortOut({ desired, provider, observation }: SyncInput): Sorted {
  // An id that the roster pins decides here, also where the system's `match` leaves ids out: its account is not gone.
  const keys = new Set<MatchKey>(['id', ...provider.match]);
  const match = matcher({ ...provider, match: [...keys] }, desired.people, desired.services);
  const seen = new Map<PersonId, ObservedAccount[]>();
  const [unclaimed, notes]: [ObservedAccount[], SyncNote[]] = [[], []];
  const [disputed, misnamed] = [new Set<string>(), new Set<string>()];
  for (const account of [...observation.accounts].sort((one, other) => compare(one.id, other.id))) {
    const found = match(account);
    if (found.kind === 'nobody') unclaimed.push(account);
    if (found.kind === 'conflict') {
      const about = found.claimants.map(({ id }) => id);
      // Whoever renames himself must neither escape by somebody else's name nor hide that other one's departure.
      for (const id of about) (found.pinned === null ? disputed : misnamed).add(id);
      notes.push(noteOf('identity-conflict', account, about));
    }
    const holder = holderOf(found);
    if (holder?.kind !== 'person') continue;
    const there = seen.get(holder.id) ?? [];
    there.push(account);
    seen.set(holder.id, there);
  }
  return { seen, unclaimed, notes, disputed, misnamed };
}

const NONE: RosterSync = { changes: [], notes: [] };
const NOBODY: ReadonlySet<PersonId> = new Set();

function judge(
  person: Person,
  accounts: readonly ObservedAccount[],
  { disputed, misnamed }: { readonly disputed: boolean; readonly misnamed: boolean },
  taken: Taken,
  input: SyncInput,
): RosterSync {
  const open = accounts.filter(({ status }) => status !== 'suspended');
  if (open.length > 0) return ofActive(person, open, disputed || misnamed, taken, input);
  const claim = person.accounts.get(input.provider.id);
  // On leave, or departed already: the roster says more than the provider does.
  if (disputed || absence(person, input.now, NOBODY) !== null) return NONE;
  const account = accounts[0] ?? pinned(claim);
  if (account === null) {
    return claim === undefined ? NONE : { changes: [], notes: [noteOf('not-found', claim, [person.id])] };
  }
  if (person.leavesAt !== null) return { changes: [], notes: [noteOf('leaves-later', account, [person.id])] };
  if (accounts.length > 0 && accounts.every(({ suspendedAt }) => suspendedAt !== null)) {
    return { changes: [], notes: [noteOf('suspended-by-leaver', account, [person.id])] };
  }
  const { id, name } = account;
  const leaver: SyncChange = {
    kind: 'leaver',
    person: person.id,
    account: { id, name: name === null ? null : withoutCredentials(name) },
    ids: accounts.length === 0 ? [id] : accounts.map((one) => one.id),
    how: accounts.length === 0 ? 'gone' : 'suspended',
    since: lastChange(accounts),
  };
  return { changes: [leaver], notes: [] };
}

/** An account that the roster pins, and that is not in the listing. A name alone may be another's by now. */
function pinned(claim: AccountClaim | undefined): { readonly id: AccountId; readonly name: string | null } | null {
  return claim === undefined || claim.id === null ? null : { id: claim.id, name: claim.name };
}

/** The last account that was suspended ended it. Null where one does not tell. */
function lastChange(accounts: readonly ObservedAccount[]): Timestamp | null {
  const times = accounts.map(({ changedAt = null }) => changedAt);
  if (times.some((time) => time === null)) return null;
  return times.sort((one, other) => instantOf(one as Timestamp) - instantOf(other as Timestamp)).at(-1) ?? null;
}

function ofActive(
  person: Person,
  open: readonly ObservedAccount[],
  unsure: boolean,
  taken: Taken,
  input: SyncInput,
): RosterSync {
  const { provider, now } = input;
  const active = open.filter(({ status }) => status === 'active');
  const [first] = active;
  if (first === undefined) return NONE;
  if (hasDeparted(person, now)) return { changes: [], notes: [noteOf('active-again', first, [person.id])] };
  if (unsure || person.status === 'suspended') return NONE;
  const claim = person.accounts.get(provider.id);
  if (claim?.id == null) {
    if (active.length > 1 || !input.writable(first.id, 'account')) return NONE;
    // A login may have been given to somebody else since: pinned, that account would be the person's for good.
    const other = first.email !== null && first.email !== '' && fold(first.email) !== fold(person.email);
    if (other) return { changes: [], notes: [noteOf('other-email', first, [person.id])] };
    // The name that somebody wrote stays, unless the account was found by its address and has another.
    const stays = claim?.name != null && fold(claim.name) === fold(first.name);
    const pin = stays ? { id: first.id, name: claim.name } : claimFor(first, taken.names, input);
    return { changes: [{ kind: 'pin', person: person.id, account: named(first), claim: pin }], notes: [] };
  }
  const own = active.find(({ id }) => id === claim.id);
  return own === undefined ? NONE : renames(person, own, { ...claim, id: claim.id }, taken, input);
}

/**
 * The limits that so many leavers at once exceed: the provider's own system's, as for a run that believes the provider. The
 * fraction is of the people who have an account there by the roster.
 */
export function tooManyLeavers(
  changes: readonly SyncChange[],
  { people }: DesiredState,
  provider: System,
  limits: GuardLimits,
): readonly Exceeded[] {
  const leavers = changes.filter(({ kind }) => kind === 'leaver').length;
  if (leavers === 0) return [];
  const byEmail = provider.match.includes('email');
  const there = people.filter(({ accounts }) => byEmail || accounts.has(provider.id)).length;
  return violationsOf('inactive', leavers, limits, there);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
