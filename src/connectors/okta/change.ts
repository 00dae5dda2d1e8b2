/** Changes as values: what to do, to what, and what is left while it is not done. */
import { LeaverError } from '../../errors.js';
import type { WriteResult } from '../../http/client.js';
import { RULES } from '../../retry/rules.js';
import { type Made, settle } from '../../retry/settle.js';
import type { ActLog, StepOutcome, StepResult } from '../connector.js';
import type { Site } from './site.js';

export interface Change {
  /** What is done, in Okta's word for it. */
  readonly action: string;
  /** To what, as the journal names it. */
  readonly object: string;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** What is so as long as it is not made; null where nothing can be read of it. */
  readonly left: string | null;
  /** A fresh look: whether it is so already. Asked where a reply was lost. */
  readonly isDone: () => Promise<boolean>;
  /** Whether it gives something, so that what it is about must be there. */
  readonly gives?: true;
  /** What has to be so before it is made: throws what a person is told. */
  readonly ready?: () => Promise<void>;
  /** What a person is told where Okta refuses. */
  readonly refused?: string;
}

/** Makes a change through the log. After a lost reply it looks before repeating it. */
export function make(site: Site, log: Pick<ActLog, 'step'>, change: Change): Promise<StepOutcome> {
  return log.step({ action: change.action, object: change.object }, () => attempt(site, change));
}

async function attempt({ client, clock }: Site, change: Change): Promise<StepResult> {
  const { method, path, body, object } = change;
  const once = async (): Promise<Made<StepResult>> => {
    // Each time, so that it is so right before the request, also where an attempt's reply was lost.
    await change.ready?.();
    const result: WriteResult = await client.write(method, path, body);
    if (result.kind === 'lost') return { kind: 'unclear', why: result.error };
    if (result.kind === 'absent') return { kind: 'settled', settled: { kind: 'absent' } };
    return { kind: 'settled', settled: { kind: 'done', requestId: result.requestId } };
  };
  try {
    const made = await settle({ clock, waits: RULES.okta.lookAgain }, once, change.isDone);
    if (made.kind === 'unclear') throw made.why;
    if (made.kind === 'found') return { kind: 'done', requestId: null };
    if (made.settled.kind === 'absent' && change.gives) {
      throw new LeaverError('forbidden', `${object} or the user is not there any more`);
    }
    return made.settled;
  } catch (error) {
    if (!(error instanceof LeaverError) || error.code !== 'forbidden') throw error;
    // Somebody else may have done the same since the look.
    if (await change.isDone()) return { kind: 'absent' };
    throw change.refused === undefined
      ? error
      : new LeaverError('forbidden', `${change.refused} (${error.message})`, { cause: error.cause });
  }
}
