/** What SCIM answers with, read with care ("RFC 7643: SCIM Core Schema", 3 and 4). */
import { formatInstant, parseInstant, type Timestamp } from '../../core/time.js';

export type Fields = Readonly<Record<string, unknown>>;

export const SCHEMAS = {
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
} as const;

export interface GroupOfUser {
  readonly id: string;
  /** Empty where the provider tells none. */
  readonly display: string;
}

export interface User {
  readonly id: string;
  readonly userName: string;
  readonly active: boolean;
  readonly email: string | null;
  /** Empty where the provider tells none. */
  readonly fullName: string;
  /** As the user tells them; empty where the provider does not. */
  readonly groups: readonly GroupOfUser[];
  readonly roles: readonly string[];
  readonly entitlements: readonly string[];
  readonly changedAt: Timestamp | null;
  /** `meta.version`, for `If-Match`. */
  readonly version: string | null;
  /** All of it, as it came: for a PUT, and for what makes an administrator. */
  readonly whole: Fields;
}

export interface Group {
  readonly id: string;
  readonly display: string;
  /** Null where the answer does not tell them. */
  readonly members: readonly string[] | null;
  readonly version: string | null;
  readonly whole: Fields;
}

/** A user, or null for anything without an id. */
export function userIn(value: unknown): User | null {
  if (!isFields(value)) return null;
  const id = textIn(value['id']);
  if (id === '') return null;
  const meta = isFields(value['meta']) ? value['meta'] : {};
  return {
    id,
    userName: textIn(value['userName']),
    active: isActive(value['active']),
    email: emailIn(value['emails']),
    fullName: fullNameIn(value),
    groups: listIn(value['groups']).flatMap(groupOfUser),
    roles: valuesIn(value['roles']),
    entitlements: valuesIn(value['entitlements']),
    changedAt: timeIn(meta['lastModified']),
    version: textIn(meta['version']) || null,
    whole: value,
  };
}

/** A group, or null for anything without an id. */
export function groupIn(value: unknown): Group | null {
  if (!isFields(value)) return null;
  const id = textIn(value['id']);
  if (id === '') return null;
  const meta = isFields(value['meta']) ? value['meta'] : {};
  const members = value['members'];
  return {
    id,
    display: textIn(value['displayName']),
    members: members === undefined || members === null ? null : valuesIn(members),
    version: textIn(meta['version']) || null,
    whole: value,
  };
}

function groupOfUser(value: unknown): readonly GroupOfUser[] {
  if (typeof value === 'string') return value === '' ? [] : [{ id: value, display: '' }];
  const id = isFields(value) ? textIn(value['value']) : '';
  return id === '' ? [] : [{ id, display: isFields(value) ? textIn(value['display']) : '' }];
}

/**
 * Absent is active: "the service provider's default". Some send text. What makes no sense counts as active, so that a
 * revocation is carried out rather than taken for done.
 */
function isActive(value: unknown): boolean {
  if (typeof value === 'string') return value.trim().toLowerCase() !== 'false';
  return value !== false && value !== 0;
}

/** The primary address, else one for work, else the first. */
function emailIn(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  const emails = listIn(value).filter((one): one is Fields => isFields(one) && textIn(one['value']) !== '');
  const primary = emails.find((one) => one['primary'] === true || String(one['primary']).toLowerCase() === 'true');
  const chosen = primary ?? emails.find((one) => one['type'] === 'work') ?? emails[0];
  return chosen === undefined ? null : textIn(chosen['value']);
}

function fullNameIn(user: Fields): string {
  const name = isFields(user['name']) ? user['name'] : {};
  const parts = `${textIn(name['givenName'])} ${textIn(name['familyName'])}`.trim();
  return textIn(user['displayName']) || textIn(name['formatted']) || parts;
}

/** The values of a multi-valued attribute, each once; a provider may write one as plain text. */
export function valuesIn(value: unknown): readonly string[] {
  const values = listIn(value).map((one) => (isFields(one) ? textIn(one['value']) : textIn(one)));
  return [...new Set(values.filter((one) => one !== ''))];
}

function timeIn(value: unknown): Timestamp | null {
  const at = typeof value === 'string' ? parseInstant(value) : null;
  return at === null ? null : formatInstant(at);
}

function listIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** Ids may come as numbers; anything else but text is nothing. */
export function textIn(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : '';
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `userName eq "…"`: a text in a filter is written as JSON writes it ("RFC 7644", 3.4.2.2). */
export function equals(attribute: string, text: string): string {
  return `${attribute} eq ${JSON.stringify(text)}`;
}

/** Names compare as SCIM compares user names: without regard to case. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
