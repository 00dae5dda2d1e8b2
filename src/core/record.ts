/** What the log tells of runs, revocations and opt-outs: the nouns of reports, figures and evidence. Ids, no personal data. */
import type { GuardClass, Revoke, Violation } from './decision.js';
import type { OptOutId, PersonId, SystemId } from './model.js';
import type { Outcome } from './outcome.js';
import type { Standing } from './standing.js';
import type { Timestamp } from './time.js';

/** What started a run, in the host's word for it (`push`, `schedule`, `repository_dispatch`); `local` outside of any. */
export interface RunCause {
  readonly event: string;
  /** Where the run can be read at its host; null outside of any. */
  readonly url: string | null;
}

/** One system as a run saw it. */
export interface SystemSight {
  readonly system: SystemId;
  readonly completeness: 'complete' | 'partial' | 'scoped';
  /** How many accounts were seen. */
  readonly accounts: number;
  readonly at: Timestamp;
}

/** What a run came to, in numbers of accounts and opt-outs. */
export interface RunFigures {
  readonly revoked: number;
  readonly failed: number;
  readonly exempt: number;
  readonly review: number;
  readonly settled: number;
  readonly kept: number;
  /** Opt-outs in force. */
  readonly optOuts: number;
}

/** A run, as the log tells it. */
export interface RunRecord {
  readonly run: string;
  readonly command: string;
  readonly actor: string;
  readonly commit: string | null;
  readonly cause: RunCause;
  readonly startedAt: Timestamp;
  /** Null where it was killed, or still runs. */
  readonly endedAt: Timestamp | null;
  /** Its exit status; null where it did not end. */
  readonly status: number | null;
  /** Null where it did not get so far. */
  readonly figures: RunFigures | null;
  /** What it observed; empty where it did not. */
  readonly systems: readonly SystemSight[];
}

/** From when on somebody's access was not to be there any more. */
export interface Trigger {
  /**
   * `merge`: the repository said so from this commit on. `leaves-at`: the time that the roster names. `lapse`: an opt-out held it
   * until then. `event`: the identity provider's word. `retention`: a suspended account's time was over. `seen`: nobody knows
   * when it began; this is when a run saw it first.
   */
  readonly kind: 'merge' | 'leaves-at' | 'lapse' | 'event' | 'retention' | 'seen';
  readonly at: Timestamp;
}

/** How soon after its trigger a revocation is promised to be verified. */
export interface Promised {
  /** Of which promise; `privileged` for an administrator's account. */
  readonly objective: 'standard' | 'privileged';
  /** In milliseconds; null where the policy promised nothing at that time. */
  readonly within: number | null;
}

/** A revocation, as the log tells it. */
export interface RevocationRecord {
  readonly revocation: string;
  readonly run: string;
  readonly decision: Revoke;
  readonly trigger: Trigger;
  readonly promised: Promised;
  readonly begunAt: Timestamp;
  /** When it ended, by its latest read-back; null where it was cut off. */
  readonly endedAt: Timestamp | null;
  readonly ending: Outcome['kind'] | null;
  /** What it left, as sentences. */
  readonly left: readonly string[];
  readonly broughtBack: boolean;
}

/** What happens to an opt-out, each once. */
export const TRANSITIONS = [
  'requested',
  'approved',
  'activated',
  'expiring',
  'lapsed',
  'reverted',
  'refused',
] as const;
export type Transition = (typeof TRANSITIONS)[number];

/** One transition of one opt-out, as the log tells it. */
export interface OptOutRecord {
  readonly at: Timestamp;
  readonly run: string;
  readonly optOut: OptOutId;
  readonly transition: Transition;
  readonly standing: Standing | null;
  /** Whom it exempts; null for a pause, a raised guard, and an invalid file. */
  readonly person: PersonId | null;
  readonly systems: readonly SystemId[];
  readonly owner: PersonId | null;
  readonly requestedBy: PersonId | null;
  readonly approvedBy: readonly PersonId[];
  readonly pullRequest: number | null;
  readonly expiresAt: Timestamp | null;
  /** Why, where the word does not say it all; never a justification, which may be personal. */
  readonly why: string;
}

/** A guard's halt of one class in one system. */
export interface HaltRecord {
  readonly at: Timestamp;
  readonly run: string;
  readonly system: SystemId;
  readonly class: GuardClass;
  readonly rule: Violation['rule'];
  readonly limit: number;
  readonly actual: number;
}

/** All that reports, figures and evidence go by, oldest first. */
export interface LogRecords {
  readonly runs: readonly RunRecord[];
  readonly revocations: readonly RevocationRecord[];
  readonly optOuts: readonly OptOutRecord[];
  readonly halts: readonly HaltRecord[];
}
