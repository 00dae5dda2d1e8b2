/** The state that a seed describes. */
import { requestId } from '../aws-iam/ids.js';
import { ENTERPRISE } from './schemas.js';
import type { GroupSeed, ScimSeed, UserSeed, ValueSeed } from './seed.js';
import { checkSeed, invalidSeed } from './seed-check.js';
import { type Draft, type Json, type ScimState, type StoredResource, textOf } from './state.js';

const CREATED = '2025-01-01T00:00:00Z';

/** Throws `invalid-document` for a seed that contradicts itself. */
export function stateFrom(seed: ScimSeed): ScimState {
  checkSeed(seed);
  const { path = '/scim/v2', token = 'sandbox', readingToken = 'sandbox-reader', quirks = {} } = seed;
  if (!/^(?:\/[\w.-]+)*$/.test(path))
    throw invalidSeed(`the path ${path} does not begin with a slash, or ends with one`);
  const state: ScimState = {
    path,
    token,
    readingToken,
    quirks,
    users: new Map(),
    groups: new Map(),
    burnt: new Set(),
    created: 0,
  };
  const created = seed.created ?? CREATED;
  const users = (seed.users ?? []).map((one) => (typeof one === 'string' ? { userName: one } : one));
  const groups = (seed.groups ?? []).map((one) => (typeof one === 'string' ? { displayName: one } : one));
  const names = new Set<string>();
  for (const user of users) {
    checkOnce(names, user.userName, 'user');
    plantUser(state, user, created);
  }
  const ids = idsOf(state);
  for (const group of groups)
    plantGroup(state, group, [...(group.members ?? []), ...membersNamed(group, users)], ids, created);
  checkGroups(state, users);
  return state;
}

function plantUser(state: ScimState, seed: UserSeed, created: string): void {
  const { userName, externalId, name, displayName, active = true, title, userType, enterprise } = seed;
  const attributes = present({
    userName,
    externalId,
    name: typeof name === 'string' ? { formatted: name } : name,
    displayName,
    active: active ?? undefined,
    title,
    userType,
    emails: emailsOf(seed),
    roles: valuesOf(seed.roles),
    entitlements: valuesOf(seed.entitlements),
    [ENTERPRISE]: enterprise as Json | undefined,
  });
  plant(state.users, seed, attributes, `user/${userName}`, created);
}

/** By id and by user name: a large directory is planted in one pass. */
function idsOf({ users }: ScimState): ReadonlyMap<string, string> {
  return new Map(
    [...users.values()].flatMap(
      (user) =>
        [
          [textOf(user, 'userName'), user.id],
          [user.id, user.id],
        ] as const,
    ),
  );
}

function membersNamed({ displayName, id }: GroupSeed, users: readonly UserSeed[]): readonly string[] {
  const isMember = ({ groups = [] }: UserSeed) =>
    groups.includes(displayName) || (id !== undefined && groups.includes(id));
  return users.filter(isMember).map(({ userName }) => userName);
}

function plantGroup(
  state: ScimState,
  seed: GroupSeed,
  members: readonly string[],
  ids: ReadonlyMap<string, string>,
  created: string,
): void {
  const { displayName, externalId } = seed;
  if (typeof displayName !== 'string' || displayName === '') throw invalidSeed('a group has no displayName');
  const held = members.map((member) => {
    const id = ids.get(member);
    if (id === undefined) throw invalidSeed(`group ${displayName} has a member ${member}, who is no user`);
    return id;
  });
  const values = [...new Set(held)].map((value) => ({ value }));
  const attributes = present({ displayName, externalId, members: values.length === 0 ? undefined : values });
  plant(state.groups, seed, attributes, `group/${displayName}`, created);
}

interface Planted {
  readonly id?: string;
  readonly created?: string;
  readonly lastModified?: string;
}

function plant(
  store: Map<string, StoredResource>,
  seed: Planted,
  attributes: Draft,
  name: string,
  created: string,
): void {
  const since = seed.created ?? created;
  const id = seed.id ?? requestId(`scim/${name}`);
  if (store.has(id)) throw invalidSeed(`two resources have the id ${id}`);
  store.set(id, { id, attributes, created: since, lastModified: seed.lastModified ?? since, version: 1 });
}

function emailsOf({ email, emails }: UserSeed): Json | undefined {
  const short = email === undefined ? [] : [{ value: email, type: 'work', primary: true }];
  return valuesOf([...short, ...(emails ?? [])]);
}

function valuesOf(seeds: readonly ValueSeed[] | undefined): Json | undefined {
  if (seeds === undefined || seeds.length === 0) return undefined;
  return seeds.map((one) => (typeof one === 'string' ? { value: one } : present({ ...one })));
}

/** What a seed leaves out is not there. */
function present(values: Readonly<Record<string, Json | undefined>>): Draft {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null),
  );
}

function checkOnce(names: Set<string>, name: unknown, what: string): void {
  if (typeof name !== 'string' || name === '') throw invalidSeed(`a ${what} has no name`);
  if (names.has(name.toLowerCase())) throw invalidSeed(`two ${what}s have the name ${name}`);
  names.add(name.toLowerCase());
}

function checkGroups(state: ScimState, users: readonly UserSeed[]): void {
  const known = new Set([...state.groups.values()].flatMap(({ id, attributes }) => [id, attributes.displayName]));
  for (const { userName, groups = [] } of users) {
    const unknown = groups.find((one) => !known.has(one));
    if (unknown !== undefined) throw invalidSeed(`user ${userName} is in a group ${unknown}, which is none`);
  }
}
