/** What follows from a change of a resource: names are taken once, members are there, and `active: false` means what it means here. */
import { isDeepStrictEqual } from 'node:util';
import type { Call } from './call.js';
import { bad, ScimFailure } from './failure.js';
import {
  type Draft,
  isObject,
  type JsonObject,
  membersOf,
  type ResourceKind,
  type ScimState,
  type StoredResource,
  textOf,
} from './state.js';

/** `gone`: the change took the resource away. */
export type Settled = 'changed' | 'unchanged' | 'gone';

/** Throws `uniqueness`, `mutability`, `invalidValue`, and has changed nothing then. */
export function settle(kind: ResourceKind, resource: StoredResource, after: JsonObject, call: Call): Settled {
  return kind === 'User' ? settleUser(resource, after, call) : settleGroup(resource, after, call);
}

function settleUser(user: StoredResource, after: JsonObject, call: Call): Settled {
  const { state } = call;
  const kept = withoutPassword(after);
  checkName(state, kept, user.id);
  const ends = user.attributes.active !== false && kept.active === false;
  const { activeFalse = 'suspends' } = state.quirks;
  if (ends && activeFalse === 'refused') throw bad('mutability', 'active can not be changed here');
  if (isDeepStrictEqual(user.attributes, kept)) return 'unchanged';
  if (ends && activeFalse === 'deletes') {
    removeUser(user, call);
    return 'gone';
  }
  const object = `user/${textOf(user, 'userName')}`;
  put(user, kept, call);
  call.changed(object);
  return 'changed';
}

/** Written and never told, so that it need not be kept. */
export function withoutPassword(attributes: JsonObject): JsonObject {
  const { password: _, ...kept } = attributes;
  return kept;
}

/** Throws 409 `uniqueness` where another user has the name, or one that is gone for good had it. */
export function checkName(state: ScimState, attributes: JsonObject, id: string | null): void {
  const name = String(attributes.userName ?? '').toLowerCase();
  const taken = [...state.users.values()].some(
    (one) => one.id !== id && textOf(one, 'userName').toLowerCase() === name,
  );
  if (taken || state.burnt.has(name)) throw new ScimFailure(409, 'uniqueness', 'userName is taken');
}

/** Takes a user away, out of all groups too. */
export function removeUser(user: StoredResource, call: Call): void {
  const { state } = call;
  state.users.delete(user.id);
  for (const group of state.groups.values()) {
    const members = membersOf(group);
    if (members.includes(user.id)) put(group, withMembers(group.attributes, members, user.id), call);
  }
  call.changed(`user/${textOf(user, 'userName')}`);
}

function withMembers(attributes: JsonObject, members: readonly string[], without: string): JsonObject {
  return withMemberIds(
    attributes,
    members.filter((id) => id !== without),
  );
}

/** A group's members are kept by their ids alone: what is told beside them is read from them. */
function withMemberIds(attributes: JsonObject, ids: readonly string[]): JsonObject {
  const { members: _, ...others } = attributes;
  return ids.length === 0 ? others : { ...others, members: ids.map((value) => ({ value })) };
}

/** The members of a group as written. Throws `invalidValue` where one of them is not there. */
export function groupWritten(state: ScimState, id: string | null, given: JsonObject): JsonObject {
  const { members = [] } = given;
  const ids = (Array.isArray(members) ? members : []).map((one) => {
    const value = isObject(one) && typeof one.value === 'string' ? one.value : '';
    if (state.users.has(value) || (state.groups.has(value) && value !== id)) return value;
    throw bad('invalidValue', 'a member is nobody that is here');
  });
  return withMemberIds(given, [...new Set(ids)]);
}

function settleGroup(group: StoredResource, after: JsonObject, call: Call): Settled {
  const kept = groupWritten(call.state, group.id, after);
  if (isDeepStrictEqual(group.attributes, kept)) return 'unchanged';
  const object = `group/${textOf(group, 'displayName')}`;
  const before = membersOf(group);
  put(group, kept, call);
  const moved = differing(before, membersOf(group));
  const { users } = call.state;
  for (const id of moved) call.changed(`${object}/${textOf(users.get(id) ?? group, 'userName') || id}`);
  if (moved.length === 0) call.changed(object);
  return 'changed';
}

function differing(before: readonly string[], after: readonly string[]): readonly string[] {
  const [was, is] = [new Set(before), new Set(after)];
  return [...before.filter((id) => !is.has(id)), ...after.filter((id) => !was.has(id))];
}

function put(resource: StoredResource, attributes: JsonObject, { now }: Call): void {
  resource.attributes = attributes as Draft;
  resource.lastModified = now;
  resource.version += 1;
}
