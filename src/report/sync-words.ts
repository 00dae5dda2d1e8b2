/** The words of what `sync` proposes and tells, for its report and its pull request. */
import type { SyncChange, SyncNote, SyncWhy } from '../core/sync/roster-sync.js';
import { listed, when } from './words.js';

/** What a change is, in words: `left: u7 is suspended since 2026-11-23 09:12 UTC`. */
export function wordOf(change: SyncChange): string {
  switch (change.kind) {
    case 'leaver': {
      const since = change.since === null ? '' : ` since ${when(change.since)}`;
      const is = change.how === 'gone' ? 'is not there any more' : `is suspended${since}`;
      return `departed: ${accountWord(change.account)} ${is}`;
    }
    case 'joiner':
      return `joined: ${change.name}, ${change.email} (${
        change.account.name === change.email ? change.account.id : accountWord(change.account)
      })`;
    case 'login':
      return `login: ${change.from} is ${change.to} by now (${change.account.id})`;
    case 'email':
      return `e-mail: ${change.from} is ${change.to} by now (${change.account.id})`;
    case 'pin':
      return `pinned: ${accountWord(change.account)} by its immutable id`;
  }
}

export function accountWord({ id, name }: SyncNote['account']): string {
  if (id === null || name === null || name === id) return name ?? id ?? '';
  return `${name} (${id})`;
}

const WHY: Readonly<Record<SyncWhy, string>> = {
  'identity-conflict': 'its name is claimed with another id, or two people match: say in the roster whose it is',
  'name-taken':
    'its new login is a name or an address that the roster has for somebody else: say in the roster whose it is',
  'email-decides': 'its address is new, and other systems find the person by the address: pin the accounts there first',
  'open-after-all': 'closed by the listing, and not when it was read by itself: the listing is behind',
  'not-read': 'closed by the listing, and it could not be read by itself: run this again',
  'active-again': 'active there, and departed here: if the person is back, change the roster by hand',
  'suspended-by-leaver':
    'suspended by Leaver itself: if the person is back, use `leaver restore`; else mark the person departed',
  'leaves-later':
    'closed there already, and the roster says that the person leaves later: bring leavesAt forward if it is so',
  'not-found': 'claimed by its name alone, and not in the listing: correct the name, or pin the id',
  'email-taken': 'its address is that of somebody who is in the roster otherwise: say in the roster whose it is',
  'other-email': 'claimed by its name alone, and its address is another: pin its id by hand if it is this person',
  'shared-email': 'two accounts have one address, and nobody claims either: add the person by hand',
  'no-email': 'it tells no e-mail address, which the roster needs: add the person by hand',
  'looks-like-service': 'its name is like a service’s: claim it under services, protect it, or add the person by hand',
  'not-writable': 'its id, name or address can not stand in the roster: look at the account',
  invited: 'not active yet',
};

/** Whom a note is about, and why nothing is changed for it. */
export function noteWord({ why, about, systems }: SyncNote): string {
  const whose = about.length === 0 ? '' : `${listed(about, 3)}: `;
  const where = systems.length === 0 ? '' : ` (${listed(systems, 5)})`;
  return `${whose}${WHY[why]}${where}`;
}

export function peopleWord(number: number): string {
  return number === 1 ? '1 person' : `${number.toLocaleString('en-US')} people`;
}
