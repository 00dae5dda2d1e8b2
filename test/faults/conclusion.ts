/** What every case ends with: the status, the words, and on the live system's own log that nothing else was changed. */
import { expect } from 'vitest';
import type { CommandResult } from '../../src/commands/result.js';
import { LeaverError } from '../../src/errors.js';
import { flatOf } from '../commands/world.js';

export interface Expected {
  /** The complete log of changes, in order where one account's; nothing else may stand in it. */
  readonly changes: readonly string[];
  readonly status: number;
  /** What the report says, each a part of it. */
  readonly says?: readonly (string | RegExp)[];
}

let count = 0;

/** How many conclusions held so far: a case without one shows nothing. */
export function conclusions(): number {
  return count;
}

/** Expects that the run ended so, and that of the live system exactly this was changed. */
export function conclude(
  { live }: { readonly live: { changes(): readonly string[] } },
  ended: CommandResult | LeaverError,
  { changes, status, says = [] }: Expected,
): void {
  const told = ended instanceof LeaverError ? `${ended.message} ${ended.mend}` : flatOf(ended);
  expect(live.changes(), `all that was changed; the report says: ${told}`).toEqual(changes);
  expect(ended instanceof LeaverError ? 1 : ended.status, told).toBe(status);
  for (const words of says) {
    if (typeof words === 'string') expect(told).toContain(words);
    else expect(told).toMatch(words);
  }
  count += 1;
}
