/** Everything that one user holds, read from the lists of that user alone. */
import { LeaverError } from '../../errors.js';
import type { Credential, Document, FoundUser, Iam, Role, ServiceCredential } from './iam.js';

/** A part of users that could not be read. */
export interface Unread {
  readonly part: Part;
  readonly why: string;
}

/** Names as a policy's `unavailable` has them. */
export type Part =
  | 'credential-report'
  | 'access-keys'
  | 'access-key-last-used'
  | 'login-profile'
  | 'ssh-keys'
  | 'signing-certificates'
  | 'service-specific-credentials'
  | 'mfa-devices'
  | 'groups'
  | 'attached-policies'
  | 'inline-policies'
  | 'trust-policies';

export interface Held {
  readonly user: FoundUser;
  readonly password: boolean;
  readonly keys: readonly Credential[];
  readonly sshKeys: readonly Credential[];
  readonly certificates: readonly Credential[];
  readonly serviceCredentials: readonly ServiceCredential[];
  readonly mfaDevices: readonly string[];
  readonly groups: readonly string[];
  readonly attached: readonly string[];
  readonly inline: readonly Document[];
  /** Roles of the account; those that name the user are among them. */
  readonly roles: readonly Role[];
  readonly unread: readonly Unread[];
}

/** What a user holds. A part that can't be read is empty here, and named under `unread`. */
export async function heldBy(iam: Iam, user: FoundUser, roles: readonly Role[] | Unread): Promise<Held> {
  const unread: Unread[] = 'part' in roles ? [roles] : [];
  const read = async <T>(part: Part, request: Promise<T>, otherwise: T): Promise<T> => {
    const result = await partOf(part, request);
    if ('value' in result) return result.value;
    unread.push(result.unread);
    return otherwise;
  };
  const { name } = user;
  const [password, keys, sshKeys, certificates, serviceCredentials, mfaDevices, groups, attached, inline] =
    await Promise.all([
      read('login-profile', iam.hasPassword(name), false),
      read('access-keys', iam.keys(name), []),
      read('ssh-keys', iam.sshKeys(name), []),
      read('signing-certificates', iam.certificates(name), []),
      read('service-specific-credentials', iam.serviceCredentials(name), []),
      read('mfa-devices', iam.mfaDevices(name), []),
      read('groups', iam.groups(name), []),
      read('attached-policies', iam.attached(name), []),
      read('inline-policies', iam.inline(name), []),
    ]);
  unread.sort((a, b) => (a.part < b.part ? -1 : 1));
  const known = 'part' in roles ? [] : roles;
  return {
    ...{ user, password, keys, sshKeys, certificates, serviceCredentials, mfaDevices },
    ...{ groups, attached, inline, roles: known, unread },
  };
}

/** A part's value, or why it can't be read. A credential that AWS refuses is no gap: it throws. */
export async function partOf<T>(part: Part, request: Promise<T>): Promise<{ value: T } | { unread: Unread }> {
  try {
    return { value: await request };
  } catch (error) {
    if (!(error instanceof LeaverError) || error.code === 'wrong-credential' || error.code === 'wrong-system')
      throw error;
    return { unread: { part, why: error.message } };
  }
}

/** The roles of the account, for what they trust; or why they can't be read. */
export async function rolesOf(iam: Iam): Promise<readonly Role[] | Unread> {
  const result = await partOf('trust-policies', everyPage(iam, ['Role']));
  return 'value' in result ? result.value.roles : result.unread;
}

/** All pages of the bulk call as one. */
export async function everyPage(iam: Iam, kinds: Parameters<Iam['details']>[0]): Promise<Bulk> {
  const bulk: Bulk = { users: [], groups: [], roles: [], policies: [] };
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<Iam['details']>> = await iam.details(kinds, after);
    addPage(bulk, page);
    after = page.next;
  } while (after !== null);
  return bulk;
}

type Page = Awaited<ReturnType<Iam['details']>>;
export type Bulk = { -readonly [List in Exclude<keyof Page, 'next'>]: Page[List][number][] };

export function addPage(bulk: Bulk, page: Page): void {
  bulk.users.push(...page.users);
  bulk.groups.push(...page.groups);
  bulk.roles.push(...page.roles);
  bulk.policies.push(...page.policies);
}
