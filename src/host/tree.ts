/** Git trees at the host: what a proposal changes, and whether a branch already holds just that ("Git trees"). */
import { createHash } from 'node:crypto';
import { LeaverError } from '../errors.js';
import type { LeftOut, ProposedFile } from '../ports/host-changes.js';
import type { HostSite } from './site.js';

export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
}

type Folder = ReadonlyMap<string, TreeEntry>;

/** Reads folders by their tree's name; the same tree is read once. */
export type ReadFolder = (tree: string) => Promise<Folder>;

/** Reads folder by folder, since a listing of the whole tree may be cut. Throws `unreachable` where one is. */
export function folderReader({ client, repository }: HostSite): ReadFolder {
  const read = new Map<string, Promise<Folder>>();
  const fetch = async (tree: string): Promise<Folder> => {
    const route = 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}';
    const values = { owner: repository.owner, repo: repository.name, tree_sha: tree };
    const answer = await client.read<{ tree?: readonly TreeEntry[]; truncated?: boolean }>(route, values);
    if (answer.truncated === true || !Array.isArray(answer.tree)) {
      throw new LeaverError('unreachable', 'the host does not list the whole of a folder', {
        mend: 'Split the folder: it holds too many files.',
      });
    }
    return new Map(answer.tree.map((entry) => [entry.path, entry]));
  };
  return (tree) => {
    const there = read.get(tree) ?? fetch(tree);
    read.set(tree, there);
    return there;
  };
}

/** A file of the difference, and the entry that it leaves; null where it is gone. */
export interface Change {
  readonly path: string;
  readonly text: string | null;
  readonly mode: string;
  readonly blob: string | null;
}

export interface Difference {
  readonly changes: readonly Change[];
  readonly left: readonly LeftOut[];
}

/** What of the wanted files differs from a tree. */
export async function differenceTo(
  tree: string,
  files: readonly ProposedFile[],
  read: ReadFolder,
): Promise<Difference> {
  const changes: Change[] = [];
  const left: LeftOut[] = [];
  for (const { path, text, seen } of files) {
    const there = await entryAt(tree, partsOf(path), read);
    const blob = text === null ? null : blobOf(text);
    if ((there?.sha ?? null) === blob) left.push({ path, why: 'already' });
    else if (there !== null && !isAsSeen(there, { path, text, seen })) left.push({ path, why: 'changed' });
    else changes.push({ path, text, mode: there?.mode ?? '100644', blob });
  }
  return { changes, left };
}

/** Whether `tree` is `base` with these changes and nothing else: everything beside them is compared by name of object. */
export async function isJust(
  tree: string | null,
  base: string | null,
  changes: readonly Change[],
  read: ReadFolder,
): Promise<boolean> {
  if (changes.length === 0) return tree === base;
  const [has, had] = [await folderAt(tree, read), await folderAt(base, read)];
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const [first = '', ...rest] = change.path.split('/');
    groups.set(first, [...(groups.get(first) ?? []), { ...change, path: rest.join('/') }]);
  }
  const beside = [...new Set([...has.keys(), ...had.keys()])].filter((name) => !groups.has(name));
  if (!beside.every((name) => isSame(has.get(name), had.get(name)))) return false;
  for (const [name, group] of groups) {
    if (!(await isEntryJust(has.get(name), had.get(name), group, read))) return false;
  }
  return true;
}

/** The same of one entry, whose changes are its own, or those below it. */
async function isEntryJust(
  now: TreeEntry | undefined,
  before: TreeEntry | undefined,
  changes: readonly Change[],
  read: ReadFolder,
): Promise<boolean> {
  const own = changes.find(({ path }) => path === '');
  if (own !== undefined) return own.blob === null ? now === undefined : now?.sha === own.blob && now.mode === own.mode;
  if (now !== undefined && now.type !== 'tree') return false;
  return isJust(treeIn(now), treeIn(before), changes, read);
}

/** The name that Git gives to a text ("Git Objects"). */
export function blobOf(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Throws `usage` for a path that leads anywhere but to a file of the repository. */
function partsOf(path: string): readonly string[] {
  const parts = path.split('/');
  if (parts.every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git'))
    return parts;
  throw new LeaverError('usage', `${path} is no path of a file in the policy repository`);
}

/** A link is taken away, never written through. */
function isAsSeen({ type, mode, sha }: TreeEntry, { text, seen }: ProposedFile): boolean {
  if (type !== 'blob' || (text !== null && mode === '120000')) return false;
  return seen === null || sha === blobOf(seen);
}

async function entryAt(tree: string, parts: readonly string[], read: ReadFolder): Promise<TreeEntry | null> {
  const [name = '', ...rest] = parts;
  const entry = (await read(tree)).get(name) ?? null;
  if (entry === null || rest.length === 0) return entry;
  // A file, or another repository, where a folder was: there is nothing of ours below it.
  return entry.type === 'tree' ? entryAt(entry.sha, rest, read) : null;
}

async function folderAt(tree: string | null, read: ReadFolder): Promise<Folder> {
  return tree === null ? new Map() : read(tree);
}

function treeIn(entry: TreeEntry | undefined): string | null {
  return entry?.type === 'tree' ? entry.sha : null;
}

function isSame(one: TreeEntry | undefined, other: TreeEntry | undefined): boolean {
  return one?.sha === other?.sha && one?.mode === other?.mode;
}
