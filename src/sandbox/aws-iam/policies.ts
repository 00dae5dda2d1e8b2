import { checkPolicy } from './documents.js';
import { AwsFailure } from './failure.js';
import { managedPolicy } from './managed-policies.js';
import { type Call, matching, type Operations, pageResult, required } from './protocol.js';
import { type AwsState, type AwsUser, groupNamed, roleNamed, userNamed } from './state.js';
import { entriesOf } from './users.js';
import type { XmlObject } from './xml.js';

/** Service quotas of IAM: managed policies attached to a user, and characters of all its inline policies together. */
const MAX_ATTACHED = 10;
const MAX_INLINE = { user: 2048, role: 10_240 } as const;

/** Policies attached to users, inline policies of users and roles, those of groups to read, boundaries, managed policies. */
export const policies: Operations = {
  ListAttachedUserPolicies(call) {
    const user = named(call);
    const attached = [...user.attached].map((arn) => [arn, arn] as const);
    return pageResult(call, 'AttachedPolicies', attached, attachedShape);
  },
  AttachUserPolicy(call) {
    const user = named(call);
    const { arn } = managedPolicy(call.state, required(call, 'PolicyArn'));
    if (user.attached.has(arn)) return null;
    if (user.attached.size >= MAX_ATTACHED) {
      throw new AwsFailure('LimitExceeded', `Cannot exceed quota for PoliciesPerUser: ${MAX_ATTACHED}`);
    }
    user.attached.add(arn);
    call.changed(`user/${user.name}/policy/${nameIn(arn)}`);
    return null;
  },
  DetachUserPolicy(call) {
    const user = named(call);
    const arn = required(call, 'PolicyArn');
    if (!user.attached.delete(arn)) throw new AwsFailure('NoSuchEntity', `Policy ${arn} was not found.`);
    call.changed(`user/${user.name}/policy/${nameIn(arn)}`);
    return null;
  },

  ListUserPolicies: (call) => listInline(call, named(call)),
  GetUserPolicy: (call) => ({ UserName: named(call).name, ...getInline(call, named(call), 'user') }),
  PutUserPolicy: (call) => putInline(call, named(call), 'user'),
  DeleteUserPolicy: (call) => deleteInline(call, named(call), 'user'),

  ListAttachedGroupPolicies(call) {
    const attached = [...group(call).attached].map((arn) => [arn, arn] as const);
    return pageResult(call, 'AttachedPolicies', attached, attachedShape);
  },
  ListGroupPolicies: (call) => listInline(call, group(call)),
  GetGroupPolicy: (call) => ({ GroupName: group(call).name, ...getInline(call, group(call), 'group') }),

  ListRolePolicies: (call) => listInline(call, role(call)),
  GetRolePolicy: (call) => ({ RoleName: role(call).name, ...getInline(call, role(call), 'role') }),
  PutRolePolicy: (call) => putInline(call, role(call), 'role'),
  DeleteRolePolicy: (call) => deleteInline(call, role(call), 'role'),

  PutUserPermissionsBoundary(call) {
    const user = named(call);
    const { arn } = managedPolicy(call.state, required(call, 'PermissionsBoundary'));
    if (user.boundary !== arn) call.changed(`user/${user.name}/boundary`);
    user.boundary = arn;
    return null;
  },
  DeleteUserPermissionsBoundary(call) {
    const user = named(call);
    if (user.boundary === null) {
      throw new AwsFailure('NoSuchEntity', `The user with name ${user.name} does not have a permissions boundary.`);
    }
    user.boundary = null;
    call.changed(`user/${user.name}/boundary`);
    return null;
  },

  GetPolicy(call) {
    const policy = managedPolicy(call.state, required(call, 'PolicyArn'));
    return { Policy: { ...policyShape(call.state, policy), Description: policy.description } };
  },
  GetPolicyVersion(call) {
    const policy = managedPolicy(call.state, required(call, 'PolicyArn'));
    const version = required(call, 'VersionId');
    if (version !== 'v1') {
      throw new AwsFailure(
        'NoSuchEntity',
        `Policy ${policy.arn} version ${version} does not exist or is not attachable.`,
      );
    }
    return { PolicyVersion: versionShape(policy) };
  },
};

