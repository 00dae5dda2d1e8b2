import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Instant } from '../core/time.js';
import type { Clock } from './ports.js';

export { nodeFiles } from './node-files.js';

/** The machine's clock. */
export const nodeClock: Clock = {
  now: () => Date.now() as Instant,
  sleep: (milliseconds) => delay(milliseconds),
};

/** Whether there is a folder of that name. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
