/** Reading back, the one way for what was revoked and for what was brought back. */
import { messageOf } from '../errors.js';
import type { Clock } from '../ports/ports.js';

/** Milliseconds between looks: after half a minute what does not show yet is pending, and a later run looks again. */
export const READ_BACK_WAITS = [1_000, 2_000, 4_000, 8_000, 15_000] as const;

export interface ReadBack<Seen> {
  readonly read: () => Promise<Seen>;
  /** Whether something that was done does not show yet. */
  readonly isPending: (seen: Seen) => boolean;
  /** What failed so far: then one look has to do. A look that fails is added: it is no success. */
  readonly failures: string[];
}

/**
 * Looks with growing pauses while anything is pending.
 * @param before what is handed back where no look succeeds
 */
export async function readBack<Seen>(clock: Clock, before: Seen, given: ReadBack<Seen>): Promise<Seen> {
  const { read, isPending, failures } = given;
  let seen = before;
  for (const wait of [...READ_BACK_WAITS, null]) {
    try {
      seen = await read();
    } catch (error) {
      failures.push(`reading back: ${messageOf(error)}`);
      return seen;
    }
    if (!isPending(seen) || wait === null || failures.length > 0) return seen;
    await clock.sleep(wait);
  }
  return seen;
}
