/** Who is an administrator of the account. */
import type { Document, Group } from './iam.js';
import { ADMINISTRATOR, allowsAssumeRole, allowsEverything, isAwsPolicy } from './policy.js';

/** Groups and policies that users hold, by name and ARN. */
export interface Grants {
  readonly groups: ReadonlyMap<string, Group>;
  /** Documents of the account's own policies by ARN. */
  readonly policies: ReadonlyMap<string, string>;
}

export interface Holder {
  readonly groups: readonly string[];
  readonly attached: readonly string[];
  readonly inline: readonly Document[];
}

/** Groups and policies of the bulk call, ready to be looked up. */
export function grantsOf(bulk: { readonly groups: readonly Group[]; readonly policies: readonly Document[] }): Grants {
  return {
    groups: new Map(bulk.groups.map((group) => [group.name, group])),
    policies: new Map(bulk.policies.map((policy) => [policy.name, policy.document])),
  };
}

/** `AdministratorAccess`, or any policy that allows everything, held directly, inline or through a group. */
export function isAdmin(holder: Holder, grants: Grants): boolean {
  return holds(holder, grants, [ADMINISTRATOR], allowsEverything);
}

/** AWS's own policies that let their holder assume roles, as far as this connector knows them without asking. */
const ASSUMING = [ADMINISTRATOR, 'PowerUserAccess'];

/** Whether the user's policies let it assume roles that trust the whole account. */
export function mayAssumeRoles(holder: Holder, grants: Grants): boolean {
  return holds(holder, grants, ASSUMING, allowsAssumeRole);
}

function holds(
  holder: Holder,
  grants: Grants,
  awsPolicies: readonly string[],
  allows: (document: string) => boolean,
): boolean {
  const groups = holder.groups.flatMap((name) => grants.groups.get(name) ?? []);
  const attached = [holder, ...groups].flatMap((one) => one.attached);
  const inline = [holder, ...groups].flatMap((one) => one.inline);
  return (
    attached.some(
      (arn) => awsPolicies.some((name) => isAwsPolicy(arn, name)) || allows(grants.policies.get(arn) ?? ''),
    ) || inline.some((policy) => allows(policy.document))
  );
}
