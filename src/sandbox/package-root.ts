import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The sample world, relative to the package. */
export const SAMPLE_WORLD = 'src/sandbox/worlds/acme.yaml';

/**
 * The folder of the package that this program is part of, wherever it was called from: one level above `src/`, or above
 * `dist/` where it runs bundled.
 */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!['src', 'dist'].includes(basename(folder)) && dirname(folder) !== folder) folder = dirname(folder);
  return dirname(folder);
}
