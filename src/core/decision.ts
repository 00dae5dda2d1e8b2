/** The comparison's verdicts. The shapes are those of `schemas/plan.schema.json`. */
import type { ClockSkew } from './clock-trust.js';
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
  'clock-skew',
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

export const GUARD_RULES = ['maxRevocations', 'maxRevokedFraction', 'minAdmins', 'window', 'emptySystem'] as const;
/**
 * Whose accounts a guard counts: people's and orphans' in each system; `inactive`, people whom the identity provider alone says to be
 * gone, over all systems, by the limits of the provider's own.
 */
export const GUARD_CLASSES = ['people', 'orphans', 'inactive'] as const;
export type GuardClass = (typeof GUARD_CLASSES)[number];

export interface Violation {
  /** `emptySystem`: a whole listing without any account, though the roster claims some there. It halts both classes. */
  readonly rule: 'maxRevocations' | 'maxRevokedFraction' | 'emptySystem';
  readonly class: GuardClass;
  /** How many accounts (of the class `inactive`: people) the rule allows here; of `emptySystem`, how many the roster claims there for those who are active. */
  readonly limit: number;
  /** How many would be revoked, with those of the window before; of `emptySystem`, how many are listed: none. */
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

/** Something that an earlier run took, that nobody restored, and that is there again. */
export interface Drift {
  readonly decision: string;
  /** The earlier revocation, by its id in the journal. */
  readonly revocation: string;
  readonly revokedAt: Timestamp;
  /** `manual`: it left something that only a person can do, so that it may never have gone. */
  readonly ending: 'verified' | 'residual' | 'manual';
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
  /** A server's clock too far from ours for time to decide anything; null where ours is trusted. Not in the digest. */
  readonly clockSkew: ClockSkew | null;
  readonly invalidOptOuts: readonly string[];
  /** Opt-outs in force whose approval could not be read: they free nobody, and the run is red (law 3). */
  readonly unverifiableOptOuts: readonly OptOutId[];
  readonly systems: readonly PlannedSystem[];
  readonly warnings: readonly Warning[];
  /** What the journal shows as revoked before; in the order of decisions. Not part of the digest. */
  readonly drift: readonly Drift[];
  /** In order of system, account and entitlement. */
  readonly decisions: readonly Decision[];
}
