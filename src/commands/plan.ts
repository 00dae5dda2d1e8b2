/** `leaver plan` and `leaver observe`: what is live, and what should not be. Nothing is changed. */
import { basename } from 'node:path';
import { driftIn, type JournalEvent, recentRevocations, unfinished } from '../audit/journal.js';
import type { Plan } from '../core/decision.js';
import { type GuardedPlan, guard } from '../core/guard.js';
import type { DesiredState } from '../core/model.js';
import type { Snapshot } from '../core/observation.js';
import { plan, type Scope } from '../core/plan.js';
import { type Instant, instantOf } from '../core/time.js';
import { formatPlan } from '../documents/plan.js';
import { formatSnapshot, readSnapshot } from '../documents/snapshot.js';
import { LeaverError } from '../errors.js';
import type { Finding } from '../policy/finding.js';
import type { About } from '../report/decision-rows.js';
import { outlineOfObservation } from '../report/observation-outline.js';
import { outlineOfPlan, UNPROVEN_BANNER } from '../report/plan-outline.js';
import { type Proofs, proofsOf } from '../report/proofs.js';
import { type Context, type Narrowing, scopeOf } from './context.js';
import { incompleteness, statusOfPlan } from './exit-status.js';
import { load } from './load.js';
import { type Observed, observe } from './observe.js';
import { problemsOf } from './problems.js';
import type { CommandResult } from './result.js';
import { planOnwards } from './unfinished.js';

export interface PlanOptions {
  readonly narrowing: Narrowing;
  readonly at: Instant | null;
  /** A snapshot to plan from, offline. */
  readonly from: string | null;
  readonly out: string | null;
}

export async function planCommand(context: Context, options: PlanOptions): Promise<CommandResult> {
  const now = options.at ?? context.clock.now();
  const loaded = await load(context, options.narrowing, now);
  if (loaded.kind === 'invalid') return loaded.result;
  const { desired, findings } = loaded;
  const scope = scopeOf(loaded.narrowing);
  const observed = await snapshotOf(context, desired, scope, options.from, options.at);
  const at = options.at ?? context.clock.now();
  // Offline nothing is asked of the host: what earlier runs did does not count then.
  const unread = options.from !== null && desired.journal === 'branch';
  const events = unread ? [] : await context.journal(desired.journal).read();
  const guarded = planWith(events, desired, observed.snapshot, at, scope);
  if (options.out !== null) await context.named.write(options.out, formatPlan(guarded));
  const proofs = proofsIn(desired, observed, findings, guarded);
  const result = resultOfPlan(guarded, findings, aboutOf(desired, observed), proofs);
  const told = withFooter(result, [...loaded.remarks, ...(unread ? [JOURNAL_UNREAD] : [])]);
  return options.out === null ? told : withNext(told, basename(options.out));
}

const JOURNAL_UNREAD = 'Planned offline: the journal on its branch was not read, and earlier runs do not count.';

/** Tells where the plan is, and what carries it out. */
function withNext(result: CommandResult, file: string): CommandResult {
  return withFooter(result, [
    `The plan is in ${file}. Once it is reviewed:`,
    `leaver apply --plan ${file} --digest DIGEST`,
  ]);
}

function withFooter(result: CommandResult, lines: readonly string[]): CommandResult {
  if (result.told.kind !== 'outline') return result;
  const { outline } = result.told;
  return { ...result, told: { kind: 'outline', outline: { ...outline, footer: [...outline.footer, ...lines] } } };
}

