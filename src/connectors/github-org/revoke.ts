import type { Instant } from '../../core/time.js';
import { LeaverError, messageOf } from '../../errors.js';
import { isFatal } from '../../github/failures.js';
import type { ActLog, Target } from '../connector.js';
import { findMembership, findUser, observeSome } from './accounts.js';
import { refuse } from './acts.js';
import { closeCredentials } from './credentials.js';
import { revokeEntitlement } from './entitlement-acts.js';
import { gatherEvidence } from './evidence.js';
import { endInvitation, endMembership } from './membership.js';
import { closeRemains } from './remains.js';
import { readIdentity, type Site } from './site.js';

/**
 * Revokes an account, or one entitlement of it, in the safe order: credentials that open the organization, then the
 * membership, then what would outlive it. GitHub has no suspend: both stages remove. One failed step stops no other.
 */
export async function revoke(site: Site, target: Target, log: ActLog, _now: Instant): Promise<void> {
  const { account, decision } = target;
  await refuseSelf(site, target);
  const whole = account.read === 'direct' || account.status === 'invited' ? target : await lookAgain(site, target);
  if (whole === null) return;
  if (decision.entitlement !== null) return revokeEntitlement(site, whole, decision.entitlement, log);
  if (account.status === 'invited') return endInvitation(site, whole, log);
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

/** A listed account was not read with all that it holds. Null where it is gone. */
async function lookAgain(site: Site, target: Target): Promise<Target | null> {
  const { id, name } = target.account;
  const { accounts } = await observeSome(site, [{ id, name }]);
  const account = accounts.find((one) => one.id === id);
  return account === undefined ? null : { ...target, account };
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
