import { AwsFailure } from './failure.js';
import { managedPolicy } from './managed-policies.js';
import { attachedShape, encodedDocument, inlineShapes, policyShape, versionShape } from './policies.js';
import { type Call, members, type Operations, pageOf } from './protocol.js';
import { lastUsedShape } from './roles.js';
import { type AwsGroup, type AwsRole, type AwsState, type AwsUser, arnOf } from './state.js';
import { boundaryShape, tagShapes } from './users.js';
import type { XmlObject } from './xml.js';

const FILTERS = ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'];

type Detail =
  | { readonly list: 'UserDetailList'; readonly entity: AwsUser }
  | { readonly list: 'GroupDetailList'; readonly entity: AwsGroup }
  | { readonly list: 'RoleDetailList'; readonly entity: AwsRole }
  | { readonly list: 'Policies'; readonly arn: string };

/** The bulk call: everything that has a policy, in pages that run through users, groups, roles and policies in turn. */
export const details: Operations = {
  GetAccountAuthorizationDetails(call) {
    const page = pageOf(call, detailsOf(call.state, filtersIn(call)));
    const lists: Record<Detail['list'], XmlObject[]> = {
      UserDetailList: [],
      GroupDetailList: [],
      RoleDetailList: [],
      Policies: [],
    };
    for (const detail of page.entries) lists[detail.list].push(shapeOf(call.state, detail));
    return { ...page.paging, ...lists };
  },
};

function filtersIn(call: Call): ReadonlySet<string> {
  const given = members(call, 'Filter');
  const unknown = given.find((filter) => !FILTERS.includes(filter));
  if (unknown !== undefined) {
    throw new AwsFailure(
      'ValidationError',
      `1 validation error detected: Value '[${unknown}]' at 'filter' failed to satisfy constraint: Member must satisfy enum value set: [${FILTERS.join(', ')}]`,
    );
  }
  return new Set(given.length === 0 ? FILTERS : given);
}

/** Keyed so that their order is that of the lists; where no filter is given, AWS's own policies are there if in use. */
function* detailsOf(state: AwsState, wanted: ReadonlySet<string>): Generator<readonly [string, Detail]> {
  if (wanted.has('User')) {
    for (const [name, entity] of state.users) yield [`1/${name}`, { list: 'UserDetailList', entity }];
  }
  if (wanted.has('Group')) {
    for (const [name, entity] of state.groups) yield [`2/${name}`, { list: 'GroupDetailList', entity }];
  }
  if (wanted.has('Role')) {
    for (const [name, entity] of state.roles) yield [`3/${name}`, { list: 'RoleDetailList', entity }];
  }
  if (wanted.has('LocalManagedPolicy')) {
    for (const arn of state.policies.keys()) yield [`4/${arn}`, { list: 'Policies', arn }];
  }
  if (wanted.has('AWSManagedPolicy')) {
    for (const arn of awsPoliciesInUse(state)) yield [`5/${arn}`, { list: 'Policies', arn }];
  }
}

function awsPoliciesInUse(state: AwsState): ReadonlySet<string> {
  const inUse = new Set<string>();
  for (const holders of [state.users, state.groups, state.roles]) {
    for (const { attached } of holders.values()) {
      for (const arn of attached) if (!state.policies.has(arn)) inUse.add(arn);
    }
  }
  return inUse;
}

function shapeOf(state: AwsState, detail: Detail): XmlObject {
  switch (detail.list) {
    case 'UserDetailList':
      return userDetail(state, detail.entity);
    case 'GroupDetailList':
      return groupDetail(state, detail.entity);
    case 'RoleDetailList':
      return roleDetail(state, detail.entity);
    case 'Policies': {
      const policy = managedPolicy(state, detail.arn);
      return { ...policyShape(state, policy), PolicyVersionList: [versionShape(policy)] };
    }
  }
}

/** AWS leaves out `UserPolicyList` and `Tags` where there are none. */
function userDetail(state: AwsState, user: AwsUser): XmlObject {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: arnOf(state, 'user', user),
    CreateDate: user.created,
    UserPolicyList: user.inline.size === 0 ? null : inlineShapes(user.inline),
    GroupList: [...user.groups],
    AttachedManagedPolicies: [...user.attached].map(attachedShape),
    PermissionsBoundary: boundaryShape(user.boundary),
    Tags: tagShapes(user.tags),
  };
}

function groupDetail(state: AwsState, group: AwsGroup): XmlObject {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: arnOf(state, 'group', group),
    CreateDate: group.created,
    GroupPolicyList: inlineShapes(group.inline),
    AttachedManagedPolicies: [...group.attached].map(attachedShape),
  };
}

function roleDetail(state: AwsState, role: AwsRole): XmlObject {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: arnOf(state, 'role', role),
    CreateDate: role.created,
    AssumeRolePolicyDocument: encodedDocument(role.trust),
    InstanceProfileList: [],
    RolePolicyList: inlineShapes(role.inline),
    AttachedManagedPolicies: [...role.attached].map(attachedShape),
    PermissionsBoundary: boundaryShape(role.boundary),
    Tags: tagShapes(role.tags),
    RoleLastUsed: lastUsedShape(role),
  };
}
