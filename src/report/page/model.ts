/** What the page shows, as plain data: computed once, then rendered, and written beside the page as `report.json`. */
import type { Drift, PlannedSystem, Warning } from '../../core/decision.js';
import type { DesiredState, Objectives, OptOutId, PersonId, Reason, System, SystemId } from '../../core/model.js';
import type { Times } from '../../core/objectives.js';
import type { Gap } from '../../core/observation.js';
import type { Promised, RunRecord, Trigger } from '../../core/record.js';
import type { Entry, Register } from '../../core/register.js';
import type { Duration, Timestamp } from '../../core/time.js';

/** How urgent something is, for its colour; a word says the same beside it. */
export type Tone = 'good' | 'look' | 'bad' | 'hold' | 'quiet';

/** One thing that a person should look after. */
export interface Attention {
  readonly tone: 'bad' | 'look';
  /** In one word: `halted`, `unseen`, `expiring`. */
  readonly mark: string;
  readonly text: string;
  /** The section of the page that tells more. */
  readonly section: Section;
}

export const SECTIONS = [
  'attention',
  'in-force',
  'not-in-force',
  'outside',
  'systems',
  'matrix',
  'runs',
  'trend',
  'promise',
] as const;
export type Section = (typeof SECTIONS)[number];

/** An opt-out as the page shows it. */
export type PageEntry = Entry & {
  /** From when it has held, or will; null where nobody knows. */
  readonly begins: Timestamp | null;
};

export interface PageSystem extends Pick<PlannedSystem, 'completeness' | 'accounts' | 'revocations' | 'guard'> {
  readonly system: SystemId;
  readonly kind: string;
  readonly mode: System['mode'];
  readonly orphans: System['orphans'];
  readonly owners: readonly PersonId[];
  /** When it was observed; null where it was not. */
  readonly observedAt: Timestamp | null;
  readonly gaps: readonly Gap[];
}

/**
 * How something stands in one cell of the matrix, the most urgent first. `outside`: protected, or the runner's own.
 * `unread`: the system was not seen whole, so nobody knows. `gone`: suspended, and kept for its retention.
 */
export const STATES = ['revoke', 'look', 'held', 'outside', 'unread', 'gone', 'access'] as const;
export type State = (typeof STATES)[number];

export interface Cell {
  readonly system: SystemId;
  readonly state: State;
  /** More, in a few words: until when, why; empty where the state says it all. */
  readonly detail: string;
}

/** A person, a service, or an account that nobody claims. */
export interface MatrixRow {
  readonly kind: 'person' | 'service' | 'account';
  readonly id: string;
  /** A person's name; empty for others. */
  readonly name: string;
  /** How the roster has them, where they are not simply active: `departed`, `leaves 2026-12-31`. */
  readonly about: string;
  /** Only systems where there is something, in the order of the matrix's systems. */
  readonly cells: readonly Cell[];
}

export interface Matrix {
  readonly systems: readonly SystemId[];
  /** The most urgent first, then by id. */
  readonly rows: readonly MatrixRow[];
}

/** One week, from Monday in UTC. */
export interface Week {
  readonly from: Timestamp;
  /** Revocations that were begun, and did not fail. */
  readonly revoked: number;
  readonly failed: number;
  /** Opt-outs in force as the week's last run counted them, now for this week; null where no run counted. */
  readonly optOuts: number | null;
}

/** A revocation as the page lists it. */
export interface PageRevocation {
  readonly revocation: string;
  readonly system: SystemId;
  readonly account: string;
  readonly person: PersonId | null;
  readonly service: string | null;
  readonly entitlement: string | null;
  readonly reason: Reason;
  readonly stage: 'suspend' | 'delete';
  readonly lapsedOptOut: OptOutId | null;
  readonly trigger: Trigger;
  readonly begunAt: Timestamp;
  /** How it ended; null where it was cut off. */
  readonly ending: string | null;
  readonly left: readonly string[];
  readonly broughtBack: boolean;
}

/** A revocation that took longer than was promised. */
export interface PageBreach {
  readonly revocation: string;
  readonly system: SystemId;
  readonly account: string;
  readonly person: PersonId | null;
  readonly objective: Promised['objective'];
  readonly trigger: Trigger;
  readonly promised: Duration;
  readonly revokedAt: Timestamp;
  /** So far, where it is not verified yet. */
  readonly took: Duration;
  readonly open: boolean;
}

/** Times to revoke against what is promised. */
export interface PageTimes {
  /** What the policy promises now; each revocation is measured by what was promised when it was begun. */
  readonly objectives: Objectives;
  readonly all: Times;
  readonly systems: readonly (Times & { readonly system: SystemId })[];
  /** The longest over its promise first. */
  readonly breaches: readonly PageBreach[];
}

/** What the audit log holds; null where it was not read. */
export interface PageLog {
  readonly events: number;
  /** The hash of its last event; null where it is empty. */
  readonly head: string | null;
  /** The latest first. */
  readonly runs: readonly RunRecord[];
  /** How many there are in all. */
  readonly runCount: number;
  /** The latest first. */
  readonly revocations: readonly PageRevocation[];
  readonly revocationCount: number;
  /** The oldest first, this week last. */
  readonly weeks: readonly Week[];
  readonly times: PageTimes;
}

export interface PageModel {
  readonly version: 1;
  /** Who made the file: `report` overwrites no other. */
  readonly generator: 'Leaver';
  /** When it was made. */
  readonly at: Timestamp;
  /** When the systems were observed. */
  readonly observedAt: Timestamp;
  readonly organization: string;
  /** The digest of the plan that it was made from. */
  readonly digest: string;
  /** Whether opt-outs count as approved without proof. */
  readonly unproven: boolean;
  /** Whether the page shows why an opt-out is needed; where not, there is no justification in here either. */
  readonly justifications: boolean;
  readonly verdict: { readonly tone: 'good' | 'look' | 'bad'; readonly text: string };
  readonly figures: readonly { readonly label: string; readonly value: string; readonly tone: Tone }[];
  readonly attention: readonly Attention[];
  /** Active and expiring ones, those that lapse first on top. */
  readonly inForce: readonly PageEntry[];
  readonly notInForce: readonly PageEntry[];
  readonly outside: Pick<Register, 'protectedAccounts' | 'reportMode' | 'services'>;
  readonly systems: readonly PageSystem[];
  readonly matrix: Matrix;
  readonly warnings: readonly Warning[];
  readonly drift: readonly Drift[];
  /** Null where it was not read. */
  readonly log: PageLog | null;
  /** People who leave at a time that the roster names, the next first. */
  readonly leaving: readonly { readonly person: PersonId; readonly at: Timestamp }[];
  readonly retention: DesiredState['retention'];
}
