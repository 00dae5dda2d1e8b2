/** `leaver apply`: carries out a plan that was reviewed, where it still holds (law 6). */
import { driftIn, type Journal, recentRevocations, unfinished } from '../audit/journal.js';
import type { Plan, Revoke } from '../core/decision.js';
import { digestOf } from '../core/digest.js';
import { guard } from '../core/guard.js';
import type { AcceptedRule } from '../core/guard-limits.js';
import type { DesiredState } from '../core/model.js';
import type { RevocationResult } from '../core/outcome.js';
import type { Scope, UnguardedPlan } from '../core/plan.js';
import { readPlan } from '../documents/plan.js';
import { LeaverError } from '../errors.js';
import type { Finding } from '../policy/finding.js';
import { count } from '../report/words.js';
import { carryOut, droppedBecause, stillHolds } from './carry-out.js';
import { type Context, type Narrowing, scopeOf } from './context.js';
import { SECONDS, underLease } from './lease.js';
import { load } from './load.js';
import { type Observed, observe } from './observe.js';
import { onRecord } from './on-record.js';
import type { CommandResult } from './result.js';
import { doingsOfRun, type Ran, resultOfRun } from './run-result.js';
import { planOnwards, revocationsIn } from './unfinished.js';

export interface ApplyOptions {
  readonly narrowing: Narrowing;
  readonly plan: string;
  readonly digest: string;
  readonly acceptHalt: readonly AcceptedRule[];
  /** Who takes a halt upon himself, for the journal. */
  readonly actor: string;
}

/** Carries out only decisions of the plan whose digest was named, and only where they still hold. */
export async function applyCommand(context: Context, options: ApplyOptions): Promise<CommandResult> {
  const reviewed = readPlan(await context.named.read(options.plan));
  checkDigest(reviewed, options.digest);
  const loaded = await load(context, options.narrowing, context.clock.now());
  if (loaded.kind === 'invalid') return loaded.result;
  const { desired, findings } = loaded;
  const act = () => run(context, desired, findings, reviewed, options);
  const on = { command: 'apply', narrowing: options.narrowing, act, doingsOf: (ran: Ran) => doingsOfRun(ran, false) };
  const { done, concluded } = await onRecord(context, desired, on);
  return resultOfRun(done, concluded);
}

async function run(
  context: Context,
  desired: DesiredState,
  findings: readonly Finding[],
  reviewed: Plan,
  options: ApplyOptions,
): Promise<Ran> {
  const scope = scopeOf(options.narrowing);
  const planned = reviewed.decisions.filter((one): one is Revoke => one.kind === 'revoke' && isInScope(one, scope));
  const within = { ...scope, systems: new Set(planned.map(({ system }) => system)) };
  const observed = await observe(context, desired, within);
  const journal = context.journal(desired.journal);
  const work: Work = { context, journal, desired, observed, within, reviewed, planned, options };
  const { plan, results, remarks } = await underLease(journal, () => carryOutReviewed(work), {
    clock: context.clock,
    atMost: SECONDS,
  });
  return { plan, results, findings, desired, observed, earlier: [], remarks, unsent: [] };
}

interface Work {
  readonly context: Context;
  readonly journal: Journal;
  readonly desired: DesiredState;
  readonly observed: Observed;
  readonly within: Scope;
  readonly reviewed: Plan;
  /** The plan's revocations that are in scope. */
  readonly planned: readonly Revoke[];
  readonly options: ApplyOptions;
}

/** Planned ∩ current, guarded. */
async function carryOutReviewed(work: Work) {
  const { context, journal, desired, observed, within, reviewed, planned, options } = work;
  const now = context.clock.now();
  const events = await journal.read();
  const made = planOnwards(desired, observed.snapshot, now, within, unfinished(events));
  const current = { ...made, drift: driftIn(made.decisions, events) };
  checkIdentity(reviewed, current);
  const restricted = restrict(current, planned);
  const rules = new Set(options.acceptHalt);
  if (rules.size > 0) {
    const { digest, actor } = options;
    await journal.append({ type: 'accepted', revocation: null, digest, rules: [...rules], actor });
  }
  const guarded = guard(restricted, desired, observed.snapshot.approvals, recentRevocations(events, now), rules);
  const results = [...(await carryOut(context, desired, observed, guarded)), ...dropped(planned, current)];
  return {
    plan: { ...guarded, digest: reviewed.digest },
    results,
    remarks: [...accepted(options), ...unplanned(current, restricted)],
  };
}

