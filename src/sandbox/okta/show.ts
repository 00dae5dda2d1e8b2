import { derivedId } from './ids.js';
import { labelOf } from './labels.js';
import type { HeldRole, OktaApiToken, OktaClient, OktaGrant, OktaGroup, OktaState, OktaUser } from './state.js';
import type {
  ApiToken,
  CustomRole,
  Group,
  OAuth2ScopeConsentGrant,
  RoleType,
  StandardRole,
  User,
  Wire,
} from './wire.js';

/** A user as listings show it. */
export function shownUser(origin: string, user: OktaUser): Wire<User> {
  return {
    id: user.id,
    status: user.status,
    created: user.created,
    activated: user.activated,
    statusChanged: user.statusChanged,
    lastLogin: user.lastLogin,
    lastUpdated: user.lastUpdated,
    passwordChanged: user.activated,
    type: { id: 'oty1sandboxSANDBOX00' },
    profile: {
      ...user.profile,
      firstName: user.firstName,
      lastName: user.lastName,
      mobilePhone: null,
      secondEmail: null,
      login: user.login,
      email: user.email,
    },
    credentials: { password: {}, provider: { type: 'OKTA', name: 'OKTA' } },
    _links: { self: { href: `${origin}/api/v1/users/${user.id}` } },
  };
}

/** The same with what may be done to it next. */
export function shownInFull(origin: string, user: OktaUser): Wire<User> {
  const shown = shownUser(origin, user);
  const act = (name: string) => ({ href: `${origin}/api/v1/users/${user.id}/lifecycle/${name}` });
  const acts = {
    ...(user.status === 'ACTIVE' ? { suspend: act('suspend') } : {}),
    ...(user.status === 'SUSPENDED' ? { unsuspend: act('unsuspend') } : {}),
    ...(user.status === 'DEPROVISIONED' ? {} : { deactivate: act('deactivate') }),
  };
  return { ...shown, _links: { ...shown._links, ...acts } };
}

/** A role as one user holds it: an assignment of a standard role, or a binding of a custom one. */
export function shownRole(origin: string, user: OktaUser, held: HeldRole): Wire<StandardRole> | Wire<CustomRole> {
  const { role, through } = held;
  const common = {
    id: role.id,
    label: role.label,
    status: 'ACTIVE',
    created: role.created,
    lastUpdated: role.created,
    assignmentType: through === null ? 'USER' : 'GROUP',
  } as const;
  const assignee = { href: `${origin}/api/v1/${through === null ? `users/${user.id}` : `groups/${through.id}`}` };
  if (role.custom === null) return { ...common, type: role.type, _links: { assignee } };
  const custom: Wire<CustomRole> = {
    ...common,
    type: 'CUSTOM',
    role: role.custom.role,
    resource_set: role.custom.resourceSet,
    _links: {
      assignee,
      role: { href: `${origin}/api/v1/iam/roles/${role.custom.role}` },
      resource_set: { href: `${origin}/api/v1/iam/resource-sets/${role.custom.resourceSet}` },
    },
  };
  // `resource-set` is its name as it travels, by the model's own map of names.
  return Object.assign(custom, { 'resource-set': role.custom.resourceSet });
}

/** The standard role of a service app ("Client Role Assignments"). */
export function shownClientRole(
  origin: string,
  { id, role }: OktaClient & { readonly role: RoleType },
): Wire<StandardRole> {
  return {
    id: derivedId('ca1', `${id} ${role}`),
    label: labelOf(role),
    type: role,
    status: 'ACTIVE',
    assignmentType: 'CLIENT',
    _links: { assignee: { href: `${origin}/oauth2/v1/clients/${id}` } },
  };
}

export function shownGrant(origin: string, user: OktaUser, grant: OktaGrant): Wire<OAuth2ScopeConsentGrant> {
  return {
    id: grant.id,
    status: 'ACTIVE',
    created: grant.created,
    createdBy: { id: user.id, type: 'User' },
    lastUpdated: grant.created,
    issuer: origin,
    clientId: grant.client,
    userId: user.id,
    scopeId: grant.scope,
    source: 'END_USER',
    _links: {
      self: { href: `${origin}/api/v1/users/${user.id}/grants/${grant.id}` },
      app: { href: `${origin}/api/v1/apps/${grant.client}` },
      user: { href: `${origin}/api/v1/users/${user.id}` },
    },
  };
}

export function shownGroup(origin: string, group: OktaGroup): Wire<Group> {
  return {
    id: group.id,
    created: group.created,
    lastUpdated: group.created,
    lastMembershipUpdated: group.lastMembershipUpdated,
    objectClass: [group.type === 'APP_GROUP' ? 'okta:windows_security_principal' : 'okta:user_group'],
    type: group.type,
    profile: { name: group.name, description: group.description },
    _links: { users: { href: `${origin}/api/v1/groups/${group.id}/users` } },
  };
}

/** What Okta's model calls `_link` is `_links` in what Okta answers, as its page "API Tokens" shows. */
type ShownApiToken = Wire<Omit<ApiToken, '_link'>> & { readonly _links: Readonly<Record<string, unknown>> };

/** An API token without what opens it: that is told once, to who makes it. */
export function shownApiToken(origin: string, token: OktaApiToken): ShownApiToken {
  const { connection, include } = token.network;
  return {
    name: token.name,
    userId: token.userId,
    tokenWindow: 'P30D',
    network: include.length === 0 ? { connection } : { connection, include },
    id: token.id,
    clientName: token.clientName,
    expiresAt: token.expiresAt,
    created: token.created,
    lastUpdated: token.lastUpdated,
    _links: {
      self: { href: `${origin}/api/v1/api-tokens/${token.id}`, hints: { allow: ['GET', 'DELETE'] } },
      user: { href: `${origin}/api/v1/users/${token.userId}`, hints: { allow: ['GET'] } },
    },
  };
}

/** The Okta resource name of a user ("Okta resource name"). */
export function resourceName({ organization }: OktaState, user: OktaUser): string {
  return `orn:okta:directory:${organization.id}:users:${user.id}`;
}
