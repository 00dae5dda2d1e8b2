import type { Revoke } from '../core/decision.js';
import type { AcceptedRule } from '../core/guard-limits.js';
import type { ObservedAccount } from '../core/observation.js';
import type { Outcome } from '../core/outcome.js';
import type { HaltRecord, OptOutRecord, Promised, RunCause, RunFigures, SystemSight, Trigger } from '../core/record.js';
import type { RestoreOutcome } from '../core/restoration.js';
import type { Timestamp } from '../core/time.js';
import type { Checkpoint } from './chain.js';
import type { PlacedLine } from './verify.js';

/** `<system>/<account id>@<instant>`: readable; what `restore` is given. */
export type RevocationId = string;

/** How a revocation ended, by its read-back. `failed` and `pending` are taken up again by the next run. */
export type Ending = Outcome['kind'];
export const ENDINGS = [
  'verified',
  'pending',
  'residual',
  'manual',
  'failed',
  'dropped',
] as const satisfies readonly Ending[];

/** What happens in a revocation's life, in this order. Holds no secret: evidence is the connector's plain JSON. */
export type RevocationEvent = { readonly revocation: RevocationId } & (
  | {
      readonly type: 'begun';
      readonly decision: Revoke;
      /** As the fresh look saw it: what the next run goes by when the system no longer lists it. */
      readonly account: ObservedAccount;
      readonly trigger: Trigger;
      readonly promised: Promised;
    }
  | { readonly type: 'evidence'; readonly record: Readonly<Record<string, unknown>> }
  /** About to act. `step` counts from 1 in its revocation. */
  | { readonly type: 'intent'; readonly step: number; readonly action: string; readonly object: string }
  | {
      readonly type: 'outcome';
      readonly step: number;
      readonly result: 'done' | 'absent' | 'failed';
      readonly requestId: string | null;
      /** Of a failure, in one line. */
      readonly why: string | null;
    }
  /** Once more for each time that a later run read back what was left, and found it changed. */
  | { readonly type: 'ended'; readonly ending: Ending; readonly left: readonly string[] }
);

/** How bringing back ended, by its read-back. */
export type RestorationEnding = RestoreOutcome['kind'];
export const RESTORATION_ENDINGS = ['restored', 'pending', 'failed'] as const satisfies readonly RestorationEnding[];

/** What happens when a revocation is brought back, in this order. `restoration` names one attempt. */
export type RestorationEvent = { readonly revocation: RevocationId; readonly restoration: string } & (
  | {
      readonly type: 'restoring';
      /** Earlier attempts at the same revocation, which it brings back as well. */
      readonly covers: readonly RevocationId[];
      readonly actor: string;
    }
  | { readonly type: 'restore-intent'; readonly step: number; readonly action: string; readonly object: string }
  | {
      readonly type: 'restore-outcome';
      readonly step: number;
      readonly result: 'done' | 'absent' | 'failed';
      readonly requestId: string | null;
      readonly why: string | null;
    }
  | {
      readonly type: 'restored';
      readonly ending: RestorationEnding;
      /** What is not back: what waits, and what can't come back. */
      readonly left: readonly string[];
    }
);

/** A line that a killed run left half written was cut off; so many characters of it are lost. */
export interface MendedEvent {
  readonly type: 'mended';
  readonly revocation: null;
  readonly lost: number;
}

/** Somebody took a guard's halt upon himself: `apply --accept-halt`. */
export interface AcceptedEvent {
  readonly type: 'accepted';
  readonly revocation: null;
  /** Of the plan that it was accepted for. */
  readonly digest: string;
  readonly rules: readonly AcceptedRule[];
  readonly actor: string;
}

/** Somebody was told that an opt-out lapses, or that a person leaves, soon: once each. */
export interface RemindedEvent {
  readonly type: 'reminded';
  readonly revocation: null;
  /** What makes it this reminder and no other: of what, how long before, and of which end. */
  readonly key: string;
  /** On which pull request; null where it was told in the run's report only. */
  readonly pullRequest: number | null;
}

/** A run that may act, or tell somebody something, begins. */
export interface RunStartedEvent {
  readonly type: 'run-started';
  readonly revocation: null;
  readonly command: string;
  readonly cause: RunCause;
  /** What it was narrowed to; both empty: a whole run. */
  readonly systems: readonly string[];
  readonly people: readonly string[];
}

/** A run ends, however it went; a run without this was killed. */
export interface RunEndedEvent {
  readonly type: 'run-ended';
  readonly revocation: null;
  /** Of what it did: channels and copies are served afterwards, and have events of their own. */
  readonly status: number;
  /** Null where it did not get so far as to plan. */
  readonly figures: RunFigures | null;
  /** Of the plan that it went by; null where it had none. */
  readonly digest: string | null;
  readonly systems: readonly SystemSight[];
  /** What was not done or not known, as sentences. */
  readonly problems: readonly string[];
}

