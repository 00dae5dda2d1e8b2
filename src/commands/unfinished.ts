/** What killed or failed runs left half done, taken up by the next one (law 9). */
import type { Revocation } from '../audit/journal.js';
import type { Decision } from '../core/decision.js';
import { digestOf } from '../core/digest.js';
import type { DesiredState } from '../core/model.js';
import type { Observation, ObservedAccount, Snapshot } from '../core/observation.js';
import { plan, type Scope, type UnguardedPlan } from '../core/plan.js';
import { readProvider } from '../core/provider.js';
import type { Instant } from '../core/time.js';

/**
 * The plan, and besides it what earlier runs left half done: an account that is suspended already but still holds
 * something, or that its system does not list any more while something of it is left. Each is decided by the same table
 * as if it had not been begun, so that whoever came back, or has an opt-out by now, keeps what is left; and it stands in
 * the plan, so that the guards count it and a reviewer sees it.
 */
export function planOnwards(
  desired: DesiredState,
  snapshot: Snapshot,
  now: Instant,
  scope: Scope,
  left: readonly Revocation[],
): UnguardedPlan {
  const made = plan(desired, snapshot, now, scope);
  const open = left.filter(({ decision }) => decision.entitlement === null);
  if (open.length === 0) return made;
  // What the provider says of people is what it says now: it is not asked of accounts as they were.
  const before = plan(desired, asBefore(snapshot, open), now, scope, readProvider(desired, snapshot));
  const ids = new Set(open.map(({ decision }) => decision.id));
  const onwards = new Map(before.decisions.filter(({ kind, id }) => kind === 'revoke' && ids.has(id)).map(byId));
  const seen = new Set(made.decisions.map(({ id }) => id));
  const decisions = [
    ...made.decisions.map((one) => (one.kind === 'settled' ? (onwards.get(one.id) ?? one) : one)),
    ...[...onwards.values()].filter(({ id }) => !seen.has(id)),
  ].sort(inOrder);
  const systems = made.systems.map((planned) => ({
    ...planned,
    revocations: revocationsIn(planned.system, decisions),
  }));
  const revoked = new Set(decisions.filter(({ kind }) => kind === 'revoke').map(({ id }) => id));
  const warnings = before.warnings.filter(({ decision }) => revoked.has(decision));
  const digest = digestOf({ organization: made.organization, systems, decisions });
  return { ...made, digest, systems, warnings, decisions };
}

/** How many distinct accounts of a system lose something. */
export function revocationsIn(system: string, decisions: readonly Decision[]): number {
  const own = decisions.filter((one) => one.kind === 'revoke' && one.system === system);
  return new Set(own.map(({ account }) => account.id)).size;
}

/** What was seen, with those accounts as they were before their revocation was begun. */
function asBefore(snapshot: Snapshot, open: readonly Revocation[]): Snapshot {
  const systems = snapshot.systems.map((observation): Observation => {
    const own = new Map(open.filter(({ decision }) => decision.system === observation.system).map(byAccount));
    const there = observation.accounts.map((account) => {
      const revocation = own.get(account.id);
      own.delete(account.id);
      return revocation === undefined ? account : untouched(account, revocation);
    });
    // From a partial listing nobody can tell that an account is gone (law 1).
    const gone = observation.completeness.kind === 'partial' ? [] : [...own.values()];
    return {
      ...observation,
      // Whoever is gone is no administrator any more, whom the last ones would have to be counted with.
      accounts: [...there, ...gone.map((one) => ({ ...untouched(one.account, one), admin: false }))],
    };
  });
  return { ...snapshot, systems };
}

function untouched(account: ObservedAccount, { decision }: Revocation): ObservedAccount {
  return account.status === 'suspended' && decision.stage === 'suspend' ? { ...account, status: 'active' } : account;
}

function byId(decision: Decision): [string, Decision] {
  return [decision.id, decision];
}

function byAccount(revocation: Revocation): [string, Revocation] {
  return [revocation.account.id, revocation];
}

/** As plans are: by system, account and entitlement, in code units. */
function inOrder(a: Decision, b: Decision): number {
  return (
    compare(a.system, b.system) ||
    compare(a.account.id, b.account.id) ||
    compare(a.entitlement ?? '', b.entitlement ?? '')
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
