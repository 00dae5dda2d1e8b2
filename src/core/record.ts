/** What the log tells of runs, revocations and opt-outs: the nouns of reports, figures and evidence. Ids, no personal data. */
import type { GuardClass, Revoke, Violation } from './decision.js';
import type { OptOutId, PersonId, SystemId } from './model.js';
import type { Entitlement } from './observation.js';
import type { Outcome } from './outcome.js';
import type { RestoreOutcome } from './restoration.js';
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
  /** What it was narrowed to; both empty: a whole run. */
  readonly narrowedTo: { readonly systems: readonly string[]; readonly people: readonly string[] };
  /** What was not done or not known, as sentences. */
  readonly problems: readonly string[];
}

export const TRIGGERS = ['merge', 'leaves-at', 'lapse', 'event', 'retention', 'seen'] as const;

/** From when on somebody's access was not to be there any more. */
export interface Trigger {
  /**
   * `merge`: the repository said so from this commit on. `leaves-at`: the time that the roster names. `lapse`: an opt-out held it
   * until then. `event`: the identity provider's word. `retention`: a suspended account's time was over. `seen`: nobody knows
   * when it began; this is when a run saw it first.
   */
  readonly kind: (typeof TRIGGERS)[number];
  readonly at: Timestamp;
}

/** How soon after its trigger a revocation is promised to be verified. */
export interface Promised {
  /** Of which promise; `privileged` for an administrator's account. */
  readonly objective: 'standard' | 'privileged';
  /** In milliseconds; null where the policy promised nothing at that time. */
  readonly within: number | null;
}

/** One change that was made in a system, or meant to be: its intent, and what came of it. */
export interface ActRecord {
  /** Counts from 1 in its revocation or restoration. */
  readonly step: number;
  /** What was done, in the vendor's word. */
  readonly action: string;
  readonly object: string;
  /** When its intent was recorded, before the act. */
  readonly intendedAt: Timestamp;
  /** When its outcome was recorded; null where the run was killed before. */
  readonly endedAt: Timestamp | null;
  /** `unknown`: the run was killed between intent and outcome, so the act may have been made. */
  readonly result: 'done' | 'absent' | 'failed' | 'unknown';
  /** The vendor's own name of the request; null where it has none, or nothing was done. */
  readonly requestId: string | null;
  /** Of a failure, in one line. */
  readonly why: string | null;
}

/** What one look at what was left came to: the first right after the acts, each later one by a run that found it changed. */
export interface ReadBackRecord {
  readonly at: Timestamp;
  readonly run: string;
  readonly ending: Outcome['kind'];
  readonly left: readonly string[];
}

/** What an account held as the fresh look before the first act saw it. No e-mail address. */
export interface HeldRecord {
  readonly status: 'active' | 'suspended' | 'invited';
  readonly admin: boolean;
  readonly entitlements: readonly Pick<Entitlement, 'kind' | 'id' | 'role' | 'type' | 'status'>[];
}

/** A revocation, as the log tells it: one attempt. `tasksOf` in `objectives.ts` takes attempts at the same thing together. */
export interface RevocationRecord {
  readonly revocation: string;
  readonly run: string;
  /** Who caused that run, by the host's or the machine's word. */
  readonly actor: string;
  /** The commit of the policy repository that the run went by; null where that is no clone. */
  readonly commit: string | null;
  readonly decision: Revoke;
  readonly trigger: Trigger;
  readonly promised: Promised;
  readonly begunAt: Timestamp;
  /** When it ended, by its latest read-back; null where it was cut off. */
  readonly endedAt: Timestamp | null;
  readonly ending: Outcome['kind'] | null;
  /** What it left, as sentences. */
  readonly left: readonly string[];
  /** Whether a restoration of it, or of a later attempt that covers it, was begun since. */
  readonly broughtBack: boolean;
  readonly held: HeldRecord;
  readonly acts: readonly ActRecord[];
  /** Oldest first; empty where it was cut off. */
  readonly readBacks: readonly ReadBackRecord[];
}

/** One attempt at bringing a revocation back, as the log tells it. */
export interface RestorationRecord {
  readonly restoration: string;
  /** What it brings back: the revocation that was named, and the attempts before it. */
  readonly revocations: readonly string[];
  readonly run: string;
  readonly actor: string;
  readonly begunAt: Timestamp;
  /** Null where it was cut off. */
  readonly endedAt: Timestamp | null;
  readonly ending: RestoreOutcome['kind'] | null;
  readonly left: readonly string[];
  readonly acts: readonly ActRecord[];
}

/** What happens to an opt-out, each once. */
export const TRANSITIONS = ['requested', 'approved', 'activated', 'expiring', 'lapsed', 'reverted', 'refused'] as const;
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

/** Somebody took a guard's halt upon himself: `apply --accept-halt`. */
export interface OverrideRecord {
  readonly at: Timestamp;
  readonly run: string;
  readonly actor: string;
  /** Of the plan that it was accepted for. */
  readonly digest: string;
  readonly rules: readonly string[];
}

/** All that reports, figures and evidence go by, oldest first. */
export interface LogRecords {
  readonly runs: readonly RunRecord[];
  readonly revocations: readonly RevocationRecord[];
  readonly restorations: readonly RestorationRecord[];
  readonly optOuts: readonly OptOutRecord[];
  readonly halts: readonly HaltRecord[];
  readonly overrides: readonly OverrideRecord[];
}
