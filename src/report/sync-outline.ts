/** What bringing the roster up to the identity provider came to. */
import type { Exceeded } from '../core/guard-limits.js';
import type { SystemId } from '../core/model.js';
import type { SyncChange, SyncNote } from '../core/sync/roster-sync.js';
import type { Group, Outline, Row } from './outline.js';
import { accountWord, noteWord, peopleWord, wordOf } from './sync-words.js';
import { capped, count } from './words.js';

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
  ].filter(({ value }) => value > 0);
}

function markOf({ kind }: SyncOutcome): string {
  if (kind === 'halted') return 'halted';
  return kind === 'written' ? 'written' : 'proposed';
}

function rowOf(change: SyncChange, mark: string): Row {
  const tone = change.kind === 'leaver' ? 'act' : 'quiet';
  return { tone, mark, subject: change.person, detail: wordOf(change), notes: [] };
}

function noteRow(note: SyncNote): Row {
  const tone = note.why === 'invited' ? 'quiet' : 'look';
  return { tone, mark: 'look', subject: accountWord(note.account), detail: noteWord(note), notes: [] };
}
