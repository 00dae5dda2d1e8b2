/** What an embedded SCIM service knows: plain data. */
import type { ScimQuirks } from './seed.js';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}
/** An attribute's values while they are worked on. */
export type Draft = Record<string, Json>;

export interface StoredResource {
  readonly id: string;
  /** What clients may write, by the schema's names; never `id`, `meta`, `schemas`, or what is derived (a user's groups). */
  attributes: JsonObject;
  readonly created: string;
  lastModified: string;
  /** Counts the changes. */
  version: number;
}

export type ResourceKind = 'User' | 'Group';

export interface ScimState {
  readonly path: string;
  /** Accepted; put another one here and the credential is refused. */
  token: string;
  readingToken: string;
  quirks: ScimQuirks;
  /** By id, in the order of creation. */
  readonly users: Map<string, StoredResource>;
  /** `members` stands here, and a user's `groups` are read from it. */
  readonly groups: Map<string, StoredResource>;
  /** User names that can't be taken again, in lower case. */
  readonly burnt: Set<string>;
  /** How many resources were created by requests: ids of new ones are derived from it. */
  created: number;
}

/** A text attribute of a resource; empty where it has none. */
export function textOf(resource: StoredResource, name: string): string {
  const value = resource.attributes[name];
  return typeof value === 'string' ? value : '';
}

/** The user with this id or user name, as the service itself knows it. */
export function userOf(state: ScimState, who: string): StoredResource | null {
  const name = who.toLowerCase();
  const named = [...state.users.values()].find((user) => textOf(user, 'userName').toLowerCase() === name);
  return state.users.get(who) ?? named ?? null;
}

/** Whether this user, by id or user name, could use the service: there and not inactive. The probe for stories and tests. */
export function isActive(state: ScimState, who: string): boolean {
  const user = userOf(state, who);
  return user !== null && user.attributes.active !== false;
}

/** The ids of a group's members. */
export function membersOf(group: StoredResource): readonly string[] {
  const { members } = group.attributes;
  if (!Array.isArray(members)) return [];
  return members.flatMap((member) => (isObject(member) && typeof member.value === 'string' ? [member.value] : []));
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
