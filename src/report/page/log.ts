/** What the page tells of the audit log: the last runs and revocations, the trend, and times to revoke. */
import type { Plan } from '../../core/decision.js';
import type { Objectives } from '../../core/model.js';
import { type RevokeTask, type Timed, timeToRevoke } from '../../core/objectives.js';
import type { LogRecords, RevocationRecord } from '../../core/record.js';
import type { Instant } from '../../core/time.js';
import type { PageBreach, PageLog, PageRevocation } from './model.js';
import { weeksOf } from './trend.js';

/** The audit log as it was read. */
export interface PageLogInput {
  readonly records: LogRecords;
  /** How many events it holds. */
  readonly events: number;
  /** The hash of its last event; null where it is empty. */
  readonly head: string | null;
}

/** So many are shown: the log has them all. */
const RUNS = 15;
const REVOCATIONS = 25;
const BREACHES = 50;

/** @param inForce how many opt-outs are in force now */
export function pageLogOf(
  { records, events, head }: PageLogInput,
  { decisions }: Pick<Plan, 'decisions'>,
  objectives: Objectives,
  inForce: number,
  now: Instant,
): PageLog {
  const { all, systems, breaches } = timeToRevoke(records.revocations, now, stillDue(decisions));
  return {
    events,
    head,
    runs: records.runs.slice(-RUNS).reverse(),
    runCount: records.runs.length,
    revocations: records.revocations.slice(-REVOCATIONS).reverse().map(revocationOf),
    revocationCount: records.revocations.length,
    weeks: weeksOf(records, inForce, now),
    times: { objectives, all, systems, breaches: breaches.slice(0, BREACHES).map(breachOf) },
  };
}

/** Nobody waits any more for the revocation of somebody who came back, or whom an opt-out holds by now. */
function stillDue(decisions: Plan['decisions']): (task: RevokeTask) => boolean {
  const current = new Map(decisions.map(({ id, kind }) => [id, kind]));
  return ({ first }) => {
    const kind = current.get(first.decision.id);
    return kind !== 'keep' && kind !== 'exempt';
  };
}

function revocationOf(record: RevocationRecord): PageRevocation {
  const { revocation, decision, trigger, begunAt, ending, left, broughtBack } = record;
  const { system, account, person, service, entitlement, reason, stage, lapsedOptOut } = decision;
  return {
    ...{ revocation, system, account: account.name, person, service, entitlement, reason, stage, lapsedOptOut },
    ...{ trigger, begunAt, ending, left, broughtBack },
  };
}

function breachOf({ task: { first, state }, took, within }: Timed): PageBreach {
  const { revocation, decision, promised, trigger, begunAt: revokedAt } = first;
  const { system, account, person } = decision;
  const { objective } = promised;
  return {
    ...{ revocation, system, account: account.name, person, objective, trigger, revokedAt },
    ...{ promised: within ?? 0, took, open: state === 'open' },
  };
}
