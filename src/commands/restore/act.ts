/** Brings one revocation back: each act on record, and read back afterwards. */
import { type Journal, type RestorationLog, restorationLog } from '../../audit/journal.js';
import type { RestoreItem, RevokingConnector } from '../../connectors/connector.js';
import type { RestoreOutcome } from '../../core/restoration.js';
import { messageOf } from '../../errors.js';
import type { Context } from '../context.js';
import { readBack } from '../read-back.js';
import type { Chosen } from './choose.js';

export interface Restored {
  readonly outcome: RestoreOutcome;
  /** As the read-back found them. */
  readonly items: readonly RestoreItem[];
  /** What was done, in order, in the vendor's words. */
  readonly steps: readonly string[];
}

/** What could be done and is not. */
export function openIn(items: readonly RestoreItem[]): readonly RestoreItem[] {
  return items.filter(({ how }) => how === 'restore' || how === 'invite');
}

/** Throws what the journal throws before the first act: what can't be recorded is not done. */
export async function bringBack(
  context: Context,
  journal: Journal,
  connector: RevokingConnector,
  { revocation, covers, lost }: Chosen,
  planned: readonly RestoreItem[],
  actor: string,
): Promise<Restored> {
  const { clock } = context;
  const steps: string[] = [];
  const failures: string[] = [];
  const log = restorationLog(journal, revocation.id, clock.now(), (step, outcome) => {
    if (outcome.kind === 'done') steps.push(`${step.action} ${step.object}`);
    if (outcome.kind === 'failed') failures.push(`${step.action} ${step.object}: ${outcome.why}`);
  });
  await log.begun(covers, actor);
  try {
    await connector.restore(lost, log, clock.now());
  } catch (error) {
    failures.push(messageOf(error));
  }
  const items = await readBack(clock, planned, {
    read: () => connector.restorable(lost),
    isPending: (seen) => openIn(seen).length > 0,
    failures,
  });
  await end(log, outcomeOf(failures, items), items, failures);
  return { outcome: outcomeOf(failures, items), items, steps };
}

/** What is done is done, whether or not its end can be recorded: then the next run takes it up again. */
async function end(
  log: RestorationLog,
  outcome: RestoreOutcome,
  items: readonly RestoreItem[],
  failures: string[],
): Promise<void> {
  const left = items.filter(({ how }) => how !== 'there').map(({ item, how }) => `${how}: ${item}`);
  try {
    await log.ended(outcome.kind, left);
  } catch (error) {
    failures.push(messageOf(error));
  }
}

function outcomeOf(failures: readonly string[], items: readonly RestoreItem[]): RestoreOutcome {
  if (failures.length > 0) return { kind: 'failed', why: failures };
  const done = items.every(({ how }) => how === 'there' || how === 'impossible');
  return { kind: done ? 'restored' : 'pending' };
}
