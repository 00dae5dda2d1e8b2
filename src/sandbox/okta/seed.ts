import type { GroupType, RoleType, UserStatus } from './wire.js';

/** What an embedded Okta starts from, written by people. Ids, addresses and times that are left out are derived. */
export interface OktaSeed {
  /** Its name, or its name and its immutable id (`00o…`). */
  readonly organization?: string | { readonly name: string; readonly id?: string };
  /** Who Leaver is here; a service app with every scope that there is where absent. */
  readonly runner?: RunnerSeed;
  /** A text is a login. */
  readonly users?: readonly (string | UserSeed)[];
  /** A text is a name. The group `Everyone` is always there. */
  readonly groups?: readonly (string | GroupSeed)[];
  readonly apiTokens?: readonly ApiTokenSeed[];
}

/** A service app signs in with its private key; a user with an API token. */
export type RunnerSeed =
  | {
      readonly kind: 'service';
      readonly clientId?: string;
      /** The scopes that an administrator granted to the app; all that Leaver ever needs where absent. */
      readonly scopes?: readonly string[];
      /** The administrator role of the app ("Implement OAuth for Okta with a service app"); none: null. */
      readonly role?: StandardRoleType | null;
      /** Whether the app has to prove possession of a key with each request ("Configure OAuth 2.0 DPoP"). */
      readonly dpop?: boolean;
    }
  | { readonly kind: 'user'; readonly login: string };

export type StandardRoleType = Exclude<RoleType, 'CUSTOM'>;

export interface UserSeed {
  readonly login: string;
  /** `00u…` */
  readonly id?: string;
  /** The login where absent. */
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  /** `ACTIVE` where absent. */
  readonly status?: UserStatus;
  readonly created?: string;
  readonly statusChanged?: string;
  readonly lastUpdated?: string;
  readonly lastLogin?: string | null;
  /** More of the profile, by Okta's names: `employeeNumber`, `managerId`, `department`. */
  readonly profile?: Readonly<Record<string, string>>;
  /** How many sessions, refresh tokens and remembered devices are open; one each for a user who can sign in. */
  readonly sessions?: number;
  readonly refreshTokens?: number;
  readonly devices?: number;
  /** A text is the type of a standard role. */
  readonly roles?: readonly (StandardRoleType | RoleSeed)[];
  /** A text is a scope. */
  readonly grants?: readonly (string | GrantSeed)[];
}

/** A role that an administrator gave: `type: CUSTOM` has a role and a set of resources of the organization's own. */
export interface RoleSeed {
  readonly type: RoleType;
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly resourceSet?: string;
  readonly created?: string;
}

export interface GrantSeed {
  readonly scope: string;
  readonly id?: string;
  /** The app that the user consented to. */
  readonly client?: string;
  readonly created?: string;
}

export interface GroupSeed {
  readonly name: string;
  readonly id?: string;
  /** `OKTA_GROUP` where absent; members of an `APP_GROUP` come from an app, and are its own to change. */
  readonly type?: Exclude<GroupType, 'BUILT_IN'>;
  readonly description?: string;
  /** Logins. */
  readonly members?: readonly string[];
  /** What every member is an administrator of. */
  readonly roles?: readonly (StandardRoleType | RoleSeed)[];
}

export interface ApiTokenSeed {
  readonly name: string;
  /** The login of the user whose permissions it has. */
  readonly user: string;
  readonly id?: string;
  readonly clientName?: string;
  readonly created?: string;
  readonly lastUpdated?: string;
  readonly expiresAt?: string;
  /** Where it may be used from: `ANYWHERE` where absent. */
  readonly network?: { readonly connection: string; readonly include?: readonly string[] };
  /** The token itself, which opens nothing but this world; derived from its id where absent. */
  readonly secret?: string;
}
