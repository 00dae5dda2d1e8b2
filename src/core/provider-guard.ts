/** The guard against an identity provider that suddenly calls many people inactive: a broken sync, or somebody's revenge. */
import { type Exceeded, violationsOf } from './guard-limits.js';
import type { AccountId, DesiredState, GuardLimits, PersonId, System, SystemId } from './model.js';
import type { UnguardedPlan } from './plan.js';

export interface ProviderGuard {
  /** The limits in force, raised by an opt-out or not. Throws `RangeError` where they are out of range. */
  limitsOf(system: System): GuardLimits;
  /** The people who lost something within the window before because the provider said so, as the journal shows. */
  recent(provider: SystemId, window: number): ReadonlySet<AccountId | PersonId>;
}

/**
 * The limits that are exceeded by the number of distinct people who would lose something, in whatever system, for no other
 * reason than the provider's word. Each system's own guard counts its own accounts: thirty people who have two accounts in
 * each of fifteen systems would pass all of them. The fraction is of the people who have an account there by the roster, also in a
 * run for one person: a broken sync sends an event for each.
 */
export function massInactive(
  { decisions }: UnguardedPlan,
  { identityProvider, people, systems: configured }: DesiredState,
  { limitsOf, recent }: ProviderGuard,
): readonly Exceeded[] {
  const provider = configured.find(({ id }) => id === identityProvider);
  if (provider === undefined) return [];
  const losing = new Set<string>();
  for (const decision of decisions) {
    if (decision.kind === 'revoke' && decision.reason === 'idp-inactive' && decision.person !== null) {
      losing.add(decision.person);
    }
  }
  if (losing.size === 0) return [];
  const limits = limitsOf(provider);
  for (const person of recent(provider.id, limits.window)) losing.add(person);
  const byEmail = provider.match.includes('email');
  const there = people.filter(({ accounts }) => byEmail || accounts.has(provider.id)).length;
  return violationsOf('inactive', losing.size, limits, there);
}
