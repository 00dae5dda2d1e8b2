import type { Clock } from '../ports/ports.js';

/** What came of making a change: it is known, or it is not, and why. */
export type Made<Settled> =
  | { readonly kind: 'settled'; readonly settled: Settled }
  | { readonly kind: 'unclear'; readonly why: unknown };

/**
 * Makes a change that must not be made twice unseen: while its outcome is unknown, waits, looks, and only where it is
 * still needed makes it again. `unclear` where even that came to nothing.
 * @param waits before each look, in milliseconds: what was changed may take seconds to show
 * @param isDone a fresh look at the system
 */
export async function settle<Settled>(
  { clock, waits }: { readonly clock: Clock; readonly waits: readonly number[] },
  make: () => Promise<Made<Settled>>,
  isDone: () => Promise<boolean>,
): Promise<Made<Settled> | { readonly kind: 'found' }> {
  let made = await make();
  for (const wait of waits) {
    if (made.kind === 'settled') return made;
    await clock.sleep(wait);
    if (await isDone()) return { kind: 'found' };
    made = await make();
  }
  return made;
}
