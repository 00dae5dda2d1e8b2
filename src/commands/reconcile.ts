/** `leaver reconcile` and `leaver apply`: the runs that change something. */
import { accepted } from '../audit/journal.js';
import type { Decision, Plan } from '../core/decision.js';
import { digestOf } from '../core/digest.js';
import { type AcceptedRule, guard } from '../core/guard.js';
import type { SystemId } from '../core/model.js';
import type { RevocationResult } from '../core/outcome.js';
import { type EVERYTHING, plan, type UnguardedPlan } from '../core/plan.js';
import { readPlan } from '../documents/plan.js';
import { LeaverError } from '../errors.js';
import type { Finding } from '../policy/finding.js';
import { outlineOfRun } from '../report/run-outline.js';
import { carryOut } from './carry-out.js';
import { type Context, type Narrowing, scopeOf } from './context.js';
import { incompleteness, statusOfRun } from './exit-status.js';
import { takeUp } from './half-revoked.js';
import { findingSentences, load } from './load.js';
import { type Observed, observe } from './observe.js';
import { guardedPlan, recentOf, unreachableOf } from './plan.js';
import type { CommandResult } from './result.js';

/** Validate, observe, plan, guard, revoke, check, report. */
export async function reconcile(context: Context, narrowing: Narrowing): Promise<CommandResult> {
  const loaded = await load(context, narrowing, context.clock.now());
  if (loaded.kind === 'invalid') return loaded.result;
  const { desired, findings } = loaded;
  const scope = scopeOf(narrowing);
  const observed = await takeUp(context, desired, await observe(context, desired, scope), scope);
  const guarded = await guardedPlan(context, desired, observed.snapshot, context.clock.now(), scope);
  const results = await carryOut(context, desired, observed, guarded);
  return resultOfRun(guarded, results, findings, observed);
}

export interface ApplyOptions {
  readonly narrowing: Narrowing;
  readonly plan: string;
  readonly digest: string;
  readonly acceptHalt: readonly AcceptedRule[];
  /** Who takes a halt upon himself, for the journal. */
  readonly actor: string;
}

/** Carries out only decisions of the plan whose digest was named, and only where they still hold (law 6). */
export async function applyCommand(context: Context, options: ApplyOptions): Promise<CommandResult> {
  const reviewed = readPlan(await context.named.read(options.plan));
  checkDigest(reviewed, options.digest);
  const loaded = await load(context, options.narrowing, context.clock.now());
  if (loaded.kind === 'invalid') return loaded.result;
  const { desired, findings } = loaded;
  const scope = { ...scopeOf(options.narrowing) };
  const planned = new Map(reviewed.decisions.filter(({ kind }) => kind === 'revoke').map((one) => [one.id, one]));
  const systems = new Set<SystemId>([...planned.values()].map(({ system }) => system));
  const within = { ...scope, systems: intersect(scope.systems, systems) };
  const observed = await takeUp(context, desired, await observe(context, desired, within), within);
  const now = context.clock.now();
  const current = plan(desired, observed.snapshot, now, within);
  checkIdentity(reviewed, current);
  const rules = new Set(options.acceptHalt);
  if (rules.size > 0) await context.journal.append(accepted(options.digest, [...rules], options.actor, now));
  const restricted = {
    ...current,
    decisions: current.decisions.filter((one) => one.kind !== 'revoke' || same(planned.get(one.id), one)),
  };
  const guarded = guard(restricted, desired, observed.snapshot.approvals, await recentOf(context, now), rules);
  const results = await carryOut(context, desired, observed, guarded);
  const left = new Set(guarded.decisions.filter(({ kind }) => kind === 'revoke').map(({ id }) => id));
  const gone = [...planned.values()].filter(({ id, person }) => !left.has(id) && inScope(person, scope.people));
  return resultOfRun(guarded, [...results, ...gone.flatMap(droppedResult)], findings, observed);
}

/** Refuses a plan file that was changed since its digest was named. */
function checkDigest(reviewed: Plan, named: string): void {
  const actual = digestOf(reviewed);
  if (reviewed.digest === named && actual === named) return;
  const why = actual === reviewed.digest ? `has the digest ${actual}` : 'was changed after it was made';
  throw new LeaverError('outdated-plan', `The plan file ${why}, not what was named: nothing was done.`, {
    mend: 'Plan again, review it, and name the digest that it shows.',
  });
}

/** A plan for one account or organization is never carried out in another. */
function checkIdentity(reviewed: Plan, current: UnguardedPlan): void {
  const before = new Map(reviewed.systems.map(({ system, identity }) => [system, identity]));
  const elsewhere = current.systems.find(
    ({ system, identity, completeness }) => completeness.kind !== 'partial' && before.get(system) !== identity,
  );
  if (reviewed.organization === current.organization && elsewhere === undefined) return;
  const where =
    elsewhere === undefined ? `the organization ${reviewed.organization}` : `${elsewhere.system} of another identity`;
  throw new LeaverError('outdated-plan', `The plan was made for ${where}: nothing was done.`, {
    mend: 'Plan again here.',
  });
}

function same(planned: Decision | undefined, current: Decision): boolean {
  return planned?.kind === 'revoke' && current.kind === 'revoke' && planned.stage === current.stage;
}

function droppedResult(decision: Decision): RevocationResult[] {
  if (decision.kind !== 'revoke') return [];
  const outcome = { kind: 'dropped', why: 'the plan no longer holds: a fresh look decides otherwise' } as const;
  return [{ decision, revocation: '', outcome, remainders: [], steps: [] }];
}

function intersect(a: ReadonlySet<SystemId> | null, b: ReadonlySet<SystemId>): ReadonlySet<SystemId> {
  return a === null ? b : new Set([...b].filter((id) => a.has(id)));
}

function inScope(person: Decision['person'], people: (typeof EVERYTHING)['people']): boolean {
  return people === null || (person !== null && people.has(person));
}

function resultOfRun(
  guarded: Plan,
  results: readonly RevocationResult[],
  findings: readonly Finding[],
  { snapshot, connectors }: Observed,
): CommandResult {
  const problems = [...findingSentences(findings), ...incompleteness({ ...guarded, invalidOptOuts: [] })];
  const requests = [...connectors.values()].reduce((sum, connector) => sum + connector.requests(), 0);
  const unreachable = unreachableOf(connectors);
  const status = statusOfRun(guarded, results);
  return {
    status,
    told: { kind: 'outline', outline: outlineOfRun({ plan: guarded, results, problems, requests, unreachable }) },
    json: {
      version: 1,
      status,
      plan: guarded,
      results,
      problems,
      requests: Object.fromEntries([...connectors].map(([system, connector]) => [system, connector.requests()])),
      unreachable: Object.fromEntries(unreachable),
      observedAt: snapshot.at,
    },
    findings,
  };
}
