import type { Journal } from '../audit/journal.js';
import type { Connector } from '../connectors/connector.js';
import type { JournalPlace, PersonId, System, SystemId } from '../core/model.js';
import type { Scope } from '../core/plan.js';
import type { Clone } from '../ports/clone.js';
import type { Host } from '../ports/host.js';
import type { Clock, Files, Progress } from '../ports/ports.js';

/** What a command may touch. `compose.ts` builds the real ones; tests and the demo bring a clock and a world of their own. */
export interface Context {
  readonly clock: Clock;
  /** The policy repository. */
  readonly files: Files;
  /** Files that the command line names, relative to where it was called. */
  readonly named: Pick<Files, 'read' | 'write'>;
  /** The journal of this run, where the policy says that it is kept: the same each time. Nothing is read yet. */
  journal(place: JournalPlace): Journal;
  readonly progress: Progress;
  /** Opens a system's connector with its real client. Throws `missing-credential`, `not-supported`. */
  connect(system: System): Promise<Connector>;
  /** The policy repository's history. */
  readonly clone: Clone;
  /** Opens the host that the policy repository lies on. Throws `missing-credential`, `unreachable` where it is unknown. */
  host(): Promise<Host>;
}

/** What the command line narrowed a run to; empty: nothing. */
export interface Narrowing {
  readonly systems: readonly string[];
  readonly people: readonly string[];
}

/** The narrowing as the core takes it. Ids were checked against the policy by `checkNarrowing`. */
export function scopeOf({ systems, people }: Narrowing): Scope {
  return {
    systems: systems.length === 0 ? null : new Set(systems as SystemId[]),
    people: people.length === 0 ? null : new Set(people as PersonId[]),
  };
}
