/** What is live: a system as its connector saw it. The shapes are those of `schemas/snapshot.schema.json`. */
import type { AccountId, EntitlementId, OptOutId, PersonId, Reason, SystemId } from './model.js';
import type { Timestamp } from './time.js';

/** Something that an account holds. */
export interface Entitlement {
  readonly kind: 'membership' | 'role' | 'credential';
  readonly id: EntitlementId;
  readonly role?: string;
  /** Whether this is what makes its holder an administrator: taking it away is counted like taking the account (law 5). */
  readonly admin?: boolean;
  /** What sort of credential: `access-key`, `deploy-key`, `password`. */
  readonly type?: string;
  readonly status?: 'active' | 'inactive';
  readonly lastUsedAt?: Timestamp | null;
  /** What used it, as far as the vendor tells: `s3 in eu-west-1`. */
  readonly lastUsedBy?: string | null;
  /** Works although the account is suspended: its revocation is not over while one is. */
  readonly open?: boolean;
}

export interface ObservedAccount {
  readonly id: AccountId;
  readonly name: string;
  readonly email: string | null;
  /** What its holder is called there, where the system tells it: for a roster that is written from it, and nowhere on record. */
  readonly fullName?: string;
  /** `invited`: not accepted yet; the id is then `invitation:<id>`, since an invitation has no account's id. */
  readonly status: 'active' | 'suspended' | 'invited';
  /** `direct`: this very account was read by itself, so what is said of it holds though the listing is partial. */
  readonly read: 'listed' | 'direct';
  readonly admin: boolean;
  /** The runner's own identity. */
  readonly self: boolean;
  /** When Leaver suspended it, by its own mark or journal; null where others did, or nobody knows. */
  readonly suspendedAt: Timestamp | null;
  /**
   * When the system last changed it, by its own word; told only where there is no place for a mark of Leaver's, so that the
   * journal tells since when it is suspended: a forged journal must not bring a deletion forward.
   */
  readonly changedAt?: Timestamp | null;
  readonly entitlements: readonly Entitlement[];
}

/** Whether all accounts were seen. Parts of accounts that could not be read are gaps, which is another thing. */
export type Completeness =
  | { readonly kind: 'complete' }
  | { readonly kind: 'partial'; readonly gaps: readonly string[] }
  | { readonly kind: 'scoped' };

/** A part of accounts that could not be read. */
export interface Gap {
  readonly part: string;
  readonly why: string;
  /** Whether the system's policy names it under `unavailable`: told, but not red. */
  readonly declared: boolean;
}

export interface Observation {
  readonly system: SystemId;
  readonly kind: string;
  readonly at: Timestamp;
  /** Which organization or account was reached, by its immutable id where there is one; null where none was. */
  readonly identity: string | null;
  readonly completeness: Completeness;
  readonly gaps: readonly Gap[];
  /** How many requests it took. */
  readonly requests: number;
  /** By how many whole seconds its clock is ahead of ours, behind where negative; null where it did not tell. */
  readonly clockSkew: number | null;
  readonly accounts: readonly ObservedAccount[];
}

/** What the proof of an opt-out's approval came to. */
export interface Approval {
  readonly optOut: OptOutId;
  readonly verdict: 'approved' | 'unapproved' | 'unverifiable';
  readonly by: readonly PersonId[];
  readonly pullRequest: number | null;
  readonly mergedAt: Timestamp | null;
  readonly why: string;
  /** The rule of the proof that it failed; null where it failed none. `committed` and `merged`: it is not in force yet. */
  readonly rule: string | null;
  /** What the proof rests on; null where it did not come so far, and in snapshots that others wrote. */
  readonly evidence: Evidence | null;
}

/** What proved, or refuted, an approval, so that anybody can look at it again. Commits and blobs are Git's names. */
export interface Evidence {
  /** The commit that brought the file's content to the default branch. */
  readonly commit: string;
  /** The content in force. */
  readonly blob: string;
  /** The last commit of the pull request: what its reviewers saw. */
  readonly head: string;
  /** The commit before the pull request, whose policy and roster count; null where there was none. */
  readonly base: string | null;
  /** The host's login of whoever merged it. */
  readonly mergedBy: string | null;
  readonly reviews: readonly {
    readonly person: PersonId;
    /** The host's immutable id. */
    readonly account: AccountId;
    readonly at: Timestamp;
  }[];
  /** The policy's terms at the base: these count, whatever the policy says today. Null where it had no such reason. */
  readonly terms: Terms | null;
}

export interface Terms {
  readonly holds: readonly Reason[];
  /** How long the reason may hold: ISO 8601, in seconds or days. */
  readonly maxDuration: string;
  /** How many designated owners have to approve. */
  readonly approvals: number;
}

export interface Snapshot {
  readonly version: 1;
  readonly at: Timestamp;
  /** The clock of the policy repository's host, as an observation tells its system's; null where it was not asked. */
  readonly clockSkew: number | null;
  readonly systems: readonly Observation[];
  readonly approvals: readonly Approval[];
}
