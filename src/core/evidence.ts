/**
 * The evidence pack: what an auditor asks of one person or one period, as plain data. `evidenceOf` in `evidence-of.ts` makes it of the
 * log, today's policy and the proofs of opt-outs. The shape is that of `schemas/evidence.schema.json`. It names people and accounts by
 * their ids and holds no e-mail address and no justification, which may be personal.
 */
import type { GuardClass, Violation } from './decision.js';
import type { PersonId, Reason, SystemId } from './model.js';
import type { Timed, Times } from './objectives.js';
import type { Approval } from './observation.js';
import type {
  ActRecord,
  HeldRecord,
  OptOutRecord,
  Promised,
  ReadBackRecord,
  RestorationRecord,
  Trigger,
} from './record.js';
import type { Standing } from './standing.js';
import type { Duration, Timestamp } from './time.js';

/** Whom or what a pack is about. Both ends belong to a period. */
export type About =
  | { readonly kind: 'person'; readonly person: PersonId }
  | { readonly kind: 'period'; readonly from: Timestamp; readonly to: Timestamp };

/** What checking the log's chain came to, while it was read. */
export type LogVerdict =
  | { readonly kind: 'whole'; readonly events: number; readonly head: Head | null }
  /** `events`: how many stand before the break; the pack goes by these alone. */
  | { readonly kind: 'broken'; readonly events: number; readonly head: Head | null; readonly why: string };

/** The log's last event: kept elsewhere, it shows later whether the log was written anew. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export interface LogState {
  readonly verdict: LogVerdict['kind'];
  /** Empty where it is whole. */
  readonly why: string;
  readonly events: number;
  /** The time of the first event and of the last; null where there is none. */
  readonly from: Timestamp | null;
  readonly to: Timestamp | null;
  readonly checkpoint: Head | null;
}

/** Which run did it, on whose word. */
export interface RunEvidence {
  readonly run: string;
  /** Who caused it, by the host's or the machine's word. */
  readonly actor: string;
  /** The commit of the policy repository that it went by: how it came there is told by the host, with who approved it. */
  readonly commit: string | null;
  /** Where the run can be read at its host. */
  readonly url: string | null;
}

export interface AttemptEvidence extends RunEvidence {
  readonly revocation: string;
  readonly begunAt: Timestamp;
  readonly acts: readonly ActRecord[];
  /** Empty: the run was cut off before it could look. */
  readonly readBacks: readonly ReadBackRecord[];
}

/** One revocation, with all attempts at it. */
export interface RevocationEvidence {
  readonly id: string;
  readonly system: SystemId;
  readonly account: { readonly id: string; readonly name: string };
  readonly person: PersonId | null;
  readonly service: string | null;
  /** Null: the whole account. */
  readonly entitlement: string | null;
  readonly reason: Reason;
  readonly stage: 'suspend' | 'delete';
  readonly trigger: Trigger;
  /** The opt-out that held it back until it lapsed. */
  readonly lapsedOptOut: string | null;
  readonly promised: Promised;
  /**
   * `over`: verified, or only what ends by itself is left. `withdrawn`: it is not due any more, for the person is active again or
   * an opt-out holds it now.
   */
  readonly state: 'over' | 'open' | 'brought-back' | 'dropped' | 'withdrawn';
  readonly overAt: Timestamp | null;
  /** From the trigger until it was over, or until the pack was made, in milliseconds; null where it is not measured. */
  readonly took: Duration | null;
  readonly verdict: Timed['verdict'] | null;
  readonly held: HeldRecord;
  readonly attempts: readonly AttemptEvidence[];
  /** What is left by the latest read-back, each with until when, or what a person has to do. */
  readonly left: readonly string[];
}

/** As the log's events tell it. */
export type RestorationEvidence = RestorationRecord;

export interface TransitionEvidence extends Pick<OptOutRecord, 'at' | 'run' | 'transition' | 'why'> {}

