/** Changes as values: what to do, to what, and what is left while it is not done. */
import { LeaverError } from '../../errors.js';
import type { Clock } from '../../ports/ports.js';
import { RULES } from '../../retry/rules.js';
import { type Made, settle } from '../../retry/settle.js';
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

/** Makes a change through the log. After a lost reply it looks before repeating it. */
export function make(maker: Maker, change: Change): Promise<StepOutcome> {
  return maker.log.step({ action: change.operation, object: change.object }, () => attempts(maker, change));
}

/** Makes a change within a step, as often as it takes. Throws `unreachable` where it does not succeed. */
export async function attempts(
  { iam, clock, needed }: Pick<Maker, 'iam' | 'clock' | 'needed'>,
  change: Change,
): Promise<StepResult> {
  const attempt = async (): Promise<Made<StepResult>> => {
    const result = await iam.write(change);
    const known = result.kind === 'done' || result.kind === 'absent';
    return known ? { kind: 'settled', settled: result } : { kind: 'unclear', why: result.why };
  };
  const { lookAgain: waits } = RULES.aws;
  const made = await settle({ clock, waits }, attempt, async () => !(await needed(change)));
  if (made.kind === 'settled') return made.settled;
  if (made.kind === 'found') return { kind: 'done', requestId: null };
  const message = `${change.operation} did not succeed in ${waits.length + 1} attempts: ${made.why}`;
  throw new LeaverError('unreachable', message);
}

/** Whether these are the same change. */
export function isSame(a: Change, b: Change): boolean {
  return a.operation === b.operation && a.object === b.object;
}
