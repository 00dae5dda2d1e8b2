/** Changes as values: what to do, to what, and what is left while it is not done. */
import { LeaverError } from '../../errors.js';
import type { Clock } from '../../ports/ports.js';
import type { ActLog, StepOutcome, StepResult } from '../connector.js';
import type { Iam, Write } from './iam.js';

/** One change that a user's present state calls for. */
export type Change = Write & {
  /** To what, as the journal names it: `policy/AWSDenyAll`, `key/AKIA…`. */
  readonly object: string;
  /** What is so as long as the change is not made: "the access key AKIA… is active". */
  readonly left: string;
};

/** What it takes to make changes. */
export interface Maker {
  readonly iam: Iam;
  readonly clock: Clock;
  readonly log: ActLog;
  /** Whether a fresh look still calls for the change: asked before it is made again. */
  needed(change: Change): Promise<boolean>;
}

/** Waits before a change is made again, in milliseconds: deletions take seconds to show. */
const WAITS = [1_000, 4_000, 15_000];

/** Makes a change through the log. After a lost reply it looks before repeating it. */
export function make(maker: Maker, change: Change): Promise<StepOutcome> {
  return maker.log.step({ action: change.operation, object: change.object }, () => attempts(maker, change));
}

/** Makes a change within a step, as often as it takes. Throws `unreachable` where it does not succeed. */
export async function attempts(maker: Pick<Maker, 'iam' | 'clock' | 'needed'>, change: Change): Promise<StepResult> {
  let result = await maker.iam.write(change);
  for (const wait of WAITS) {
    if (result.kind === 'done' || result.kind === 'absent') return result;
    await maker.clock.sleep(wait);
    if (!(await maker.needed(change))) return { kind: 'done', requestId: null };
    result = await maker.iam.write(change);
  }
  if (result.kind === 'done' || result.kind === 'absent') return result;
  throw new LeaverError(
    'unreachable',
    `${change.operation} did not succeed in ${WAITS.length + 1} attempts: ${result.why}`,
  );
}

/** Whether these are the same change. */
export function isSame(a: Change, b: Change): boolean {
  return a.operation === b.operation && a.object === b.object;
}
