/** A run that acts, or tells somebody something, from its first event to its last. */
import type { DesiredState } from '../core/model.js';
import { LeaverError, messageOf } from '../errors.js';
import { type Concluded, conclude, type Doings } from './conclude.js';
import type { Context, Narrowing } from './context.js';

export interface OnRecord<Done> {
  readonly command: string;
  readonly narrowing: Narrowing;
  /** The run itself. */
  readonly act: () => Promise<Done>;
  /** What it came to, for the log; null: nothing was done, and neither a beginning nor an end is recorded. */
  readonly doingsOf: (done: Done) => Doings | null;
}

/**
 * Runs with a beginning and an end in the log, and tells who is to be told. Throws what `act` throws, which is on record then,
 * but for one that came while another run acted: it did nothing.
 */
export async function onRecord<Done>(
  context: Context,
  desired: DesiredState,
  { command, narrowing, act, doingsOf }: OnRecord<Done>,
): Promise<{ readonly done: Done; readonly concluded: Concluded }> {
  const { systems, people } = narrowing;
  const journal = context.journal(desired.journal);
  // It is kept together with what follows it, so that a run that has nothing to record leaves no beginning without an end.
  await journal.append({ type: 'run-started', revocation: null, command, cause: context.cause, systems, people });
  let done: Done;
  try {
    done = await act();
  } catch (error) {
    if (!(error instanceof LeaverError && error.code === 'busy')) await conclude(context, desired, failed(error));
    throw error;
  }
  const doings = doingsOf(done);
  const nothing: Concluded = { remarks: [], problems: [], checkpoint: null, records: null };
  return { done, concluded: doings === null ? nothing : await conclude(context, desired, doings) };
}

function failed(error: unknown): Doings {
  const problems = [messageOf(error)];
  return { status: 1, figures: null, plan: null, snapshot: null, approvals: null, problems };
}
