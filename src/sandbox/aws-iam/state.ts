import { AwsFailure } from './failure.js';

/** What the embedded account knows: plain data without any secret. Times are RFC 3339 texts, documents JSON texts. */
export interface AwsState {
  readonly accountId: string;
  readonly alias: string | null;
  readonly created: string;
  /** Who signs with a key that no user of the account owns: the runner. */
  readonly runner: { readonly arn: string };
  /** Access key ids that are refused: by the seed's wish, and those deleted since. */
  readonly refused: Set<string>;
  readonly users: Map<string, AwsUser>;
  readonly groups: Map<string, AwsGroup>;
  readonly roles: Map<string, AwsRole>;
  /** Customer-managed policies by ARN. */
  readonly policies: Map<string, AwsPolicy>;
  /** MFA devices by serial number; a virtual one outlives its assignment. */
  readonly mfa: Map<string, AwsMfa>;
  /** Sessions of assumed roles by their access key id. */
  readonly sessions: Map<string, AwsSession>;
  report: AwsReport | null;
  /** Requests answered so far, so that each reply has a request id of its own. */
  served: number;
}

export interface AwsUser {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly created: string;
  login: AwsLogin | null;
  /** Stays when the password is deleted, as AWS's does. */
  readonly passwordLastUsed: string | null;
  readonly keys: AwsKey[];
  readonly sshKeys: AwsCredential[];
  readonly certificates: AwsCredential[];
  readonly serviceCredentials: AwsServiceCredential[];
  readonly groups: Set<string>;
  /** ARNs of managed policies. */
  readonly attached: Set<string>;
  readonly inline: Map<string, string>;
  boundary: string | null;
  readonly tags: Map<string, string>;
}

export interface AwsLogin {
  readonly created: string;
  readonly resetRequired: boolean;
}

export type AwsStatus = 'Active' | 'Inactive';

export interface AwsCredential {
  readonly id: string;
  readonly created: string;
  status: AwsStatus;
}

export interface AwsKey extends AwsCredential {
  readonly lastUsed: AwsLastUse | null;
}

export interface AwsLastUse {
  readonly at: string;
  readonly service: string;
  readonly region: string;
}

export interface AwsServiceCredential extends AwsCredential {
  /** `codecommit.amazonaws.com`, `bedrock.amazonaws.com`. */
  readonly service: string;
  readonly expires: string | null;
}

export interface AwsMfa {
  readonly serial: string;
  readonly kind: 'virtual' | 'hardware';
  /** The name of the user it is assigned to. */
  readonly user: string | null;
  readonly enabled: string | null;
}

export interface AwsGroup {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly created: string;
  readonly attached: Set<string>;
  readonly inline: Map<string, string>;
}

export interface AwsRole {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly created: string;
  trust: string;
  /** Seconds. */
  readonly maxSession: number;
  readonly lastUsed: { readonly at: string; readonly region: string } | null;
  readonly attached: Set<string>;
  readonly inline: Map<string, string>;
  readonly boundary: string | null;
  readonly tags: Map<string, string>;
}

export interface AwsPolicy {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly created: string;
  readonly document: string;
}

export interface AwsSession {
  readonly role: string;
  readonly session: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface AwsReport {
  readonly generatedAt: string;
  readonly csv: string;
  ready: boolean;
}

export function arnOf(
  state: AwsState,
  type: 'user' | 'group' | 'role',
  entity: { path: string; name: string },
): string {
  return `arn:aws:iam::${state.accountId}:${type}${entity.path}${entity.name}`;
}

/** The user of that name. Throws `NoSuchEntity`. */
export function userNamed(state: AwsState, name: string): AwsUser {
  const user = state.users.get(name);
  if (user === undefined) throw new AwsFailure('NoSuchEntity', `The user with name ${name} cannot be found.`);
  return user;
}

/** The group of that name. Throws `NoSuchEntity`. */
export function groupNamed(state: AwsState, name: string): AwsGroup {
  const group = state.groups.get(name);
  if (group === undefined) throw new AwsFailure('NoSuchEntity', `The group with name ${name} cannot be found.`);
  return group;
}

/** The role of that name. Throws `NoSuchEntity`. */
export function roleNamed(state: AwsState, name: string): AwsRole {
  const role = state.roles.get(name);
  if (role === undefined) throw new AwsFailure('NoSuchEntity', `The role with name ${name} cannot be found.`);
  return role;
}

/** A time as IAM writes it: whole seconds in UTC. */
export function secondsOf(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
