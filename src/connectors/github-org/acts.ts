import { LeaverError } from '../../errors.js';
import { RULES } from '../../retry/rules.js';
import { type Made, settle as settled } from '../../retry/settle.js';
import type { ActLog, Step, StepOutcome, StepResult } from '../connector.js';
import type { Values } from './client.js';
import type { Site } from './site.js';

/** One change: how the journal calls it, the request, and how to see that it has happened already. */
export interface Act {
  readonly step: Step;
  readonly route: string;
  readonly values: Values;
  /** Reads whether what it takes away is gone; asked only where a reply was lost. */
  readonly gone: () => Promise<boolean>;
}

/** A change of up to a hundred ids by one request. */
export interface Batch {
  readonly step: Step;
  readonly route: string;
  readonly ids: readonly number[];
  readonly valuesOf: (ids: readonly number[]) => Values;
  /** The ids that are there at this moment. */
  readonly left: () => Promise<readonly number[]>;
}

/** Carries out a change through the log. Absent counts as done. */
export function carryOut(site: Site, log: ActLog, act: Act): Promise<StepOutcome> {
  return log.step(act.step, () => settle(site, act));
}

/** Makes the request; where its reply is lost, looks before it asks again. */
export async function settle({ client, clock }: Site, act: Omit<Act, 'step'>): Promise<StepResult> {
  const make = async (): Promise<Made<StepResult>> => {
    const result = await client.write(act.route, act.values);
    return result.kind === 'lost' ? { kind: 'unclear', why: result.error } : { kind: 'settled', settled: result };
  };
  const made = await settled({ clock, waits: RULES.github.lookAgain }, make, act.gone);
  if (made.kind === 'unclear') throw made.why;
  return made.kind === 'settled' ? made.settled : { kind: 'done', requestId: null };
}

/**
 * Carries out one change of many ids at once. GitHub turns a whole batch away for one that is gone, so what is left of
 * it is asked for again.
 */
export function carryOutMany(site: Site, log: ActLog, batch: Batch): Promise<StepOutcome> {
  const settleOf = (ids: readonly number[]) =>
    settle(site, {
      route: batch.route,
      values: batch.valuesOf(ids),
      gone: async () => !(await left()).some(isIn(ids)),
    });
  const left = batch.left;
  return log.step(batch.step, async () => {
    const result = await settleOf(batch.ids);
    if (result.kind !== 'absent' || batch.ids.length === 1) return result;
    const ids = (await left()).filter(isIn(batch.ids));
    return ids.length === 0 ? result : settleOf(ids);
  });
}

function isIn(ids: readonly number[]): (id: number) => boolean {
  return (id) => ids.includes(id);
}

/** Records that something was not done, and why. */
export function refuse(log: ActLog, step: Step, why: string): Promise<StepOutcome> {
  return log.step(step, () => Promise.reject(new LeaverError('forbidden', why)));
}
