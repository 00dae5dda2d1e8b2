// Generated from schemas/ by scripts/generate.ts: change the schemas, then run it again.
/**
 * Values, without regard to case.
 *
 * @minItems 1
 * @maxItems 50
 *
 * Items: A value.
 */
export type Values = string[];

/**
 * Settings of a dashboard that speaks SCIM 2.0. Its address and token come from the environment: LEAVER_SYSTEM_<ID>_URL and LEAVER_SYSTEM_<ID>_TOKEN.
 */
export interface ScimSettings {
  /**
   * Whose dashboard it is: what its provider does with users. The README of the connector lists each row; every other key here overrides one.
   */
  preset:
    | 'generic'
    | 'atlassian'
    | 'databricks'
    | 'datadog'
    | 'github-emu'
    | 'jfrog'
    | 'pagerduty'
    | 'sentry'
    | 'slack'
    | 'snowflake'
    | 'tailscale';
  /**
   * Where the environment's address must lead, as host and path without https://: refused where it leads elsewhere.
   */
  address?: string;
  /**
   * The user, by user name or id, whom the token belongs to: never revoked. Absent where the token is no user's.
   */
  self?: string;
  administrators?: Administrators;
  /**
   * What `active: false` does to a user: `suspends`, or `deletes`; then there is no suspension, and removal is the first stage.
   */
  activeFalse?: 'suspends' | 'deletes';
  /**
   * What DELETE does to a user. Only `deletes` is carried out after retention; where it is `irreversible`, `deactivates` or is `refused`, the suspended user stays for a person to delete.
   */
  delete?: 'deletes' | 'irreversible' | 'deactivates' | 'refused';
  /**
   * How many users a page is asked for.
   */
  pageSize?: number;
  /**
   * Whether users can be looked for by `userName eq`. Where not, an account is found by its id alone.
   */
  userFilter?: boolean;
  /**
   * How all users with an e-mail address are found, where accounts are matched by it: `filtered` (by `emails.value eq`), `user-name` (the user name is the address), `none` (a run for single people says that it can't know).
   */
  emailFilter?: 'filtered' | 'user-name' | 'none';
  /**
   * How an attribute of a user is changed: `path` (PATCH with a path), `value` (PATCH without one), `replace` (PUT of the whole).
   */
  change?: 'path' | 'value' | 'replace';
  /**
   * How `active` is written: as JSON, or as the text "True" and "False". Both are read.
   */
  booleans?: 'json' | 'text';
  /**
   * How a user's groups are known: told with the `user`, by looking for `members` among the groups, or `none`: then groups are left alone.
   */
  groups?: 'user' | 'members' | 'none';
  /**
   * How a member is taken out of a group: `filtered-path` (PATCH of `members[value eq "…"]`), `value` (PATCH of `members` with the value), `replace` (PUT of the whole). Where a provider does not look at the value, `value` would empty the group.
   */
  members?: 'filtered-path' | 'value' | 'replace';
  /**
   * Whether the listing shows users who are inactive.
   */
  inactive?: 'listed' | 'hidden';
  /**
   * Whether each change names the version that it was made for (`If-Match`), which costs a request more; a PUT does so always where the provider tells versions.
   */
  versions?: 'ignored' | 'sent';
}
/**
 * What makes a user an administrator.
 */
export interface Administrators {
  roles?: Values;
  entitlements?: Values;
  groups?: Values;
  /**
   * Other attributes of the user, by their name; those of an extension as `urn:…:User:attribute`.
   *
   * @minItems 1
   * @maxItems 20
   */
  attributes?: Attribute[];
}
/**
 * An attribute and what it says of an administrator.
 */
export interface Attribute {
  /**
   * Its name.
   */
  name: string;
  values: Values;
}
