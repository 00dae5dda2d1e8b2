/** What bringing back a revocation means, item by item. */
import type { Revoke } from './decision.js';
import type { ObservedAccount } from './observation.js';

/** A revocation as the journal tells it, to be brought back. */
export interface Lost {
  readonly decision: Revoke;
  /** As the fresh look before the first act saw it. */
  readonly account: ObservedAccount;
  /** What was recorded before each attempt, oldest first: of one taken up again, only the first saw it whole. */
  readonly evidence: readonly Readonly<Record<string, unknown>>[];
}

/** One thing that was held, and what can be done about it at this moment. */
export interface RestoreItem {
  /** As reports name it: `team:backend`, `key:AKIA…`, `account`. Never a secret. */
  readonly item: string;
  /**
   * `restore`: is brought back at once. `invite`: by an invitation that the person accepts. `waiting`: nothing can be done
   * until the person accepts. `there`: is as it was. `impossible`: can't come back.
   */
  readonly how: 'restore' | 'invite' | 'waiting' | 'there' | 'impossible';
  /** Of `waiting` and `impossible`, as a clause, with what a person can do instead; else what is done, or empty. */
  readonly why: string;
}

/** What became of bringing one revocation back. */
export type RestoreOutcome =
  /** Read back: all that can be is there. */
  | { readonly kind: 'restored' }
  /** Done as far as it can be: an invitation waits, or a change is not visible yet. */
  | { readonly kind: 'pending' }
  | { readonly kind: 'failed'; readonly why: readonly string[] };
