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
 * The guard's verdict.
 */
export type Guard =
  | {
      /**
       * Which of them.
       */
      kind: 'pass';
    }
  | {
      /**
       * Which of them.
       */
      kind: 'halt';
      /**
       * What exceeds.
       *
       * @minItems 1
       */
      violations: Violation[];
    };
/**
 * The verdict on one account or entitlement.
 */
export type Decision =
  | {
      /**
       * Which of them.
       */
      kind: 'keep';
      /**
       * `<system>/<account id>`, and `#<entitlement id>` for an entitlement.
       */
      id: string;
      /**
       * The system's id.
       */
      system: string;
      account: AccountRef;
      /**
       * The service that it belongs to.
       */
      service: string | null;
      /**
       * The person that it belongs to; null for a service, an orphan and where two match.
       */
      person: string | null;
      /**
       * The managed entitlement; null: the whole account.
       */
      entitlement: string | null;
    }
  | {
      /**
       * Which of them.
       */
      kind: 'exempt';
      /**
       * `<system>/<account id>`, and `#<entitlement id>` for an entitlement.
       */
      id: string;
      /**
       * The system's id.
       */
      system: string;
      account: AccountRef;
      /**
       * The service that it belongs to.
       */
      service: string | null;
      /**
       * The person that it belongs to; null for a service, an orphan and where two match.
       */
      person: string | null;
      /**
       * The managed entitlement; null: the whole account.
       */
      entitlement: string | null;
      reason: Reason;
      /**
       * The opt-out's id.
       */
      optOut: string;
      /**
       * When that lapses.
       */
      expiresAt: string;
    }
  | {
      /**
       * Which of them.
       */
      kind: 'revoke';
      /**
       * `<system>/<account id>`, and `#<entitlement id>` for an entitlement.
       */
      id: string;
      /**
       * The system's id.
       */
      system: string;
      account: AccountRef;
      /**
       * The service that it belongs to.
       */
      service: string | null;
      /**
       * The person that it belongs to; null for a service, an orphan and where two match.
       */
      person: string | null;
      /**
       * The managed entitlement; null: the whole account.
       */
      entitlement: string | null;
      reason: Reason;
      /**
       * `suspend` includes removal where a system has no suspend.
       */
      stage: 'suspend' | 'delete';
      /**
       * The opt-out that held this back until it lapsed.
       */
      lapsedOptOut: string | null;
    }
  | {
      /**
       * Which of them.
       */
      kind: 'settled';
      /**
       * `<system>/<account id>`, and `#<entitlement id>` for an entitlement.
       */
      id: string;
      /**
       * The system's id.
       */
      system: string;
      account: AccountRef;
      /**
       * The service that it belongs to.
       */
      service: string | null;
      /**
       * The person that it belongs to; null for a service, an orphan and where two match.
       */
      person: string | null;
      /**
       * The managed entitlement; null: the whole account.
       */
      entitlement: string | null;
      reason: Reason;
      /**
       * When it is deleted; null: never, or nobody knows.
       */
      deleteAfter: string | null;
    }
  | {
      /**
       * Which of them.
       */
      kind: 'review';
      /**
       * `<system>/<account id>`, and `#<entitlement id>` for an entitlement.
       */
      id: string;
      /**
       * The system's id.
       */
      system: string;
      account: AccountRef;
      /**
       * The service that it belongs to.
       */
      service: string | null;
      /**
       * The person that it belongs to; null for a service, an orphan and where two match.
       */
      person: string | null;
      /**
       * The managed entitlement; null: the whole account.
       */
      entitlement: string | null;
      /**
       * Why.
       */
      why:
        | 'identity-conflict'
        | 'suspended-while-active'
        | 'service-owner-departed'
        | 'self'
        | 'protected'
        | 'partial-observation'
        | 'approval-unverifiable'
        | 'clock-skew'
        | 'report-mode'
        | 'orphaned'
        | 'last-admin'
        | 'idp-unreadable';
      /**
       * What would be revoked for, if nothing stood in the way.
       */
      reason: 'departed' | 'suspended' | 'idp-inactive' | 'orphaned' | 'role-changed' | null;
    };