function isInScope({ system, person }: Revoke, { systems, people }: Scope): boolean {
  return (systems === null || systems.has(system)) && (people === null || (person !== null && people.has(person)));
}

/** Refuses a plan file that was changed since its digest was named. */
function checkDigest(reviewed: Plan, named: string): void {
  const actual = digestOf(reviewed);
  if (reviewed.digest === named && actual === named) return;
  const why =
    actual === reviewed.digest
      ? `The plan file's digest is ${actual}, not the one that was named`
      : 'The plan file was changed after it was made: its decisions do not have its digest';
  throw new LeaverError('outdated-plan', `${why}. Nothing was done.`, {
    mend: 'Plan again, review it, and name the digest that it shows.',
  });
}

/** A plan for one account or organization is never carried out in another. */
function checkIdentity(reviewed: Plan, current: UnguardedPlan): void {
  const before = new Map(reviewed.systems.map(({ system, identity }) => [system, identity]));
  const elsewhere = current.systems.find(
    // Of a system that shows no account nothing can be revoked, and where it leads may not be known.
    ({ system, identity, completeness, accounts }) =>
      (completeness.kind !== 'partial' || accounts > 0) && before.get(system) !== identity,
  );
  if (reviewed.organization === current.organization && elsewhere === undefined) return;
  const where =
    elsewhere === undefined
      ? `for the organization ${reviewed.organization}, and this policy is ${current.organization}'s`
      : `for ${elsewhere.system} of ${before.get(elsewhere.system)}, and this one is ${elsewhere.identity}`;
  throw new LeaverError('outdated-plan', `The plan was made ${where}. Nothing was done.`, { mend: 'Plan again here.' });
}

/** The current plan, with only those revocations that were reviewed. */
function restrict(current: UnguardedPlan, planned: readonly Revoke[]): UnguardedPlan {
  const reviewed = new Map(planned.map((one) => [one.id, one]));
  const decisions = current.decisions.filter((one) => one.kind !== 'revoke' || stillHolds(reviewed.get(one.id), one));
  const systems = current.systems.map((one) => ({ ...one, revocations: revocationsIn(one.system, decisions) }));
  const left = new Set(decisions.map(({ id }) => id));
  return { ...current, decisions, systems, drift: current.drift.filter(({ decision }) => left.has(decision)) };
}

/** What was reviewed and does not hold any more: told, and not done. */
function dropped(planned: readonly Revoke[], current: UnguardedPlan): RevocationResult[] {
  const now = new Map(current.decisions.map((one) => [one.id, one]));
  return planned
    .filter((decision) => !stillHolds(decision, now.get(decision.id)))
    .map((decision) => {
      const outcome = { kind: 'dropped', why: droppedBecause(now.get(decision.id)) } as const;
      return { decision, revocation: '', outcome, remainders: [], steps: [] };
    });
}

/** Going over a guard is never silent. */
function accepted({ acceptHalt, actor }: ApplyOptions): string[] {
  if (acceptHalt.length === 0) return [];
  return [`${[...new Set(acceptHalt)].join(' and ')}: the halt was accepted by ${actor}, for this plan alone.`];
}

/** What is due by now and was not reviewed: not done, and not passed over in silence. */
function unplanned(current: UnguardedPlan, restricted: UnguardedPlan): string[] {
  const more = current.decisions.length - restricted.decisions.length;
  if (more === 0) return [];
  const are = more === 1 ? 'is' : 'are';
  return [`${count(more, 'revocation')} ${are} due that the plan does not hold: plan again.`];
}
