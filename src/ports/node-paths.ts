import { mkdir, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';

/** A path below the root in its plain form: `a/b`, empty for the root itself. Throws for one that leads out. */
export function rooted(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (isAbsolute(path) || parts.includes('..') || path.includes('\0')) throw new Outside();
  return parts.join('/');
}

/**
 * The real path of something below the root, links followed; `make` makes missing folders on the way. Throws for one
 * that leads out of the root, and the file system's own error where it does not exist.
 */
export async function confined(root: string, path: string, { make = false } = {}): Promise<string> {
  const top = await realpath(root);
  let real = top;
  for (const part of rooted(path).split('/').filter(Boolean)) {
    const next = join(real, part);
    if (make) await mkdir(next).catch(existing);
    real = await realpath(next);
    const below = relative(top, real);
    if (below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)) throw new Outside();
  }
  return real;
}

/** Whether an error says that the path is not there. */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}

/** Whether an error says that there is no room, which no right to write would mend. */
export function isFull(error: unknown): boolean {
  return codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';
}

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the disk is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file is in the way',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links lead round in a circle',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8 text',
};

/** Whether bytes were read, and are not UTF-8: what `TextDecoder` throws. */
export function isNotText(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
}

/** Why a file operation failed, in words; never with the machine's own path, which the file system's messages hold. */
export function whyOf(error: unknown): string {
  const code = codeOf(error);
  if (code !== null) return WHY[code] ?? `error ${code}`;
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

function existing(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}

class Outside extends Error {
  constructor() {
    super('it leads out of the repository');
  }
}
