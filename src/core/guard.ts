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
import type { AccountId, DesiredState, GuardLimits, PersonId, System, SystemId } from './model.js';
import type { Approval } from './observation.js';
import { optOutBook } from './opt-out.js';
import type { UnguardedPlan } from './plan.js';
import { absence } from './roster.js';
import { type Instant, instantOf } from './time.js';

declare const guarded: unique symbol;
/** Made by `guard` alone; `apply` takes nothing else. */
export type GuardedPlan = Plan & { readonly [guarded]: true };

/** Accounts that were revoked within the window before, by system and class, as the journal shows. */
export type Recent = (system: SystemId, group: GuardClass, window: number) => ReadonlySet<AccountId>;
export const NOTHING_RECENT: Recent = () => new Set();

/**
 * A rule whose halt somebody took upon himself, for this run and this digest. A hollow listing is no matter of how many:
 * nobody can take it upon himself.
 */
export type AcceptedRule = Exclude<Violation['rule'], 'emptySystem'>;

const CLASSES: readonly GuardClass[] = ['people', 'orphans'];

/** Orphans are counted apart: a roster that lost half its people shows as orphans. */
export function classOf(decision: Revoke): GuardClass {
  return decision.reason === 'orphaned' ? 'orphans' : 'people';
}

/**
 * Checks every system's share before any is touched. The class of a system that exceeds a limit halts alone. A listing
 * without any account, where active people or services have some by the roster, is taken for hollow (another place, a
 * broken credential), never for all being gone.
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
      const before = recent(planned.system, group, limits.window + Math.min(ahead, limits.window));
      return violationsOf(group, new Set([...before, ...accounts]).size, limits, observed);
    })
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
      decision.kind === 'revoke' && !halted.has(`${decision.system} ${classOf(decision)}`),
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

/** Of the caps: somebody may take its halt upon himself. */
type Exceeded = Violation & { readonly rule: AcceptedRule };

function violationsOf(group: GuardClass, actual: number, limits: GuardLimits, observed: number | null): Exceeded[] {
  const violations: Exceeded[] = [];
  if (actual > limits.maxRevocations) {
    violations.push({ rule: 'maxRevocations', class: group, limit: limits.maxRevocations, actual });
  }
  if (observed !== null) {
    const limit = allowedOf(limits.maxRevokedFraction, observed);
    if (actual > limit) violations.push({ rule: 'maxRevokedFraction', class: group, limit, actual });
  }
  return violations;
}

/**
 * How many of `observed` accounts a fraction allows: max(1, ⌊fraction × observed⌋), in exact decimals, so that 0.29 of
 * 100 is 29. A fraction of 0 allows none.
 */
export function allowedOf(fraction: number, observed: number): number {
  if (fraction === 0) return 0;
  const [digits = '0', exponent = '0'] = fraction.toExponential().split('e');
  const [whole = '0', decimals = ''] = digits.split('.');
  const scale = decimals.length - Number(exponent);
  const numerator = BigInt(whole + decimals) * BigInt(observed);
  const share = scale >= 0 ? numerator / 10n ** BigInt(scale) : numerator * 10n ** BigInt(-scale);
  return Math.max(1, Number(share));
}

function checked(system: System, limits: GuardLimits): GuardLimits {
  const { maxRevocations, maxRevokedFraction, minAdmins, window } = limits;
  const whole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
  const fraction = maxRevokedFraction >= 0 && maxRevokedFraction <= 1;
  if (!whole(maxRevocations) || !whole(minAdmins) || !fraction || !whole(window) || window === 0) {
    throw new RangeError(`the guards of ${system.id} are out of range: ${JSON.stringify(limits)}`);
  }
  return limits;
}
