/** The record of a user as it was before a revocation, read from the journal. */
import { LeaverError } from '../../errors.js';
import type { Lost } from '../connector.js';
import type { Credential, Document, ServiceCredential } from './iam.js';
import { INLINE_DENY } from './mark.js';
import { isDenyAll, isRecord } from './policy.js';
import type { Trusted } from './trust.js';

/** What the user held. */
export interface Before {
  readonly user: Trusted & { readonly name: string };
  readonly tags: ReadonlySet<string>;
  readonly boundary: string | null;
  readonly password: boolean;
  readonly groups: readonly string[];
  readonly attached: readonly string[];
  readonly inline: readonly Document[];
  readonly keys: readonly Credential[];
  readonly serviceCredentials: readonly ServiceCredential[];
  readonly sshKeys: readonly Credential[];
  readonly certificates: readonly Credential[];
  readonly mfaDevices: readonly string[];
  /** Trust policies of the roles that named the user. */
  readonly trust: readonly Document[];
}

/**
 * The state before the first attempt, with what only later attempts saw. What Leaver itself had put there by then (the
 * deny, its tags, inactive keys) was not there before. Throws `journal` where a record is none of this user.
 */
export function beforeOf({ account, evidence }: Lost): Before {
  const [first, ...later] = evidence.map((record) => read(record, account.id));
  if (first === undefined) throw new LeaverError('journal', `nothing was recorded of ${account.name}`);
  return later.reduce(joined, first);
}

function joined(first: Before, later: Before): Before {
  const byId = <T extends { readonly id: string }>(a: readonly T[], b: readonly T[]) => joinedBy(a, b, ({ id }) => id);
  const byName = (a: readonly Document[], b: readonly Document[]) => joinedBy(a, b, ({ name }) => name);
  const texts = (a: readonly string[], b: readonly string[]) => joinedBy(a, b, (text) => text);
  return {
    ...first,
    password: first.password || later.password,
    groups: texts(first.groups, later.groups),
    attached: texts(
      first.attached,
      later.attached.filter((arn) => !isDenyAll(arn)),
    ),
    inline: byName(
      first.inline,
      later.inline.filter(({ name }) => name !== INLINE_DENY),
    ),
    keys: byId(first.keys, later.keys),
    serviceCredentials: byId(first.serviceCredentials, later.serviceCredentials),
    sshKeys: byId(first.sshKeys, later.sshKeys),
    certificates: byId(first.certificates, later.certificates),
    mfaDevices: texts(first.mfaDevices, later.mfaDevices),
    trust: byName(first.trust, later.trust),
  };
}

function joinedBy<T>(first: readonly T[], later: readonly T[], key: (one: T) => string): readonly T[] {
  const known = new Set(first.map(key));
  return [...first, ...later.filter((one) => !known.has(key(one)))];
}

function read(record: Readonly<Record<string, unknown>>, id: string): Before {
  const user = record['user'];
  if (!isRecord(user) || user['id'] !== id || typeof user['name'] !== 'string' || typeof user['arn'] !== 'string') {
    throw new LeaverError('journal', `the record in the journal is not one of the user ${id}`);
  }
  const { tags, boundary } = record;
  return {
    user: { id, name: user['name'], arn: user['arn'] },
    tags: new Set(isRecord(tags) ? Object.keys(tags) : []),
    boundary: typeof boundary === 'string' ? boundary : null,
    password: record['consolePassword'] === true,
    groups: texts(record['groups']),
    attached: texts(record['attachedPolicies']),
    inline: documents(record['inlinePolicies']),
    keys: credentials(record['accessKeys']),
    serviceCredentials: credentials(record['serviceSpecificCredentials']),
    sshKeys: credentials(record['sshKeys']),
    certificates: credentials(record['signingCertificates']),
    mfaDevices: texts(record['mfaDevices']),
    trust: documents(record['trustPolicies']),
  };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function documents(value: unknown): readonly Document[] {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return entries.flatMap(([name, document]) => (typeof document === 'string' ? [{ name, document }] : []));
}

function credentials(value: unknown): readonly ServiceCredential[] {
  const entries = Array.isArray(value) ? value.filter(isRecord) : [];
  return entries.flatMap(({ id, active, service }) =>
    typeof id === 'string' ? [{ id, active: active === true, service: String(service ?? 'unknown') }] : [],
  );
}
