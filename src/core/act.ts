/** How a revocation acts: step by step, each on record. */
import type { Revoke } from './decision.js';
import type { ObservedAccount } from './observation.js';

/** What is to be revoked: the decision, and the account as the fresh look before the act saw it. */
export interface Target {
  readonly decision: Revoke;
  readonly account: ObservedAccount;
}

/** One change that a connector is about to make. */
export interface Step {
  /** What is done, in the vendor's word: `AttachUserPolicy`, `remove membership`. */
  readonly action: string;
  /** To what: `policy/AWSDenyAll`, `team:backend`. Never a secret. */
  readonly object: string;
}

/** `absent`: there was nothing left to do, which counts as done. */
export type StepResult = { readonly kind: 'done'; readonly requestId: string | null } | { readonly kind: 'absent' };
export type StepOutcome = StepResult | { readonly kind: 'failed'; readonly why: string };

/** Through which a connector acts, so that intent is on record before each act and its outcome after (law 9). */
export interface ActLog {
  /** What is needed to bring it all back, before the first act (law 7). Plain JSON, never a secret. */
  evidence(record: Readonly<Record<string, unknown>>): Promise<void>;
  /**
   * Records the intent, acts, records the outcome. An error in `act` is recorded and returned as `failed`, not thrown:
   * the connector decides whether the next step still makes sense (it nearly always does: close what can be closed).
   */
  step(step: Step, act: () => Promise<StepResult>): Promise<StepOutcome>;
}
