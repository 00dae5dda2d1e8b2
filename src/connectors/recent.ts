/** What was read of accounts a moment ago, so that acting at once does not read the same again. */
import { isDeepStrictEqual } from 'node:util';
import type { ObservedAccount } from '../core/observation.js';
import { type Instant, instantOf, type Timestamp } from '../core/time.js';
import type { Clock } from '../ports/ports.js';

/** For how long a direct reading counts as a fresh look, in milliseconds. */
const A_MOMENT = 15_000;

/** Whether something read then is as good as read now. A clock that was set back makes nothing fresh. */
export function isFresh(at: Timestamp, now: Instant): boolean {
  const age = now - instantOf(at);
  return age >= 0 && age <= A_MOMENT;
}

/** Since when what others did may be missing from a reading: a system may show a change late. */
export function doubtfulSince(at: Timestamp): number {
  return instantOf(at) - A_MOMENT;
}

/** The readings of one connector. They serve to begin an act and never to check it: a read-back always reads (law 10). */
export interface Recent<Held> {
  /** Remembers what stands behind an account that was read directly. `at`: when the reading began. */
  keep(account: ObservedAccount, held: Held, at: Timestamp): void;
  /**
   * Hands over what was read of this very account, once: null where it was not, is older than a moment, or says something else of
   * the account than the caller does.
   */
  take(account: ObservedAccount): Held | null;
}

/** No readings yet. */
export function recentOf<Held>(clock: Clock): Recent<Held> {
  const kept = new Map<string, { readonly account: ObservedAccount; readonly held: Held; readonly at: Timestamp }>();
  return {
    keep: (account, held, at) => {
      kept.set(account.id, { account, held, at });
    },
    take: (account) => {
      const found = kept.get(account.id);
      kept.delete(account.id);
      if (found === undefined || !isFresh(found.at, clock.now())) return null;
      return isSame(found.account, account) ? found.held : null;
    },
  };
}

/** But for the time of a suspension, which the journal may tell. */
function isSame(one: ObservedAccount, other: ObservedAccount): boolean {
  const suspendedAt = null;
  return isDeepStrictEqual({ ...one, suspendedAt }, { ...other, suspendedAt });
}
