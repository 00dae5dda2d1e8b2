/** Changes as values: what to do, to what, and what is left while it is not done. */
import { LeaverError } from '../../errors.js';
import type { ActLog, StepOutcome, StepResult } from '../connector.js';
import type { Iam, Write } from './iam.js';

/** One change that a user's present state calls for. */
export type Change = Write & {
  /** To what, as the journal and the report name it: `policy/AWSDenyAll`, `key/AKIA…`. */
  readonly object: string;
  /** What is so as long as the change is not made: "the access key AKIA… is active". */
  readonly left: string;
};

/** How often a change without an answer is tried, looking in between. */
const TRIES = 3;

/**
 * Makes a change through the log.
 * @param needed whether a fresh look still calls for it: asked after each lost reply, before it is repeated.
 */
export function make(
  iam: Iam,
  change: Change,
  log: ActLog,
  needed: (change: Change) => Promise<boolean>,
): Promise<StepOutcome> {
  return log.step({ action: change.operation, object: change.object }, () => attempt(iam, change, needed));
}

async function attempt(iam: Iam, change: Change, needed: (change: Change) => Promise<boolean>): Promise<StepResult> {
  let why = '';
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (tries > 0 && !(await needed(change))) return { kind: 'done', requestId: null };
    const result = await iam.write(change);
    if (result.kind === 'done' || result.kind === 'absent') return result;
    if (result.kind === 'conflict') throw new ConflictError(result.why);
    why = result.why;
  }
  throw new LeaverError('unreachable', `${change.operation}: no answer came, ${TRIES} times (${why})`);
}
