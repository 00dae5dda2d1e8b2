/** The files of a log: what they are called, what may lie on the branch, how lines go into them and come out. */
import { createHash } from 'node:crypto';
import { LeaverError } from '../errors.js';
import type { LogFile, LogState } from '../ports/host-log.js';
import type { TreeEntry } from './tree.js';

const FOLDER = 'journal';
const FOLDERS = /^journal(\/\d{4}(\/\d\d)?)?$/;
const FILE = /^journal\/\d{4}\/\d\d\/([\w-]{1,120})-([1-9]\d{0,5})\.jsonl$/;

/** Each append sends the last file again: beyond so many bytes it begins another. */
const A_PART = 64 * 1024;
/** No file is longer: such a one was not written by Leaver. */
const LONGEST = 2 * 1024 * 1024;

/**
 * What files are called. All writers share them, so that a log of very many small runs is few files to read: each adds on top
 * of the very commit that it has read, and none can overwrite another's lines.
 */
const NAME = 'log';

/** A file as the branch lists it. */
export interface ListedFile {
  readonly path: string;
  readonly blob: string;
  readonly bytes: number;
}

export interface Listing {
  /** The name of the whole tree. */
  readonly tree: string;
  readonly files: readonly ListedFile[];
}

/** What is told of a branch that is not as Leaver left it. */
export function spoiled(what: string, before: string | null = null): LeaverError {
  const to = before === null ? 'its last commit that Leaver made' : `the commit ${before}`;
  return new LeaverError('journal', what, {
    mend: `Bring the branch back to ${to}, for what runs did stands in it, and let nobody else change it.`,
  });
}

/**
 * What a branch holds, by a listing of all that lies below its root. Throws `journal` for anything but a log's own files:
 * a branch without any is not an empty log, for Leaver never makes one.
 */
export function listingOf(branch: string, entries: readonly (TreeEntry & { readonly size?: number })[]): Listing {
  const files: ListedFile[] = [];
  for (const { path, mode, type, sha, size } of entries) {
    if (type === 'tree' && FOLDERS.test(path)) continue;
    if (type !== 'blob' || mode !== '100644' || !FILE.test(path)) {
      throw spoiled(`the branch ${branch} holds what Leaver did not write: ${path}`);
    }
    const bytes = size ?? 0;
    if (bytes > LONGEST) throw spoiled(`${path} on the branch ${branch} is longer than Leaver writes`);
    files.push({ path, blob: sha, bytes });
  }
  const root = entries.find(({ path }) => path === FOLDER);
  if (root === undefined || files.length === 0) throw spoiled(`the branch ${branch} is there and holds nothing`);
  return { tree: treeOf(root.sha), files };
}

/** The name that Git gives to a tree that holds this one folder ("Git Objects"). */
function treeOf(folder: string): string {
  const entry = Buffer.concat([Buffer.from(`40000 ${FOLDER}\0`), Buffer.from(folder, 'hex')]);
  return createHash('sha1').update(`tree ${entry.length}\0`).update(entry).digest('hex');
}

/** Throws `journal` where the text does not end with a line. */
export function linesOf(branch: string, path: string, text: string): readonly string[] {
  if (!text.endsWith('\n')) throw spoiled(`${path} on the branch ${branch} does not end with a whole line`);
  return text.slice(0, -1).split('\n');
}

export function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** A file that is about to grow. */
interface Draft extends LogFile {
  readonly lines: string[];
  bytes: number;
}

/**
 * The files that change when lines are added: the last one grows, and where that is long enough, others begin.
 * @param month where those lie: `2026/11`
 */
export function grown({ files }: LogState, month: string, lines: readonly string[]): readonly LogFile[] {
  const { part, file } = lastOf(files);
  const bytes = file === null ? A_PART : bytesOf(file.lines);
  const changed: Draft[] = file === null || bytes >= A_PART ? [] : [{ path: file.path, lines: [...file.lines], bytes }];
  let parts = part;
  for (const line of lines) {
    let open = changed.at(-1);
    if (open === undefined || open.bytes >= A_PART) {
      parts += 1;
      open = { path: `${FOLDER}/${month}/${NAME}-${parts}.jsonl`, lines: [], bytes: 0 };
      changed.push(open);
    }
    open.lines.push(line);
    open.bytes += bytesOf([line]);
    if (open.bytes > LONGEST) throw new LeaverError('journal', 'an event is too long to be kept on a branch');
  }
  return changed.map((draft) => ({ path: draft.path, lines: draft.lines }));
}

/** The last file of those without a gap; 0 and null where there is none. One that somebody put far ahead is no end to go on from. */
function lastOf(files: readonly LogFile[]): { part: number; file: LogFile | null } {
  const parts = new Map<number, LogFile>();
  for (const file of files) {
    const [, of, number] = FILE.exec(file.path) ?? [];
    if (of === NAME) parts.set(Number(number), file);
  }
  let part = 0;
  while (parts.has(part + 1)) part += 1;
  return { part, file: parts.get(part) ?? null };
}

function bytesOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}

/** What was there before and is not any more, in words; null where lines were only added. */
export function missingIn(branch: string, now: LogState, before: LogState): string | null {
  if (before.head !== null && now.head === null) return `the branch ${branch}, which this run has seen, is gone`;
  const there = new Map(now.files.map((file) => [file.path, file]));
  for (const file of before.files) {
    const same = there.get(file.path);
    if (same === file) continue;
    const kept = same !== undefined && file.lines.every((line, index) => line === same.lines[index]);
    if (!kept) return `the branch ${branch} does not hold any more what this run has seen in ${file.path}`;
  }
  return null;
}

/** Throws `usage` for a name that could lead elsewhere, and `internal` for what is no line. */
export function checkWriter(writer: string): void {
  if (/^[A-Za-z0-9](-?[A-Za-z0-9]){0,99}$/.test(writer)) return;
  throw new LeaverError('usage', `${JSON.stringify(writer)} can't name a writer of the journal's branch`);
}

export function checkLines(lines: readonly string[]): void {
  // Half a character would come back as another one.
  if (lines.length > 0 && lines.every((line) => !/[\r\n]|\p{Surrogate}/u.test(line))) return;
  throw new LeaverError('internal', 'what goes into a log is one or more whole lines');
}