/**
 * Why an account should not be there.
 */
export type Reason = 'departed' | 'suspended' | 'idp-inactive' | 'orphaned' | 'role-changed';

/**
 * What a run would do, as `leaver plan` saves it.
 */
export interface PlanDocument {
  /**
   * The format's version.
   */
  version: 1;
  /**
   * Names what would be done: `apply` carries out the plan with this digest only.
   */
  digest: string;
  /**
   * The instant that it was made for.
   */
  at: string;
  /**
   * The organization's name.
   */
  organization: string;
  /**
   * `none`: opt-outs were taken as approved without proof.
   */
  approvalSource: 'github' | 'none';
  /**
   * False where an identity provider is named and could not be read.
   */
  identityProviderRead: boolean;
  /**
   * A server's clock too far from the runner's, so that time alone decided nothing against anybody; null: the runner's is trusted. Not part of the digest.
   */
  clockSkew: {
    /**
     * By how many seconds that clock was ahead of the runner's, behind where negative.
     */
    seconds: number;
    /**
     * The system that it is of; null: the policy repository's host.
     */
    toldBy: string | null;
  } | null;
  /**
   * Files of opt-outs that break the rules: they exempt nobody.
   */
  invalidOptOuts: string[];
  /**
   * Opt-outs in force whose approval could not be read: they free nobody.
   */
  unverifiableOptOuts: string[];
  /**
   * One for each system.
   */
  systems: System[];
  /**
   * Credentials of somebody about to lose access that were used lately.
   */
  warnings: Warning[];
  /**
   * What the journal shows as revoked before, that nobody restored, and that is there again. Not part of the digest.
   */
  drift: Drift[];
  /**
   * One for each account, and for each managed entitlement, in order of system, account and entitlement.
   */
  decisions: Decision[];
}
/**
 * A system's share of the plan.
 */
export interface System {
  /**
   * The system's id.
   */
  system: string;
  /**
   * The connector's kind.
   */
  kind: string;
  /**
   * Which organization or account the plan is for: the settings' word and what was reached.
   */
  identity: string;
  completeness: Completeness;
  /**
   * How many accounts were observed.
   */
  accounts: number;
  /**
   * How many distinct accounts would be revoked.
   */
  revocations: number;
  /**
   * Parts of accounts that could not be read.
   */
  gaps: Gap[];
  guard: Guard;
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
   * Whether the policy names it under `unavailable`.
   */
  declared: boolean;
}
/**
 * What exceeds a guard.
 */
export interface Violation {
  /**
   * Which rule. `emptySystem`: a whole listing without any account, though the roster claims some there; it halts people's accounts and orphans'.
   */
  rule: 'maxRevocations' | 'maxRevokedFraction' | 'emptySystem';
  /**
   * Whose accounts; `inactive`: those of people whom the identity provider alone says to be gone, counted over all systems.
   */
  class: 'people' | 'orphans' | 'inactive';
  /**
   * How many accounts the rule allows here; of `emptySystem`, how many the roster claims there for those who are active.
   */
  limit: number;
  /**
   * How many would be revoked, with those of the window before; of `emptySystem`, how many are listed.
   */
  actual: number;
}
/**
 * A credential that was used lately.
 */
export interface Warning {
  /**
   * `<system>/<account id>`, and `#<entitlement id>` for an entitlement.
   */
  decision: string;
  /**
   * The credential.
   */
  entitlement: string;
  /**
   * When.
   */
  lastUsedAt: string;
  /**
   * What used it.
   */
  lastUsedBy: string | null;
}
/**
 * Something that is there again.
 */
export interface Drift {
  /**
   * `<system>/<account id>`, and `#<entitlement id>` for an entitlement.
   */
  decision: string;
  /**
   * The earlier revocation, by its id in the journal.
   */
  revocation: string;
  /**
   * When that began.
   */
  revokedAt: string;
  /**
   * How that ended. `manual`: it left something that only a person can do.
   */
  ending: 'verified' | 'residual' | 'manual';
}
/**
 * An account.
 */
export interface AccountRef {
  /**
   * Its immutable id.
   */
  id: string;
  /**
   * Its name; may be empty.
   */
  name: string;
}
