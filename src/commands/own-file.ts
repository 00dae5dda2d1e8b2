import { basename } from 'node:path';
import { LeaverError } from '../errors.js';
import type { Files } from '../ports/ports.js';

/** Throws `usage` where another file lies there than one that Leaver made: a folder that was named by mistake keeps its files. */
export async function refuseForeign(named: Pick<Files, 'read'>, path: string, mark: string): Promise<void> {
  try {
    if ((await named.read(path)).includes(mark)) return;
  } catch (error) {
    if (!(error instanceof LeaverError)) throw error;
    if (error.code === 'file-missing') return;
    if (error.code !== 'not-text') throw error;
  }
  throw new LeaverError('usage', `There is another ${basename(path)} in that folder, which Leaver did not make.`, {
    mend: 'Name another folder with --out, or take the file away.',
  });
}
