/** The parts of Okta's answers that are used, by the names of its own description; the README says which model each rests on. */

/** `UserStatus`. Others may come: what is not known to be closed counts as open. */
export type UserStatus =
  | 'ACTIVE'
  | 'DEPROVISIONED'
  | 'LOCKED_OUT'
  | 'PASSWORD_EXPIRED'
  | 'PROVISIONED'
  | 'RECOVERY'
  | 'STAGED'
  | 'SUSPENDED';

/** `User`. */
export interface User {
  readonly id: string;
  readonly status: UserStatus;
  readonly statusChanged?: string | null;
  /** Null: nobody ever signed in as this user. */
  readonly lastLogin?: string | null;
  readonly profile: {
    readonly login: string;
    readonly email?: string | null;
    readonly displayName?: string | null;
    readonly firstName?: string | null;
    readonly lastName?: string | null;
  };
}

/** `StandardRole`, `CustomRole`: one assignment of a role. */
export interface Role {
  readonly id: string;
  readonly type: string;
  readonly label?: string;
  readonly assignmentType?: 'USER' | 'GROUP' | 'CLIENT';
  /** Of a custom role: its id, and that of the set of resources that it is for. */
  readonly role?: string;
  readonly 'resource-set'?: string;
  readonly _links?: { readonly assignee?: { readonly href?: string } };
}

/** `OAuth2ScopeConsentGrant`. */
export interface Grant {
  readonly id: string;
  readonly scopeId: string;
  readonly clientId?: string;
}

/** `Group`. */
export interface Group {
  readonly id: string;
  readonly type: 'OKTA_GROUP' | 'APP_GROUP' | 'BUILT_IN';
  readonly profile?: { readonly name?: string };
}

/** `ApiToken`: what is told of a token, never the token. */
export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly userId?: string;
}

/** `RoleAssignedUsers`. */
export interface Assignees {
  readonly value?: readonly { readonly id: string; readonly orn?: string }[];
  readonly _links?: { readonly next?: { readonly href?: string } };
}

/** `WellKnownOrgMetadata`. */
export interface Organization {
  readonly id: string;
  readonly _links?: {
    readonly organization?: { readonly href?: string };
    readonly alternate?: { readonly href?: string };
  };
}
