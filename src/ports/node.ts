import { stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Instant } from '../core/time.js';
import type { Clock, Machine } from './ports.js';

export { nodeFiles } from './node-files.js';

/** The machine's clock. */
export const nodeClock: Clock = {
  now: () => Date.now() as Instant,
  sleep: (milliseconds) => delay(milliseconds),
};

/** The machine that this process runs on. */
export const nodeMachine: Machine = {
  host: hostname(),
  pid: process.pid,
  isRunning: (pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // Another user's process runs all the same.
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  },
};

/** Whether there is a folder of that name. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
