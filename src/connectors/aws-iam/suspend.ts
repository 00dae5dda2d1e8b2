/** What a suspension is, step by step: derived from what the user holds now, so that done steps are not there any more. */
import { formatInstant, type Instant } from '../../core/time.js';
import type { Change } from './change.js';
import type { Held } from './held.js';
import type { Role } from './iam.js';
import { DENY_DOCUMENT, denyOf, INLINE_DENY, markOf, REVOCATION, SUSPENDED_AT, UNFINISHED } from './mark.js';
import { denyAllArn, isDenyAll } from './policy.js';
import { sessionPolicy, sessionPolicyName, trusts, trustsOnly, trustWithout } from './trust.js';

/** What a suspension is done with. */
export interface Revocation {
  /** The decision's id, for the mark. */
  readonly id: string;
  readonly now: Instant;
  readonly partition: string;
}

/** IAM's own defaults: managed policies attached to a user, and the characters of a user's inline policies. */
const ATTACHMENT_QUOTA = 10;
const INLINE_QUOTA = 2048;

/**
 * All that stands between the user and a whole suspension, in the order of doing it: the mark, the door (deny), the
 * credentials, then what the user holds; at last the mark says that it is whole. The mark comes first, since a run that is
 * killed between deny and mark would leave a user who looks suspended by others, whom nobody takes up again.
 */
export function suspension(held: Held, revocation: Revocation): readonly Change[] {
  const marks = marking(held, revocation);
  return [
    ...marks,
    ...denying(held, revocation),
    ...switchingOff(held),
    ...takingAway(held),
    ...untrusting(held, revocation),
    ...(marks.length > 0 || held.user.tags.has(UNFINISHED) ? [finishing(held)] : []),
  ];
}

/** Attached where the quota leaves room, otherwise inline, otherwise as the boundary (the old one is in the evidence). */
function denying(held: Held, { partition }: Revocation): readonly Change[] {
  const { user, attached, inline } = held;
  if (denyOf({ ...user, attached, inline }) !== null) return [];
  const arn = denyAllArn(partition);
  const left = 'nothing denies the user everything';
  const UserName = user.name;
  if (attached.length < ATTACHMENT_QUOTA) {
    return [{ operation: 'AttachUserPolicy', input: { UserName, PolicyArn: arn }, object: 'policy/AWSDenyAll', left }];
  }
  const size = inline.reduce((sum, one) => sum + one.document.replace(/\s/g, '').length, DENY_DOCUMENT.length);
  if (size <= INLINE_QUOTA) {
    const input = { UserName, PolicyName: INLINE_DENY, PolicyDocument: DENY_DOCUMENT };
    return [{ operation: 'PutUserPolicy', input, object: `inline/${INLINE_DENY}`, left }];
  }
  const input = { UserName, PermissionsBoundary: arn };
  return [{ operation: 'PutUserPermissionsBoundary', input, object: 'boundary/AWSDenyAll', left }];
}

/** A mark of an earlier suspension is kept as long as its deny was never lifted: retention counts from there. */
function marking(held: Held, { id, now }: Revocation): readonly Change[] {
  const { user, attached, inline } = held;
  const marked = markOf(user) !== null && denyOf({ ...user, attached, inline }) !== null;
  const Tags = [
    { Key: SUSPENDED_AT, Value: formatInstant(now) },
    { Key: REVOCATION, Value: id },
    { Key: UNFINISHED, Value: 'true' },
  ];
  if (marked || Tags.every(({ Key, Value }) => user.tags.get(Key) === Value)) return [];
  const input = { UserName: user.name, Tags };
  return [{ operation: 'TagUser', input, object: `tag/${SUSPENDED_AT}`, left: 'the user does not carry the mark' }];
}

function finishing({ user }: Held): Change {
  const input = { UserName: user.name, TagKeys: [UNFINISHED] };
  const left = 'the suspension is not finished';
  return { operation: 'UntagUser', input, object: `tag/${UNFINISHED}`, left };
}

/** Each credential that can be made inactive. A password can't: the deny makes it useless. */
export function switchingOff(held: Held): readonly Change[] {
  const UserName = held.user.name;
  const Status = 'Inactive';
  const keys = held.keys.filter(({ active }) => active);
  const services = held.serviceCredentials.filter(({ active }) => active);
  const sshKeys = held.sshKeys.filter(({ active }) => active);
  const certificates = held.certificates.filter(({ active }) => active);
  return [
    ...keys.map(({ id }): Change => {
      const input = { UserName, AccessKeyId: id, Status } as const;
      return { operation: 'UpdateAccessKey', input, object: `key/${id}`, left: `the access key ${id} is active` };
    }),
    ...services.map(({ id, service }): Change => {
      const input = { UserName, ServiceSpecificCredentialId: id, Status } as const;
      const left = `the credential ${id} for ${service} is active`;
      return { operation: 'UpdateServiceSpecificCredential', input, object: `service-credential/${id}`, left };
    }),
    ...sshKeys.map(({ id }): Change => {
      const input = { UserName, SSHPublicKeyId: id, Status } as const;
      return { operation: 'UpdateSSHPublicKey', input, object: `ssh-key/${id}`, left: `the SSH key ${id} is active` };
    }),
    ...certificates.map(({ id }): Change => {
      const input = { UserName, CertificateId: id, Status } as const;
      const left = `the signing certificate ${id} is active`;
      return { operation: 'UpdateSigningCertificate', input, object: `certificate/${id}`, left };
    }),
  ];
}

/** Groups left and policies detached. Inline policies stay, since nothing brings back a deleted one but its record. */
export function takingAway({ user, groups, attached }: Held): readonly Change[] {
  const UserName = user.name;
  const policies = attached.filter((arn) => !isDenyAll(arn));
  return [
    ...groups.map((GroupName): Change => {
      const left = `the user is in the group ${GroupName}`;
      return { operation: 'RemoveUserFromGroup', input: { UserName, GroupName }, object: `group/${GroupName}`, left };
    }),
    ...policies.map((PolicyArn): Change => {
      const left = `the policy ${PolicyArn} is attached`;
      return { operation: 'DetachUserPolicy', input: { UserName, PolicyArn }, object: `policy/${PolicyArn}`, left };
    }),
  ];
}

/**
 * For each role that names the user: an end to the sessions already held, then no new ones. In this order, because a trust
 * policy that no longer names the user would not tell a next run that its sessions are still to be ended.
 */
export function untrusting(held: Held, revocation: Revocation): readonly Change[] {
  return held.roles.filter((role) => trusts(role, held.user)).flatMap((role) => untrustingRole(held, role, revocation));
}

function untrustingRole({ user }: Held, role: Role, { now }: Revocation): readonly Change[] {
  const RoleName = role.name;
  const PolicyName = sessionPolicyName(user);
  const document = sessionPolicy(role, user, trustsOnly(role, user), formatInstant(now));
  const ended: Change = {
    operation: 'PutRolePolicy',
    input: { RoleName, PolicyName, PolicyDocument: document },
    object: `role/${RoleName}/${PolicyName}`,
    left: `sessions of the role ${RoleName} that the user holds are not ended`,
  };
  const untrusted: Change = {
    operation: 'UpdateAssumeRolePolicy',
    input: { RoleName, PolicyDocument: trustWithout(role, user) },
    object: `role/${RoleName}/trust`,
    left: `the role ${RoleName} trusts the user`,
  };
  return role.inline.some(({ name }) => name === PolicyName) ? [untrusted] : [ended, untrusted];
}
