/**
 * What a world holds for a system of kind `scim`, written by people: nothing is needed, everything has a default. Ids that are
 * absent are derived from names. Times are RFC 3339. Nothing here is ever a secret: the tokens open this sandbox alone.
 */
export interface ScimSeed {
  /** Where the protocol begins (`/scim/v2`): the address of the system is the server's with this behind it. */
  readonly path?: string;
  /** The bearer token that may do everything (`sandbox`). */
  readonly token?: string;
  /** A token that may read and change nothing (`sandbox-reader`). */
  readonly readingToken?: string;
  /** When the users and groups were created that say nothing of it. */
  readonly created?: string;
  readonly users?: readonly (string | UserSeed)[];
  readonly groups?: readonly (string | GroupSeed)[];
  readonly quirks?: ScimQuirks;
}

export interface UserSeed {
  readonly userName: string;
  readonly id?: string;
  readonly externalId?: string;
  /** Text is the formatted name. */
  readonly name?: string | Readonly<Record<string, string>>;
  readonly displayName?: string;
  /** Short form of one primary e-mail of the type work. */
  readonly email?: string;
  readonly emails?: readonly ValueSeed[];
  /** True; null for a user of whom the system does not say it. */
  readonly active?: boolean | null;
  readonly title?: string;
  readonly userType?: string;
  readonly roles?: readonly ValueSeed[];
  readonly entitlements?: readonly ValueSeed[];
  /** Display names or ids of groups of this world. */
  readonly groups?: readonly string[];
  /** Attributes of the enterprise extension: department, employeeNumber … */
  readonly enterprise?: Readonly<Record<string, unknown>>;
  readonly created?: string;
  readonly lastModified?: string;
}

/** Text is the value alone. */
export type ValueSeed =
  | string
  | { readonly value: string; readonly type?: string; readonly display?: string; readonly primary?: boolean };

export interface GroupSeed {
  readonly displayName: string;
  readonly id?: string;
  readonly externalId?: string;
  /** User names or ids of users of this world, besides those who name the group themselves. */
  readonly members?: readonly string[];
  readonly created?: string;
  readonly lastModified?: string;
}

/** In what a provider differs from a server that does all of RFC 7644. Every one can be changed while the server runs. */
export interface ScimQuirks {
  /** What writing `active: false` does (`suspends`); `deletes`: the user is gone; `refused`: 400 `mutability`. */
  readonly activeFalse?: 'suspends' | 'deletes' | 'refused';
  /**
   * What DELETE of a user does (`deletes`); `irreversible`: the user is gone and the user name stays taken; `deactivates`: the
   * user stays and is inactive; `refused`: 405.
   */
  readonly delete?: 'deletes' | 'irreversible' | 'deactivates' | 'refused';
  /** How many entries a page holds at most, silently, whatever `count` says (1,000); `itemsPerPage` tells how many they are. */
  readonly pageLimit?: number;
  /** How many entries a page holds where the request has no `count` (100). */
  readonly pageDefault?: number;
  /** Which PATCH operations are taken (`any`): without a path only, with a path only, or none (501). */
  readonly patch?: 'any' | 'pathless' | 'with-path' | 'refused';
  /** Whether PUT is taken (`replaces`), or answered with 501. */
  readonly put?: 'replaces' | 'refused';
  /** Whether paths such as `members[value eq "…"]` are refused with 400 `invalidPath`. */
  readonly refusesFilteredPaths?: boolean;
  /**
   * Whether `remove` at `members` with a value takes those members alone, as Entra ID sends it; where not, the value is not looked
   * at and all are removed (RFC 7644, 3.5.2.2).
   */
  readonly removesByValue?: boolean;
  /** What removing a value that is not there gives (`noTarget`: 400); `nothing`: success. */
  readonly removingAbsent?: 'noTarget' | 'nothing';
  /** Whether a successful PATCH answers with the resource (`resource`: 200) or with nothing (204). */
  readonly patchAnswers?: 'resource' | 'nothing';
  /** Whether `active` and `primary` are told as `"True"` and `"False"`, and taken as text too. */
  readonly booleansAsText?: boolean;
  /** Which filters a listing takes (`all`): `ignored`: everybody is listed; a number: refused with that status. */
  readonly filters?: 'all' | 'ignored' | 501 | 403 | 400;
  /** Attributes that can be filtered by, where not all can: `[userName]`; others are refused with `invalidFilter`. */
  readonly filterable?: readonly string[];
  /** Whether text in filters is compared exactly even where the schema says that case does not matter. */
  readonly caseSensitiveFilter?: boolean;
  /** Whether inactive users are left out of listings; by their id they are told. */
  readonly omitsInactive?: boolean;
  /** Whether there are no groups at all: `/Groups` is 404. */
  readonly noGroups?: boolean;
  /** Whether the groups of a user are not told with the user. */
  readonly groupsNotInUser?: boolean;
  /** Whether users are told without `active` while they are active. */
  readonly activeOmittedWhenTrue?: boolean;
  /** What is added to `totalResults`: a listing that contradicts itself. */
  readonly totalResultsOff?: number;
  /** Whether versions are told (`meta.version`, `ETag`) and `If-Match` is heeded; `required`: a write without it is 428. */
  readonly etag?: boolean | 'required';
  /** Whether `meta` is left out, so that nobody can tell when something was changed. */
  readonly noMeta?: boolean;
}
