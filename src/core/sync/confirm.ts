/**
 * Who left, once more: a listing may be a search that is behind. Only whose accounts, each read by itself, are closed or gone is
 * proposed as a leaver (law 1).
 */
import type { AccountId } from '../model.js';
import type { Observation, ObservedAccount } from '../observation.js';
import {
  changesInOrder,
  noteOf,
  notesInOrder,
  type RosterSync,
  type SyncChange,
  type SyncInput,
  type SyncNote,
} from './model.js';
import { syncRoster } from './roster-sync.js';

type Leaver = Extract<SyncChange, { readonly kind: 'leaver' }>;

/** The accounts to read by themselves: all those by which somebody is a leaver. */
export function toReadDirectly(
  { changes }: RosterSync,
  { observation }: SyncInput,
): readonly { readonly id: AccountId; readonly name: string | null }[] {
  const listed = new Map(observation.accounts.map(({ id, name }) => [id, name]));
  return changes.flatMap((change) =>
    change.kind === 'leaver' ? change.ids.map((id) => ({ id, name: listed.get(id) ?? change.account.name })) : [],
  );
}

/**
 * What to change, with the leavers' accounts as they were read by themselves in place of the listing's word.
 * @param direct null where they could not be read: then nobody is a leaver
 */
export function confirmed(first: RosterSync, input: SyncInput, direct: Observation | null): RosterSync {
  const asked = new Set(toReadDirectly(first, input).map(({ id }) => id));
  const read = new Map<AccountId, ObservedAccount>();
  for (const account of direct?.accounts ?? []) {
    if (account.read === 'direct' && asked.has(account.id)) read.set(account.id, account);
  }
  // Who is not in an answer that is not whole may be there all the same.
  const whole = direct !== null && direct.completeness.kind !== 'partial';
  const isKnown = (id: AccountId) => asked.has(id) && (whole || read.has(id));
  const others = input.observation.accounts.filter(({ id }) => !isKnown(id));
  const accounts = [...others, ...read.values()];
  const again = syncRoster({ ...input, observation: { ...input.observation, accounts } });
  const isProven = (change: SyncChange) => change.kind !== 'leaver' || change.ids.every(isKnown);
  const unread = again.changes.filter((change): change is Leaver => !isProven(change));
  return {
    changes: changesInOrder(again.changes.filter(isProven)),
    notes: notesInOrder([
      ...again.notes,
      ...unread.map(({ account, person }) => noteOf('not-read', account, [person])),
      ...openAfterAll(first, again),
    ]),
  };
}

/** Leavers by the listing alone; not those of whom the direct reading tells something else. */
function openAfterAll(first: RosterSync, again: RosterSync): readonly SyncNote[] {
  const still = new Set(again.changes.flatMap((one) => (one.kind === 'leaver' ? [one.person] : [])));
  const before = new Set(first.notes.map((note) => JSON.stringify(note)));
  const fresh = again.notes.filter((note) => !before.has(JSON.stringify(note)));
  const told = new Set(fresh.flatMap(({ about }) => about));
  return first.changes.flatMap((change) => {
    if (change.kind !== 'leaver' || still.has(change.person) || told.has(change.person)) return [];
    return [noteOf('open-after-all', change.account, [change.person])];
  });
}
