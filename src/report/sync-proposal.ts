/** What the pull request of `sync` says. */
import type { SyncChange } from '../core/sync/roster-sync.js';
import { markdown } from '../text/escape.js';
import { cut } from './markdown.js';
import type { SyncTold } from './sync-outline.js';
import { accountWord, noteWord, peopleWord, wordOf } from './sync-words.js';
import { count } from './words.js';

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
    return `- ${markdown(accountWord(note.account))}: ${markdown(noteWord(note))}`;
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
