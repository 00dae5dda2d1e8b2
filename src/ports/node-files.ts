import { randomBytes } from 'node:crypto';
import { constants, type Dirent, type Stats } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LeaverError } from '../errors.js';
import { confined, isFull, isMissing, isNotText, rooted, whyOf } from './node-paths.js';
import type { Files, FoundFile } from './ports.js';

const MIB = 1024 * 1024;
/** A snapshot of a million accounts, a journal of many years: what is larger is none, and would not fit into the memory. */
const MOST_BYTES = 256 * MIB;

/**
 * The files below a folder of this machine. Neither a path with `..` nor a symbolic link leads out of it: a policy
 * repository comes from pull requests, and a link in one must not read the runner's own files. Messages name paths
 * relative to the root only.
 */
export function nodeFiles(root: string): Files {
  return {
    list: (folder, ending) => list(root, folder, ending),
    read: (path) => read(root, path),
    lines: (path) => lines(root, path),
    write: (path, text) => writing(path, async () => write(await place(root, path), text)),
    create: (path, text) => writing(path, async () => create(await place(root, path), text)),
    append: (path, line) => writing(path, async () => append(await place(root, path), line)),
    remove: (path) => writing(path, () => remove(root, path)),
  };
}

async function list(root: string, folder: string, ending: string): Promise<readonly FoundFile[] | null> {
  try {
    const found: FoundFile[] = [];
    const start = await confined(root, folder);
    await walk(root, start, rooted(folder), ending, found);
    return found.sort((one, other) => (one.path < other.path ? -1 : 1));
  } catch (error) {
    if (isMissing(error)) return null;
    throw unreadable(folder, error);
  }
}

async function walk(root: string, real: string, path: string, ending: string, found: FoundFile[]): Promise<void> {
  for (const entry of await readdir(real, { withFileTypes: true })) {
    const below = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) await walk(root, join(real, entry.name), below, ending, found);
    else if (entry.isSymbolicLink() || entry.name.endsWith(ending)) await take(root, entry, below, ending, found);
  }
}

/** A link is listed as the file that it leads to; one to a folder is refused, since it could lead round in a circle. */
async function take(root: string, entry: Dirent, path: string, ending: string, found: FoundFile[]): Promise<void> {
  try {
    const target = await stat(await confined(root, path));
    if (target.isDirectory()) throw new Error('a symbolic link to a folder, which is not followed');
    if (entry.name.endsWith(ending)) found.push({ path, bytes: target.size });
  } catch (error) {
    // A link that leads nowhere hides no document, unless it is named like one.
    if (isMissing(error) && !entry.name.endsWith(ending)) return;
    throw unreadable(path, error);
  }
}

async function read(root: string, path: string): Promise<string> {
  try {
    return await opened(root, path, async (handle) => {
      const { size } = await handle.stat().then(onlyFile);
      if (size > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES / MIB} MiB`);
      return new TextDecoder('utf-8', { fatal: true }).decode(await handle.readFile());
    });
  } catch (error) {
    throw unread(path, error);
  }
}

async function* lines(root: string, path: string): AsyncIterable<string> {
  try {
    const handle = await openToRead(root, path);
    try {
      await handle.stat().then(onlyFile);
      yield* linesIn(handle.createReadStream({ autoClose: false, highWaterMark: MIB }));
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unread(path, error);
  }
}

async function* linesIn(chunks: AsyncIterable<Buffer>): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

async function opened<Value>(root: string, path: string, act: (handle: FileHandle) => Promise<Value>): Promise<Value> {
  const handle = await openToRead(root, path);
  try {
    return await act(handle);
  } finally {
    await handle.close();
  }
}

async function openToRead(root: string, path: string): Promise<FileHandle> {
  return open(await confined(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
}

function unread(path: string, error: unknown): LeaverError {
  if (!isMissing(error)) return unreadable(path, error);
  return new LeaverError('file-missing', `${path} does not exist`, { mend: `Create ${path}, or check --root.` });
}

function onlyFile(stats: Stats): Stats {
  if (!stats.isFile()) throw new Error('not a file');
  return stats;
}

/** Where to write: the folders on the way are made, and a link that stays inside is followed. */
async function place(root: string, path: string): Promise<string> {
  await mkdir(root, { recursive: true });
  const folder = dirname(rooted(path));
  const made = await confined(root, folder, { make: true });
  try {
    return await confined(root, path);
  } catch (error) {
    if (isMissing(error)) return join(made, basename(path));
    throw error;
  }
}

async function write(real: string, text: string): Promise<void> {
  await throughTemporary(real, text, (temporary) => rename(temporary, real));
}

/** A link is made only where nothing of that name is there, and brings the whole text with it. */
async function create(real: string, text: string): Promise<boolean> {
  try {
    await throughTemporary(real, text, (temporary) => link(temporary, real));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Writes the text beside where it shall stand, and puts it there whole. */
async function throughTemporary(real: string, text: string, put: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = join(dirname(real), `.${basename(real)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await put(temporary);
  } finally {
    // After a link, and where something failed; a renamed one is gone.
    await rm(temporary, { force: true });
  }
  await syncFolder(real);
}

async function append(real: string, line: string): Promise<void> {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
  const handle = await open(real, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o644);
  let fresh = false;
  try {
    fresh = (await handle.stat()).size === 0;
    await handle.writeFile(`${line}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (fresh) await syncFolder(real);
}

/** Only the folders on the way are followed: of a link, the link itself goes, and nothing that it leads to. */
async function remove(root: string, path: string): Promise<void> {
  try {
    const real = join(await confined(root, dirname(rooted(path))), basename(path));
    await unlink(real);
    await syncFolder(real);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** A new name, or one less, is on disk only when its folder is. */
async function syncFolder(real: string): Promise<void> {
  const handle = await open(dirname(real), constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writing<Done>(path: string, act: () => Promise<Done>): Promise<Done> {
  try {
    return await act();
  } catch (error) {
    throw new LeaverError('file-unwritable', `${path} can't be written: ${whyOf(error)}`, {
      mend: isFull(error)
        ? 'Make room on the disk, and run again.'
        : 'Make its folder writable for the user that runs Leaver.',
      cause: error,
    });
  }
}

function unreadable(path: string, error: unknown): LeaverError {
  if (error instanceof LeaverError) return error;
  const code = isNotText(error) ? 'not-text' : 'file-unreadable';
  return new LeaverError(code, `${path} can't be read: ${whyOf(error)}`, {
    mend: 'Replace it with a plain UTF-8 file inside the repository that the runner may read.',
    cause: error,
  });
}
