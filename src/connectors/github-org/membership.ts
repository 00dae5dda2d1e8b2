import type { ObservedAccount } from '../../core/observation.js';
import { LeaverError } from '../../errors.js';
import type { ActLog, StepResult, Target } from '../connector.js';
import { findMembership, findUser } from './accounts.js';
import { settle } from './acts.js';
import { gatherEvidence } from './evidence.js';
import { INVITATION } from './list.js';
import * as listings from './listings.js';
import type { Membership, User } from './shapes.js';
import type { Site } from './site.js';

/**
 * Ends a membership, an owner's after a demotion: should the removal then fail, an owner is no owner any more. A person
 * who is no member is removed from all repositories as an outside collaborator.
 */
export async function endMembership(site: Site, account: ObservedAccount, log: ActLog): Promise<void> {
  const org = site.settings.organization;
  if (account.admin) {
    await log.step({ action: 'demote owner', object: account.name }, async () => {
      const holder = await holderOf(site, account);
      if (holder?.membership?.role !== 'admin') return ABSENT;
      const { login } = holder;
      return settle(site, {
        route: 'PUT /orgs/{org}/memberships/{username}',
        values: { org, username: login, role: 'member' },
        gone: async () => (await findMembership(site, login))?.role !== 'admin',
      });
    });
  }
  if (!isOutside(account)) {
    await log.step({ action: 'remove membership', object: account.name }, async () => {
      const holder = await holderOf(site, account);
      if (holder === null || holder.membership === null) return ABSENT;
      const { login } = holder;
      return settle(site, {
        route: 'DELETE /orgs/{org}/memberships/{username}',
        values: { org, username: login },
        gone: async () => (await findMembership(site, login)) === null,
      });
    });
    return;
  }
  await log.step({ action: 'remove outside collaborator', object: account.name }, () =>
    endCollaboration(site, account),
  );
}

export const ABSENT: StepResult = { kind: 'absent' };

export function isOutside(account: ObservedAccount): boolean {
  return account.entitlements.some(({ id }) => id === 'outside-collaborator');
}

/** Takes an outside collaborator out of every repository. */
export async function endCollaboration(site: Site, account: ObservedAccount): Promise<StepResult> {
  const holder = await holderOf(site, account);
  if (holder === null) return ABSENT;
  return settle(site, {
    route: 'DELETE /orgs/{org}/outside_collaborators/{username}',
    values: { org: site.settings.organization, username: holder.login },
    gone: async () => !(await isCollaborator(site, account)),
  });
}

export async function isCollaborator(site: Site, account: ObservedAccount): Promise<boolean> {
  const left = await listings.whole(listings.outsideCollaborators(site));
  return left.some((one) => String(one.id) === account.id);
}

/**
 * The login that the account's id has at this moment, and its membership: read before every act that names a login
 * (law 12). Null where GitHub has no such account any more: then nothing is left, and its old name may be another's.
 * Throws where the login passed to another id meanwhile.
 */
export async function holderOf(
  site: Site,
  account: Pick<ObservedAccount, 'id'>,
): Promise<{ readonly login: string; readonly membership: Membership | null } | null> {
  const user = await findUser(site, { id: account.id, name: null });
  if (user === null) return null;
  const membership = await findMembership(site, user.login);
  refuseOthers(user, membership?.user ?? null);
  return { login: user.login, membership };
}

function refuseOthers(user: User, holder: User | null): void {
  if (holder === null || holder.id === user.id) return;
  const said = `the login ${user.login} passed from account ${user.id} to ${holder.id} in this moment`;
  throw new LeaverError('forbidden', `${said}: nothing is done by name`);
}

/** Cancels an invitation. Its id is its own, so that no name is needed. */
export async function endInvitation(site: Site, target: Target, log: ActLog): Promise<void> {
  const { account } = target;
  const id = account.id.slice(INVITATION.length);
  const { record } = await gatherEvidence(site, target, null);
  await log.evidence(record);
  await log.step({ action: 'cancel invitation', object: account.id }, () =>
    settle(site, {
      route: 'DELETE /orgs/{org}/invitations/{invitation_id}',
      values: { org: site.settings.organization, invitation_id: id },
      gone: async () => !(await isInvited(site, id)),
    }),
  );
}

export async function isInvited(site: Site, id: string): Promise<boolean> {
  return (await listings.whole(listings.invitations(site))).some((one) => String(one.id) === id);
}
