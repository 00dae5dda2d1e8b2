import type { HostedSeed } from './hosted/seed.js';

/**
 * What a world file says about a GitHub organization, written by people: everything that has a sensible value may be
 * left out, and a login alone stands for an account. Times are RFC 3339.
 */
export interface GithubSeed {
  /** A login alone, or with its immutable id. */
  readonly organization: string | { readonly login: string; readonly id?: number; readonly name?: string };
  /** Who the credential is, where no list of credentials says so; a GitHub App named `leaver` where absent. */
  readonly runner?: { readonly kind: 'app' | 'user'; readonly login: string; readonly id?: number };
  /** The credentials that exist. Where absent any token is accepted, except the refused ones. */
  readonly credentials?: readonly CredentialSeed[];
  /** Tokens answered with 401 where any other is accepted; `refused` where absent. */
  readonly refusedTokens?: readonly string[];
  /** Parts that the credential lacks where no list of credentials says so. */
  readonly lacks?: readonly Lack[];
  readonly members?: readonly (string | MemberSeed)[];
  /** Accounts that are on GitHub and not in the organization, where their id, name or e-mail matters. */
  readonly users?: readonly (string | UserSeed)[];
  readonly teams?: readonly (string | TeamSeed)[];
  readonly repositories?: readonly (string | RepositorySeed)[];
  /** Repositories with real Git objects, on disk. */
  readonly hosted?: readonly HostedSeed[];
  readonly invitations?: readonly InvitationSeed[];
  readonly tokens?: readonly TokenSeed[];
  readonly tokenRequests?: readonly TokenRequestSeed[];
  /** SSO credential authorizations; where absent the organization has no single sign-on and the listing is a 404. */
  readonly ssoCredentials?: readonly SsoCredentialSeed[];
  readonly hooks?: readonly HookSeed[];
  readonly installations?: readonly InstallationSeed[];
  readonly copilotSeats?: readonly (string | SeatSeed)[];
  readonly codespaces?: readonly CodespaceSeed[];
}

/** Parts of the API that a permission opens. */
export type Area =
  | 'metadata'
  | 'members'
  | 'administration'
  | 'contents'
  | 'pull-requests'
  | 'issues'
  | 'actions'
  | 'organization-administration'
  | 'personal-access-tokens'
  | 'personal-access-token-requests'
  | 'credential-authorizations'
  | 'hooks'
  | 'installations'
  | 'copilot'
  | 'codespaces';

/** A part that a credential can't reach, or only can't change. */
export type Lack = Area | `${Area}:write`;

export interface CredentialSeed {
  readonly token: string;
  readonly kind: 'app' | 'user';
  readonly login: string;
  /** The immutable id of an App's own account, where no list of accounts names it. */
  readonly id?: number;
  readonly lacks?: readonly Lack[];
  /** What a classic token may do; every reply to it names them. */
  readonly scopes?: readonly string[];
}

export interface UserSeed {
  readonly login: string;
  /** The immutable id; made from the login where absent. */
  readonly id?: number;
  readonly name?: string;
  readonly email?: string;
  /** Whether the profile tells the e-mail address; false where absent, as most people leave it. */
  readonly emailVisible?: boolean;
}

export interface MemberSeed extends UserSeed {
  readonly role?: 'member' | 'admin';
  /** Slugs of enterprise teams that give membership too: it survives a removal from the organization. */
  readonly enterpriseTeams?: readonly string[];
}

export type RepositoryRole = 'read' | 'triage' | 'write' | 'maintain' | 'admin';

export interface TeamSeed {
  readonly slug: string;
  readonly name?: string;
  readonly id?: number;
  /** The parent team's slug. */
  readonly parent?: string;
  readonly members?: readonly (string | { readonly login: string; readonly role?: 'member' | 'maintainer' })[];
  readonly repositories?: Readonly<Record<string, RepositoryRole>>;
}

export interface RepositorySeed {
  readonly name: string;
  readonly id?: number;
  readonly private?: boolean;
  /** Logins to roles: of outside collaborators where the login is no member's. */
  readonly collaborators?: Readonly<Record<string, RepositoryRole>>;
  readonly keys?: readonly DeployKeySeed[];
  readonly invitations?: readonly {
    readonly id?: number;
    readonly login: string;
    readonly role?: RepositoryRole;
    readonly inviter?: string;
    readonly createdAt?: string;
  }[];
}

export interface DeployKeySeed {
  readonly id?: number;
  readonly title: string;
  readonly key?: string;
  readonly addedBy?: string | null;
  readonly createdAt?: string;
  readonly lastUsed?: string | null;
  readonly readOnly?: boolean;
}

export interface InvitationSeed {
  readonly id?: number;
  /** Either of the two. */
  readonly login?: string;
  readonly email?: string;
  readonly role?: 'direct_member' | 'admin' | 'billing_manager';
  readonly teams?: readonly string[];
  readonly inviter?: string;
  readonly createdAt?: string;
}

export interface TokenRequestSeed {
  readonly id?: number;
  readonly owner: string;
  readonly name?: string;
  readonly reason?: string;
  /** Names of repositories, `all`, or absent for none. */
  readonly repositories?: 'all' | readonly string[];
  readonly permissions?: TokenPermissions;
  readonly createdAt?: string;
  readonly expiresAt?: string | null;
  readonly lastUsedAt?: string | null;
}
export type TokenSeed = Omit<TokenRequestSeed, 'reason'>;

export interface TokenPermissions {
  organization?: Record<string, string>;
  repository?: Record<string, string>;
  other?: Record<string, string>;
}

export interface SsoCredentialSeed {
  readonly id?: number;
  readonly login: string;
  readonly type?: 'personal access token' | 'SSH key';
  /** The last eight characters of a classic token, or an SSH key's fingerprint. */
  readonly lastEight?: string;
  readonly fingerprint?: string;
  readonly title?: string;
  readonly scopes?: readonly string[];
  readonly authorizedAt?: string;
  readonly accessedAt?: string | null;
  readonly expiresAt?: string | null;
}

export interface HookSeed {
  readonly id?: number;
  readonly url: string;
  readonly active?: boolean;
  readonly events?: readonly string[];
  /** Who made it: known to the world, not told by the API. */
  readonly owner?: string;
}

export interface InstallationSeed {
  readonly id?: number;
  readonly app: string;
  readonly appId?: number;
  readonly permissions?: Readonly<Record<string, 'read' | 'write'>>;
}

export interface SeatSeed {
  readonly login: string;
  readonly lastActivityAt?: string | null;
  readonly createdAt?: string;
  /** The slug of a team that grants the seat: cancelling it for the person alone does nothing. */
  readonly team?: string;
}

export interface CodespaceSeed {
  readonly name: string;
  readonly owner: string;
  readonly repository: string;
  readonly state?: 'Available' | 'Shutdown';
  readonly lastUsedAt?: string;
}
