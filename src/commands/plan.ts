/** `leaver plan` and `leaver observe`: what is live, and what should not be. Nothing is changed. */
import { recentRevocations } from '../audit/journal.js';
import type { Connector } from '../connectors/connector.js';
import type { Plan } from '../core/decision.js';
import { type GuardedPlan, guard, type Recent } from '../core/guard.js';
import type { DesiredState, SystemId } from '../core/model.js';
import type { Snapshot } from '../core/observation.js';
import { plan, type Scope } from '../core/plan.js';
import type { Instant } from '../core/time.js';
import { readSnapshot } from '../documents/snapshot.js';
import { LeaverError } from '../errors.js';
import type { Finding } from '../policy/finding.js';
import { outlineOfPlan } from '../report/plan-outline.js';
import { type Context, type Narrowing, scopeOf } from './context.js';
import { incompleteness, statusOfPlan } from './exit-status.js';
import { takeUp } from './half-revoked.js';
import { findingSentences, load } from './load.js';
import { observe } from './observe.js';
import type { CommandResult } from './result.js';

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
  const scope = scopeOf(options.narrowing);
  const { snapshot, connectors } = await snapshotOf(context, desired, scope, options.from);
  const guarded = await guardedPlan(context, desired, snapshot, options.at ?? context.clock.now(), scope);
  if (options.out !== null) await context.named.write(options.out, `${JSON.stringify(guarded, null, 2)}\n`);
  return resultOfPlan(guarded, findings, connectors);
}

export async function observeCommand(
  context: Context,
  narrowing: Narrowing,
  out: string | null,
): Promise<CommandResult> {
  const loaded = await load(context, narrowing, context.clock.now());
  if (loaded.kind === 'invalid') return loaded.result;
  const scope = scopeOf(narrowing);
  const { snapshot, connectors } = await observe(context, loaded.desired, scope);
  if (out !== null) await context.named.write(out, `${JSON.stringify(snapshot, null, 2)}\n`);
  const seen = plan(loaded.desired, snapshot, context.clock.now(), scope);
  const guarded = guard(seen, loaded.desired, snapshot.approvals);
  const told = resultOfPlan(guarded, loaded.findings, connectors);
  // Observing judges nobody: only what could not be read counts.
  const unread = incompleteness({ ...guarded, decisions: [] });
  return { ...told, status: unread.length > 0 ? 4 : 0, json: snapshot };
}

/** Plans and guards, counting what the journal shows for the window before. */
export async function guardedPlan(
  context: Context,
  desired: DesiredState,
  snapshot: Snapshot,
  now: Instant,
  scope: Scope,
): Promise<GuardedPlan> {
  return guard(plan(desired, snapshot, now, scope), desired, snapshot.approvals, await recentOf(context, now));
}

export async function recentOf({ journal }: Context, now: Instant): Promise<Recent> {
  return recentRevocations(await journal.read(), now);
}

async function snapshotOf(context: Context, desired: DesiredState, scope: Scope, from: string | null) {
  if (from === null) return takeUp(context, desired, await observe(context, desired, scope), scope);
  const snapshot = readSnapshot(await context.named.read(from));
  const kinds = new Map(desired.systems.map(({ id, kind }) => [id, kind]));
  for (const { system, kind } of snapshot.systems) {
    if (kinds.get(system) === kind) continue;
    const known = kinds.has(system)
      ? `is of kind ${kinds.get(system)} in the policy, not ${kind}`
      : 'is not in the policy';
    throw new LeaverError('invalid-document', `The snapshot's system ${system} ${known}.`, {
      mend: 'Observe again with this policy repository.',
    });
  }
  return { snapshot, connectors: new Map<SystemId, Connector>() };
}

export function resultOfPlan(
  guarded: Plan,
  findings: readonly Finding[],
  connectors: ReadonlyMap<SystemId, Connector>,
): CommandResult {
  const problems = [...findingSentences(findings), ...incompleteness({ ...guarded, invalidOptOuts: [] })];
  return {
    status: statusOfPlan(guarded),
    told: { kind: 'outline', outline: outlineOfPlan(guarded, problems, unreachableOf(connectors)) },
    json: guarded,
    findings,
  };
}

export function unreachableOf(connectors: ReadonlyMap<SystemId, Connector>): ReadonlyMap<string, readonly string[]> {
  return new Map([...connectors].map(([system, connector]) => [system, connector.unreachable]));
}
