/**
 * In what providers differ: a row each, from their own pages, which the README names. What is not confirmed there stands
 * under `unconfirmed`, and the README marks it: try it on an account of your own, or override it in the settings.
 */

/** What a provider does with what RFC 7644 leaves open, or does otherwise. */
export interface Quirks {
  /** What `active: false` does. Where it deletes there is no suspension. */
  readonly activeFalse: 'suspends' | 'deletes';
  /** What DELETE does. Only `deletes` is carried out. */
  readonly delete: 'deletes' | 'irreversible' | 'deactivates' | 'refused';
  /** How many users a page is asked for; fewer may come. */
  readonly pageSize: number;
  /** Whether `userName eq` is a filter. */
  readonly userFilter: boolean;
  /** How all users with an e-mail address are found: `emails.value eq` is a filter, the user name is the address, or not at all. */
  readonly emailFilter: 'filtered' | 'user-name' | 'none';
  /** PATCH with a path, PATCH without one, or PUT. */
  readonly change: 'path' | 'value' | 'replace';
  /** How `active` is written: as JSON, or as `"False"`. */
  readonly booleans: 'json' | 'text';
  /** How a user's groups are known. */
  readonly groups: 'user' | 'members' | 'none';
  /** How a member is taken out of a group. */
  readonly members: 'filtered-path' | 'value' | 'replace';
  /** Whether the listing shows inactive users. */
  readonly inactive: 'listed' | 'hidden';
  /** Whether each change names the version that it was made for. */
  readonly versions: 'ignored' | 'sent';
}

/** Who administers the system. Compared without regard to case. */
export interface Administrators {
  readonly roles?: readonly string[];
  readonly entitlements?: readonly string[];
  /** Ids or display names. */
  readonly groups?: readonly string[];
  readonly attributes?: readonly { readonly name: string; readonly values: readonly string[] }[];
}

export interface Preset {
  /** What a person calls it. */
  readonly name: string;
  readonly quirks: Quirks;
  /** Null where its SCIM does not tell. */
  readonly administrators: Administrators | null;
  /** What goes on working, or can't be reached: a sentence each. */
  readonly unreachable: readonly string[];
  readonly unconfirmed: readonly (keyof Quirks)[];
}

export type PresetName =
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

/** RFC 7644 as it is written, but for what a provider may answer with an empty listing instead of refusing it. */
const STANDARD: Quirks = {
  activeFalse: 'suspends',
  delete: 'deletes',
  pageSize: 100,
  userFilter: true,
  emailFilter: 'none',
  change: 'path',
  booleans: 'json',
  groups: 'user',
  members: 'filtered-path',
  inactive: 'listed',
  versions: 'ignored',
};

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  generic: {
    name: 'the SCIM service',
    quirks: { ...STANDARD, emailFilter: 'filtered' },
    administrators: null,
    unreachable: ['Sessions, API keys and tokens: SCIM knows none of them; see what suspending ends at this provider.'],
    unconfirmed: [],
  },
  atlassian: {
    name: 'Atlassian',
    quirks: { ...STANDARD, delete: 'irreversible', inactive: 'hidden' },
    administrators: null,
    unreachable: [
      'API tokens of users whom the organization does not manage, and of service accounts.',
      'Suspended users: the listing does not show them, so that no report does either.',
    ],
    unconfirmed: ['pageSize', 'change', 'members'],
  },
  databricks: {
    name: 'Databricks',
    quirks: STANDARD,
    administrators: { roles: ['account_admin'], groups: ['admins'] },
    unreachable: [
      'Service principals and their secrets that the person made or knew; jobs that run under another name.',
    ],
    unconfirmed: ['pageSize', 'members'],
  },
  datadog: {
    name: 'Datadog',
    quirks: { ...STANDARD, delete: 'deactivates', groups: 'none', emailFilter: 'user-name' },
    administrators: null,
    unreachable: [
      "API keys belong to the organization and stay valid: renew those that the person knew. A disabled user's application keys are revoked.",
      'Teams: their provisioning is not open to every organization, so that memberships are left alone.',
    ],
    unconfirmed: ['delete', 'pageSize', 'inactive', 'emailFilter'],
  },
  'github-emu': {
    name: 'GitHub Enterprise with managed users',
    quirks: { ...STANDARD, delete: 'irreversible', change: 'value', members: 'value' },
    administrators: { roles: ['enterprise_owner'] },
    unreachable: ['Deploy keys, and private keys of GitHub Apps: they go on working; see the connector github-org.'],
    unconfirmed: ['members', 'inactive'],
  },
  jfrog: {
    name: 'JFrog',
    quirks: { ...STANDARD, delete: 'refused' },
    administrators: null,
    unreachable: [
      'Access tokens that were issued to the user or by the user: revoke them in the platform.',
      "The SCIM id is the user name: a name that is given again can't be told from the one before.",
    ],
    unconfirmed: ['delete', 'pageSize', 'members', 'inactive'],
  },
  pagerduty: {
    name: 'PagerDuty',
    quirks: { ...STANDARD, activeFalse: 'deletes', groups: 'none', emailFilter: 'user-name' },
    administrators: { roles: ['owner', 'admin'] },
    unreachable: [
      "General access API keys are the account's and stay valid: renew those that the person knew.",
      'A user who stands in a schedule or an escalation policy may be refused: take the person out of them first.',
    ],
    unconfirmed: ['pageSize', 'change', 'emailFilter'],
  },
  sentry: {
    name: 'Sentry',
    quirks: { ...STANDARD, activeFalse: 'deletes', groups: 'none', emailFilter: 'user-name' },
    administrators: { attributes: [{ name: 'sentryOrgRole', values: ['owner', 'manager'] }] },
    unreachable: [
      "Organization tokens and internal integrations are the organization's and stay valid: renew those that the person knew.",
      'Teams end with the membership; they are not read.',
    ],
    unconfirmed: ['pageSize', 'inactive', 'emailFilter'],
  },
  slack: {
    name: 'Slack',
    quirks: { ...STANDARD, delete: 'deactivates', pageSize: 1000 },
    administrators: null,
    unreachable: [
      'Apps that the person installed and their bot tokens, and incoming webhooks: review them in the workspace.',
      'Guests and people of other organizations in shared channels, where the listing does not show them.',
    ],
    unconfirmed: ['change', 'members', 'inactive'],
  },
  snowflake: {
    name: 'Snowflake',
    quirks: { ...STANDARD, change: 'value' },
    administrators: { groups: ['ACCOUNTADMIN', 'SECURITYADMIN'] },
    unreachable: [
      'Users whom the SCIM integration did not make, or does not own, may not be listed.',
      'Tasks, stages and shares that the person made go on; their owner is a role.',
    ],
    unconfirmed: ['pageSize', 'change', 'members', 'inactive'],
  },
  tailscale: {
    name: 'Tailscale',
    quirks: { ...STANDARD, delete: 'refused', groups: 'none' },
    administrators: null,
    unreachable: [
      'OAuth clients and tagged devices belong to the tailnet and stay: review those that the person made.',
      'Devices of a suspended user are cut off and not removed.',
    ],
    unconfirmed: ['delete', 'pageSize', 'change', 'groups', 'inactive'],
  },
};
