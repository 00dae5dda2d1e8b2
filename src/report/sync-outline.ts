/** What bringing the roster up to the identity provider came to, and what its pull request says. */
import type { Exceeded } from '../core/guard-limits.js';
import type { SystemId } from '../core/model.js';
import type { SyncChange, SyncNote, SyncWhy } from '../core/sync/roster-sync.js';
import { markdown } from '../text/escape.js';
import { cut } from './markdown.js';
import type { Group, Outline, Row } from './outline.js';
import { capped, count, listed, when } from './words.js';

interface Open {
  readonly number: number;
  readonly url: string;
}

export type SyncOutcome =
  /** `open`: a pull request of an earlier run that says nothing any more. */
  | { readonly kind: 'none'; readonly open: Open | null }
  | { readonly kind: 'unread'; readonly why: readonly string[] }
  | { readonly kind: 'halted' }
  | { readonly kind: 'written'; readonly files: readonly string[] }
  | ({ readonly kind: 'opened' | 'updated' | 'unchanged' } & Open)
  | { readonly kind: 'nothing'; readonly open: Open | null };

export interface SyncTold {
  readonly provider: SystemId;
  /** How many accounts were listed there. */
  readonly accounts: number;
  readonly changes: readonly SyncChange[];
  readonly notes: readonly SyncNote[];
  /** Those that the text of their file does not allow. */
  readonly refused: readonly { readonly change: SyncChange; readonly why: string }[];
  readonly left: readonly { readonly change: SyncChange; readonly why: 'already' | 'changed' }[];
  readonly violations: readonly Exceeded[];
  /** Why accounts of leavers could not be read by themselves; null where each was. */
  readonly unproven: string | null;
  readonly outcome: SyncOutcome;
}

export function outlineOfSync(told: SyncTold): Outline {
  const { changes, notes, refused, left, outcome, violations, unproven } = told;
  const bad = outcome.kind === 'halted' || outcome.kind === 'unread' || unproven !== null;
  const rows = [
    ...changes.map((change) => rowOf(change, markOf(outcome))),
    ...left.map(({ change, why }) => ({ ...rowOf(change, 'left'), tone: 'look' as const, notes: [LEFT[why]] })),
    ...refused.map(({ change, why }) => ({ ...rowOf(change, 'refused'), tone: 'bad' as const, notes: [why] })),
  ];
  return {
    banner: violations.length > 0 ? haltBanner(told) : null,
    tone: bad ? 'bad' : notes.length > 0 ? 'look' : 'good',
    verdict: verdictOf(told),
    figures: figuresOf(changes),
    groups: [
      ...groupOf('The roster', 'change', rows, ['person', 'what the provider says']),
      ...groupOf('To look at', 'account', notes.map(noteRow), ['account', 'why nothing is changed for it']),
    ],
    problems: [
      ...(outcome.kind === 'unread' ? outcome.why.map((why) => `${told.provider} was not seen whole: ${why}`) : []),
      ...(unproven === null
        ? []
        : [`${told.provider}: not every leaver's account could be read by itself: ${unproven}`]),
      ...violations.map((violation) => haltSentence(violation, told.provider)),
      ...refused.map(({ change, why }) => `${change.person}: ${why}. Make this change by hand.`),
    ],
    footer: footerOf(outcome),
  };
}

const LEFT = {
  already: 'the default branch says so already',
  changed: 'the default branch holds another file than this clone: fetch, and run again',
} as const;

function groupOf(title: string, noun: string, all: readonly Row[], head: Group['head'] & object): Group[] {
  if (all.length === 0) return [];
  const { rows, rest } = capped(all, 200);
  return [
    { title, aside: count(all.length, noun), rows, rest, notes: [], asides: [], unreachable: [], outside: [], head },
  ];
}

function haltBanner({ changes, provider }: SyncTold): string {
  const leavers = changes.filter(({ kind }) => kind === 'leaver').length;
  return `${provider} says that ${peopleWord(leavers)} left: more than its guards allow. Nothing was changed.`;
}

/** What would be too many, by which rule, and what to do either way. */
function haltSentence({ rule, limit, actual }: Exceeded, provider: string): string {
  return (
    `halted: ${peopleWord(actual)} would be marked as departed; ${rule} of ${provider} allows ${limit}. If it is a mistake, ` +
    'correct the identity provider, or its sync. If it is meant, raise the guard by an opt-out'
  );
}

function verdictOf({ provider, accounts, changes, outcome, unproven }: SyncTold): string {
  const what = `${count(changes.length, 'change')} of the roster`;
  if (unproven !== null && outcome.kind === 'none') {
    return `Nothing was changed: not every account of those who left by the listing of ${provider} could be read by itself.`;
  }
  switch (outcome.kind) {
    case 'none':
      return `Nothing to change: the roster agrees with ${provider} (${count(accounts, 'account')}).${openWord(outcome.open)}`;
    case 'unread':
      return `Nothing was changed: ${provider} was not seen whole, and from a part of it nothing follows.`;
    case 'halted':
      return `Halted: nothing was changed, and nothing was proposed.`;
    case 'written':
      return `Wrote ${what} into the working tree.`;
    case 'opened':
      return `Opened pull request ${outcome.number} with ${what}.`;
    case 'updated':
      return `Brought pull request ${outcome.number} up to date: it makes ${what}.`;
    case 'unchanged':
      return `Pull request ${outcome.number} already makes ${what}: nothing was changed.`;
    case 'nothing':
      return `Nothing was proposed: the default branch says all of this already, or holds other files than this clone.${openWord(outcome.open)}`;
  }
}

function openWord(open: Open | null): string {
  return open === null ? '' : ` Pull request ${open.number} is still open: close it.`;
}

