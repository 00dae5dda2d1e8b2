import type { System } from '../core/model.js';
import type { Instant } from '../core/time.js';
import type { Findings } from './finding.js';
import type { PolicyView } from './policy-document.js';
import type { Roster } from './roster.js';
import type { Shelf } from './systems.js';

/** What the rules on opt-outs look things up in. */
export interface Context {
  /** Null where the policy is broken: then nothing is planned, and its rules are not applied. */
  readonly policy: PolicyView | null;
  readonly systems: Shelf<System>;
  readonly systemById: ReadonlyMap<string, System>;
  readonly roster: Roster;
  readonly at: Instant;
  readonly findings: Findings;
}
