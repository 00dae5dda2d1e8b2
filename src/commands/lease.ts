import { busyWith, type Journal } from '../audit/journal.js';

/**
 * Acts while this run holds the lease, and gives it back, however that ends. Throws `busy` where another run holds it: then
 * nothing was done. What the journal said before may be out of date: read it again.
 */
export async function underLease<Done>(journal: Journal, act: () => Promise<Done>): Promise<Done> {
  const lease = await journal.lease();
  if (lease.kind === 'busy') throw busyWith(lease.holder);
  try {
    return await act();
  } finally {
    await lease.release();
  }
}