function footerOf(outcome: SyncOutcome): readonly string[] {
  if (outcome.kind === 'written') return [...outcome.files, 'Look at this, commit it, and open a pull request.'];
  if ('url' in outcome) return [outcome.url];
  return 'open' in outcome && outcome.open !== null ? [outcome.open.url] : [];
}

function figuresOf(changes: readonly SyncChange[]): Outline['figures'] {
  if (changes.length === 0) return [];
  const of = (...kinds: readonly SyncChange['kind'][]) => changes.filter(({ kind }) => kinds.includes(kind)).length;
  const named = (noun: string, value: number) => ({ label: value === 1 ? noun : `${noun}s`, value });
  return [
    named('leaver', of('leaver')),
    named('joiner', of('joiner')),
    { label: 'renamed', value: of('login', 'email') },
    { label: 'pinned', value: of('pin') },
  ];
}

function markOf({ kind }: SyncOutcome): string {
  if (kind === 'halted') return 'halted';
  return kind === 'written' ? 'written' : 'proposed';
}

function rowOf(change: SyncChange, mark: string): Row {
  const tone = change.kind === 'leaver' ? 'act' : 'quiet';
  return { tone, mark, subject: change.person, detail: wordOf(change), notes: [] };
}

/** What a change is, in words: `left: u7 is suspended since 2026-11-23 09:12 UTC`. */
function wordOf(change: SyncChange): string {
  switch (change.kind) {
    case 'leaver': {
      const since = change.since === null ? '' : ` since ${when(change.since)}`;
      const is = change.how === 'gone' ? 'is not there any more' : `is suspended${since}`;
      return `departed: ${accountWord(change.account)} ${is}`;
    }
    case 'joiner':
      return `joined: ${change.name}, ${change.email} (${accountWord(change.account)})`;
    case 'login':
      return `login: ${change.from} is ${change.to} by now (${change.account.id})`;
    case 'email':
      return `e-mail: ${change.from} is ${change.to} by now (${change.account.id})`;
    case 'pin':
      return `pinned: ${accountWord(change.account)} by its immutable id`;
  }
}

function accountWord({ id, name }: SyncNote['account']): string {
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

function noteRow({ why, account, about, systems }: SyncNote): Row {
  const whose = about.length === 0 ? '' : `${listed(about, 3)}: `;
  const where = systems.length === 0 ? '' : ` (${listed(systems, 5)})`;
  const tone = why === 'invited' ? 'quiet' : 'look';
  return { tone, mark: 'look', subject: accountWord(account), detail: `${whose}${WHY[why]}${where}`, notes: [] };
}

function peopleWord(number: number): string {
  return number === 1 ? '1 person' : `${number.toLocaleString('en-US')} people`;
}

/** Below GitHub's limit for a pull request's body, which counts characters. */
const BODY_BYTES = 60_000;
const TITLES = { leaver: 'Left', joiner: 'Joined', renamed: 'Renamed', pin: 'Pinned by immutable id' } as const;

/** What the pull request with these changes says: those who left first. Every name in it is shown as text. */
export function syncProposal(told: Pick<SyncTold, 'provider' | 'changes' | 'notes'>): {
  readonly title: string;
  readonly body: string;
  readonly message: string;
} {
  const { provider, changes, notes } = told;
  const groups: Readonly<Record<keyof typeof TITLES, readonly SyncChange[]>> = {
    leaver: changes.filter(({ kind }) => kind === 'leaver'),
    joiner: changes.filter(({ kind }) => kind === 'joiner'),
    renamed: changes.filter(({ kind }) => kind === 'login' || kind === 'email'),
    pin: changes.filter(({ kind }) => kind === 'pin'),
  };
  const title = `Bring the roster up to ${provider}: ${titleOf(groups.leaver.length, groups.joiner.length, changes.length)}`;
  const tables = (Object.keys(TITLES) as (keyof typeof TITLES)[]).flatMap((key) => {
    const rows = groups[key].map((one) => `| ${markdown(one.person)} | ${markdown(wordOf(one))} |`);
    return rows.length === 0
      ? []
      : [`### ${TITLES[key]}`, '', '| person | what changed |', '| --- | --- |', ...rows, ''];
  });
  const looks = notes.map((note) => {
    const { subject, detail } = noteRow(note);
    return `- ${markdown(subject)}: ${markdown(detail)}`;
  });
  const body = [
    ...leaversFirst(groups.leaver.length),
    `Read from the whole listing of ${markdown(provider)}${leftWord(groups.leaver.length)}. Look at each line: names of those who joined are guessed from their addresses.`,
    '',
    ...tables,
    ...(looks.length === 0 ? [] : ['### To look at: nothing is changed for these', '', ...looks]),
  ];
  const message = `${title}\n\n${changes.map(({ kind, person }) => `${kind} ${person}`).join('\n')}`;
  return { title, body: cut(body, BODY_BYTES), message };
}

function titleOf(leavers: number, joiners: number, all: number): string {
  const parts = [
    ...(leavers > 0 ? [count(leavers, 'leaver')] : []),
    ...(joiners > 0 ? [count(joiners, 'joiner')] : []),
    ...(all > leavers + joiners ? [count(all - leavers - joiners, 'update')] : []),
  ];
  return parts.join(', ');
}

function leftWord(leavers: number): string {
  return leavers === 0 ? '' : '; the accounts of each of those who left were read by themselves besides';
}

function leaversFirst(leavers: number): readonly string[] {
  if (leavers === 0) return [];
  const whose = leavers === 1 ? "this person's" : "these people's";
  return [
    '> [!CAUTION]',
    `> This marks **${peopleWord(leavers)}** as departed. Once it is merged, the next run revokes ${whose} access in every system.`,
    '',
  ];
}
