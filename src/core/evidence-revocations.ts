/** Revocations as evidence: every attempt with its acts and read-backs, and what it took against the promise. */
import type { AttemptEvidence, RevocationEvidence } from './evidence.js';
import type { DesiredState } from './model.js';
import { isMeasured, type RevokeTask, timedOf } from './objectives.js';
import type { OptOutBook } from './opt-out.js';
import type { RunRecord } from './record.js';
import { hasDeparted } from './roster.js';
import type { Instant } from './time.js';

/** Whether an open task still is to be done. */
export type Due = (task: RevokeTask) => boolean;

/**
 * Not of somebody who is active again, and not what an opt-out holds by now. Of what other systems say (inactive at the identity
 * provider, claimed by nobody, not granted by a role) today's policy does not tell, so that it counts as due.
 */
export function dueOf(desired: DesiredState, book: OptOutBook, now: Instant): Due {
  const people = new Map(desired.people.map((person) => [person.id, person]));
  return ({ person: id, first: { decision } }) => {
    const { reason, system, entitlement } = decision;
    const person = id === null ? undefined : people.get(id);
    if (person === undefined) return true;
    if (book.holdOn({ system, person, entitlement, reason }).kind === 'approved') return false;
    if (reason === 'departed') return hasDeparted(person, now);
    return reason !== 'suspended' || person.status === 'suspended' || hasDeparted(person, now);
  };
}

/** Runs by their names. A name stands for one run; where several share it, for the first. */
export function runsById(runs: readonly RunRecord[]): ReadonlyMap<string, RunRecord> {
  // Whoever could write another one of the same run would say who started it, and where it is read.
  return new Map([...runs].reverse().map((run) => [run.run, run]));
}

export function revocationEvidence(
  task: RevokeTask,
  runs: ReadonlyMap<string, RunRecord>,
  due: Due,
  now: Instant,
): RevocationEvidence {
  const { first, last, state, overAt } = task;
  const { decision, trigger, promised, held } = first;
  const { person } = task;
  const { system, account, service, entitlement, reason, stage } = decision;
  const withdrawn = state === 'open' && !due(task);
  const timed = isMeasured(task) && !withdrawn ? timedOf(task, now) : null;
  const lapsedOptOut = task.attempts.map((one) => one.decision.lapsedOptOut).find((id) => id !== null) ?? null;
  return {
    id: decision.id,
    ...{ system, account: { id: account.id, name: account.name }, person, service, entitlement, reason, stage },
    ...{ trigger, lapsedOptOut, promised },
    ...{ state: withdrawn ? 'withdrawn' : state, overAt, took: timed?.took ?? null, verdict: timed?.verdict ?? null },
    held,
    attempts: task.attempts.map((attempt): AttemptEvidence => {
      const { revocation, run, actor, commit, begunAt, acts, readBacks } = attempt;
      return { revocation, run, actor, commit, url: runs.get(run)?.cause.url ?? null, begunAt, acts, readBacks };
    }),
    left: last.left,
  };
}
