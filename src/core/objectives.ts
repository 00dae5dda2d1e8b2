/**
 * Time to revoke, against what was promised. For the summary, the page and the evidence:
 *
 *     const times = timeToRevoke(records.revocations, now);
 *     times.all.median        // milliseconds, or null where there was none
 *     times.systems           // the same figures for each system, in order of id
 *     times.breaches          // each promise that was not kept, the longest first
 *
 * What counts is the task, not the attempt: attempts at one decision are taken together until one of them is over, which is
 * when a read-back first says `verified` or `residual`. `manual`, `pending` and `failed` are not over. Its time runs from the
 * first attempt's trigger; while it is open it is measured until `now`, so that nothing looks quick because it never ended.
 * What was promised stands in the log with the first attempt: a policy that is loosened later hides nothing.
 *
 * Not measured: what was found and revoked in one run, where nobody knows since when it was due; and, for nobody waits for them: the deletion of what was suspended before (its trigger is `retention`), and what was brought
 * back before it was over. All lengths are in milliseconds, and none is negative.
 */
import type { PersonId, SystemId } from './model.js';
import type { RevocationRecord } from './record.js';
import { type Duration, type Instant, instantOf, type Timestamp } from './time.js';

/** Attempts at one decision, taken together. */
export interface RevokeTask {
  /** At least one; the oldest first. */
  readonly attempts: readonly RevocationRecord[];
  readonly first: RevocationRecord;
  readonly last: RevocationRecord;
  /** Whose account it was; null where no attempt knew anybody. */
  readonly person: PersonId | null;
  /** When a read-back first said `verified` or `residual`; null where none has. */
  readonly overAt: Timestamp | null;
  /** `brought-back`: before it was over, so that nobody waits for it any more. `dropped`: there was nothing left to do, or the
   * account is somebody else's by now. */
  readonly state: 'over' | 'open' | 'brought-back' | 'dropped';
}

/** One task with its time. */
export interface Timed {
  readonly task: RevokeTask;
  /** From the trigger until it was over, or until now, in milliseconds. */
  readonly took: Duration;
  /** What was promised, in milliseconds; null: nothing. */
  readonly within: Duration | null;
  /** `in-time`: open, and the promise can still be kept. `unpromised`: nothing was promised. */
  readonly verdict: 'kept' | 'breached' | 'in-time' | 'unpromised';
}

/** Figures over a set of tasks. `kept + breached + inTime + unpromised` is `count`. */
export interface Times {
  readonly count: number;
  /** How many of them are not over. */
  readonly open: number;
  /** Half of them took at most this long (nearest rank), in milliseconds; null where there are none. */
  readonly median: Duration | null;
  /** Nine in ten took at most this long (nearest rank), in milliseconds. */
  readonly p90: Duration | null;
  readonly worst: Duration | null;
  readonly kept: number;
  readonly breached: number;
  readonly inTime: number;
  readonly unpromised: number;
}

export interface TimeToRevoke {
  readonly all: Times;
  /** In order of id; only systems in which something was revoked. */
  readonly systems: readonly (Times & { readonly system: SystemId })[];
  /** The longest over its promise first. */
  readonly breaches: readonly Timed[];
}

/** A breach of the promise, and all figures. `due`: whether an open task still is; left out, each counts as due. */
export function timeToRevoke(
  revocations: readonly RevocationRecord[],
  now: Instant,
  due: (task: RevokeTask) => boolean = () => true,
): TimeToRevoke {
  const timed = tasksOf(revocations)
    .filter((task) => isMeasured(task) && (task.state === 'over' || due(task)))
    .map((task) => timedOf(task, now));
  const bySystem = new Map<SystemId, Timed[]>();
  for (const one of timed) {
    const { system } = one.task.first.decision;
    const there = bySystem.get(system);
    if (there === undefined) bySystem.set(system, [one]);
    else there.push(one);
  }
  const systems = [...bySystem].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    all: timesOf(timed),
    systems: systems.map(([system, own]) => ({ system, ...timesOf(own) })),
    breaches: timed.filter(({ verdict }) => verdict === 'breached').sort((a, b) => overrun(b) - overrun(a)),
  };
}

