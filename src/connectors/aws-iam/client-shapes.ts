import type {
  AttachedPolicy,
  GetAccountAuthorizationDetailsResponse,
  GroupDetail,
  ManagedPolicyDetail,
  PolicyDetail,
  RoleDetail,
  UserDetail as SdkUserDetail,
  Tag,
} from '@aws-sdk/client-iam';
import { formatInstant, type Instant, type Timestamp } from '../../core/time.js';
import { LeaverError } from '../../errors.js';
import type { DetailPage, Document, Group, Role, UserDetail } from './iam.js';

/** The value, which the SDK's types allow to be absent and AWS always sends. Throws `unreachable`. */
export function present<T>(operation: string, value: T | undefined): T {
  if (value === undefined) throw new LeaverError('unreachable', `${operation}: AWS's reply is incomplete`);
  return value;
}

/** A record of texts, none of them absent or empty. Throws `unreachable`. */
export function wellFormed<Key extends string>(
  operation: string,
  record: Readonly<Record<Key, string | undefined>>,
): Record<Key, string> {
  for (const value of Object.values(record)) {
    if (value === undefined || value === '')
      throw new LeaverError('unreachable', `${operation}: AWS's reply is incomplete`);
  }
  return record as Record<Key, string>;
}

export function timeOf(date: Date | undefined): Timestamp | null {
  return date === undefined ? null : formatInstant(date.getTime() as Instant);
}

export function tagsOf(tags: readonly Tag[] | undefined): ReadonlyMap<string, string> {
  return new Map((tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}

/** A policy as AWS sends it: JSON, percent-encoded after RFC 3986 (IAM API Reference: `PolicyDetail`). */
export function documentOf(encoded: string | undefined): string {
  if (encoded === undefined) return '';
  try {
    return encoded.startsWith('%') ? decodeURIComponent(encoded) : encoded;
  } catch {
    return encoded;
  }
}

export function arnsOf(operation: string, policies: readonly AttachedPolicy[] | undefined): string[] {
  return (policies ?? []).map((policy) => present(operation, policy.PolicyArn));
}

/** A page of the bulk call. Throws `unreachable` for a reply that does not make sense. */
export function pageOf(operation: string, reply: GetAccountAuthorizationDetailsResponse | null): DetailPage {
  if (reply === null) throw new LeaverError('unreachable', `${operation}: AWS's reply is empty`);
  return {
    users: (reply.UserDetailList ?? []).map((user) => userOf(operation, user)),
    groups: (reply.GroupDetailList ?? []).map((group) => groupOf(operation, group)),
    roles: (reply.RoleDetailList ?? []).map((role) => roleOf(operation, role)),
    policies: (reply.Policies ?? []).map((policy) => policyOf(operation, policy)),
    next: reply.IsTruncated === true ? present(operation, reply.Marker) : null,
  };
}

function userOf(operation: string, user: SdkUserDetail): UserDetail {
  return {
    ...wellFormed(operation, { id: user.UserId, name: user.UserName, arn: user.Arn }),
    boundary: user.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    tags: tagsOf(user.Tags),
    groups: user.GroupList ?? [],
    attached: arnsOf(operation, user.AttachedManagedPolicies),
    inline: inlineOf(user.UserPolicyList),
  };
}

function groupOf(operation: string, group: GroupDetail): Group {
  return {
    ...wellFormed(operation, { name: group.GroupName }),
    attached: arnsOf(operation, group.AttachedManagedPolicies),
    inline: inlineOf(group.GroupPolicyList),
  };
}

function roleOf(operation: string, role: RoleDetail): Role {
  return {
    ...wellFormed(operation, { id: role.RoleId, name: role.RoleName, arn: role.Arn }),
    trust: documentOf(role.AssumeRolePolicyDocument),
    attached: arnsOf(operation, role.AttachedManagedPolicies),
    inline: inlineOf(role.RolePolicyList),
  };
}

function policyOf(operation: string, policy: ManagedPolicyDetail): Document {
  const inForce = policy.PolicyVersionList?.find((version) => version.IsDefaultVersion === true);
  return { name: present(operation, policy.Arn), document: documentOf(inForce?.Document) };
}

function inlineOf(policies: readonly PolicyDetail[] | undefined): Document[] {
  return (policies ?? []).map((policy) => ({
    name: policy.PolicyName ?? '',
    document: documentOf(policy.PolicyDocument),
  }));
}
