import type { HostedRepository } from './hosted/state.js';
import type { Lack, RepositoryRole, TokenPermissions } from './seed.js';

/** All that the embedded organization knows. Plain data, so that a stale read is a `structuredClone` of it. */
export interface GithubState {
  readonly organization: { readonly login: string; readonly id: number; readonly name: string };
  readonly access: AccessState;
  /** Everybody on this GitHub, members or not, by immutable id. */
  readonly users: Map<number, User>;
  /** Lower-case logins to ids. */
  readonly logins: Map<string, number>;
  readonly members: Map<number, Member>;
  invitations: Invitation[];
  readonly teams: Map<string, Team>;
  /** By lower-case name. */
  readonly repositories: Map<string, Repository>;
  /** Those whose Git objects lie on disk, by lower-case name. */
  readonly hosted: Map<string, HostedRepository>;
  tokens: Token[];
  tokenRequests: TokenRequest[];
  readonly sso: { readonly enabled: boolean; credentials: SsoCredential[] };
  readonly hooks: Hook[];
  readonly installations: Installation[];
  seats: Seat[];
  codespaces: Codespace[];
  nextId: number;
}

/** Who may come in, and the tokens that were handed out. */
export interface AccessState {
  /** Null: any token but the refused ones is the runner's. */
  readonly credentials: readonly Credential[] | null;
  readonly refused: readonly string[];
  readonly runner: Omit<Credential, 'token'>;
  issued: { readonly token: string; readonly expiresAt: number }[];
  /** Requests so far, for the rate limit's headers. */
  requests: number;
}

export interface Credential {
  readonly token: string;
  readonly kind: 'app' | 'user';
  readonly login: string;
  readonly lacks: readonly Lack[];
  readonly scopes?: readonly string[];
}

export interface User {
  readonly id: number;
  login: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly emailVisible: boolean;
  readonly kind: 'User' | 'Bot' | 'Organization';
}

export interface Member {
  role: 'member' | 'admin';
  /** False where only an enterprise team keeps the person in. */
  direct: boolean;
  readonly enterpriseTeams: readonly string[];
}

export interface Invitation {
  readonly id: number;
  /** The invited account; null where an e-mail address was invited. */
  readonly user: number | null;
  readonly email: string | null;
  role: 'direct_member' | 'admin' | 'billing_manager';
  readonly teams: string[];
  readonly inviter: number;
  readonly createdAt: string;
}

export interface Team {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly parent: string | null;
  readonly members: Map<number, 'member' | 'maintainer'>;
  readonly repositories: Map<string, RepositoryRole>;
}

export interface Repository {
  readonly id: number;
  readonly name: string;
  readonly private: boolean;
  readonly collaborators: Map<number, RepositoryRole>;
  keys: DeployKey[];
  invitations: RepositoryInvitation[];
}

export interface DeployKey {
  readonly id: number;
  readonly title: string;
  readonly key: string;
  readonly addedBy: number | null;
  readonly createdAt: string;
  readonly lastUsed: string | null;
  readonly readOnly: boolean;
}

export interface RepositoryInvitation {
  readonly id: number;
  readonly user: number;
  readonly inviter: number;
  readonly role: RepositoryRole;
  readonly createdAt: string;
}

export interface TokenRequest {
  readonly id: number;
  readonly tokenId: number;
  readonly name: string;
  readonly owner: number;
  readonly reason: string | null;
  readonly repositories: 'all' | readonly string[];
  readonly permissions: TokenPermissions;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
}
export type Token = Omit<TokenRequest, 'reason'>;

export interface SsoCredential {
  readonly id: number;
  readonly user: number;
  readonly type: 'personal access token' | 'SSH key';
  readonly lastEight: string | null;
  readonly fingerprint: string | null;
  readonly title: string;
  readonly scopes: readonly string[];
  readonly authorizedAt: string;
  readonly accessedAt: string | null;
  readonly expiresAt: string | null;
}

export interface Hook {
  readonly id: number;
  url: string;
  active: boolean;
  events: readonly string[];
  readonly owner: number | null;
  updatedAt: string;
}

export interface Installation {
  readonly id: number;
  readonly app: string;
  readonly appId: number;
  readonly permissions: Readonly<Record<string, 'read' | 'write'>>;
}

export interface Seat {
  readonly user: number;
  readonly lastActivityAt: string | null;
  readonly createdAt: string;
  readonly team: string | null;
  /** `YYYY-MM-DD` once cancelled: the seat lives on until the billing cycle ends. */
  pendingCancellation: string | null;
}

export interface Codespace {
  readonly id: number;
  readonly name: string;
  readonly owner: number;
  readonly repository: string;
  readonly state: 'Available' | 'Shutdown';
  readonly lastUsedAt: string;
}

/** An account by login, without regard to case, as GitHub looks it up. */
export function userByLogin(state: GithubState, login: string): User | null {
  const id = state.logins.get(login.toLowerCase());
  return (id === undefined ? undefined : state.users.get(id)) ?? null;
}

/** An account that state refers to by id; a world that names an unknown one is a fault of the embedded system. */
export function userById(state: GithubState, id: number): User {
  const user = state.users.get(id);
  if (user === undefined) throw new Error(`the embedded GitHub has no account ${id}`);
  return user;
}

/** A new id, unlike any that the seed or GitHub's own numbering made. */
export function freshId(state: GithubState): number {
  state.nextId += 1;
  return state.nextId;
}
