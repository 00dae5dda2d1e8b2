import type { Decision } from './decision.js';
import type { AccountId } from './model.js';
import type { ObservedAccount } from './observation.js';

/**
 * Those whose revocation would leave fewer than `minAdmins` active administrators (law 5). In order of id, which is the
 * order of `accounts`, revocations are allowed while enough would remain; those beyond are held. A suspended or invited
 * administrator keeps nobody in, so deleting one takes nothing away.
 */
export function heldAdministrators(
  accounts: readonly ObservedAccount[],
  decisions: readonly Decision[],
  minAdmins: number,
): ReadonlySet<AccountId> {
  const active = accounts.filter((account) => account.admin && account.status === 'active');
  const leaving = new Set(decisions.filter(({ kind }) => kind === 'revoke').map(({ account }) => account.id));
  const held = new Set<AccountId>();
  let remaining = active.length;
  for (const { id } of active) {
    if (!leaving.has(id)) continue;
    if (remaining - 1 < minAdmins) held.add(id);
    else remaining -= 1;
  }
  return held;
}
