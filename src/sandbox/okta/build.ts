import { inOrder } from './call.js';
import { derivedId, letters } from './ids.js';
import { capital, labelOf } from './labels.js';
import type { ApiTokenSeed, GroupSeed, OktaSeed, RoleSeed, StandardRoleType, UserSeed } from './seed.js';
import type { AccessState, OktaApiToken, OktaGroup, OktaRole, OktaState, OktaUser } from './state.js';

/** When all that says no time of its own came to be. */
const SOME_TIME = '2025-01-15T09:00:00.000Z';
const LATER = '2030-01-15T09:00:00.000Z';

/** Every scope that one of the operations needs. */
export const ALL_SCOPES: readonly string[] = ['users', 'groups', 'roles', 'apiTokens'].flatMap((area) => [
  `okta.${area}.read`,
  `okta.${area}.manage`,
]);

/** The state that a seed describes. Throws where it names a user twice, or one that it doesn't hold. */
export function stateOf(seed: OktaSeed): OktaState {
  const given = seed.organization ?? 'acme';
  const { name, id = derivedId('00o', name) } = typeof given === 'string' ? { name: given } : given;
  const users = (seed.users ?? []).map((one) => userOf(typeof one === 'string' ? { login: one } : one));
  checkOnce(users);
  const find = (login: string): OktaUser => {
    const found = users.find((user) => user.login.toLowerCase() === login.toLowerCase());
    if (found === undefined) throw new Error(`the world has no user ${login}`);
    return found;
  };
  const groups = (seed.groups ?? []).map((one) => groupOf(typeof one === 'string' ? { name: one } : one, find));
  const tokens = (seed.apiTokens ?? []).map((one) => tokenOf(one, find(one.user)));
  const runner = seed.runner ?? { kind: 'service' };
  if (runner.kind === 'user') tokens.push(tokenOf({ name: 'leaver', user: runner.login }, find(runner.login)));
  return {
    organization: { id, name },
    access: accessOf(seed, tokens.at(-1)),
    users: keyed(users, 'user'),
    groups: keyed([everyone(name), ...groups], 'group'),
    apiTokens: keyed(tokens, 'API token'),
    given: 0,
  };
}

function accessOf(seed: OktaSeed, token: OktaApiToken | undefined): AccessState {
  const runner = seed.runner ?? { kind: 'service' };
  const service = runner.kind === 'service' ? runner : null;
  const client = {
    id: service?.clientId ?? derivedId('0oa', 'leaver'),
    scopes: service?.scopes ?? ALL_SCOPES,
    role: service?.role === undefined ? ('SUPER_ADMIN' as const) : service.role,
    dpop: service?.dpop ?? false,
    keys: new Map<string, string>(),
  };
  const caller =
    runner.kind === 'user' && token !== undefined
      ? { kind: 'user' as const, id: token.userId, token: token.secret }
      : { kind: 'service' as const };
  return { client, runner: caller, issued: [], assertions: new Set(), requests: 0 };
}

function userOf(seed: UserSeed): OktaUser {
  const { login, status = 'ACTIVE', created = SOME_TIME } = seed;
  const id = seed.id ?? derivedId('00u', login);
  const [first = login, last = ''] = (login.split('@')[0] ?? login).split('.').map(capital);
  const open = status === 'ACTIVE' ? 1 : 0;
  return {
    id,
    login,
    email: seed.email ?? login,
    firstName: seed.firstName ?? first,
    lastName: seed.lastName ?? last,
    profile: seed.profile ?? {},
    status,
    created,
    activated: status === 'STAGED' ? null : created,
    statusChanged: seed.statusChanged ?? (status === 'STAGED' ? null : created),
    lastUpdated: seed.lastUpdated ?? seed.statusChanged ?? created,
    lastLogin: seed.lastLogin ?? null,
    sessions: seed.sessions ?? open,
    refreshTokens: seed.refreshTokens ?? open,
    devices: seed.devices ?? open,
    roles: (seed.roles ?? []).map((role) => roleOf(role, id, 'ra1')),
    grants: inOrder(
      (seed.grants ?? []).map((one) => {
        const grant = typeof one === 'string' ? { scope: one } : one;
        const client = grant.client ?? derivedId('0oa', 'calendar');
        const derived = derivedId('oag', `${id} ${client} ${grant.scope}`);
        return { id: grant.id ?? derived, scope: grant.scope, client, created: grant.created ?? SOME_TIME };
      }),
    ),
  };
}

/** A role that is given to somebody. @param prefix `ra1` to a user, `gra` to a group */
export function roleOf(seed: StandardRoleType | RoleSeed, holder: string, prefix: 'ra1' | 'gra'): OktaRole {
  const given: RoleSeed = typeof seed === 'string' ? { type: seed } : seed;
  const { type, created = SOME_TIME } = given;
  if (type !== 'CUSTOM') {
    const id = given.id ?? derivedId(prefix, `${holder} ${type}`);
    return { id, type, label: given.label ?? labelOf(type), custom: null, created };
  }
  const { role = derivedId('cr0', given.label ?? 'custom'), resourceSet = derivedId('iam', 'all') } = given;
  const id = given.id ?? derivedId('irb', `${holder} ${role} ${resourceSet}`);
  return { id, type, label: given.label ?? 'Custom role', custom: { role, resourceSet }, created };
}

function groupOf(seed: GroupSeed, find: (login: string) => OktaUser): OktaGroup {
  const id = seed.id ?? derivedId('00g', seed.name);
  return {
    id,
    name: seed.name,
    description: seed.description ?? '',
    type: seed.type ?? 'OKTA_GROUP',
    members: new Set((seed.members ?? []).map((login) => find(login).id)),
    roles: (seed.roles ?? []).map((role) => roleOf(role, id, 'gra')),
    created: SOME_TIME,
    lastMembershipUpdated: SOME_TIME,
  };
}

function everyone(organization: string): OktaGroup {
  const id = derivedId('00g', `${organization} Everyone`);
  const times = { created: SOME_TIME, lastMembershipUpdated: SOME_TIME };
  const description = 'All users in your organization';
  return { id, name: 'Everyone', description, type: 'BUILT_IN', members: new Set(), roles: [], ...times };
}

function tokenOf(seed: ApiTokenSeed, user: OktaUser): OktaApiToken {
  const id = seed.id ?? derivedId('00T', `${user.id} ${seed.name}`);
  return {
    id,
    name: seed.name,
    userId: user.id,
    clientName: seed.clientName ?? 'Okta API',
    created: seed.created ?? SOME_TIME,
    lastUpdated: seed.lastUpdated ?? seed.created ?? SOME_TIME,
    expiresAt: seed.expiresAt ?? LATER,
    network: { connection: seed.network?.connection ?? 'ANYWHERE', include: seed.network?.include ?? [] },
    secret: seed.secret ?? `00sandbox${letters(`secret of ${id}`, 33)}`,
  };
}

/** Logins that differ in case alone are one ("Create a user"). */
function checkOnce(users: readonly OktaUser[]): void {
  const seen = new Set<string>();
  for (const { login } of users) {
    if (seen.has(login.toLowerCase())) throw new Error(`the world has two users ${login}`);
    seen.add(login.toLowerCase());
  }
}

function keyed<Entry extends { readonly id: string }>(entries: readonly Entry[], what: string): Map<string, Entry> {
  const map = new Map<string, Entry>();
  for (const entry of inOrder(entries)) {
    if (map.has(entry.id)) throw new Error(`the world has two of one id: ${what} ${entry.id}`);
    map.set(entry.id, entry);
  }
  return map;
}
