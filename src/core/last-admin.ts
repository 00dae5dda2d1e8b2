import type { Decision, Revoke } from './decision.js';
import type { ObservedAccount } from './observation.js';

/**
 * The decisions whose revocation would leave fewer than `minAdmins` active administrators (law 5), by id. In order of
 * id, which is the order of `accounts`, revocations are allowed while enough would remain; those beyond are held. A
 * suspended or invited administrator keeps nobody in, so deleting one takes nothing away.
 */
export function heldAdministrators(
  accounts: readonly ObservedAccount[],
  decisions: readonly Decision[],
  minAdmins: number,
): ReadonlySet<string> {
  const active = accounts.filter((account) => account.admin && account.status === 'active');
  const byAccount = new Map(active.map((account) => [account.id, { account, losing: [] as string[] }]));
  for (const decision of decisions) {
    const entry = byAccount.get(decision.account.id);
    if (entry === undefined || decision.kind !== 'revoke') continue;
    if (endsAdministration(decision, entry.account)) entry.losing.push(decision.id);
  }
  const held = new Set<string>();
  let remaining = active.length;
  for (const { losing } of byAccount.values()) {
    if (losing.length === 0) continue;
    if (remaining - 1 < minAdmins) for (const id of losing) held.add(id);
    else remaining -= 1;
  }
  return held;
}

/** Taking the account does; of its entitlements, those that make it an administrator's. */
function endsAdministration({ entitlement }: Revoke, { entitlements }: ObservedAccount): boolean {
  return entitlement === null || entitlements.some(({ id, admin }) => id === entitlement && admin === true);
}
