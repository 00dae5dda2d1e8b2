/** The nouns of the desired state: what the policy repository says. Everything here was validated at the edge. */
import type { Topic } from './news.js';
import type { Duration, Instant } from './time.js';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A person's id in the roster. */
export type PersonId = Branded<'PersonId'>;
/** A system's id in the policy. */
export type SystemId = Branded<'SystemId'>;
/** A system's own immutable id of an account: opaque text. */
export type AccountId = Branded<'AccountId'>;
export type OptOutId = Branded<'OptOutId'>;
/** What an account holds, as its connector names it: `team:backend`, `key:AKIA…`. */
export type EntitlementId = Branded<'EntitlementId'>;

/** Why an account should not be there; an account has the first that applies, in this order. */
export const REASONS = ['departed', 'suspended', 'idp-inactive', 'orphaned', 'role-changed'] as const;
export type Reason = (typeof REASONS)[number];

/** What the roster says of somebody's account in one system. An `id` pins it; a name alone is only a claim. */
export interface AccountClaim {
  readonly id: AccountId | null;
  readonly name: string | null;
}

export interface Person {
  readonly kind: 'person';
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
  readonly status: 'active' | 'suspended' | 'departed';
  /** From then on departed, whatever the status says. */
  readonly leavesAt: Instant | null;
  /** `immediate`: no opt-out holds anything. */
  readonly departure: 'standard' | 'immediate';
  readonly manager: PersonId | null;
  readonly roles: readonly string[];
  readonly accounts: ReadonlyMap<SystemId, AccountClaim>;
}

export interface Service {
  readonly kind: 'service';
  readonly id: string;
  readonly owner: PersonId;
  readonly accounts: ReadonlyMap<SystemId, AccountClaim>;
}

/** What a role may hold, by system. */
export interface Role {
  readonly role: string;
  readonly entitlements: ReadonlyMap<SystemId, ReadonlySet<EntitlementId>>;
}

export interface ProtectedAccount {
  /** An account's id or name. */
  readonly account: string;
  readonly owner: PersonId;
  readonly reason: string;
}

export type MatchKey = 'id' | 'name' | 'email';

export interface GuardLimits {
  readonly maxRevocations: number;
  readonly maxRevokedFraction: number;
  readonly minAdmins: number;
  readonly window: Duration;
}

export interface System {
  readonly id: SystemId;
  readonly kind: string;
  readonly mode: 'enforce' | 'report';
  readonly orphans: 'revoke' | 'review';
  /** The system's own designated owners; none: the policy's answer for it. */
  readonly owners: readonly PersonId[];
  readonly protected: readonly ProtectedAccount[];
  readonly match: readonly MatchKey[];
  readonly entitlements: 'ignore' | 'managed';
  /** Parts known not to be readable here. */
  readonly unavailable: readonly string[];
  /** The policy's limits with the system's own merged over them, key by key. */
  readonly guards: GuardLimits;
  /** The connector's own; validated by its schema. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What an opt-out exempts: exactly one of three. */
export type Exemption =
  | { readonly kind: 'person'; readonly person: PersonId; readonly entitlements: readonly EntitlementId[] }
  | { readonly kind: 'pause' }
  | { readonly kind: 'guards'; readonly guards: Partial<GuardLimits> };

export interface OptOut {
  readonly id: OptOutId;
  readonly file: string;
  readonly exempts: Exemption;
  readonly systems: readonly SystemId[];
  readonly reason: string;
  /** What the policy says that this reason holds back. */
  readonly holds: readonly Reason[];
  /** How long the policy lets this reason hold. */
  readonly maxDuration: Duration;
  /** Why it is needed, in the requester's words. */
  readonly justification: string;
  readonly ticket: string | null;
  readonly requestedBy: PersonId;
  readonly owner: PersonId;
  /** Null: from the merge on. */
  readonly startsAt: Instant | null;
  readonly expiresAt: Instant;
  readonly renewalOf: OptOutId | null;
  /**
   * Whether today's policy or roster speaks against it: its owner is none any more, its reason is gone. Then only a proof by
   * the policy before its pull request carries it.
   */
  readonly drifted: boolean;
}

export interface OptOutReason {
  readonly holds: readonly Reason[];
  readonly maxDuration: Duration;
  readonly approvals: number;
}

export interface OptOutPolicy {
  readonly owners: readonly PersonId[];
  readonly approvals: number;
  readonly approvalSource: 'github' | 'none';
  readonly approvalSystem: SystemId | null;
  readonly maxRenewals: number;
  readonly remindBefore: readonly Duration[];
  readonly reasons: ReadonlyMap<string, OptOutReason>;
}

/** Where runs keep their journal: in a file, or on a branch of the policy repository at its host. */
export type JournalPlace = 'file' | 'branch';

/** The promised time to revoke, from its trigger to verified, in milliseconds; null: nothing is promised. */
export interface Objectives {
  readonly standard: Duration | null;
  /** For an administrator's account. */
  readonly privileged: Duration | null;
}

/** A copy of the audit log, besides the journal. */
export type LogSink = { readonly id: string } & (
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      readonly prefix: string;
      /** Null: as the environment says. */
      readonly region: string | null;
      /** For how long Object Lock keeps each object; null: the bucket's own default. */
      readonly retention: Duration | null;
    }
);

/** Who is told, besides a run's own report. What opens a channel is in the environment. */
export type ChannelSettings = { readonly id: string; readonly topics: ReadonlySet<Topic> } & (
  | { readonly kind: 'slack' | 'webhook' | 'issues' }
  | { readonly kind: 'email'; readonly from: string; readonly to: readonly string[] }
);

/** All that the policy repository says. */
export interface DesiredState {
  readonly organization: string;
  readonly journal: JournalPlace;
  readonly objectives: Objectives;
  readonly sinks: readonly LogSink[];
  readonly channels: readonly ChannelSettings[];
  /** Whether the page shows why an opt-out is needed. */
  readonly showJustifications: boolean;
  readonly optOutPolicy: OptOutPolicy;
  /** How long a suspended account is kept before it is deleted; `never` keeps it. */
  readonly retention: Duration | 'never';
  readonly identityProvider: SystemId | null;
  readonly people: readonly Person[];
  readonly services: readonly Service[];
  readonly roles: ReadonlyMap<string, Role>;
  /** In order of id. */
  readonly systems: readonly System[];
  /** Those that were read and hold to the rules. */
  readonly optOuts: readonly OptOut[];
  /** Files of opt-outs that do not: they exempt nobody, and the run ends with 4. */
  readonly invalidOptOuts: readonly string[];
}