/** All attempts as tasks, in the order of their first attempts. Linear. */
export function tasksOf(revocations: readonly RevocationRecord[]): readonly RevokeTask[] {
  const tasks: RevocationRecord[][] = [];
  const latest = new Map<string, RevocationRecord[]>();
  const handedOn = new Set<RevocationRecord[]>();
  for (const attempt of revocations) {
    const before = latest.get(attempt.decision.id);
    const open = before !== undefined && stateOf(before) === 'open';
    if (open && isSameOwner(before, attempt)) {
      before.push(attempt);
      continue;
    }
    if (open) handedOn.add(before);
    const task = [attempt];
    tasks.push(task);
    latest.set(attempt.decision.id, task);
  }
  return tasks.map((attempts) => {
    const [first, last] = [attempts[0], attempts.at(-1)] as [RevocationRecord, RevocationRecord];
    const state = handedOn.has(attempts) ? 'dropped' : stateOf(attempts);
    return { attempts, first, last, person: ownerOf(attempts), overAt: overAt(last), state };
  });
}

/** Whoever went out of the roster in between, or came into it, is no other person. */
function isSameOwner(before: readonly RevocationRecord[], { decision: { person } }: RevocationRecord): boolean {
  const owner = ownerOf(before);
  return owner === null || person === null || owner === person;
}

function ownerOf(attempts: readonly RevocationRecord[]): PersonId | null {
  return attempts.find(({ decision }) => decision.person !== null)?.decision.person ?? null;
}

/** How long one task took, and whether that keeps what was promised with its first attempt. */
export function timedOf(task: RevokeTask, now: Instant): Timed {
  const { trigger, promised } = task.first;
  const until = task.overAt === null ? now : instantOf(task.overAt);
  const took = Math.max(0, until - instantOf(trigger.at));
  const { within } = promised;
  return { task, took, within, verdict: verdictOf(took, within, task.overAt !== null) };
}

/** Whether somebody waits, or waited, for it. */
export function isMeasured({ first, attempts, state }: RevokeTask): boolean {
  // Found and revoked in one run: since when it was due nobody knows, and no promise was kept by that.
  if (first.trigger.kind === 'seen' && attempts.length === 1 && state === 'over') return false;
  return first.trigger.kind !== 'retention' && (state === 'over' || state === 'open');
}

/** Exactly on time is kept. */
function verdictOf(took: Duration, within: Duration | null, over: boolean): Timed['verdict'] {
  if (within === null) return 'unpromised';
  if (took > within) return 'breached';
  return over ? 'kept' : 'in-time';
}

/** Only the last attempt can be over: another one would not have been taken up. */
function stateOf(attempts: readonly RevocationRecord[]): RevokeTask['state'] {
  const last = attempts.at(-1);
  if (last === undefined) return 'open';
  if (overAt(last) !== null) return 'over';
  if (last.broughtBack) return 'brought-back';
  return last.ending === 'dropped' ? 'dropped' : 'open';
}

function overAt({ readBacks }: RevocationRecord): Timestamp | null {
  return readBacks.find(({ ending }) => ending === 'verified' || ending === 'residual')?.at ?? null;
}

function timesOf(timed: readonly Timed[]): Times {
  const lengths = timed.map(({ took }) => took).sort((a, b) => a - b);
  const rank = (share: number): Duration | null => lengths[Math.max(0, Math.ceil(share * lengths.length) - 1)] ?? null;
  const having = (verdict: Timed['verdict']) => timed.filter((one) => one.verdict === verdict).length;
  return {
    count: timed.length,
    open: timed.filter(({ task }) => task.state === 'open').length,
    ...{ median: rank(0.5), p90: rank(0.9), worst: rank(1) },
    ...{ kept: having('kept'), breached: having('breached') },
    ...{ inTime: having('in-time'), unpromised: having('unpromised') },
  };
}

function overrun({ took, within }: Timed): Duration {
  return took - (within ?? 0);
}