/** A guard halted a system's share of a plan. */
export interface HaltedEvent extends Omit<HaltRecord, 'at' | 'run'> {
  readonly type: 'halted';
  readonly revocation: null;
  /** Of the plan that was halted. */
  readonly digest: string;
}

/** An opt-out goes from one standing to another: once for each. */
export interface OptOutEvent extends Omit<OptOutRecord, 'at' | 'run'> {
  readonly type: 'opt-out';
  readonly revocation: null;
}

/** About to tell a channel these news; without a `notified` after it, nobody knows whether it was told. */
export interface NotifyingEvent {
  readonly type: 'notifying';
  readonly revocation: null;
  readonly channel: string;
  /** The message's own id. */
  readonly message: string;
  /** The keys of its news; what a channel is told of from now on, its topics, where `message` is `topics`. */
  readonly keys: readonly string[];
}

/** What became of it. */
export interface NotifiedEvent {
  readonly type: 'notified';
  readonly revocation: null;
  readonly channel: string;
  readonly message: string;
  readonly result: 'sent' | 'failed';
  /** Of a failure, in one line. */
  readonly why: string | null;
}

/** A sink did not take the log's last events; the next run tries again. Where one did, no event says so: the sink is asked. */
export interface UndeliveredEvent {
  readonly type: 'undelivered';
  readonly revocation: null;
  readonly sink: string;
  /** In one line. */
  readonly why: string;
}

/** This run holds the lease from here on: no other acts. Each event of the run prolongs it. */
export interface LeasedEvent {
  readonly type: 'leased';
  readonly revocation: null;
  /** The run whose lease had gone stale and was taken over; null where there was none. */
  readonly over: string | null;
}

export interface ReleasedEvent {
  readonly type: 'released';
  readonly revocation: null;
}

export type NewEvent =
  | RevocationEvent
  | RestorationEvent
  | MendedEvent
  | AcceptedEvent
  | RemindedEvent
  | RunStartedEvent
  | RunEndedEvent
  | HaltedEvent
  | OptOutEvent
  | NotifyingEvent
  | NotifiedEvent
  | UndeliveredEvent
  | LeasedEvent
  | ReleasedEvent;

/** What the journal adds. */
export interface Stamp {
  /** Grows by one. */
  readonly seq: number;
  readonly at: Timestamp;
  readonly run: string;
  /** Who caused the run, by the host's or the machine's word: a claim, which nothing proves. */
  readonly actor: string;
  /** The commit of the policy repository that it went by; null where that is no clone. */
  readonly commit: string | null;
  /** The hash of the event before; `GENESIS` for the first. */
  readonly previous: string;
  /** `sha256:` over the canonical JSON (RFC 8785) of the whole event but for this. */
  readonly hash: string;
}

/** What a run knows of itself, in each of its events. */
export interface Origin {
  /** Names this run, and no other. */
  readonly run: string;
  readonly actor: string;
  readonly commit: string | null;
  /** The log's own name, as an absolute URI: the policy repository at its host, `urn:leaver:local` where none is known. */
  readonly source: string;
}

export type JournalEvent = Stamp & NewEvent;
/** An event in its place, before it has its hash. */
export type Placed = Omit<Stamp, 'hash'> & NewEvent;

/** Where events are kept: a file, or a branch of the policy repository. */
export interface Journal {
  /**
   * Stamps the event and chains it to the last one. It is kept safely when this returns, and all that came before it; but
   * for the beginning of a run, of a revocation or of a restoration, for evidence, and for the outcome of a step: these may be
   * kept together with what follows them, an intent or an end. Throws `journal`, `file-unwritable` and what the host throws, and
   * `busy` where another run holds the lease for long: then nothing may be done.
   */
  append(event: NewEvent): Promise<void>;
  /** All events, oldest first. Throws `journal` where one can't be read, or the chain is broken. */
  read(): Promise<readonly JournalEvent[]>;
  /** The very lines of the events after this number, oldest first, for copies of the log. Throws as `read`. */
  linesAfter(seq: number): Promise<readonly string[]>;
  /** Every line as it lies there, unchecked, in the order of the log: for a verdict on the log. Throws where nothing can be read. */
  lines(): AsyncIterable<PlacedLine>;
  /** Where the log was known to end at some time, kept beside it. */
  checkpoints(): Promise<readonly Checkpoint[]>;
  /**
   * Takes the lease that a run needs to act. Who holds it prolongs it with each event, and may append until somebody else
   * has taken it over as stale: from then on `append` throws `journal`. Throws as `append`.
   */
  lease(): Promise<Lease>;
}

export type Lease =
  /** `release` never throws: a lease that can't be given back goes stale. */
  { readonly kind: 'held'; release(): Promise<void> } | { readonly kind: 'busy'; readonly holder: Holder };

/** The run that acts at this time. */
export interface Holder {
  readonly run: string;
  readonly since: Timestamp;
  /** When the lease goes stale unless the run gives a sign of life. */
  readonly until: Timestamp;
}
