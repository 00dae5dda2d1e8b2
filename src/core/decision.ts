/** The comparison's verdicts. The shapes are those of `schemas/plan.schema.json`. */
import type { AccountId, EntitlementId, OptOutId, PersonId, Reason, SystemId } from './model.js';
import type { Completeness, Gap } from './observation.js';
import type { Timestamp } from './time.js';

/** Why a person has to look. */
export const REVIEWS = [
  'identity-conflict',
  'suspended-while-active',
  'service-owner-departed',
  'self',
  'protected',
  'partial-observation',
  'approval-unverifiable',
  'report-mode',
  'orphaned',
  'last-admin',
  'idp-unreadable',
] as const;
export type ReviewWhy = (typeof REVIEWS)[number];

/** What a decision is about: an account, or one managed entitlement of it. */
interface Subject {
  /** `<system>/<account id>`, and `#<entitlement id>` for an entitlement. */
  readonly id: string;
  readonly system: SystemId;
  readonly account: { readonly id: AccountId; readonly name: string };
  /** Whom it belongs to; null for a service, an orphan and where two match. */
  readonly person: PersonId | null;
  /** The service that it belongs to. */
  readonly service: string | null;
  readonly entitlement: EntitlementId | null;
}

export type Keep = Subject & { readonly kind: 'keep' };
export type Exempt = Subject & {
  readonly kind: 'exempt';
  readonly reason: Reason;
  readonly optOut: OptOutId;
  readonly expiresAt: Timestamp;
};
export type Revoke = Subject & {
  readonly kind: 'revoke';
  readonly reason: Reason;
  /** `suspend` includes removal where a system has no suspend. */
  readonly stage: 'suspend' | 'delete';
  /** The opt-out that held this back until it lapsed. */
  readonly lapsedOptOut: OptOutId | null;
};
export type Settled = Subject & {
  readonly kind: 'settled';
  readonly reason: Reason;
  /** Null where it is never deleted, or nobody knows when it was suspended. */
  readonly deleteAfter: Timestamp | null;
};
export type Review = Subject & {
  readonly kind: 'review';
  readonly why: ReviewWhy;
  /** What would be revoked, and why, if nothing stood in the way; null where nothing would be. */
  readonly reason: Reason | null;
};

export type Decision = Keep | Exempt | Revoke | Settled | Review;

export const GUARD_RULES = ['maxRevocations', 'maxRevokedFraction', 'minAdmins', 'window'] as const;
export type GuardClass = 'people' | 'orphans';

export interface Violation {
  readonly rule: 'maxRevocations' | 'maxRevokedFraction';
  readonly class: GuardClass;
  /** How many accounts the rule allows here. */
  readonly limit: number;
  /** How many would be revoked, with those of the window before. */
  readonly actual: number;
}

export type Guard = { readonly kind: 'pass' } | { readonly kind: 'halt'; readonly violations: readonly Violation[] };

export interface PlannedSystem {
  readonly system: SystemId;
  readonly kind: string;
  /** Which organization or account the plan is for: the settings' word and what was reached. */
  readonly identity: string;
  readonly completeness: Completeness;
  /** How many accounts were observed. */
  readonly accounts: number;
  /** How many distinct accounts have a `revoke` decision. */
  readonly revocations: number;
  readonly gaps: readonly Gap[];
  readonly guard: Guard;
}

/** A credential of somebody about to lose access that was used lately: something may still run on it. */
export interface Warning {
  readonly decision: string;
  readonly entitlement: EntitlementId;
  readonly lastUsedAt: Timestamp;
  readonly lastUsedBy: string | null;
}

export interface Plan {
  readonly version: 1;
  readonly digest: string;
  readonly at: Timestamp;
  readonly organization: string;
  /** `none`: opt-outs were taken as approved without proof. */
  readonly approvalSource: 'github' | 'none';
  /** False where an identity provider is named and could not be read. */
  readonly identityProviderRead: boolean;
  readonly invalidOptOuts: readonly string[];
  /** Opt-outs in force whose approval could not be read: they free nobody, and the run is red (law 3). */
  readonly unverifiableOptOuts: readonly OptOutId[];
  readonly systems: readonly PlannedSystem[];
  readonly warnings: readonly Warning[];
  /** In order of system, account and entitlement. */
  readonly decisions: readonly Decision[];
}
