/** A clone on this machine, read by the Git that is installed here. */

import { formatInstant, type Instant, type Timestamp } from '../core/time.js';
import { LeaverError } from '../errors.js';
import type { Checkout, Clone, Commit, CommittedFile, FileChange } from './clone.js';
import { type Git, gitIn, type Objects, objectsIn } from './node-git.js';

const OID = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
const NOTHING = /^0+$/;
const EPOCH = formatInstant(0 as Instant);
const YEAR_10000 = Date.UTC(10_000, 0);
/** No document is larger. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The clone at a folder, or around it. Nothing is read before it is asked for. */
export function nodeClone(root: string): Clone {
  const git = gitIn(root);
  const objects = objectsIn(git);
  const contents: Contents = new Map();
  let seen: Promise<Checkout | null> | null = null;
  const checkout = (): Promise<Checkout | null> => {
    seen ??= readCheckout(git);
    return seen;
  };
  const within = async (path: string): Promise<string> => `${(await checkout())?.prefix ?? ''}${path}`;

  return {
    checkout,
    changesBelow: async (folder) => {
      if ((await checkout()) === null) return [];
      const raw = await git.text(['log', ...LOG, '--raw', '-m', '--format=%H', 'HEAD', '--', folder]);
      return changesIn(raw, await within(''), await commitsOf(git, commitsIn(raw)));
    },
    lineFrom: async (commit, count) => {
      if (!OID.test(commit)) return [];
      const listed = await git.maybe(['rev-list', '--first-parent', `--max-count=${count}`, commit]);
      const oids = (listed ?? '').split('\n').filter(Boolean);
      const commits = await commitsOf(git, oids);
      return oids.map((oid) => commits.get(oid)).filter((one) => one !== undefined);
    },
    onLine: async (commits) => {
      if (commits.length === 0 || (await checkout()) === null) return new Set();
      const line = new Set((await git.text(['rev-list', '--first-parent', 'HEAD'])).split('\n'));
      return new Set(commits.filter((commit) => OID.test(commit) && line.has(commit)));
    },
    objectsAt: async (places) => {
      const prefix = await within('');
      return objects.named(places.map(({ commit, path }) => (OID.test(commit) ? `${commit}:${prefix}${path}` : '')));
    },
    textsOf: (blobs, most) =>
      objects.texts(
        blobs.map((blob) => (OID.test(blob) ? blob : '')),
        most,
      ),
    filesBelow: async (commit, folder) => {
      const [tree] = OID.test(commit) ? await objects.named([`${commit}:${await within(folder)}`]) : [];
      if (tree == null) return [];
      const files = await filesBelow(git, objects, tree, contents);
      return files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
    },
  };
}

/** `--first-parent`: what the branch itself went through. A rename is a file that went and one that came. */
const LOG = ['--first-parent', '--no-renames', '--no-abbrev', '-z', '--no-show-signature', '--no-ext-diff'];

async function readCheckout(git: Git): Promise<Checkout | null> {
  const told = await git.maybe(['rev-parse', '--is-shallow-repository', '--verify', 'HEAD']);
  if (told === null) return null;
  const [shallow = '', commit = ''] = told.trim().split('\n');
  const prefix = (await git.text(['rev-parse', '--show-prefix'])).replace(/\n$/, '');
  const origin = await git.maybe(['config', '--get', 'remote.origin.url']);
  return { commit, shallow: shallow !== 'false', origin: origin?.trim() || null, prefix };
}

/** The commits in a raw log, in order. */
function commitsIn(raw: string): string[] {
  return entriesIn(raw).flatMap((entry) => (entry.kind === 'commit' ? [entry.oid] : []));
}

function changesIn(raw: string, prefix: string, commits: ReadonlyMap<string, Commit>): FileChange[] {
  const changes: FileChange[] = [];
  let commit: Commit | undefined;
  for (const entry of entriesIn(raw)) {
    if (entry.kind === 'commit') commit = commits.get(entry.oid);
    else if (commit !== undefined) {
      const [before, after] = [entry.before, entry.after].map((oid) => (NOTHING.test(oid) ? null : oid));
      changes.push({ commit, path: entry.path.slice(prefix.length), before: before ?? null, after: after ?? null });
    }
  }
  return changes;
}

type Entry =
  | { readonly kind: 'commit'; readonly oid: string }
  | { readonly kind: 'change'; readonly path: string; readonly before: string; readonly after: string };

/** `HASH NUL LF :modes before after status NUL path NUL …`: a path always follows its line, so none passes for a commit. */
function entriesIn(raw: string): Entry[] {
  const entries: Entry[] = [];
  const parts = raw.split('\0');
  for (let at = 0; at < parts.length; at += 1) {
    const part = (parts[at] ?? '').trim();
    const change = /^:\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) [A-Z]\d*$/.exec(part);
    if (change !== null) {
      at += 1;
      entries.push({ kind: 'change', path: parts[at] ?? '', before: change[1] ?? '', after: change[2] ?? '' });
    } else if (OID.test(part)) entries.push({ kind: 'commit', oid: part });
    else if (part !== '') throw unreadable('its log has a form that is not known');
  }
  return entries;
}

/** Commits by name. */
async function commitsOf(git: Git, oids: readonly string[]): Promise<ReadonlyMap<string, Commit>> {
  const commits = new Map<string, Commit>();
  if (oids.length === 0) return commits;
  const format = '--format=%H%x00%P%x00%at%x00%ct';
  const text = await git.text(['log', '--no-walk=unsorted', '--stdin', '-z', '--no-show-signature', format], {
    input: `${oids.join('\n')}\n`,
  });
  const fields = text.split('\0');
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [oid = '', parents = '', authored = '', committed = ''] = fields.slice(at, at + 4);
    commits.set(oid, {
      oid,
      parents: parents.split(' ').filter(Boolean),
      authoredAt: timeOf(authored),
      committedAt: timeOf(committed) ?? EPOCH,
    });
  }
  return commits;
}

/** Seconds since the epoch, as Git keeps them: a commit may carry any number, even one that no calendar has. */
function timeOf(seconds: string): Timestamp | null {
  const at = Number(seconds) * 1000;
  return seconds === '' || !(at >= 0 && at < YEAR_10000) ? null : formatInstant(at as Instant);
}

/** Contents that were read before, by blob: one roster is much like the next. */
type Contents = Map<string, string | null>;

async function filesBelow(git: Git, objects: Objects, tree: string, contents: Contents): Promise<CommittedFile[]> {
  const raw = await git.text(['ls-tree', '--full-tree', '-r', '-z', '-l', tree]);
  const found = raw.split('\0').flatMap((line) => {
    const [, blob = '', size = '', path = ''] = /^\d+ blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(line) ?? [];
    return blob === '' ? [] : [{ blob, path, bytes: Number(size) }];
  });
  const missing = [...new Set(found.map(({ blob }) => blob))].filter((blob) => !contents.has(blob));
  for (const [index, text] of (await objects.texts(missing, MOST_BYTES)).entries())
    contents.set(missing[index] ?? '', text);
  return found.map(({ blob, path, bytes }) => ({ path, bytes, text: contents.get(blob) ?? null }));
}

function unreadable(why: string): LeaverError {
  return new LeaverError('unreachable', `the Git history can't be read: ${why}`);
}
