// Generated from schemas/ by scripts/generate.ts: change the schemas, then run it again.
/**
 * Whether all accounts were seen.
 */
export type Completeness =
  | {
      /**
       * Which of them.
       */
      kind: 'complete';
    }
  | {
      /**
       * Which of them.
       */
      kind: 'partial';
      /**
       * What could not be read, and why.
       */
      gaps: string[];
    }
  | {
      /**
       * Which of them.
       */
      kind: 'scoped';
    };

/**
 * What is live in all systems, as `leaver observe` saves it.
 */
export interface SnapshotDocument {
  /**
   * The format's version.
   */
  version: 1;
  /**
   * When it was taken.
   */
  at: string;
  /**
   * By how many seconds the clock of the policy repository's host was ahead of ours, behind where negative; null: it was not asked. See the same of a system.
   */
  clockSkew?: number | null;
  /**
   * One observation for each system.
   */
  systems: Observation[];
  /**
   * What the proof of each opt-out's approval came to.
   */
  approvals?: Approval[];
}
/**
 * A system as its connector saw it.
 */
export interface Observation {
  /**
   * The system's id.
   */
  system: string;
  /**
   * The connector's kind.
   */
  kind: string;
  /**
   * When it was observed.
   */
  at: string;
  /**
   * Which organization or account was reached, by its immutable id where there is one.
   */
  identity?: string | null;
  completeness: Completeness;
  /**
   * Parts of accounts that could not be read.
   */
  gaps?: Gap[];
  /**
   * How many requests it took.
   */
  requests?: number;
  /**
   * By how many seconds the system's clock was ahead of ours, behind where negative; null: it did not tell. Beyond 300, of any system or the host, time alone decides nothing against anybody.
   */
  clockSkew?: number | null;
  /**
   * The accounts.
   */
  accounts: Account[];
}
/**
 * A part of accounts that could not be read.
 */
export interface Gap {
  /**
   * Which part.
   */
  part: string;
  /**
   * Why not.
   */
  why: string;
  /**
   * Whether the policy names it under `unavailable`; left out, the policy at the time of planning says so.
   */
  declared?: boolean;
}
/**
 * An account.
 */
export interface Account {
  /**
   * The system's immutable id.
   */
  id: string;
  /**
   * Its name; may be empty.
   */
  name: string;
  /**
   * Its e-mail address, where the system tells it.
   */
  email?: string | null;
  /**
   * `invited`: not accepted yet; the id is then `invitation:<id>`.
   */
  status: 'active' | 'suspended' | 'invited';
  /**
   * `direct`: this account was read by itself.
   */
  read?: 'listed' | 'direct';
  /**
   * Whether it administers the system.
   */
  admin?: boolean;
  /**
   * Whether it is the runner's own identity.
   */
  self?: boolean;
  /**
   * When Leaver suspended it; null where others did, or nobody knows.
   */
  suspendedAt?: string | null;
  /**
   * What its holder is called there.
   */
  fullName?: string;
  /**
   * When the system last changed the account, by its own word: a suspension by Leaver counts from then on at the earliest. Only where the system has no place for a mark of Leaver's.
   */
  changedAt?: string | null;
  /**
   * What it holds.
   */
  entitlements?: Entitlement[];
}
/**
 * Something that an account holds.
 */
export interface Entitlement {
  /**
   * What it is.
   */
  kind: 'membership' | 'role' | 'credential';
  /**
   * Its id, as the connector names it.
   */
  id: string;
  /**
   * The role in it.
   */
  role?: string;
  /**
   * Whether this is what makes its holder an administrator; false where absent.
   */
  admin?: boolean;
  /**
   * What sort of credential.
   */
  type?: string;
  /**
   * Whether it is in use.
   */
  status?: 'active' | 'inactive';
  /**
   * When it was last used; null: never, as far as is known.
   */
  lastUsedAt?: string | null;
  /**
   * What used it.
   */
  lastUsedBy?: string | null;
  /**
   * Works although the account is suspended: its revocation is not over while one is.
   */
  open?: boolean;
}
/**
 * What the proof of an opt-out's approval came to.
 */
export interface Approval {
  /**
   * The opt-out's id.
   */
  optOut: string;
  /**
   * The verdict.
   */
  verdict: 'approved' | 'unapproved' | 'unverifiable';
  /**
   * Who approved: ids of people.
   *
   * Items: A person's id.
   */
  by?: string[];
  /**
   * The pull request's number.
   */
  pullRequest?: number | null;
  /**
   * When it was merged.
   */
  mergedAt?: string | null;
  /**
   * Why, for a person to read.
   */
  why?: string;
  /**
   * The rule of the proof that it failed; null where it failed none.
   */
  rule?: string | null;
  /**
   * What the proof rests on; null where it did not come so far.
   */
  evidence?: Evidence | null;
}
/**
 * What proved, or refuted, the approval: Git's names, and who reviewed.
 */
export interface Evidence {
  /**
   * The commit that brought the file's content to the default branch.
   */
  commit: string;
  /**
   * The content in force.
   */
  blob: string;
  /**
   * The last commit of the pull request: what its reviewers saw.
   */
  head: string;
  /**
   * The commit before the pull request, whose policy and roster count; null where there was none.
   */
  base: string | null;
  /**
   * The host's login of whoever merged it.
   */
  mergedBy: string | null;
  /**
   * The approvals that count.
   *
   * Items: An approval that counts.
   */
  reviews: {
    /**
     * The person's id.
     */
    person: string;
    /**
     * The host's immutable id of the account.
     */
    account: string;
    /**
     * When.
     */
    at: string;
  }[];
  /**
   * The policy's terms before the pull request: these count. Null where it had no such reason.
   */
  terms: {
    /**
     * What the reason holds back.
     *
     * Items: A reason for a revocation.
     */
    holds: ('departed' | 'suspended' | 'idp-inactive' | 'orphaned' | 'role-changed')[];
    /**
     * How long it may hold: ISO 8601.
     */
    maxDuration: string;
    /**
     * How many designated owners have to approve.
     */
    approvals: number;
  } | null;
}
