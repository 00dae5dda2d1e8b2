/** What a change of the policy repository would change: two plans of the same snapshot at the same instant, compared. */
import type { Decision, Plan, Violation, Warning } from './decision.js';
import type { SystemId } from './model.js';

/**
 * What a change does to one account or entitlement. `loses`: a run would revoke it. `reported`: it would in enforce mode.
 * `held`: an opt-out holds it. `spared`: a run would revoke it now, and would not any more. `other`: the rest, told too.
 */
export type Effect = 'loses' | 'reported' | 'held' | 'spared' | 'other';

export interface Change {
  readonly effect: Effect;
  /** Null where only the proposal decides on it. */
  readonly before: Decision | null;
  /** Null where the proposal decides nothing on it any more. */
  readonly after: Decision | null;
  /** Credentials in use lately, of those about to lose them. */
  readonly warnings: readonly Warning[];
}

/** A guard that would halt, and did not before, or for other reasons. */
export interface Halting {
  readonly system: SystemId;
  readonly violations: readonly Violation[];
}

/**
 * Every decision that is another one, in order of urgency and then as in the plan. Both plans are of one snapshot at one
 * instant. Systems that only one of them has, or that are of another kind, are left out: their policy is told as a whole.
 */
export function changesBetween(base: Plan, proposed: Plan): readonly Change[] {
  const both = sharedSystems(base, proposed);
  const before = new Map(base.decisions.filter(({ system }) => both.has(system)).map((one) => [one.id, one]));
  const after = new Map(proposed.decisions.filter(({ system }) => both.has(system)).map((one) => [one.id, one]));
  const warnings = new Map<string, Warning[]>();
  for (const warning of proposed.warnings) {
    warnings.set(warning.decision, [...(warnings.get(warning.decision) ?? []), warning]);
  }
  const changes = [...new Set([...before.keys(), ...after.keys()])].flatMap((id): Change[] => {
    const [was, is] = [before.get(id) ?? null, after.get(id) ?? null];
    const effect = effectOf(was, is);
    return effect === null ? [] : [{ effect, before: was, after: is, warnings: warnings.get(id) ?? [] }];
  });
  return changes.sort((a, b) => EFFECTS.indexOf(a.effect) - EFFECTS.indexOf(b.effect) || compare(idOf(a), idOf(b)));
}

export const EFFECTS: readonly Effect[] = ['loses', 'reported', 'held', 'spared', 'other'];

/** Systems that both plans are of, and of the same kind in both. */
export function sharedSystems(base: Plan, proposed: Plan): ReadonlySet<SystemId> {
  const kinds = new Map(base.systems.map(({ system, kind }) => [system, kind]));
  return new Set(proposed.systems.filter(({ system, kind }) => kinds.get(system) === kind).map(({ system }) => system));
}

/** Guards that would halt a run of the proposal in another way than they halt one of the base. */
export function haltsBetween(base: Plan, proposed: Plan): readonly Halting[] {
  const before = new Map(base.systems.map(({ system, guard }) => [system, JSON.stringify(guard)]));
  return proposed.systems.flatMap(({ system, guard }) =>
    guard.kind === 'halt' && before.get(system) !== JSON.stringify(guard)
      ? [{ system, violations: guard.violations }]
      : [],
  );
}

function effectOf(before: Decision | null, after: Decision | null): Effect | null {
  if (before !== null && after !== null && essenceOf(before) === essenceOf(after)) return null;
  if (after?.kind === 'revoke') {
    // For another reason, and just as much as before.
    return before?.kind === 'revoke' && before.stage === after.stage ? 'other' : 'loses';
  }
  if (after?.kind === 'exempt') return 'held';
  if (before?.kind === 'revoke') return 'spared';
  if (isReported(after)) return isReported(before) ? 'other' : 'reported';
  return isReported(before) ? 'spared' : 'other';
}

/** Whether report mode alone keeps it from being revoked. */
function isReported(decision: Decision | null): boolean {
  return decision?.kind === 'review' && decision.why === 'report-mode' && decision.reason !== 'orphaned';
}

/** A decision without what is the same in any two: where it differs, the change is worth telling. */
function essenceOf(decision: Decision): string {
  const { kind, person, service } = decision;
  const whose = [kind, person, service];
  switch (decision.kind) {
    case 'keep':
      return JSON.stringify(whose);
    case 'exempt':
      return JSON.stringify([...whose, decision.reason, decision.optOut, decision.expiresAt]);
    case 'revoke':
      return JSON.stringify([...whose, decision.reason, decision.stage, decision.lapsedOptOut]);
    case 'settled':
      return JSON.stringify([...whose, decision.reason, decision.deleteAfter]);
    case 'review':
      return JSON.stringify([...whose, decision.why, decision.reason]);
  }
}

function idOf({ before, after }: Change): string {
  return (after ?? before)?.id ?? '';
}

/** Order by code units: the same on every machine, whatever its locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
