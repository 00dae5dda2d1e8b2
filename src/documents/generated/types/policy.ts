// Generated from schemas/ by scripts/generate.ts: change the schemas, then run it again.
/**
 * Why an account should not be there.
 */
export type HeldReason = 'departed' | 'suspended' | 'idp-inactive' | 'orphaned' | 'role-changed';

/**
 * policies/policy.yaml: what holds for the whole policy repository.
 */
export interface PolicyDocument {
  /**
   * The organization's name, as reports show it.
   */
  organization: string;
  /**
   * The rules on opt-outs.
   */
  optOuts?: {
    /**
     * Designated owners where a system names none, or where none of its own is eligible: ids of people.
     *
     * Items: A person's id.
     */
    owners?: string[];
    /**
     * How many approvals of designated owners an opt-out needs.
     */
    approvals?: number;
    /**
     * Where approvals are proved. `none` takes every opt-out as approved, for a try-out; every output says so first.
     */
    approvalSource?: 'github' | 'none';
    /**
     * The system whose accounts tell which person a reviewer is. Needed where approvalSource is `github`.
     */
    approvalSystem?: string;
    /**
     * How many times an opt-out may be renewed.
     */
    maxRenewals?: number;
    /**
     * How long before an opt-out's expiresAt, and a person's leavesAt, people are reminded.
     *
     * Items: How long before.
     */
    remindBefore?: string[];
    /**
     * The reasons that an opt-out may give; where absent: role-change, debugging, leave, handover and pause.
     */
    reasons?: {
      [k: string]: Reason;
    };
  };
  /**
   * The most that one system may lose; a system may have its own.
   */
  guards?: {
    /**
     * How many accounts one system may lose within the window; 0 allows none.
     */
    maxRevocations?: number;
    /**
     * Which share of the observed accounts one system may lose within the window: from 0 to 1.
     */
    maxRevokedFraction?: number;
    /**
     * How many active administrators always remain in a system.
     */
    minAdmins?: number;
    /**
     * Over which time revocations are counted together.
     */
    window?: string;
  };
  /**
   * Where runs keep their journal: in the file `.leaver/journal.jsonl`, or on the branch `leaver/journal` of the policy repository at its host. A hosted runner needs the branch: its disk ends with the job.
   */
  journal?: 'file' | 'branch';
  /**
   * How long a suspended account is kept before it is deleted; `never` keeps it.
   */
  retention?: string;
  /**
   * The promised time to revoke, which reports measure against.
   */
  objectives?: {
    /**
     * For an ordinary account.
     */
    standard?: string;
    /**
     * For an administrator's.
     */
    privileged?: string;
  };
  /**
   * The audit log.
   */
  audit?: {
    /**
     * Copies of the audit log, besides the journal itself: each takes what it lacks at the end of every run, and a run is red where one does not take it.
     *
     * @maxItems 10
     */
    sinks?: Sink[];
  };
  /**
   * Who is told, besides a run's own report: each news once for each channel. What opens a channel is in the environment, never here.
   *
   * @maxItems 20
   */
  notify?: Channel[];
  /**
   * The page that `report` makes.
   */
  report?: {
    /**
     * Whether it shows why an opt-out is needed, in the requester's words. They may speak of somebody's health: leave it out where others than the security team see the page.
     */
    justifications?: boolean;
  };
  /**
   * An id: small letters and digits, joined by single dots, hyphens or underscores.
   */
  identityProvider?: string;
}
/**
 * A reason for opt-outs.
 */
export interface Reason {
  /**
   * What an opt-out of this reason holds back.
   *
   * @minItems 1
   */
  holds: HeldReason[];
  /**
   * How long such an opt-out may last, from the later of its merge and its startsAt.
   */
  maxDuration: string;
  /**
   * How many approvals it needs, where that differs.
   */
  approvals?: number;
}
/**
 * A copy of the audit log.
 */
export interface Sink {
  /**
   * An id: small letters and digits, joined by single dots, hyphens or underscores.
   */
  id: string;
  /**
   * `file`: a file below the policy repository's root or on a volume mounted there. `s3`: objects in a bucket with Object Lock, which nobody can change until their time is over.
   */
  kind: 'file' | 's3';
  /**
   * The file, relative to the policy repository (`file` alone, and needed there).
   */
  path?: string;
  /**
   * The bucket (`s3` alone, and needed there).
   */
  bucket?: string;
  /**
   * What its objects' names begin with (`s3` alone).
   */
  prefix?: string;
  /**
   * The bucket's region (`s3` alone); absent: as the environment says.
   */
  region?: string;
  /**
   * For how long Object Lock keeps each object in compliance mode (`s3` alone); absent: the bucket's own default.
   */
  retention?: string;
}
/**
 * A channel that news go out by.
 */
export interface Channel {
  /**
   * An id: small letters and digits, joined by single dots, hyphens or underscores.
   */
  id: string;
  /**
   * `slack`: an incoming webhook of Slack. `webhook`: any receiver of Standard Webhooks, signed. `email`: mail by SMTP. `issues`: issues in the policy repository, one of them the register.
   */
  kind: 'slack' | 'webhook' | 'email' | 'issues';
  /**
   * What it is told of; absent: everything.
   *
   * @minItems 1
   *
   * Items: A topic.
   */
  topics?: ('opt-outs' | 'revocations' | 'halts' | 'failures' | 'unseen')[];
  /**
   * The sender's address (`email` alone, and needed there).
   */
  from?: string;
  /**
   * Whom it is sent to (`email` alone, and needed there).
   *
   * @minItems 1
   * @maxItems 20
   *
   * Items: An address.
   */
  to?: string[];
}
