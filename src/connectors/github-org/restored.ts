/** The record of an account as it was before a revocation, read from the journal. */
import { LeaverError } from '../../errors.js';
import type { Lost } from '../connector.js';
import type { Site } from './site.js';

/** A team or repository by name, or an invitation as `<repository>/<number>`, with the role there. */
export interface Held {
  readonly id: string;
  readonly role: string | null;
}

export interface RecordedKey {
  readonly id: string;
  readonly repository: string;
  readonly title: string;
  readonly key: string;
  readonly readOnly: boolean;
}

export interface RecordedInvitation {
  readonly login: string | null;
  /** Absent in records of old. */
  readonly inviteeId: string | null;
  readonly email: string | null;
  readonly role: string;
  readonly teams: readonly string[];
}

export interface RecordedCredential {
  readonly id: string;
  readonly type: string;
  readonly role: string | null;
  readonly active: boolean;
}

/** What the account held. */
export interface Before {
  readonly membership: { readonly role: 'admin' | 'member'; readonly direct: boolean } | null;
  readonly outside: boolean;
  readonly invitation: RecordedInvitation | null;
  readonly teams: readonly Held[];
  readonly repositories: readonly Held[];
  readonly repositoryInvitations: readonly Held[];
  readonly deployKeys: readonly RecordedKey[];
  readonly credentials: readonly RecordedCredential[];
}

/** The state before the first attempt, with what only later ones saw. Throws `journal` where a record is none of this account. */
export function beforeOf({ settings }: Site, { account, evidence }: Lost): Before {
  const records = evidence.map((record) => read(record, account.id, settings.organization));
  const [first, ...later] = records;
  if (first === undefined) throw new LeaverError('journal', `nothing was recorded of ${account.name}`);
  return later.reduce(joined, first);
}

function joined(first: Before, later: Before): Before {
  const outside = first.outside || (first.membership === null && later.outside);
  return {
    // An owner is made a member before the removal: the first record has the role.
    membership: first.membership ?? later.membership,
    outside,
    invitation: first.invitation ?? later.invitation,
    teams: joinedBy(first.teams, later.teams),
    repositories: joinedBy(first.repositories, later.repositories),
    repositoryInvitations: joinedBy(first.repositoryInvitations, later.repositoryInvitations),
    deployKeys: joinedBy(first.deployKeys, later.deployKeys),
    credentials: joinedBy(first.credentials, later.credentials),
  };
}

function joinedBy<T extends { readonly id: string }>(first: readonly T[], later: readonly T[]): readonly T[] {
  const known = new Set(first.map(({ id }) => id));
  return [...first, ...later.filter(({ id }) => !known.has(id))];
}

type Fields = Readonly<Record<string, unknown>>;

function read(record: Fields, id: string, organization: string): Before {
  const account = record['account'];
  const where = record['organization'];
  if (!isFields(account) || account['id'] !== id) {
    throw new LeaverError('journal', `the record in the journal is not one of the account ${id}`);
  }
  if (typeof where !== 'string' || where.toLowerCase() !== organization.toLowerCase()) {
    throw new LeaverError('journal', `the record is of another organization than ${organization}`);
  }
  const membership = record['membership'];
  const role = isFields(membership) && membership['role'] === 'admin' ? 'admin' : 'member';
  return {
    membership: isFields(membership) ? { role, direct: membership['direct'] !== false } : null,
    outside: record['outsideCollaborator'] === true,
    invitation: invitationIn(record['invitation']),
    teams: heldIn(record['teams']),
    repositories: heldIn(record['repositories']),
    repositoryInvitations: heldIn(record['repositoryInvitations']),
    deployKeys: listIn(record['deployKeys']).flatMap(keyIn),
    credentials: listIn(record['credentials']).flatMap((one) => {
      const named = textOf(one['id']);
      const type = textOf(one['type']) ?? '';
      const active = one['status'] !== 'inactive';
      return named === null ? [] : [{ id: named, type, role: textOf(one['role']), active }];
    }),
  };
}

function invitationIn(value: unknown): RecordedInvitation | null {
  if (!isFields(value)) return null;
  const teams = Array.isArray(value['teams']) ? value['teams'].filter((one) => typeof one === 'string') : [];
  const role = textOf(value['role']) ?? 'direct_member';
  return {
    login: textOf(value['login']),
    inviteeId: textOf(value['inviteeId']),
    email: textOf(value['email']),
    role,
    teams,
  };
}

function keyIn(value: Fields): RecordedKey[] {
  const [id, repository, key] = [value['id'], value['repository'], value['key']].map(textOf);
  if (id == null || repository == null || key == null) return [];
  // What is not known to be more counts as the lesser.
  return [{ id, repository, key, title: textOf(value['title']) ?? '', readOnly: value['readOnly'] !== false }];
}

function heldIn(value: unknown): readonly Held[] {
  return listIn(value).flatMap((one) => {
    const id = textOf(one['id']);
    return id === null ? [] : [{ id, role: textOf(one['role']) }];
  });
}

function listIn(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
