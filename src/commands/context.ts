import type { Journal } from '../audit/journal.js';
import type { Sink } from '../audit/sinks/sink.js';
import type { Connector } from '../connectors/connector.js';
import type { ChannelSettings, JournalPlace, LogSink, PersonId, System, SystemId } from '../core/model.js';
import type { Scope } from '../core/plan.js';
import type { RunCause } from '../core/record.js';
import type { Instant } from '../core/time.js';
import type { Channel } from '../notify/channel.js';
import type { Clone } from '../ports/clone.js';
import type { Host } from '../ports/host.js';
import type { Clock, Files, Progress } from '../ports/ports.js';

/** What a command may touch. `compose.ts` builds the real ones; tests and the demo bring a clock and a world of their own. */
export interface Context {
  readonly clock: Clock;
  /** The policy repository. */
  readonly files: Files;
  /** Files that the command line names, relative to where it was called. */
  readonly named: Pick<Files, 'read' | 'write' | 'lines'>;
  /** The journal of this run, where the policy says that it is kept: the same each time. Nothing is read yet. */
  journal(place: JournalPlace): Journal;
  /** Opens a copy of the audit log. Throws `missing-credential`. */
  sink(settings: LogSink): Promise<Sink>;
  readonly progress: Progress;
  /** Opens a system's connector with its real client. Throws `missing-credential`, `not-supported`. */
  connect(system: System): Promise<Connector>;
  /** The policy repository's history. */
  readonly clone: Clone;
  /** What started this run, for its log. */
  readonly cause: RunCause;
  /**
   * The policy repository's page at its host, by this run's own environment: a link that the log names is shown only below it.
   * Left out and null: nobody knows, and no link of the log is shown.
   */
  readonly repository?: string | null;
  /** When the identity provider said so, where its word started this run; left out and null: nobody told. */
  readonly triggeredAt?: Instant | null;
  /** Opens the host that the policy repository lies on. Throws `missing-credential`, `unreachable` where it is unknown. */
  host(): Promise<Host>;
  /** Opens a way out to people. Throws `missing-credential`, `wrong-credential`, and what opening the host throws. */
  channel(settings: ChannelSettings): Promise<Channel>;
}

/** What the command line narrowed a run to; empty: nothing. */
export interface Narrowing {
  readonly systems: readonly string[];
  readonly people: readonly string[];
  /** Accounts at the identity provider, by id or name, in place of people: `load` finds out whose they are. */
  readonly accounts?: readonly string[];
}

/** The narrowing as the core takes it. Ids were checked against the policy by `checkNarrowing`. */
export function scopeOf({ systems, people }: Narrowing): Scope {
  return {
    systems: systems.length === 0 ? null : new Set(systems as SystemId[]),
    people: people.length === 0 ? null : new Set(people as PersonId[]),
  };
}
