/** Plan × limits → guarded plan. What is counted here is the very set that `apply` carries out (law 4). */
import {
  type Decision,
  GUARD_RULES,
  type Guard,
  type GuardClass,
  type Plan,
  type Revoke,
  type Violation,
} from './decision.js';
import { type AcceptedRule, checked, violationsOf } from './guard-limits.js';
import type { AccountId, DesiredState, PersonId, SystemId } from './model.js';
import type { Approval } from './observation.js';
import { optOutBook } from './opt-out.js';
import type { UnguardedPlan } from './plan.js';
import { massInactive } from './provider-guard.js';
import { absence } from './roster.js';
import { type Instant, instantOf } from './time.js';

declare const guarded: unique symbol;
/** Made by `guard` alone; `apply` takes nothing else. */
export type GuardedPlan = Plan & { readonly [guarded]: true };

/**
 * Accounts that were revoked within the window before, by system and class, as the journal shows; of the class `inactive` the
 * people, in whatever system.
 */
export type Recent = (system: SystemId, group: GuardClass, window: number) => ReadonlySet<AccountId | PersonId>;
export const NOTHING_RECENT: Recent = () => new Set();

const CLASSES = ['people', 'orphans'] as const satisfies readonly GuardClass[];

/** Orphans are counted apart: a roster that lost half its people shows as orphans. */
export function classOf(decision: Pick<Revoke, 'reason'>): (typeof CLASSES)[number] {
  return decision.reason === 'orphaned' ? 'orphans' : 'people';
}

/** The classes whose halt stops a decision. */
function classesOf(decision: Revoke): readonly GuardClass[] {
  return decision.reason === 'idp-inactive' ? [classOf(decision), 'inactive'] : [classOf(decision)];
}

/**
 * Checks every system's share before any is touched. The class of a system that exceeds a limit halts alone. A listing
 * without any account, where active people or services have some by the roster, is taken for hollow (another place, a
 * broken credential), never for all being gone. Where the identity provider says at once of more people that they are gone than
 * its own system's limits allow, what it alone is the reason for halts in every system: a broken sync must not empty a company.
 * Throws `RangeError` where a limit is not a number in its range, or a system's limits are not known: no value switches
 * a cap off by accident.
 */
export function guard(
  plan: UnguardedPlan,
  desired: DesiredState,
  approvals: readonly Approval[],
  recent: Recent = NOTHING_RECENT,
  accepted: ReadonlySet<AcceptedRule> = new Set(),
): GuardedPlan {
  const now = instantOf(plan.at);
  const book = optOutBook(desired.optOuts, approvals, plan.approvalSource, now, plan.clockSkew === null);
  const bySystem = new Map<SystemId, Revoke[]>();
  for (const decision of plan.decisions) {
    if (decision.kind !== 'revoke') continue;
    const there = bySystem.get(decision.system);
    if (there === undefined) bySystem.set(decision.system, [decision]);
    else there.push(decision);
  }
  const configured = new Map(desired.systems.map((system) => [system.id, system]));
  // Our clock ahead by a day would leave the last day's revocations behind the window; a server's that lies by years must not
  // bring all that was ever revoked into it.
  const ahead = Math.max(0, -(plan.clockSkew?.seconds ?? 0)) * 1000;
  const within = (window: number) => window + Math.min(ahead, window);
  const inactive = massInactive(plan, desired, {
    limitsOf: (system) => checked(system, book.limitsOf(system)),
    recent: (system, window) => recent(system, 'inactive', within(window)),
  });
  const systems = plan.systems.map((planned) => {
    const system = configured.get(planned.system);
    const revocations = bySystem.get(planned.system) ?? [];
    const claimed = isEmpty(planned) ? claimsIn(planned.system, desired, now) : 0;
    if (claimed > 0) return { ...planned, guard: { kind: 'halt', violations: [emptiness(claimed)] } as const };
    if (revocations.length === 0) return { ...planned, guard: { kind: 'pass' } as const };
    if (system === undefined)
      throw new RangeError(`the guards of ${planned.system} are not known: it is not configured`);
    const limits = checked(system, book.limitsOf(system));
    const observed = planned.completeness.kind === 'scoped' ? null : planned.accounts;
    const violations = CLASSES.flatMap((group) => {
      const accounts = new Set(revocations.filter((one) => classOf(one) === group).map((one) => one.account.id));
      if (accounts.size === 0) return [];
      const before = recent(planned.system, group, within(limits.window));
      return violationsOf(group, new Set([...before, ...accounts]).size, limits, observed);
    })
      .concat(revocations.some(({ reason }) => reason === 'idp-inactive') ? inactive : [])
      .filter(({ rule }) => !accepted.has(rule))
      .sort((one, other) => GUARD_RULES.indexOf(one.rule) - GUARD_RULES.indexOf(other.rule));
    const verdict: Guard = violations.length === 0 ? { kind: 'pass' } : { kind: 'halt', violations };
    return { ...planned, guard: verdict };
  });
  return { ...plan, systems } as unknown as GuardedPlan;
}

/** The revocations that `apply` carries out: those whose class did not halt in their system. */
export function executable(plan: Plan): readonly Revoke[] {
  const halted = new Set<string>();
  for (const { system, guard: verdict } of plan.systems) {
    if (verdict.kind === 'pass') continue;
    for (const violation of verdict.violations) {
      for (const group of haltedBy(violation)) halted.add(`${system} ${group}`);
    }
  }
  return plan.decisions.filter(
    (decision: Decision): decision is Revoke =>
      decision.kind === 'revoke' && !classesOf(decision).some((group) => halted.has(`${decision.system} ${group}`)),
  );
}

/** Of a system that shows nothing, nothing is taken: neither people's accounts nor orphans that earlier runs left half done. */
function haltedBy(violation: Violation): readonly GuardClass[] {
  return violation.rule === 'emptySystem' ? CLASSES : [violation.class];
}

/** Seen whole, and no account at all. A reading of single accounts, or of a part, says nothing of that. */
function isEmpty({ completeness, accounts }: UnguardedPlan['systems'][number]): boolean {
  return completeness.kind === 'complete' && accounts === 0;
}

/** How many people who are not absent by the roster, and services, claim an account there. */
function claimsIn(system: SystemId, { people, services }: DesiredState, now: Instant): number {
  const active = people.filter((person) => absence(person, now, NOBODY) === null);
  return [...active, ...services].filter(({ accounts }) => accounts.has(system)).length;
}

const NOBODY: ReadonlySet<PersonId> = new Set();

function emptiness(claimed: number): Violation {
  return { rule: 'emptySystem', class: 'people', limit: claimed, actual: 0 };
}
