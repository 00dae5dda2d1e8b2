import type { ActLog, Step, StepOutcome } from '../../../src/connectors/connector.js';
import { messageOf } from '../../../src/errors.js';
import type { ContractHarness } from './harness.js';

/** One thing that a revocation put on record, with how many changes the live system had seen by then. */
export type Entry =
  | { readonly type: 'evidence'; readonly changes: number; readonly record: Readonly<Record<string, unknown>> }
  | { readonly type: 'intent'; readonly changes: number; readonly step: Step }
  | { readonly type: 'outcome'; readonly changes: number; readonly step: Step; readonly outcome: StepOutcome };

export interface Recording {
  readonly log: ActLog;
  readonly entries: readonly Entry[];
  /** The steps that were begun, in order. */
  readonly steps: readonly Step[];
  readonly outcomes: readonly StepOutcome[];
}

/** What happens at one step, counted from 0. */
export interface Disturbance {
  readonly at: number;
  /** `fail`: the act is not made and counts as failed. The others end the process, as far as the connector can tell. */
  readonly how: 'kill-before-act' | 'kill-after-act' | 'fail' | (() => Promise<void>);
}

/** What a killed process throws: the recording is dead from then on. */
export const KILLED = 'killed';

/** An `ActLog` that keeps what it is given, and can be disturbed at one step. */
export function record(harness: ContractHarness, disturbance: Disturbance | null = null): Recording {
  const entries: Entry[] = [];
  const steps: Step[] = [];
  const outcomes: StepOutcome[] = [];
  let dead = false;
  const changes = async () => (await harness.changes()).length;
  const die = (): never => {
    dead = true;
    throw new Error(KILLED);
  };

  const log: ActLog = {
    async evidence(given) {
      if (dead) die();
      entries.push({ type: 'evidence', changes: await changes(), record: given });
    },
    async step(step, act) {
      if (dead) die();
      const how = disturbance?.at === steps.length ? disturbance.how : null;
      steps.push(step);
      entries.push({ type: 'intent', changes: await changes(), step });
      if (how === 'kill-before-act') die();
      if (typeof how === 'function') await how();
      const outcome = how === 'fail' ? failed(new Error('refused by the test')) : await act().catch(failed);
      if (how === 'kill-after-act') die();
      outcomes.push(outcome);
      entries.push({ type: 'outcome', changes: await changes(), step, outcome });
      return outcome;
    },
  };
  return { log, entries, steps, outcomes };
}

/** The evidence in recordings, in order: what the journal would hand to a restoration. */
export function evidenceIn(...recordings: readonly Recording[]): Readonly<Record<string, unknown>>[] {
  const entries = recordings.flatMap((recording) => recording.entries);
  // As the journal keeps it: as JSON.
  return entries.flatMap((entry) => (entry.type === 'evidence' ? [JSON.parse(JSON.stringify(entry.record))] : []));
}

function failed(error: unknown): StepOutcome {
  return { kind: 'failed', why: messageOf(error) };
}
