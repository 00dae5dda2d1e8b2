import { busyWith, type Journal } from '../audit/journal.js';
import type { Clock } from '../ports/ports.js';

/** How long a run waits that another one keeps from acting, in milliseconds. */
export interface Patience {
  readonly clock: Clock;
  readonly atMost: number;
}

/** A run that only tells somebody something holds the lease for seconds: no reason for a run that revokes to end red. */
export const SECONDS = 30_000;
const LOOK_EVERY = 5_000;

/**
 * Acts while this run holds the lease, and gives it back, however that ends. Throws `busy` where another run holds it: then
 * nothing was done. What the journal said before may be out of date: read it again.
 * @param patience how long to wait for another run; null: not at all
 */
export async function underLease<Done>(
  journal: Journal,
  act: () => Promise<Done>,
  patience: Patience | null = null,
): Promise<Done> {
  for (let waited = 0; ; waited += LOOK_EVERY) {
    const lease = await journal.lease();
    if (lease.kind === 'held') {
      try {
        return await act();
      } finally {
        await lease.release();
      }
    }
    if (patience === null || waited >= patience.atMost) throw busyWith(lease.holder);
    await patience.clock.sleep(LOOK_EVERY);
  }
}
