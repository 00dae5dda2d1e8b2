import type { Journal } from '../audit/journal.js';
import { LeaverError } from '../errors.js';

/**
 * Acts while this run holds the lease, and gives it back, however that ends. Throws `busy` where another run holds it: then
 * nothing was done. What the journal said before may be out of date: read it again.
 */
export async function underLease<Done>(journal: Journal, act: () => Promise<Done>): Promise<Done> {
  const lease = await journal.lease();
  if (lease.kind === 'busy') {
    const { run, since, until } = lease.holder;
    const second = (time: string): string => time.replace(/\.\d+Z$/, 'Z');
    const said = `another run (${run}) has been acting since ${second(since)}, and only one may at a time`;
    throw new LeaverError('busy', `${said}. Nothing was done.`, {
      mend: `Run again when it has ended; if it was killed, from ${second(until)} on.`,
    });
  }
  try {
    return await act();
  } finally {
    await lease.release();
  }
}
