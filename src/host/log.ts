/** A log on a branch of the policy repository, through GitHub's Git data alone: nothing is ever pushed by force. */

import { formatInstant } from '../core/time.js';
import { LeaverError } from '../errors.js';
import type { HostLog, LogFile, LogState } from '../ports/host-log.js';
import type { Clock } from '../ports/ports.js';
import { logBranchAt, TRIES } from './log-branch.js';
import { textsOf } from './log-contents.js';
import { checkLines, checkWriter, grown, type ListedFile, linesOf, missingIn, spoiled, textOf } from './log-files.js';
import type { HostSite } from './site.js';
import { blobOf } from './tree.js';

/**
 * The log on `branch` for one writer, in files `journal/<year>/<month>/log-<part>.jsonl`. An append is three
 * writes, however old the log is; a read one request where nothing changed, else one for the listing and one for each
 * hundred files that are new. Throws `usage` for a name that can't be a branch's or a writer's.
 */
export function logAt(site: HostSite, branch: string, writer: string, clock: Pick<Clock, 'now'>): HostLog {
  checkBranch(branch);
  checkWriter(writer);
  const at = logBranchAt(site, branch);
  /** What was last read, or written on top of it. */
  let seen: LogState | null = null;

  async function look(): Promise<LogState> {
    const commit = await at.tip();
    if (commit === null) return { head: null, files: [] };
    if (seen?.head?.commit === commit) return seen;
    const { tree, files } = await at.listing(commit);
    return { head: { commit, tree }, files: await contentsOf(site, branch, files, seen?.files ?? []) };
  }

  return {
    marks: async () => at.messages().then((all) => all.flatMap((one) => MARKED.exec(one)?.[1] ?? [])),

    read: async () => {
      for (let count = 1; ; count += 1) {
        const now = await look();
        const missing = seen === null ? null : missingIn(branch, now, seen);
        if (missing === null) {
          seen = now;
          return now;
        }
        // The host may answer from a copy that is behind.
        if (count === TRIES) throw spoiled(missing, seen?.head?.commit);
        await site.client.pause(count);
      }
    },

    append: async (lines, onto, mark) => {
      checkLines(lines);
      const before = seen ?? { head: null, files: [] };
      if (before.head?.commit !== onto?.commit) return { kind: 'moved' };
      const month = formatInstant(clock.now()).slice(0, 7).replace('-', '/');
      const changed = grown(before, month, lines);
      const count = lines.length === 1 ? '1 event' : `${lines.length} events`;
      const end = mark === undefined ? '' : `\n\n${MARK}${mark}`;
      const made = await at.commit(changed, `leaver: ${count} of run ${writer}${end}`, onto);
      const placed = await at.place(made, onto);
      if (placed.kind === 'done') seen = { head: placed.head, files: withChanged(before.files, changed) };
      return placed;
    },
  };
}

/** The last line of a commit's message says where the log then ended. */
const MARK = 'Log ends with ';
const MARKED = /\nLog ends with (\S+)\s*$/;

/** The files with their lines; one whose content was seen before is the same value as then. */
async function contentsOf(
  site: HostSite,
  branch: string,
  listed: readonly ListedFile[],
  before: readonly LogFile[],
): Promise<readonly LogFile[]> {
  const known = new Map(before.map((file) => [file.path, file]));
  const isKnown = ({ path, blob }: ListedFile) => {
    const file = known.get(path);
    return file !== undefined && blobNameOf(file) === blob;
  };
  const texts = await textsOf(
    site,
    listed.filter((file) => !isKnown(file)),
  );
  return listed
    .map((file): LogFile => {
      const same = isKnown(file) ? known.get(file.path) : undefined;
      return same ?? { path: file.path, lines: linesOf(branch, file.path, texts.get(file.blob) ?? '') };
    })
    .sort(byPath);
}

const names = new WeakMap<LogFile, string>();

/** The name of a file's content, found out once. */
function blobNameOf(file: LogFile): string {
  const name = names.get(file) ?? blobOf(textOf(file.lines));
  names.set(file, name);
  return name;
}

function withChanged(files: readonly LogFile[], changed: readonly LogFile[]): readonly LogFile[] {
  const paths = new Set(changed.map(({ path }) => path));
  return [...files.filter(({ path }) => !paths.has(path)), ...changed].sort(byPath);
}

function byPath(one: LogFile, other: LogFile): number {
  return one.path < other.path ? -1 : one.path > other.path ? 1 : 0;
}

/** Never a branch that people work on. */
function checkBranch(branch: string): void {
  if (/^leaver\/[a-z0-9]+(-[a-z0-9]+)*$/.test(branch)) return;
  throw new LeaverError('usage', `${branch} is no branch for a log: those begin with leaver/`);
}
