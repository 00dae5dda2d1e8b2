/** The final removal of a suspended user, step by step, in the order that IAM demands. */
import type { Change } from './change.js';
import type { Held, Part } from './held.js';
import { INLINE_DENY } from './mark.js';
import { denyAllArn, isDenyAll } from './policy.js';
import { sessionPolicyName } from './trust.js';

/** Sign-in and credentials. All of it is gone before the deny is lifted. */
export function deletingCredentials(held: Held): readonly Change[] {
  const { name: UserName } = held.user;
  const password: Change[] = held.password
    ? [{ operation: 'DeleteLoginProfile', input: { UserName }, object: 'password', left: 'the user has a password' }]
    : [];
  return [
    ...password,
    ...held.keys.map(({ id }): Change => {
      const input = { UserName, AccessKeyId: id };
      return { operation: 'DeleteAccessKey', input, object: `key/${id}`, left: `the access key ${id} is there` };
    }),
    ...held.certificates.map(({ id }): Change => {
      const left = `the signing certificate ${id} is there`;
      const input = { UserName, CertificateId: id };
      return { operation: 'DeleteSigningCertificate', input, object: `certificate/${id}`, left };
    }),
    ...held.sshKeys.map(({ id }): Change => {
      const input = { UserName, SSHPublicKeyId: id };
      return { operation: 'DeleteSSHPublicKey', input, object: `ssh-key/${id}`, left: `the SSH key ${id} is there` };
    }),
    ...held.serviceCredentials.map(({ id, service }): Change => {
      const left = `the credential ${id} for ${service} is there`;
      const input = { UserName, ServiceSpecificCredentialId: id };
      return { operation: 'DeleteServiceSpecificCredential', input, object: `service-credential/${id}`, left };
    }),
    ...held.mfaDevices.flatMap((serial) => deletingDevice(UserName, serial)),
  ];
}

/** A virtual device is a thing of the account's own, which outlives its assignment; its serial number is an ARN. */
function deletingDevice(UserName: string, SerialNumber: string): readonly Change[] {
  const object = `mfa/${SerialNumber}`;
  const left = `the MFA device ${SerialNumber} is there`;
  const off: Change = { operation: 'DeactivateMFADevice', input: { UserName, SerialNumber }, object, left };
  if (!SerialNumber.startsWith('arn:')) return [off];
  return [off, { operation: 'DeleteVirtualMFADevice', input: { SerialNumber }, object, left }];
}

/**
 * What the user holds, and then the user. IAM demands that no policy is left, the deny among them; a boundary may stay
 * ("DeleteUser"). So the deny stands as the boundary from here on: a run that is killed on the way leaves a user who is
 * still suspended, and whom the next one deletes.
 */
export function deletingUser(held: Held, partition: string): readonly Change[] {
  const { name: UserName } = held.user;
  const inline = lastly(
    held.inline.map(({ name }) => name),
    (name) => name === INLINE_DENY,
  );
  return [
    ...denyingByBoundary(held, partition),
    ...inline.map((PolicyName): Change => {
      const left = `the inline policy ${PolicyName} is there`;
      return { operation: 'DeleteUserPolicy', input: { UserName, PolicyName }, object: `inline/${PolicyName}`, left };
    }),
    ...lastly(held.attached, isDenyAll).map((PolicyArn): Change => {
      const left = `the policy ${PolicyArn} is attached`;
      return { operation: 'DetachUserPolicy', input: { UserName, PolicyArn }, object: `policy/${PolicyArn}`, left };
    }),
    ...held.groups.map((GroupName): Change => {
      const left = `the user is in the group ${GroupName}`;
      return { operation: 'RemoveUserFromGroup', input: { UserName, GroupName }, object: `group/${GroupName}`, left };
    }),
    ...tidyingRoles(held),
    { operation: 'DeleteUser', input: { UserName }, object: `user/${UserName}`, left: 'the user is there' },
  ];
}

function denyingByBoundary({ user }: Held, partition: string): readonly Change[] {
  if (user.boundary !== null && isDenyAll(user.boundary)) return [];
  const input = { UserName: user.name, PermissionsBoundary: denyAllArn(partition) };
  const left = 'the deny is not the boundary yet';
  return [{ operation: 'PutUserPermissionsBoundary', input, object: 'boundary/AWSDenyAll', left }];
}

/** The roles' policies that ended the user's sessions: those sessions are over by now. */
function tidyingRoles({ user, roles }: Held): readonly Change[] {
  const PolicyName = sessionPolicyName(user);
  return roles
    .filter((role) => role.inline.some(({ name }) => name === PolicyName))
    .map(({ name: RoleName }): Change => {
      const left = `the role ${RoleName} still holds ${PolicyName}`;
      const object = `role/${RoleName}/${PolicyName}`;
      return { operation: 'DeleteRolePolicy', input: { RoleName, PolicyName }, object, left };
    });
}

/** Parts that have to be known before the deny is lifted: an unseen credential would come back to life. */
export const DEADLY_IF_UNREAD: ReadonlySet<Part> = new Set<Part>([
  'access-keys',
  'login-profile',
  'ssh-keys',
  'signing-certificates',
  'service-specific-credentials',
]);

function lastly<T>(all: readonly T[], isLast: (one: T) => boolean): readonly T[] {
  return [...all.filter((one) => !isLast(one)), ...all.filter(isLast)];
}
