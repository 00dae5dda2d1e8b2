import type { Decision, Warning } from './decision.js';
import type { Observation } from './observation.js';
import { after, type Duration, type Instant, instantOf } from './time.js';

/** A credential used within this time may still have something running on it: a week. */
export const RECENT_USE: Duration = 7 * 24 * 3600 * 1000;

/** Credentials that were used lately by those about to lose them: a leaver's key in production is how outages begin. */
export function warningsOf(decisions: readonly Decision[], observation: Observation, now: Instant): Warning[] {
  const losing = new Map(
    decisions
      .filter(({ kind, entitlement }) => kind === 'revoke' && entitlement === null)
      .map((decision) => [decision.account.id, decision.id]),
  );
  if (losing.size === 0) return [];
  const warnings: Warning[] = [];
  for (const account of observation.accounts) {
    const decision = losing.get(account.id);
    if (decision === undefined) continue;
    for (const { kind, id, status, lastUsedAt, lastUsedBy } of account.entitlements) {
      if (kind !== 'credential' || status === 'inactive' || lastUsedAt == null) continue;
      if (after(instantOf(lastUsedAt), RECENT_USE) < now) continue;
      warnings.push({ decision, entitlement: id, lastUsedAt, lastUsedBy: lastUsedBy ?? null });
    }
  }
  return warnings.sort((a, b) => compare(a.decision, b.decision) || compare(a.entitlement, b.entitlement));
}

/** Order by code units, so that the order of a listing never shows (law 14). */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
