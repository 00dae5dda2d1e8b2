/** What a decision leaves to do: derived from what the user holds now, so that what is done is not there any more. */

import { LeaverError } from '../../errors.js';
import { RULES } from '../../retry/rules.js';
import type { Target } from '../connector.js';
import type { Change } from './change.js';
import { grantId, groupId, isClosed, roleId, tokenId } from './entitlements.js';
import { pathOf, userWithId } from './find.js';
import { grantsOf, groupsOf, type Held, rolesOf } from './held.js';
import type { ApiToken, Grant, Group, Role, User } from './shapes.js';
import type { Site } from './site.js';

/** All that is to be done for a decision, in the order of doing it: the door, the windows, the keys, what is held (law 8). */
export function changesOf(site: Site, held: Held, { decision }: Target): readonly Change[] {
  const { entitlement, stage, reason } = decision;
  if (entitlement !== null) return single(site, held, entitlement);
  if (stage === 'delete') return deletion(site, held.user);
  return [
    ...closing(site, held.user, reason),
    ...(held.user.status === 'DEPROVISIONED' ? [] : [endingSessions(held.user)]),
    ...held.grants.map((grant) => revokingGrant(site, held.user, grant)),
    ...held.tokens.map((token) => revokingToken(site, token)),
    ...held.roles.filter(isOwn).map((role) => takingRole(site, held.user, role)),
  ];
}

/** Given to the user, and not by a group. */
export function isOwn({ assignmentType }: Role): boolean {
  return assignmentType !== 'GROUP';
}

/**
 * How the door is closed. Okta suspends only who is `ACTIVE` ("Suspend a user"). Whom nobody ever signed in as is deactivated, since there is
 * nothing of theirs to lose; any other only where the settings ask for it; a person who is away never: apps may destroy what is theirs (law 7).
 */
function closing(site: Site, user: User, reason: Target['decision']['reason']): readonly Change[] {
  if (isClosed(user)) return [];
  const unused = (user.lastLogin ?? null) === null;
  const mayDeactivate = user.status !== 'ACTIVE' && reason !== 'suspended' && (unused || site.config.deactivates);
  if (mayDeactivate) return [deactivating(site, user)];
  const login = user.profile.login;
  return [
    {
      action: 'suspend',
      object: `user/${user.id}`,
      method: 'POST',
      path: `${pathOf(user.id)}/lifecycle/suspend`,
      left: `${login} can sign in to Okta (${user.status})`,
      isDone: () => is(site, user, isClosed),
      ...(user.status === 'ACTIVE'
        ? {}
        : { refused: `${login} is ${user.status}, and Okta suspends only who is ACTIVE: ${byHand(login)}` }),
    },
  ];
}

/** What a person can do about somebody whom Okta does not suspend. */
export function byHand(login: string): string {
  return `unlock ${login} or set a password in Okta's admin console so that it is ACTIVE and the next run suspends it, or deactivate it there, or set deactivateWhereSuspendIsRefused`;
}

function deactivating(site: Site, user: User): Change {
  return {
    action: 'deactivate',
    object: `user/${user.id}`,
    method: 'POST',
    path: `${pathOf(user.id)}/lifecycle/deactivate?sendEmail=false`,
    left: `${user.profile.login} is not deactivated (${user.status})`,
    isDone: () => is(site, user, ({ status }) => status === 'DEPROVISIONED'),
  };
}

async function is(site: Site, { id }: User, what: (user: User) => boolean): Promise<boolean> {
  const user = await userWithId(site, id);
  return user === null || what(user);
}

/** Sessions at Okta, tokens that apps were given, remembered devices ("Revoke all user sessions"). None of them is listed anywhere. */
function endingSessions({ id }: User): Change {
  return {
    action: 'revoke sessions',
    object: `user/${id}/sessions`,
    method: 'DELETE',
    path: `${pathOf(id)}/sessions?oauthTokens=true&forgetDevices=true`,
    left: null,
    isDone: async () => false,
  };
}

