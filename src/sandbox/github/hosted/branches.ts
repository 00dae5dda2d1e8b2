/** The branches of a bare repository. Nearly every request asks for them, and a process for each would cost more than the rest. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { git, lines, OID } from './git.js';

type Tips = ReadonlyMap<string, string>;

const HEADS = 'refs/heads/';

/** The last commit of each branch: from the files that git keeps it in, or from git itself where it keeps it otherwise. */
export async function branchTips(folder: string): Promise<Tips> {
  return (await tipsInFiles(folder)) ?? tipsFromGit(folder);
}

/**
 * A file for each branch, which counts before the one line that `packed-refs` may have of it. Null where anything is not as
 * expected: another storage of refs, a branch that stands for another, a file that went while it was read.
 */
async function tipsInFiles(folder: string): Promise<Tips | null> {
  try {
    // In git's own order: what is being packed is in the second before it goes from the first.
    const loose = await looseTips(join(folder, HEADS));
    return loose === null ? null : new Map([...(await packedTips(folder)), ...loose]);
  } catch {
    return null;
  }
}

async function looseTips(heads: string): Promise<Tips | null> {
  const entries = await readdir(heads, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory() && !entry.name.endsWith('.lock'));
  const tips = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(heads, path).split(sep).join('/'), (await readFile(path, 'utf8')).trimEnd()] as const;
    }),
  );
  return tips.every(([, tip]) => OID.test(tip)) ? new Map(tips) : null;
}

async function packedTips(folder: string): Promise<Tips> {
  const text = await readFile(join(folder, 'packed-refs'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return tipsIn(lines(text));
}

async function tipsFromGit(folder: string): Promise<Tips> {
  return tipsIn(lines(await git(folder, ['for-each-ref', '--format=%(objectname) %(refname)', HEADS])));
}

/** Of lines such as `<id> refs/heads/main`; others are no branches. */
function tipsIn(told: readonly string[]): Tips {
  return new Map(
    told
      .filter((line) => OID.test(line.slice(0, 40)) && line.startsWith(HEADS, 41))
      .map((line) => [line.slice(41 + HEADS.length), line.slice(0, 40)]),
  );
}
