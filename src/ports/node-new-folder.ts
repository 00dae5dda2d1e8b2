/** Making a folder whole or not at all. */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LeaverError } from '../errors.js';
import { isMissing, whyOf } from './node-paths.js';

/** A folder that does not exist yet, or holds nothing but Git's own. */
export interface NewFolder {
  /** What is in the way, by name, sorted; empty where the folder is absent or may be filled. */
  inTheWay(): Promise<readonly string[]>;
  /** Writes all files, by path, or none. Throws `file-unwritable`. */
  fill(files: ReadonlyMap<string, string>): Promise<void>;
}

/** An empty clone is where a new repository begins. */
const NOT_IN_THE_WAY = '.git';

export function nodeNewFolder(path: string): NewFolder {
  const folder = resolve(path);
  return {
    inTheWay: () => entriesOf(folder),
    fill: async (files) => {
      let made: string | undefined;
      try {
        made = await mkdir(folder, { recursive: true });
        // Within it, so that what is moved stays on the same disk.
        const draft = join(folder, `.leaver-${randomBytes(6).toString('hex')}.tmp`);
        try {
          await write(draft, files);
          await move(draft, folder);
        } finally {
          await rm(draft, { recursive: true, force: true });
        }
      } catch (error) {
        if (made !== undefined) await rm(made, { recursive: true, force: true });
        throw new LeaverError('file-unwritable', `the new folder can't be written: ${whyOf(error)}`, {
          mend: 'Name a folder that the user who runs Leaver may make, or an empty one.',
          cause: error,
        });
      }
    },
  };
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name !== NOT_IN_THE_WAY).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw new LeaverError('file-unwritable', `the new folder can't be looked at: ${whyOf(error)}`, {
      mend: 'Name a folder that does not exist yet, or an empty one.',
      cause: error,
    });
  }
}

async function write(draft: string, files: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(draft);
  for (const [path, text] of files) {
    await mkdir(dirname(join(draft, path)), { recursive: true });
    await writeFile(join(draft, path), text, { flag: 'wx' });
  }
}

/** Entry by entry, since the folder may be where somebody stands; what was moved goes away again where one fails. */
async function move(draft: string, folder: string): Promise<void> {
  const moved: string[] = [];
  try {
    for (const name of await readdir(draft)) {
      await rename(join(draft, name), join(folder, name));
      moved.push(name);
    }
  } catch (error) {
    for (const name of moved) await rm(join(folder, name), { recursive: true, force: true });
    throw error;
  }
}