function revokingGrant(site: Site, { id, profile }: User, grant: Grant): Change {
  return {
    action: 'revoke grant',
    object: grantId(grant),
    method: 'DELETE',
    path: `${pathOf(id)}/grants/${encodeURIComponent(grant.id)}`,
    left: `${grantId(grant)} of ${profile.login} is there (${grant.scopeId})`,
    isDone: async () => !(await grantsOf(site, id)).some((one) => one.id === grant.id),
  };
}

function revokingToken({ client }: Site, token: ApiToken): Change {
  const path = `/api/v1/api-tokens/${encodeURIComponent(token.id)}`;
  return {
    action: 'revoke API token',
    object: tokenId(token),
    method: 'DELETE',
    path,
    left: `the API token ${token.id} is valid`,
    isDone: async () => (await client.find(path)) === null,
  };
}

function takingRole(site: Site, { id }: User, role: Role): Change {
  return {
    action: 'unassign role',
    object: roleId(role),
    method: 'DELETE',
    path: `${pathOf(id)}/roles/${encodeURIComponent(role.id)}`,
    left: `the administrator role ${role.label ?? role.type} is assigned`,
    isDone: async () => !(await rolesOf(site, id)).some((one) => one.id === role.id),
  };
}

function leavingGroup(site: Site, { id }: User, group: Group): Change {
  return {
    action: 'unassign from group',
    object: groupId(group),
    method: 'DELETE',
    path: `/api/v1/groups/${encodeURIComponent(group.id)}/users/${encodeURIComponent(id)}`,
    left: `the user is in the group ${group.profile?.name ?? group.id}`,
    isDone: async () => !(await groupsOf(site, id)).some((one) => one.id === group.id),
  };
}

/** One entitlement alone, where the user stays. An app's group is the app's to change ("Unassign a user from a group"). */
function single(site: Site, held: Held, entitlement: string): readonly Change[] {
  const { user } = held;
  return [
    ...held.grants.map((grant) => revokingGrant(site, user, grant)),
    ...held.tokens.map((token) => revokingToken(site, token)),
    ...held.roles.filter(isOwn).map((role) => takingRole(site, user, role)),
    ...held.groups.filter(({ type }) => type === 'OKTA_GROUP').map((group) => leavingGroup(site, user, group)),
  ].filter(({ object }) => object === entitlement);
}

export const NOT_SUSPENDED = 'this user is not suspended any more: only who was suspended is deleted';

/** Looked at right before: somebody may have brought the user back since the plan (law 7). Throws `forbidden`. */
async function stillClosed(site: Site, user: User): Promise<User | null> {
  const now = await userWithId(site, user.id);
  if (now !== null && !isClosed(now)) throw new LeaverError('forbidden', `user/${user.id}: ${NOT_SUSPENDED}`);
  return now;
}

/** Deactivated first, since Okta deletes nobody else: the first of two deletions would only deactivate ("Delete a user"). */
function deletion(site: Site, user: User): readonly Change[] {
  const { login } = user.profile;
  const deleting: Change = {
    action: 'delete',
    object: `user/${user.id}`,
    method: 'DELETE',
    path: `${pathOf(user.id)}?sendEmail=false`,
    left: `${login} is there`,
    isDone: () => is(site, user, () => false),
    ready: () => untilDeactivated(site, user),
  };
  const first: Change = { ...deactivating(site, user), ready: async () => void (await stillClosed(site, user)) };
  return user.status === 'DEPROVISIONED' ? [deleting] : [first, deleting];
}

/** Okta may take its time to deactivate. */
async function untilDeactivated(site: Site, user: User): Promise<void> {
  for (const wait of [0, ...RULES.okta.lookAgain]) {
    if (wait > 0) await site.clock.sleep(wait);
    const now = await stillClosed(site, user);
    if (now === null || now.status === 'DEPROVISIONED') return;
  }
  throw new LeaverError(
    'unreachable',
    `Okta has not finished deactivating ${user.profile.login}: the next run deletes it`,
  );
}