export async function observeCommand(
  context: Context,
  narrowing: Narrowing,
  out: string | null,
): Promise<CommandResult> {
  const loaded = await load(context, narrowing, context.clock.now());
  if (loaded.kind === 'invalid') return loaded.result;
  const scope = scopeOf(narrowing);
  const observed = await observe(context, loaded.desired, scope);
  const { snapshot } = observed;
  if (out !== null) await context.named.write(out, formatSnapshot(snapshot));
  const seen = plan(loaded.desired, snapshot, context.clock.now(), scope);
  const guarded = guard(seen, loaded.desired, snapshot.approvals);
  // Observing judges nobody: only what could not be read counts.
  const unread = incompleteness({ ...guarded, decisions: [] });
  const about = aboutOf(loaded.desired, observed);
  const banner = guarded.approvalSource === 'none' ? UNPROVEN_BANNER : null;
  const outline = outlineOfObservation(guarded, unread, about, out === null ? null : basename(out), snapshot.approvals);
  const told = { kind: 'outline', outline: { ...outline, banner } } as const;
  return { status: unread.length > 0 ? 4 : 0, told, json: snapshot, findings: loaded.findings };
}

/** Plans with what earlier runs left unfinished, and guards, counting what the journal shows for the window before. */
export async function guardedPlan(
  context: Context,
  desired: DesiredState,
  snapshot: Snapshot,
  now: Instant,
  scope: Scope,
): Promise<GuardedPlan> {
  return planWith(await context.journal(desired.journal).read(), desired, snapshot, now, scope);
}

/** Plans with what these events tell of earlier runs, and guards. */
export function planWith(
  events: readonly JournalEvent[],
  desired: DesiredState,
  snapshot: Snapshot,
  now: Instant,
  scope: Scope,
): GuardedPlan {
  const made = planOnwards(desired, snapshot, now, scope, unfinished(events));
  const drift = driftIn(made.decisions, events);
  return guard({ ...made, drift }, desired, snapshot.approvals, recentRevocations(events, now));
}

/**
 * What is live: observed now, or read from a saved snapshot without opening a connector. Throws `invalid-document` where
 * the snapshot holds a system that the policy does not.
 * @param at the time that will be planned for, where it is another than now
 */
export async function snapshotOf(
  context: Context,
  desired: DesiredState,
  scope: Scope,
  from: string | null,
  at: Instant | null = null,
): Promise<Observed> {
  if (from === null) return observe(context, desired, scope, at);
  const configured = new Map(desired.systems.map((system) => [system.id as string, system]));
  const text = await context.named.read(from);
  const snapshot = readSnapshot(text, (system) => configured.get(system)?.unavailable ?? []);
  for (const { system, kind } of snapshot.systems) {
    const there = configured.get(system);
    if (there?.kind === kind) continue;
    const known = there === undefined ? 'is not in the policy' : `is of kind ${there.kind} in the policy, not ${kind}`;
    throw new LeaverError('invalid-document', `The snapshot's system ${system} ${known}.`, {
      mend: 'Observe again with this policy repository.',
    });
  }
  return { snapshot, connectors: new Map(), proofRequests: null };
}

export function resultOfPlan(guarded: Plan, findings: readonly Finding[], about: About, proofs: Proofs): CommandResult {
  const problems = problemsOf(guarded, findings);
  return {
    status: statusOfPlan(guarded),
    told: { kind: 'outline', outline: outlineOfPlan(guarded, problems, about, proofs) },
    json: guarded,
    findings,
  };
}

/** What a report says of the opt-outs: the proofs of their approvals. */
export function proofsIn(
  desired: DesiredState,
  { snapshot, proofRequests }: Observed,
  findings: readonly Finding[],
  plan: Plan,
): Proofs {
  return proofsOf(desired, snapshot.approvals, findings, instantOf(plan.at), proofRequests);
}

/** What a report says of the systems: what stands outside by the policy, and what their kind can't reach. */
export function aboutOf(desired: DesiredState, { snapshot, connectors }: Observed): About {
  const requests = new Map(snapshot.systems.map((seen) => [seen.system, seen.requests]));
  return new Map(
    desired.systems.map(({ id, mode, orphans, protected: accounts }) => [
      id,
      {
        mode,
        orphans,
        protected: accounts,
        unreachable: connectors.get(id)?.unreachable ?? [],
        requests: requests.get(id) ?? 0,
      },
    ]),
  );
}
