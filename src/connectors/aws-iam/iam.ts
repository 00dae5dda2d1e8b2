/** The part of IAM that this connector uses, free of the SDK: what it reads as plain values, what it changes as data. */

import type { Timestamp } from '../../core/time.js';
import type { StepResult } from '../connector.js';

/** Whom the credentials belong to. */
export interface Identity {
  readonly accountId: string;
  /** `aws`, `aws-cn`, `aws-us-gov`: the second part of every ARN there. */
  readonly partition: string;
  /** Who signs: a user, the root user, or a role's session. */
  readonly arn: string;
  /** The role that is assumed before anything is read; null where none is. */
  readonly role: string | null;
  /** Unique ids of the runner's own users: the one that signs, and the one that assumed the role where there is one. */
  readonly own: readonly string[];
}

export interface Document {
  readonly name: string;
  /** A policy as JSON text. */
  readonly document: string;
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly boundary: string | null;
  readonly tags: ReadonlyMap<string, string>;
}

/** A user as the bulk call tells it. */
export interface UserDetail extends User {
  readonly groups: readonly string[];
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
  readonly inline: readonly Document[];
}

/** A user as `GetUser` tells it. */
export interface FoundUser extends User {
  readonly passwordLastUsedAt: Timestamp | null;
}

export interface Group {
  readonly name: string;
  readonly attached: readonly string[];
  readonly inline: readonly Document[];
}

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  /** The trust policy as JSON text. */
  readonly trust: string;
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
  readonly inline: readonly Document[];
}

export type DetailKind = 'User' | 'Group' | 'Role' | 'LocalManagedPolicy';

/** One page of `GetAccountAuthorizationDetails`. */
export interface DetailPage {
  readonly users: readonly UserDetail[];
  readonly groups: readonly Group[];
  readonly roles: readonly Role[];
  /** Documents of the account's own policies, named by ARN. */
  readonly policies: readonly Document[];
  readonly next: string | null;
}

export interface Credential {
  readonly id: string;
  readonly active: boolean;
}

export interface ServiceCredential extends Credential {
  /** `codecommit.amazonaws.com`, `bedrock.amazonaws.com`. */
  readonly service: string;
}

export interface LastUse {
  readonly at: Timestamp | null;
  /** `s3 in eu-west-1`. */
  readonly by: string | null;
}

type CredentialStatus = 'Active' | 'Inactive';

/** The changes, with the parameters of the IAM API Reference. */
export interface Writes {
  readonly AttachUserPolicy: { readonly UserName: string; readonly PolicyArn: string };
  readonly DetachUserPolicy: { readonly UserName: string; readonly PolicyArn: string };
  readonly PutUserPolicy: { readonly UserName: string; readonly PolicyName: string; readonly PolicyDocument: string };
  readonly DeleteUserPolicy: { readonly UserName: string; readonly PolicyName: string };
  readonly PutUserPermissionsBoundary: { readonly UserName: string; readonly PermissionsBoundary: string };
  readonly DeleteUserPermissionsBoundary: { readonly UserName: string };
  readonly TagUser: { readonly UserName: string; readonly Tags: { Key: string; Value: string }[] };
  readonly UntagUser: { readonly UserName: string; readonly TagKeys: string[] };
  readonly UpdateAccessKey: {
    readonly UserName: string;
    readonly AccessKeyId: string;
    readonly Status: CredentialStatus;
  };
  readonly DeleteAccessKey: { readonly UserName: string; readonly AccessKeyId: string };
  readonly DeleteLoginProfile: { readonly UserName: string };
  readonly UpdateSSHPublicKey: {
    readonly UserName: string;
    readonly SSHPublicKeyId: string;
    readonly Status: CredentialStatus;
  };
  readonly DeleteSSHPublicKey: { readonly UserName: string; readonly SSHPublicKeyId: string };
  readonly UpdateSigningCertificate: {
    readonly UserName: string;
    readonly CertificateId: string;
    readonly Status: CredentialStatus;
  };
  readonly DeleteSigningCertificate: { readonly UserName: string; readonly CertificateId: string };
  readonly UpdateServiceSpecificCredential: {
    readonly UserName: string;
    readonly ServiceSpecificCredentialId: string;
    readonly Status: CredentialStatus;
  };
  readonly DeleteServiceSpecificCredential: { readonly UserName: string; readonly ServiceSpecificCredentialId: string };
  readonly DeactivateMFADevice: { readonly UserName: string; readonly SerialNumber: string };
  readonly DeleteVirtualMFADevice: { readonly SerialNumber: string };
  readonly AddUserToGroup: { readonly UserName: string; readonly GroupName: string };
  readonly RemoveUserFromGroup: { readonly UserName: string; readonly GroupName: string };
  readonly UpdateAssumeRolePolicy: { readonly RoleName: string; readonly PolicyDocument: string };
  readonly PutRolePolicy: { readonly RoleName: string; readonly PolicyName: string; readonly PolicyDocument: string };
  readonly DeleteRolePolicy: { readonly RoleName: string; readonly PolicyName: string };
  readonly DeleteUser: { readonly UserName: string };
}

/** One change as data. */
export type Write = {
  readonly [Operation in keyof Writes]: { readonly operation: Operation; readonly input: Writes[Operation] };
}[keyof Writes];

/**
 * How a change ended. `unclear`: no answer came, so that nobody knows whether it was made: look before repeating it.
 * `conflict`: something that belongs to the user is still there (`DeleteConflict`).
 */
export type WriteResult =
  | StepResult
  | { readonly kind: 'unclear'; readonly why: string }
  | { readonly kind: 'conflict'; readonly why: string };

/**
 * Requests to IAM. Reads return null or nothing for what does not exist. All throw `LeaverError`: `wrong-credential`,
 * `wrong-system`, `forbidden`, `rate-limited`, `unreachable`.
 */
export interface Iam {
  /** Who the runner is, asked anew each time, and never of another account than the settings name. */
  identity(): Promise<Identity>;
  /** The same, by no request where it was asked for with the credential that is in use. */
  knownIdentity(): Promise<Identity>;
  details(kinds: readonly DetailKind[], after: string | null): Promise<DetailPage>;
  /** Asks for a credential report; whether one is ready. */
  generateReport(): Promise<boolean>;
  /** The credential report as CSV; null where it is not ready. */
  report(): Promise<string | null>;
  user(name: string): Promise<FoundUser | null>;
  keys(user: string): Promise<readonly Credential[]>;
  keyLastUsed(key: string): Promise<LastUse>;
  hasPassword(user: string): Promise<boolean>;
  sshKeys(user: string): Promise<readonly Credential[]>;
  certificates(user: string): Promise<readonly Credential[]>;
  serviceCredentials(user: string): Promise<readonly ServiceCredential[]>;
  /** Serial numbers; a virtual device's is an ARN. */
  mfaDevices(user: string): Promise<readonly string[]>;
  groups(user: string): Promise<readonly string[]>;
  attached(user: string): Promise<readonly string[]>;
  inline(user: string): Promise<readonly Document[]>;
  /** A group's own policies, for when the bulk call fails. */
  group(name: string): Promise<Group | null>;
  /** The longest session of a role in seconds; null where there is no such role. */
  maxSession(role: string): Promise<number | null>;
  /** Makes a change. What is not there any more is `absent`. */
  write(write: Write): Promise<WriteResult>;
  requests(): number;
  /** AWS's clock − ours in milliseconds, as `clockSkew` of core tells it; of all answers the largest, null before any. */
  clockSkew(): number | null;
}
