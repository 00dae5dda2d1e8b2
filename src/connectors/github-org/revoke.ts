import type { Instant } from '../../core/time.js';
import { messageOf } from '../../errors.js';
import type { ActLog, Target } from '../connector.js';
import { findMembership, findUser, observeSome } from './accounts.js';
import { refuse } from './acts.js';
import { closeCredentials } from './credentials.js';
import { revokeEntitlement } from './entitlement-acts.js';
import { gatherEvidence } from './evidence.js';
import { isFatal } from './failures.js';
import { endInvitation, endMembership } from './membership.js';
import { closeRemains } from './remains.js';
import type { Site } from './site.js';

/**
 * Revokes an account, or one entitlement of it, in the safe order: credentials that open the organization, then the
 * membership, then what would outlive it. GitHub has no suspend: both stages remove. One failed step stops no other.
 */
export async function revoke(site: Site, target: Target, log: ActLog, _now: Instant): Promise<void> {
  const { account, decision } = target;
  if (account.self) {
    await refuse(log, step(account.name), "this is the runner's own account, which is never revoked");
    return;
  }
  if (account.id !== decision.account.id) {
    await refuse(log, step(account.name), 'the account read is not the one that the decision names');
    return;
  }
  const whole = account.read === 'direct' || account.status === 'invited' ? target : await lookAgain(site, target);
  if (whole === null) return;
  if (decision.entitlement !== null) return revokeEntitlement(site, whole, decision.entitlement, log);
  if (account.status === 'invited') return endInvitation(site, whole, log);
  await revokeAccount(site, whole, log);
}

function step(name: string) {
  return { action: 'remove membership', object: name };
}

/** A listed account was not read with all that it holds. Null where it is gone. */
async function lookAgain(site: Site, target: Target): Promise<Target | null> {
  const { id, name } = target.account;
  const { accounts } = await observeSome(site, [{ id, name }]);
  const account = accounts.find((one) => one.id === id);
  return account === undefined ? null : { ...target, account };
}

async function revokeAccount(site: Site, target: Target, log: ActLog): Promise<void> {
  const { account } = target;
  let login: string | null;
  try {
    // Ids decide: the login of this moment, whatever it was when the plan was made.
    login = (await findUser(site, { id: account.id, name: null }))?.login ?? null;
    const membership = login === null ? null : await findMembership(site, login);
    const evidence = await gatherEvidence(site, target, membership);
    await log.evidence(evidence.record);
    await closeCredentials(site, account, login, log);
    await endMembership(site, account, log);
    await closeRemains(site, account, evidence.keys, log);
  } catch (error) {
    if (isFatal(error)) throw error;
    await refuse(log, step(account.name), `nothing was done: ${messageOf(error)}`);
  }
}
