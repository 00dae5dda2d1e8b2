/** What became of decisions to revoke. */
import type { Revoke } from './decision.js';
import type { Timestamp } from './time.js';

/** What a revocation left behind, found by reading back (law 10). Nothing left: verified. */
export type Remainder =
  /** Not visible yet, or not gone yet: read again. */
  | { readonly kind: 'pending'; readonly what: string }
  /** Stays until then by the system's own rules (a live session); null where the end is unknown. */
  | { readonly kind: 'residual'; readonly what: string; readonly until: Timestamp | null }
  /** Only a person can do this. */
  | { readonly kind: 'manual'; readonly what: string; readonly todo: string };

export type Outcome =
  /** Read back, and nothing is left. */
  | { readonly kind: 'verified' }
  /** Not visible yet when the time for reading back was over. */
  | { readonly kind: 'pending' }
  /** Done; what is left ends by the system's own rules. */
  | { readonly kind: 'residual' }
  /** Done; what is left only a person can do. */
  | { readonly kind: 'manual' }
  | { readonly kind: 'failed'; readonly why: readonly string[] }
  /** The fresh look before the act no longer showed what the plan was made from. */
  | { readonly kind: 'dropped'; readonly why: string };

export interface RevocationResult {
  readonly decision: Revoke;
  /** The revocation's id in the journal. */
  readonly revocation: string;
  readonly outcome: Outcome;
  readonly remainders: readonly Remainder[];
  /** What was done, in order, in the vendor's words. */
  readonly steps: readonly string[];
}

/** What an earlier run's revocation comes to, read back again. */
export interface EarlierResult extends RevocationResult {
  readonly revokedAt: Timestamp;
}
