import { AwsFailure } from './failure.js';
import { derivedId } from './ids.js';
import { type Call, matching, members, type Operations, optional, pageResult, required, tags } from './protocol.js';
import { type AwsState, type AwsUser, arnOf, groupNamed, secondsOf, userNamed } from './state.js';
import { trustWithout } from './trust.js';
import type { XmlObject, XmlValue } from './xml.js';

/** The user that a call names, or the caller's own where it names none. Throws `NoSuchEntity`, `ValidationError`. */
export function userOf(call: Call): AwsUser {
  const name = optional(call, 'UserName') ?? call.caller.user;
  if (name !== null) return userNamed(call.state, name);
  throw new AwsFailure('ValidationError', 'Must specify userName when calling with non-User credentials');
}

/** A user as `User` shows it in listings: without tags and boundary. */
export function userShape(state: AwsState, user: AwsUser): XmlObject {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: arnOf(state, 'user', user),
    CreateDate: user.created,
    PasswordLastUsed: user.passwordLastUsed,
  };
}

export function tagShapes(tagged: ReadonlyMap<string, string>): XmlValue {
  return tagged.size === 0 ? null : [...tagged].map(([Key, Value]) => ({ Key, Value }));
}

export function boundaryShape(boundary: string | null): XmlValue {
  if (boundary === null) return null;
  return { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary };
}

const MAX_TAGS = 50;

export const users: Operations = {
  ListUsers(call) {
    const prefix = optional(call, 'PathPrefix') ?? '/';
    const found = [...call.state.users].filter(([, user]) => user.path.startsWith(prefix));
    return pageResult(call, 'Users', found, (user) => userShape(call.state, user));
  },

  GetUser(call) {
    const user = userOf(call);
    const more = { PermissionsBoundary: boundaryShape(user.boundary), Tags: tagShapes(user.tags) };
    return { User: { ...userShape(call.state, user), ...more } };
  },

  CreateUser(call) {
    const name = matching(call, 'UserName', /^[\w+=,.@-]{1,64}$/);
    const taken = [...call.state.users.keys()].some((other) => other.toLowerCase() === name.toLowerCase());
    if (taken) throw new AwsFailure('EntityAlreadyExists', `User with name ${name} already exists.`);
    const user = blankUser(call, name);
    call.state.users.set(name, user);
    call.changed(`user/${name}`);
    return { User: { ...userShape(call.state, user), Tags: tagShapes(user.tags) } };
  },

  DeleteUser(call) {
    const user = userNamed(call.state, required(call, 'UserName'));
    const conflict = conflictOf(call.state, user);
    if (conflict !== null) throw new AwsFailure('DeleteConflict', `Cannot delete entity, must ${conflict} first.`);
    const arn = arnOf(call.state, 'user', user);
    call.state.users.delete(user.name);
    for (const role of call.state.roles.values()) role.trust = trustWithout(role.trust, arn, user.id);
    call.changed(`user/${user.name}`);
    return null;
  },

  ListUserTags(call) {
    const user = userNamed(call.state, required(call, 'UserName'));
    return pageResult(call, 'Tags', entriesOf(user.tags), ([Key, Value]) => ({ Key, Value }));
  },

  TagUser(call) {
    const user = userNamed(call.state, required(call, 'UserName'));
    const given = tags(call);
    const all = new Map([...user.tags, ...given]);
    if (all.size > MAX_TAGS) {
      throw new AwsFailure('LimitExceeded', `Cannot exceed quota for TagsPerUser: ${MAX_TAGS}`);
    }
    for (const [key, value] of given) {
      if (user.tags.get(key) !== value) call.changed(`user/${user.name}/tag/${key}`);
      user.tags.set(key, value);
    }
    return null;
  },

  UntagUser(call) {
    const user = userNamed(call.state, required(call, 'UserName'));
    for (const key of members(call, 'TagKeys')) {
      if (user.tags.delete(key)) call.changed(`user/${user.name}/tag/${key}`);
    }
    return null;
  },

  ListGroupsForUser(call) {
    const user = userNamed(call.state, required(call, 'UserName'));
    const groups = [...user.groups].map((name) => [name, groupNamed(call.state, name)] as const);
    return pageResult(call, 'Groups', groups, (group) => ({
      Path: group.path,
      GroupName: group.name,
      GroupId: group.id,
      Arn: arnOf(call.state, 'group', group),
      CreateDate: group.created,
    }));
  },

  AddUserToGroup(call) {
    const group = groupNamed(call.state, required(call, 'GroupName'));
    const user = userNamed(call.state, required(call, 'UserName'));
    if (user.groups.has(group.name)) return null;
    if (user.groups.size >= 10) throw new AwsFailure('LimitExceeded', 'Cannot exceed quota for GroupsPerUser: 10');
    user.groups.add(group.name);
    call.changed(`user/${user.name}/group/${group.name}`);
    return null;
  },

  RemoveUserFromGroup(call) {
    const group = groupNamed(call.state, required(call, 'GroupName'));
    const user = userNamed(call.state, required(call, 'UserName'));
    if (!user.groups.delete(group.name)) {
      throw new AwsFailure(
        'NoSuchEntity',
        `The user with name ${user.name} cannot be found in the group ${group.name}.`,
      );
    }
    call.changed(`user/${user.name}/group/${group.name}`);
    return null;
  },

  ListAccountAliases({ state }) {
    return { IsTruncated: false, AccountAliases: state.alias === null ? [] : [state.alias] };
  },
};

/** Entries of a map as a listing wants them: by key, whole. */
export function entriesOf(map: ReadonlyMap<string, string>): (readonly [string, readonly [string, string]])[] {
  return [...map].map(([key, value]) => [key, [key, value]]);
}

function blankUser(call: Call, name: string): AwsUser {
  const created = secondsOf(call.now);
  return {
    name,
    // A user of the same name later is another one, with another id.
    id: derivedId('AIDA', `${name}/${created}/${call.state.served}`),
    path: optional(call, 'Path') ?? '/',
    created,
    login: null,
    passwordLastUsed: null,
    keys: [],
    sshKeys: [],
    certificates: [],
    serviceCredentials: [],
    groups: new Set(),
    attached: new Set(),
    inline: new Map(),
    boundary: optional(call, 'PermissionsBoundary'),
    tags: new Map(tags(call)),
  };
}

/** What AWS wants gone before the user goes (`DeleteUser` lists it), in its words; a boundary is not among it. */
function conflictOf(state: AwsState, user: AwsUser): string | null {
  if (user.login !== null) return 'delete login profile';
  if (user.keys.length > 0) return 'delete access keys';
  if (user.certificates.length > 0) return 'delete signing certificates';
  if (user.sshKeys.length > 0) return 'delete SSH public keys';
  if (user.serviceCredentials.length > 0) return 'delete service specific credentials';
  if ([...state.mfa.values()].some((device) => device.user === user.name)) return 'delete MFA device';
  if (user.inline.size > 0) return 'delete policies';
  if (user.attached.size > 0) return 'detach all policies';
  if (user.groups.size > 0) return 'remove users from group';
  return null;
}