/** One opt-out with its approval, and proof of its lapse. */
export interface ExceptionEvidence {
  readonly optOut: string;
  readonly kind: 'person' | 'pause' | 'guards' | 'unknown';
  readonly person: PersonId | null;
  readonly systems: readonly string[];
  /** The policy's word for why; null where the file is gone. */
  readonly reason: string | null;
  readonly owner: PersonId | null;
  readonly requestedBy: PersonId | null;
  /** As it stands now; null where its file is gone. */
  readonly standing: Standing | null;
  readonly approval: {
    /** Null where the policy asks for no proof, or the file is gone. */
    readonly verdict: Approval['verdict'] | null;
    readonly by: readonly PersonId[];
    readonly pullRequest: number | null;
    readonly mergedAt: Timestamp | null;
  };
  readonly startsAt: Timestamp | null;
  readonly expiresAt: Timestamp | null;
  readonly transitions: readonly TransitionEvidence[];
  /** Null where it has not lapsed. */
  readonly lapse: {
    readonly at: Timestamp;
    /** When a run recorded it; null where none has yet. */
    readonly recordedAt: Timestamp | null;
    /** The revocations that it had held, by their ids; empty where nothing of theirs was left to revoke. */
    readonly revocations: readonly string[];
  } | null;
}

export interface HaltEvidence {
  readonly at: Timestamp;
  readonly run: string;
  readonly system: SystemId;
  readonly class: GuardClass;
  readonly rule: Violation['rule'];
  readonly limit: number;
  readonly actual: number;
}

export interface OverrideEvidence {
  readonly at: Timestamp;
  readonly run: string;
  readonly actor: string;
  readonly digest: string;
  readonly rules: readonly string[];
}

/** How somebody who left stands in one system. */
export const STATES = [
  'revoked',
  'nothing-there',
  'held',
  'report-mode',
  'outstanding',
  'protected',
  'never-seen',
  'came-back',
] as const;

/**
 * `revoked`: read back by `at`. `nothing-there`: no account was due when the system was seen whole at `at`. `held`: by the opt-out until
 * then. `report-mode`: nothing is revoked in this system. `outstanding`: begun and not over, or seen and not revoked. `protected`:
 * the policy keeps it. `never-seen`: no run has seen the system whole since. `came-back`: the person was active again
 * before the revocation was over.
 */
export interface CompletenessRow {
  readonly system: SystemId;
  readonly state: (typeof STATES)[number];
  readonly at: Timestamp | null;
  /** The revocations that it rests on. */
  readonly revocations: readonly string[];
  readonly optOut: string | null;
  readonly until: Timestamp | null;
  /** More, as a clause; empty where the state says it all. */
  readonly why: string;
}

/** Somebody who left, once for each time. */
export interface Departure {
  readonly person: PersonId;
  /** Null where nobody knows: listed all the same. */
  readonly since: Timestamp | null;
  /** `roster`: as it stands today. `provider`: the identity provider's word. `log`: revoked as departed, and back or out of the roster since. */
  readonly source: 'roster' | 'provider' | 'log';
  /** One for each system of the policy, in order of id. */
  readonly systems: readonly CompletenessRow[];
}

export interface Evidence {
  readonly version: 1;
  readonly at: Timestamp;
  readonly organization: string;
  readonly about: About;
  readonly log: LogState;
  /** What is not as it should be, as sentences; empty: nothing is outstanding. */
  readonly outstanding: readonly string[];
  /** What is not known, or to be read with care, as sentences. */
  readonly caveats: readonly string[];
  readonly times: { readonly all: Times; readonly systems: readonly (Times & { readonly system: SystemId })[] };
  readonly departures: readonly Departure[];
  readonly revocations: readonly RevocationEvidence[];
  readonly restorations: readonly RestorationEvidence[];
  readonly exceptions: readonly ExceptionEvidence[];
  readonly halts: readonly HaltEvidence[];
  readonly overrides: readonly OverrideEvidence[];
}
