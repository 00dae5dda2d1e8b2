import type { Instant } from '../../core/time.js';
import { LeaverError, messageOf } from '../../errors.js';
import { isFatal } from '../../github/failures.js';
import type { ActLog, Target } from '../connector.js';
import { findMembership, findUser, observeSome } from './accounts.js';
import { refuse } from './acts.js';
import { closeCredentials } from './credentials.js';
import { revokeEntitlement } from './entitlement-acts.js';
import { gatherEvidence } from './evidence.js';
import { isInvitation } from './list.js';
import { endInvitation, endMembership } from './membership.js';
import { closeRemains } from './remains.js';
import { readIdentity, type Site } from './site.js';
import { prove } from './taken-up.js';

/**
 * Revokes an account, or one entitlement of it, in the safe order: credentials that open the organization, then the
 * membership, then what would outlive it. GitHub has no suspend: both stages remove. One failed step stops no other.
 */
export async function revoke(site: Site, target: Target, log: ActLog, _now: Instant): Promise<void> {
  const { account, decision } = target;
  await refuseSelf(site, target);
  const whole = account.read === 'direct' ? target : await lookAgain(site, target, log);
  if (whole === null) return;
  if (decision.entitlement !== null) return revokeEntitlement(site, whole, decision.entitlement, log);
  if (isInvitation(whole.account)) return endInvitation(site, whole, log);
  await revokeAccount(site, whole, log);
}

/** Throws where it is the runner's own account, whatever the observation says, or another than the decision's. */
async function refuseSelf(site: Site, { account, decision }: Target): Promise<void> {
  const { self } = await readIdentity(site);
  const why =
    account.self || account.id === self
      ? "the runner's own account, which is never revoked"
      : account.id !== decision.account.id
        ? `not account ${decision.account.id}, which the decision names`
        : null;
  if (why !== null) throw new LeaverError('forbidden', `${account.name} is ${why}`);
}

function step(name: string) {
  return { action: 'remove membership', object: name };
}

/** A listed account was not read with all that it holds, and a recorded one not at all. Null where there is nothing to do. */
async function lookAgain(site: Site, target: Target, log: ActLog): Promise<Target | null> {
  const { id, name } = target.account;
  const { accounts } = await observeSome(site, [{ id, name }]);
  const account = accounts.find((one) => one.id === id);
  if (account !== undefined) return { ...target, account };
  // An invitation that is gone leaves nothing; an entitlement went with its account.
  if (isInvitation(target.account) || target.decision.entitlement !== null) return null;
  return takeUp(site, target, log);
}

/** What outlived an account's membership, as far as GitHub shows at this moment that it is this account's. */
async function takeUp(site: Site, target: Target, log: ActLog): Promise<Target | null> {
  const login = (await findUser(site, { id: target.account.id, name: null }))?.login ?? null;
  const { account, unread, same } = await prove(site, target.account, login);
  for (const { entitlement, why } of unread) {
    await refuse(log, { action: 'look again', object: entitlement.id }, `whose it is could not be read: ${why}`);
  }
  return same ? { ...target, account } : null;
}

async function revokeAccount(site: Site, target: Target, log: ActLog): Promise<void> {
  const { account } = target;
  const ready = await prepare(site, target).catch((error: unknown) => {
    if (isFatal(error)) throw error;
    return messageOf(error);
  });
  if (typeof ready === 'string') {
    await refuse(log, step(account.name), `nothing was done, since it could not be recorded first: ${ready}`);
    return;
  }
  await log.evidence(ready.evidence.record);
  await closeCredentials(site, account, ready.login, log);
  await endMembership(site, account, log);
  await closeRemains(site, account, ready.evidence.keys, log);
}

async function prepare(site: Site, target: Target) {
  // Ids decide: the login of this moment, whatever it was when the plan was made.
  const login = (await findUser(site, { id: target.account.id, name: null }))?.login ?? null;
  const membership = login === null ? null : await findMembership(site, login);
  return { login, evidence: await gatherEvidence(site, target, membership) };
}
