/** What a user holds, as Leaver names it, and the account itself. */
import type { AccountId, EntitlementId } from '../../core/model.js';
import type { Entitlement, ObservedAccount } from '../../core/observation.js';
import { formatInstant, parseInstant, type Timestamp } from '../../core/time.js';
import type { Held } from './held.js';
import type { ApiToken, Group, Role, User } from './shapes.js';

/** Of a group, by its immutable id: another may take its name. */
export function groupId({ id }: Pick<Group, 'id'>): EntitlementId {
  return `group:${id}` as EntitlementId;
}

/**
 * Of a role: by what it is, since each assignment has an id of its own and a role that was given again has another. One that a
 * group gives ends with the group, and is told apart.
 */
export function roleId({ type, role, 'resource-set': set, assignmentType }: Omit<Role, 'id'>): EntitlementId {
  const what = role === undefined ? type : `${type}/${role}/${set ?? ''}`;
  return `${assignmentType === 'GROUP' ? 'group-role' : 'role'}:${what}` as EntitlementId;
}

export function tokenId({ id }: Pick<ApiToken, 'id'>): EntitlementId {
  return `token:${id}` as EntitlementId;
}

export function grantId({ id }: { readonly id: string }): EntitlementId {
  return `grant:${id}` as EntitlementId;
}

/** Everything that a user holds, in order of id, each once. */
export function entitlementsOf(held: Held): readonly Entitlement[] {
  const { user, roles, grants, groups, tokens } = held;
  const giving = groupsThatGive(held);
  const all: Entitlement[] = [
    ...groups.map((group): Entitlement => {
      const one: Entitlement = { kind: 'membership', id: groupId(group), role: group.profile?.name ?? group.id };
      return giving.has(group.id) ? { ...one, admin: true } : one;
    }),
    ...roles.map((role): Entitlement => {
      const id = roleId(role);
      const name = role.label ?? role.type;
      // What a group gives is no grant that a role of the policy could name.
      if (role.assignmentType === 'GROUP') return { kind: 'credential', id, type: 'admin-role-of-group', role: name };
      return { kind: 'role', id, role: name, admin: true };
    }),
    ...grants.map((grant): Entitlement => {
      return { kind: 'credential', id: grantId(grant), type: 'oauth-grant', status: 'active', role: grant.scopeId };
    }),
    ...tokensHeld(user, tokens),
  ];
  return [...new Map(all.map((one) => [one.id, one])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** API tokens, which go on working although the user is suspended, for all that Okta's documentation promises. */
export function tokensHeld(user: User, tokens: readonly ApiToken[]): readonly Entitlement[] {
  return tokens.map((token): Entitlement => {
    const one: Entitlement = { kind: 'credential', id: tokenId(token), type: 'api-token', status: 'active' };
    return isClosed(user) ? { ...one, open: true } : one;
  });
}

/**
 * The groups that make their members administrators. Where Okta does not tell which one gives a role, each may, so that nobody
 * is taken out of the last one by the way (law 5).
 */
function groupsThatGive({ groups, roles }: Held): ReadonlySet<string> {
  const given = roles.filter(({ assignmentType }) => assignmentType === 'GROUP');
  const named = given.map(({ _links }) => /\/groups\/([A-Za-z0-9]+)$/.exec(_links?.assignee?.href ?? '')?.[1]);
  return new Set(named.every((id) => id !== undefined) ? named : groups.map(({ id }) => id));
}

/**
 * Whether a user was seen to hold an administrator role. One whose roles could not be read does not count as an administrator who
 * remains, and `revoke` refuses to close the account, so that what is not known is safe both ways (law 5).
 */
export function isAdmin({ roles }: Pick<Held, 'roles'>): boolean {
  return roles.length > 0;
}

/** Nobody gets in: anything else is open, also a status that Okta may add one day. */
export function isClosed({ status }: Pick<User, 'status'>): boolean {
  return status === 'SUSPENDED' || status === 'DEPROVISIONED';
}

/** The account. Okta has no place for a mark of Leaver's, so that the journal tells since when it is suspended. */
export function accountOf(
  user: User,
  rest: Pick<ObservedAccount, 'read' | 'admin' | 'self' | 'entitlements'>,
): ObservedAccount {
  const { displayName, firstName, lastName } = user.profile;
  const email = user.profile.email ?? '';
  const fullName = (displayName ?? `${firstName ?? ''} ${lastName ?? ''}`).trim();
  return {
    id: user.id as AccountId,
    name: user.profile.login,
    email: email === '' ? null : email,
    ...(fullName === '' ? {} : { fullName }),
    status: isClosed(user) ? 'suspended' : 'active',
    suspendedAt: null,
    changedAt: timeOf(user.statusChanged),
    ...rest,
  };
}

/** A time as Okta tells it, in UTC; null where there is none. */
export function timeOf(text: string | null | undefined): Timestamp | null {
  const at = typeof text === 'string' ? parseInstant(text) : null;
  return at === null ? null : formatInstant(at);
}
