/** What is needed to bring a user back: the record that is made before the first act, and reading it again. Never a secret. */
import { formatInstant, type Instant, instantOf, timestampOf } from '../../core/time.js';
import { LeaverError } from '../../errors.js';
import type { Lost } from '../connector.js';
import type { Held } from './held.js';

export interface RecordedRole {
  readonly type: string;
  readonly label: string;
  readonly assignmentType: 'USER' | 'GROUP';
  readonly role: string | null;
  readonly resourceSet: string | null;
}

export interface RecordedGroup {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

/** The user as it was before a revocation. */
export interface Before {
  readonly login: string;
  readonly status: string;
  /** When the last attempt began. */
  readonly at: Instant;
  readonly roles: readonly RecordedRole[];
  readonly groups: readonly RecordedGroup[];
  readonly grants: readonly { readonly id: string; readonly scope: string; readonly client: string }[];
  readonly tokens: readonly { readonly id: string; readonly name: string }[];
}

export function evidenceOf(held: Held, organization: string, now: Instant): Readonly<Record<string, unknown>> {
  const { user, roles, groups, grants, tokens, unread } = held;
  return {
    organization,
    at: formatInstant(now),
    user: { id: user.id, login: user.profile.login, status: user.status, statusChanged: user.statusChanged ?? null },
    roles: roles.map((one) => ({
      type: one.type,
      label: one.label ?? one.type,
      assignmentType: one.assignmentType ?? 'USER',
      role: one.role ?? null,
      resourceSet: one['resource-set'] ?? null,
    })),
    groups: groups.map(({ id, type, profile }) => ({ id, type, name: profile?.name ?? id })),
    grants: grants.map(({ id, scopeId, clientId }) => ({ id, scope: scopeId, client: clientId ?? '' })),
    apiTokens: tokens.map(({ id, name }) => ({ id, name })),
    unread,
  };
}

/**
 * The state before the first attempt, with what only later attempts saw. Throws `journal` where there is no record, or it is not one of
 * this user in this organization.
 */
export function beforeOf({ account, evidence }: Lost, organization: string): Before {
  const [first, ...later] = evidence.map((record) => read(record, account.id, organization));
  if (first === undefined) throw new LeaverError('journal', `nothing was recorded of ${account.name}`);
  return later.reduce(withLater, first);
}

function withLater(before: Before, one: Before): Before {
  return {
    ...before,
    at: Math.max(before.at, one.at) as Instant,
    roles: joined(before.roles, one.roles, (role) => JSON.stringify(role)),
    groups: joined(before.groups, one.groups, ({ id }) => id),
    grants: joined(before.grants, one.grants, ({ id }) => id),
    tokens: joined(before.tokens, one.tokens, ({ id }) => id),
  };
}

function joined<T>(first: readonly T[], later: readonly T[], key: (one: T) => string): readonly T[] {
  const known = new Set(first.map(key));
  return [...first, ...later.filter((one) => !known.has(key(one)))];
}

type Json = Readonly<Record<string, unknown>>;

function read(record: Json, id: string, organization: string): Before {
  const user = isRecord(record['user']) ? record['user'] : {};
  const at = timestampOf(textOf(record['at']));
  if (user['id'] !== id || record['organization'] !== organization || at === null) {
    throw new LeaverError('journal', `the record in the journal is not one of the user ${id} in this organization`);
  }
  return {
    login: textOf(user['login']),
    status: textOf(user['status']),
    at: instantOf(at),
    roles: listOf(record['roles']).map((one) => ({
      type: textOf(one['type']),
      label: textOf(one['label']),
      assignmentType: one['assignmentType'] === 'GROUP' ? 'GROUP' : 'USER',
      role: textOf(one['role']) || null,
      resourceSet: textOf(one['resourceSet']) || null,
    })),
    groups: listOf(record['groups']).map((one) => ({
      id: textOf(one['id']),
      name: textOf(one['name']),
      type: textOf(one['type']),
    })),
    grants: listOf(record['grants']).map((one) => ({
      id: textOf(one['id']),
      scope: textOf(one['scope']),
      client: textOf(one['client']),
    })),
    tokens: listOf(record['apiTokens']).map((one) => ({ id: textOf(one['id']), name: textOf(one['name']) })),
  };
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
