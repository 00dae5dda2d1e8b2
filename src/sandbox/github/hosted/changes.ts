import type { Schema } from '../call.js';
import { addressOf, type HostedCall, pageOf } from './call.js';
import { git } from './git.js';
import type { HostedPull } from './state.js';

/** The files that a pull request changes against where it began ("About comparing branches in pull requests"). */
export async function filesOf(call: HostedCall, pull: HostedPull): Promise<readonly Schema<'diff-entry'>[]> {
  if (pull.commits.length === 0) return [];
  // Three dots: against where the branch left its base.
  const range = `${pull.baseSha}...${pull.headSha}`;
  const [raw, counted] = await Promise.all([
    git(call.repository.git, ['diff', '--raw', '-z', '--no-abbrev', '-M', range]),
    git(call.repository.git, ['diff', '--numstat', '-z', '--no-renames', range]),
  ]);
  const counts = countsIn(counted);
  return changesIn(raw).map((change) => entry(call, pull, change, counts.get(change.path) ?? [0, 0]));
}

interface Change {
  readonly status: string;
  readonly path: string;
  readonly before: string | null;
  readonly blob: string;
}

/** `:modes oid oid S NUL path NUL [path NUL]`, one after the other ("Raw output format" of git diff). */
function changesIn(raw: string): Change[] {
  const parts = raw.split('\0');
  const changes: Change[] = [];
  for (let at = 0; at + 1 < parts.length; ) {
    const [, , , blob = '', status = ''] = (parts[at] ?? '').split(' ');
    const moved = /^[RC]/.test(status);
    const [first = '', second = ''] = [parts[at + 1], parts[at + 2]];
    changes.push({ status: status.slice(0, 1), blob, path: moved ? second : first, before: moved ? first : null });
    at += moved ? 3 : 2;
  }
  return changes;
}

function countsIn(text: string): ReadonlyMap<string, readonly [number, number]> {
  const counts = new Map<string, readonly [number, number]>();
  for (const [, added = '', removed = '', path = ''] of text.matchAll(/(-|\d+)\t(-|\d+)\t([^\0]*)\0/g)) {
    counts.set(path, [Number(added) || 0, Number(removed) || 0]);
  }
  return counts;
}

const STATUS: Readonly<Record<string, Schema<'diff-entry'>['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
};

function entry(
  call: HostedCall,
  pull: HostedPull,
  { status, path, before, blob }: Change,
  [additions, deletions]: readonly [number, number],
): Schema<'diff-entry'> {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: status === 'D' ? null : blob,
    filename: path,
    status: STATUS[status] ?? 'changed',
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: pageOf(call, `/blob/${pull.headSha}/${encoded}`),
    raw_url: pageOf(call, `/raw/${pull.headSha}/${encoded}`),
    contents_url: addressOf(call, `/contents/${encoded}?ref=${pull.headSha}`),
    ...(before === null ? {} : { previous_filename: before }),
  };
}

/** How much a pull request changes. */
export async function figuresOf(call: HostedCall, pull: HostedPull) {
  const files = await filesOf(call, pull);
  const sum = (of: 'additions' | 'deletions') => files.reduce((all, one) => all + one[of], 0);
  return { files: files.length, additions: sum('additions'), deletions: sum('deletions') };
}
