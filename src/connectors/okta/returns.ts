/** What a restoration is: what the user held, what of it is there, and the changes that bring back the rest. */
import { formatInstant, instantOf } from '../../core/time.js';
import type { RestoreItem } from '../connector.js';
import type { Change } from './change.js';
import { grantId, groupId, isClosed, roleId, timeOf, tokenId } from './entitlements.js';
import type { Before, RecordedRole } from './evidence.js';
import { pathOf, userWithId } from './find.js';
import { groupsOf, type Held, rolesOf } from './held.js';
import type { User } from './shapes.js';
import type { Site } from './site.js';

/** One thing that was held, and the change that brings it back: none where it is there, or can't come back. */
export interface Return extends RestoreItem {
  readonly changes: readonly Change[];
}

/** How long after a revocation began the suspension may be dated and still be its own, in milliseconds. */
const OWN = 3_600_000;

/** All that was held besides the door. `only`: the one entitlement that was taken; null for the whole account. */
export function returnsOf(site: Site, held: Held, before: Before, only: string | null): readonly Return[] {
  const all = [
    ...before.groups.map((group) => groupReturn(site, held, group, only !== null)),
    ...before.roles.map((role) => roleReturn(site, held, role)),
    ...before.grants.map(({ id, client }): Return => {
      const there = held.grants.some((one) => one.id === id);
      const why = `only the person can give it: the app${client === '' ? '' : ` ${client}`} asks again when it is used`;
      return there ? nothing(grantId({ id })) : impossible(grantId({ id }), why);
    }),
    ...before.tokens.map(({ id, name }): Return => {
      const there = held.tokens.some((one) => one.id === id);
      const why = `a revoked API token never works again: the person makes a new one${name === '' ? '' : ` in place of "${name}"`}`;
      return there ? nothing(tokenId({ id })) : impossible(tokenId({ id }), why);
    }),
  ];
  return [...new Map(all.map((one) => [one.item, one])).values()].filter(({ item }) => only === null || item === only);
}

/** A suspension takes nobody out of a group, so that who is out of it was taken out by somebody else. */
function groupReturn(site: Site, held: Held, group: Before['groups'][number], wasTaken: boolean): Return {
  const item = groupId(group);
  if (held.groups.some(({ id }) => id === group.id)) return nothing(item);
  if (group.type !== 'OKTA_GROUP')
    return impossible(item, `an app or directory brings in the members of ${group.name}`);
  if (!wasTaken) return impossible(item, `Leaver did not take the person out of ${group.name}: somebody else did`);
  const { user } = held;
  const change: Change = {
    action: 'assign to group',
    object: item,
    method: 'PUT',
    path: `/api/v1/groups/${encodeURIComponent(group.id)}/users/${encodeURIComponent(user.id)}`,
    left: null,
    gives: true,
    isDone: async () => (await groupsOf(site, user.id)).some(({ id }) => id === group.id),
  };
  return { item, how: 'restore', why: '', changes: [change] };
}

/** Roles that may have been limited to some groups or apps ("Role targets"), which their assignment does not tell. */
const LIMITED: ReadonlySet<string> = new Set(['APP_ADMIN', 'GROUP_MEMBERSHIP_ADMIN', 'HELP_DESK_ADMIN', 'USER_ADMIN']);

function roleReturn(site: Site, held: Held, recorded: RecordedRole): Return {
  const { type, label, assignmentType, role, resourceSet } = recorded;
  const custom = role === null ? {} : { role, 'resource-set': resourceSet ?? '' };
  const item = roleId({ type, assignmentType, ...custom });
  if (held.roles.some((one) => roleId(one) === item)) return nothing(item);
  if (assignmentType === 'GROUP') return impossible(item, `a group gave ${label}: it comes with the group`);
  if (role === null && LIMITED.has(type)) {
    return impossible(
      item,
      `${label} may have been limited to some groups or apps, which Okta did not tell: assign it in Okta`,
    );
  }
  const { user } = held;
  const change: Change = {
    action: 'assign role',
    object: item,
    method: 'POST',
    path: `${pathOf(user.id)}/roles`,
    body: { type, ...custom },
    left: null,
    gives: true,
    isDone: async () => (await rolesOf(site, user.id)).some((one) => roleId(one) === item),
  };
  return { item, how: 'restore', why: '', changes: [change] };
}

/** The suspension, which is lifted last; never one of somebody else's. */
export function doorReturn(site: Site, { user }: Held, before: Before): Return {
  const item = 'account';
  const { login } = user.profile;
  if (!isClosed(user)) return nothing(item);
  if (before.status === 'SUSPENDED' || before.status === 'DEPROVISIONED') return nothing(item);
  if (user.status === 'DEPROVISIONED') {
    return impossible(
      item,
      `${login} was deactivated, at which apps may have taken away what was theirs: activate it in Okta's admin console`,
    );
  }
  const changed = timeOf(user.statusChanged);
  if (changed !== null && instantOf(changed) > before.at + OWN) {
    return impossible(
      item,
      `${login} was suspended by somebody else at ${changed}, after Leaver did at ${formatInstant(before.at)}`,
    );
  }
  return { item, how: 'restore', why: '', changes: [unsuspending(site, user)] };
}

function unsuspending(site: Site, { id }: User): Change {
  return {
    action: 'unsuspend',
    object: `user/${id}`,
    method: 'POST',
    path: `${pathOf(id)}/lifecycle/unsuspend`,
    left: null,
    gives: true,
    isDone: async () => {
      const user = await userWithId(site, id);
      return user !== null && !isClosed(user);
    },
  };
}

function nothing(item: string): Return {
  return { item, how: 'there', why: '', changes: [] };
}

function impossible(item: string, why: string): Return {
  return { item, how: 'impossible', why, changes: [] };
}
