import type { GroupType, RoleType, UserStatus } from './wire.js';

/** All that the embedded organization knows. Plain data, so that a stale read is a `structuredClone` of it. */
export interface OktaState {
  readonly organization: { readonly id: string; readonly name: string };
  readonly access: AccessState;
  /** By id, in order of their ids: a listing's cursor is the id that it came to. */
  readonly users: Map<string, OktaUser>;
  readonly groups: Map<string, OktaGroup>;
  readonly apiTokens: Map<string, OktaApiToken>;
  /** How many ids were given out since the seed. */
  given: number;
}

/** Who may come in, and the access tokens that were handed out. */
export interface AccessState {
  readonly client: OktaClient;
  /** The login and the token of the runner where it is a user. */
  readonly runner:
    | { readonly kind: 'service' }
    | { readonly kind: 'user'; readonly id: string; readonly token: string };
  issued: AccessToken[];
  /** The `jti` of every assertion that was taken: none is taken twice. */
  readonly assertions: Set<string>;
  /** Requests so far, for the headers. */
  requests: number;
}

/** The service app that Leaver is. */
export interface OktaClient {
  readonly id: string;
  readonly scopes: readonly string[];
  readonly role: RoleType | null;
  readonly dpop: boolean;
  /** Public keys by key id, as PEM. */
  readonly keys: Map<string, string>;
}

export interface AccessToken {
  readonly token: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  /** The thumbprint of the key that it is bound to; null where it is a bearer's. */
  readonly boundTo: string | null;
}

export interface OktaUser {
  readonly id: string;
  login: string;
  email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly profile: Readonly<Record<string, string>>;
  status: UserStatus;
  readonly created: string;
  activated: string | null;
  statusChanged: string | null;
  lastUpdated: string;
  readonly lastLogin: string | null;
  sessions: number;
  refreshTokens: number;
  devices: number;
  roles: OktaRole[];
  grants: OktaGrant[];
}

export interface OktaRole {
  readonly id: string;
  readonly type: RoleType;
  readonly label: string;
  /** A custom role and the set of resources that it is for; null for a standard role. */
  readonly custom: { readonly role: string; readonly resourceSet: string } | null;
  readonly created: string;
}

export interface OktaGrant {
  readonly id: string;
  readonly scope: string;
  readonly client: string;
  readonly created: string;
}

export interface OktaGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly type: GroupType;
  /** Ids of users; those of `Everyone` are not written down. */
  readonly members: Set<string>;
  readonly roles: readonly OktaRole[];
  readonly created: string;
  lastMembershipUpdated: string;
}

export interface OktaApiToken {
  readonly id: string;
  readonly name: string;
  readonly userId: string;
  readonly clientName: string;
  readonly created: string;
  readonly lastUpdated: string;
  readonly expiresAt: string;
  readonly network: { readonly connection: string; readonly include: readonly string[] };
  /** What opens it. Never in an answer. */
  readonly secret: string;
}

/** A user by id, by login without regard to case, or by a short name that only one login begins with ("Retrieve a user"). */
export function userNamed(state: OktaState, name: string): OktaUser | null {
  const byId = state.users.get(name);
  if (byId !== undefined) return byId;
  const wanted = name.toLowerCase();
  const all = [...state.users.values()];
  const exact = all.find(({ login }) => login.toLowerCase() === wanted);
  if (exact !== undefined) return exact;
  const short = all.filter(({ login }) => login.toLowerCase().split('@')[0] === wanted);
  return short.length === 1 ? (short[0] ?? null) : null;
}

/** Groups that a user is in, `Everyone` among them. */
export function groupsOf(state: OktaState, user: OktaUser): OktaGroup[] {
  return [...state.groups.values()].filter(({ type, members }) => type === 'BUILT_IN' || members.has(user.id));
}

/** A role as a user holds it. */
export interface HeldRole {
  readonly role: OktaRole;
  /** The group that gives it; null where it was given to the user. */
  readonly through: OktaGroup | null;
}

/** Roles that a user holds, those of groups among them. */
export function rolesOf(state: OktaState, user: OktaUser): HeldRole[] {
  const own = user.roles.map((role): HeldRole => ({ role, through: null }));
  const groups = groupsOf(state, user).flatMap((through) => through.roles.map((role) => ({ role, through })));
  return [...own, ...groups];
}
