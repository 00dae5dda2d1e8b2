/**
 * What a world holds for a system of kind `aws-iam`, written by people: only the account's number is needed, all else
 * has a default. Ids that are absent are derived from names. Times are RFC 3339. Nothing here is ever a secret.
 */
export interface AwsSeed {
  /** Twelve digits, as text. */
  readonly accountId: string;
  readonly alias?: string;
  readonly created?: string;
  readonly caller?: CallerSeed;
  readonly users?: readonly UserSeed[];
  readonly groups?: readonly GroupSeed[];
  readonly roles?: readonly RoleSeed[];
  readonly policies?: readonly PolicySeed[];
}

/** The runner's own identity: whoever signs with a key that no user of the account owns. */
export interface CallerSeed {
  /** A user's or a role's ARN; absent: the account's root. */
  readonly arn?: string;
  /** Access key ids that are refused with `InvalidClientTokenId`. */
  readonly refused?: readonly string[];
}

/** A policy document as an object, or as JSON text. */
export type DocumentSeed = string | Readonly<Record<string, unknown>>;
/** Documents of inline policies by name. */
export type InlineSeed = Readonly<Record<string, DocumentSeed>>;
export type StatusSeed = 'Active' | 'Inactive';

export interface UserSeed {
  readonly name: string;
  /** AIDA… */
  readonly id?: string;
  readonly path?: string;
  readonly created?: string;
  /** Whether the user has a password for the console (false). */
  readonly console?: boolean;
  readonly passwordLastUsed?: string;
  readonly keys?: readonly KeySeed[];
  readonly sshKeys?: readonly CredentialSeed[];
  readonly certificates?: readonly CredentialSeed[];
  readonly serviceCredentials?: readonly ServiceCredentialSeed[];
  readonly mfa?: readonly ('virtual' | 'hardware')[];
  readonly groups?: readonly string[];
  /** Managed policies: an ARN, or a name, of the account's own if it has one of that name, otherwise of AWS. */
  readonly policies?: readonly string[];
  readonly inline?: InlineSeed;
  /** A managed policy, as in `policies`. */
  readonly boundary?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface CredentialSeed {
  readonly id?: string;
  readonly status?: StatusSeed;
  readonly created?: string;
}

export interface KeySeed extends CredentialSeed {
  readonly lastUsed?: { readonly at: string; readonly service?: string; readonly region?: string };
}

export interface ServiceCredentialSeed extends CredentialSeed {
  /** `codecommit`, `bedrock`, or with `.amazonaws.com`. */
  readonly service: string;
  readonly expires?: string;
}

export interface GroupSeed {
  readonly name: string;
  readonly id?: string;
  readonly path?: string;
  readonly created?: string;
  readonly policies?: readonly string[];
  readonly inline?: InlineSeed;
}

export interface RoleSeed {
  readonly name: string;
  /** AROA… */
  readonly id?: string;
  readonly path?: string;
  readonly created?: string;
  /** Short form of a trust policy: names of users, `root` for the whole account, or any principal's ARN. */
  readonly trusts?: readonly string[];
  /** The whole trust policy, where the short form can't say it. */
  readonly trust?: DocumentSeed;
  /** Seconds (3600). */
  readonly maxSession?: number;
  readonly lastUsed?: { readonly at: string; readonly region?: string };
  readonly policies?: readonly string[];
  readonly inline?: InlineSeed;
  readonly boundary?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A customer-managed policy. */
export interface PolicySeed {
  readonly name: string;
  readonly path?: string;
  readonly created?: string;
  readonly document?: DocumentSeed;
}