/** An attached policy as listings show it. */
export function attachedShape(arn: string): XmlObject {
  return { PolicyName: nameIn(arn), PolicyArn: arn };
}

/** Inline policies as the bulk call shows them; documents are URL-encoded (RFC 3986), as in all of IAM's replies. */
export function inlineShapes(inline: ReadonlyMap<string, string>): XmlObject[] {
  return [...inline].map(([name, document]) => ({ PolicyName: name, PolicyDocument: encodedDocument(document) }));
}

export function encodedDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

type Managed = ReturnType<typeof managedPolicy>;

/** A managed policy as `Policy` shows it, with the count of those it is attached to. */
export function policyShape(state: AwsState, policy: Managed): XmlObject {
  const holders = [...state.users.values(), ...state.groups.values(), ...state.roles.values()];
  const bounded = [...state.users.values(), ...state.roles.values()];
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: 'v1',
    AttachmentCount: holders.filter((holder) => holder.attached.has(policy.arn)).length,
    PermissionsBoundaryUsageCount: bounded.filter((holder) => holder.boundary === policy.arn).length,
    IsAttachable: true,
    CreateDate: policy.created,
    UpdateDate: policy.created,
  };
}

export function versionShape(policy: Managed): XmlObject {
  return {
    Document: encodedDocument(policy.document),
    VersionId: 'v1',
    IsDefaultVersion: true,
    CreateDate: policy.created,
  };
}

function named(call: Call): AwsUser {
  return userNamed(call.state, required(call, 'UserName'));
}

function group(call: Call) {
  return groupNamed(call.state, required(call, 'GroupName'));
}

function role(call: Call) {
  return roleNamed(call.state, required(call, 'RoleName'));
}

interface HoldsInline {
  readonly name: string;
  readonly inline: Map<string, string>;
}

function listInline(call: Call, holder: HoldsInline): XmlObject {
  return pageResult(call, 'PolicyNames', entriesOf(holder.inline), ([name]) => name);
}

function getInline(call: Call, holder: HoldsInline, kind: 'user' | 'group' | 'role'): XmlObject {
  const name = required(call, 'PolicyName');
  const document = holder.inline.get(name);
  if (document === undefined) throw noInline(kind, name);
  return { PolicyName: name, PolicyDocument: encodedDocument(document) };
}

function putInline(call: Call, holder: HoldsInline, kind: 'user' | 'role'): null {
  const name = matching(call, 'PolicyName', /^[\w+=,.@-]{1,128}$/);
  const document = required(call, 'PolicyDocument');
  checkPolicy(document);
  const all = new Map([...holder.inline, [name, document]]);
  const characters = [...all.values()].reduce((sum, text) => sum + text.replace(/\s/g, '').length, 0);
  if (characters > MAX_INLINE[kind]) {
    const message = `Maximum policy size of ${MAX_INLINE[kind]} bytes exceeded for ${kind} ${holder.name}`;
    throw new AwsFailure('LimitExceeded', message);
  }
  if (holder.inline.get(name) !== document) call.changed(`${kind}/${holder.name}/inline/${name}`);
  holder.inline.set(name, document);
  return null;
}

function deleteInline(call: Call, holder: HoldsInline, kind: 'user' | 'role'): null {
  const name = required(call, 'PolicyName');
  if (!holder.inline.delete(name)) throw noInline(kind, name);
  call.changed(`${kind}/${holder.name}/inline/${name}`);
  return null;
}

function noInline(kind: string, name: string): AwsFailure {
  return new AwsFailure('NoSuchEntity', `The ${kind} policy with name ${name} cannot be found.`);
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
