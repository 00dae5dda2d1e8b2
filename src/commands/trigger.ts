/**
 * What made a revocation due, and since when: for figures and evidence alone. Nothing in here decides about access, and nothing
 * that fails in here keeps a revocation from being made: what can't be found out is told as `seen`.
 */

import type { JournalEvent } from '../audit/journal.js';
import { recordsOf } from '../audit/records.js';
import type { Revoke } from '../core/decision.js';
import type { DesiredState, Objectives, Person } from '../core/model.js';
import { type RevokeTask, tasksOf } from '../core/objectives.js';
import type { ObservedAccount } from '../core/observation.js';
import type { Promised, Trigger } from '../core/record.js';
import { after, formatInstant, type Instant, instantOf } from '../core/time.js';
import type { Context } from './context.js';
import { type Landings, landingsOf } from './landings.js';

/** A word of the identity provider's is taken for the beginning where it is no older. */
const OLDEST_EVENT = 7 * 24 * 3_600_000;

/** What a run knows about when things became due. */
export interface Known {
  readonly desired: DesiredState;
  readonly now: Instant;
  /** When the roster came to say so; nothing, where the history can't be read. */
  readonly landings: Landings;
  /** What earlier runs attempted: the latest task of each decision, by its id. */
  readonly earlier: ReadonlyMap<string, RevokeTask>;
  /** When the identity provider said so, of a run that its word started; null for any other. */
  readonly toldAt: Instant | null;
}

/** Looks up, once for a run, what all its revocations need: the clone's history is read once. Never throws. */
export async function knownOf(
  context: Context,
  desired: DesiredState,
  decisions: readonly Revoke[],
  events: readonly JournalEvent[],
  toldAt: Instant | null,
): Promise<Known> {
  const now = context.clock.now();
  const earlier = new Map(tasksOf(recordsOf(events).revocations).map((task) => [task.first.decision.id, task]));
  const told = toldAt !== null && toldAt <= now && now - toldAt <= OLDEST_EVENT ? toldAt : null;
  return { desired, now, earlier, toldAt: told, landings: await landingsOf(context.clone, desired, decisions) };
}

/** From when on the account was not to be there any more. `account`: as the fresh look saw it. */
export function triggerOf(decision: Revoke, account: Pick<ObservedAccount, 'suspendedAt'>, known: Known): Trigger {
  const { now, earlier } = known;
  const task = earlier.get(decision.id);
  const due = dueSince(decision, account, known);
  // Gone since then already: somebody has granted it anew, and nobody knows when.
  const again = task?.overAt != null && due !== null && instantOf(task.overAt) >= due.at;
  if (due !== null && due.at <= now && !again) return { kind: due.kind, at: formatInstant(due.at) };
  return { kind: 'seen', at: task?.state === 'open' ? task.first.begunAt : formatInstant(now) };
}

/** The promise for this account; an administrator's is the standard one where the policy has no other. */
export function promisedFor({ admin }: Pick<ObservedAccount, 'admin'>, objectives: Objectives): Promised {
  if (admin && objectives.privileged !== null) return { objective: 'privileged', within: objectives.privileged };
  return { objective: 'standard', within: objectives.standard };
}

interface Due {
  readonly kind: Exclude<Trigger['kind'], 'seen'>;
  readonly at: Instant;
}

/** Null where nobody knows. */
function dueSince(decision: Revoke, { suspendedAt }: Pick<ObservedAccount, 'suspendedAt'>, known: Known): Due | null {
  const { desired } = known;
  const since = decision.stage === 'delete' ? retentionOver(suspendedAt, desired) : reasonSince(decision, known);
  const lapsed = desired.optOuts.find(({ id }) => id === decision.lapsedOptOut);
  if (decision.lapsedOptOut === null) return since;
  if (lapsed === undefined) return null;
  // It was held until then, whenever it had become due; what became due after that, the opt-out did not hold.
  return since !== null && since.at > lapsed.expiresAt ? since : { kind: 'lapse', at: lapsed.expiresAt };
}

function retentionOver(suspendedAt: ObservedAccount['suspendedAt'], { retention }: DesiredState): Due | null {
  if (suspendedAt === null || retention === 'never') return null;
  return { kind: 'retention', at: after(instantOf(suspendedAt), retention) };
}

function reasonSince(decision: Revoke, { desired, landings, toldAt, now }: Known): Due | null {
  const person = desired.people.find(({ id }) => id === decision.person);
  if (person === undefined) return null;
  switch (decision.reason) {
    case 'departed':
      return earliest(leftSince(person, now), merged(person.status === 'departed' ? landings.status(person.id) : null));
    case 'suspended':
      return merged(landings.status(person.id));
    case 'role-changed':
      return merged(landings.role(decision));
    case 'idp-inactive':
      return toldAt === null ? null : { kind: 'event', at: toldAt };
    case 'orphaned':
      return null;
  }
}

function leftSince({ leavesAt }: Person, now: Instant): Due | null {
  return leavesAt !== null && leavesAt <= now ? { kind: 'leaves-at', at: leavesAt } : null;
}

function merged(at: Instant | null): Due | null {
  return at === null ? null : { kind: 'merge', at };
}

function earliest(one: Due | null, other: Due | null): Due | null {
  if (one === null || other === null) return one ?? other;
  return other.at < one.at ? other : one;
}
