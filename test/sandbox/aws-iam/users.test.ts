import {
  AddUserToGroupCommand,
  CreateUserCommand,
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteServiceSpecificCredentialCommand,
  DeleteSigningCertificateCommand,
  DeleteSSHPublicKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DeleteVirtualMFADeviceCommand,
  DetachUserPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  ListAccountAliasesCommand,
  ListGroupsForUserCommand,
  ListMFADevicesCommand,
  ListServiceSpecificCredentialsCommand,
  ListUsersCommand,
  ListUserTagsCommand,
  RemoveUserFromGroupCommand,
  TagUserCommand,
  UntagUserCommand,
} from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { type Account, account, changesOf, failure } from './account.js';

const ana = { UserName: 'ana.ruiz' };

test('a user is read with boundary, tags and last sign-in; a listing leaves boundary and tags out', async () => {
  const { iam } = await account();
  const { User } = await iam.send(new GetUserCommand(ana));
  expect(User).toMatchObject({
    UserId: 'AIDAANA',
    PasswordLastUsed: new Date('2026-11-20T08:00:00Z'),
    PermissionsBoundary: { PermissionsBoundaryType: 'Policy' },
    Tags: [{ Key: 'team', Value: 'ledger + billing' }],
  });
  const { Users } = await iam.send(new ListUsersCommand({}));
  expect(Users?.map((user) => [user.UserName, user.Tags])).toEqual([
    ['ana.ruiz', undefined],
    ['bo.lind', undefined],
  ]);
});

test('ids that the seed leaves out are the same in every world and differ from user to user', async () => {
  const [one, two] = [await account(), await account()];
  const idOf = async (aws: Account) => (await aws.iam.send(new GetUserCommand({ UserName: 'bo.lind' }))).User?.UserId;
  expect(await idOf(one)).toMatch(/^AIDA[A-Z2-7]{17}$/);
  expect(await idOf(one)).toBe(await idOf(two));
});

test('when there is no such user, the error is NoSuchEntity with 404', async () => {
  const { iam } = await account();
  expect(await failure(iam.send(new GetUserCommand({ UserName: 'nobody' })))).toEqual({
    name: 'NoSuchEntityException',
    status: 404,
    message: 'The user with name nobody cannot be found.',
  });
});

test('a tag is set, read and taken off, and a change that changes nothing is not logged', async () => {
  const aws = await account();
  const Tags = [{ Key: 'leaver:suspended-at', Value: '2026-11-23T09:00:00Z' }];
  await aws.iam.send(new TagUserCommand({ ...ana, Tags }));
  await aws.iam.send(new TagUserCommand({ ...ana, Tags }));
  const read = await aws.iam.send(new ListUserTagsCommand(ana));
  expect(read.Tags).toContainEqual(Tags[0]);
  await aws.iam.send(new UntagUserCommand({ ...ana, TagKeys: ['leaver:suspended-at', 'never-there'] }));
  expect(changesOf(aws)).toEqual([
    'TagUser user/ana.ruiz/tag/leaver:suspended-at',
    'UntagUser user/ana.ruiz/tag/leaver:suspended-at',
  ]);
});

test('a tag with a character that AWS does not allow is refused', async () => {
  const { iam } = await account();
  const attempt = iam.send(new TagUserCommand({ ...ana, Tags: [{ Key: 'note', Value: '{"by":"leaver"}' }] }));
  expect(await failure(attempt)).toMatchObject({ name: 'ValidationError', status: 400 });
});

test('a user leaves a group and comes back', async () => {
  const aws = await account();
  const groups = async () =>
    (await aws.iam.send(new ListGroupsForUserCommand(ana))).Groups?.map((group) => group.GroupName);
  await aws.iam.send(new RemoveUserFromGroupCommand({ ...ana, GroupName: 'admins' }));
  expect(await groups()).toEqual(['developers']);
  const again = failure(aws.iam.send(new RemoveUserFromGroupCommand({ ...ana, GroupName: 'admins' })));
  expect(await again).toMatchObject({ name: 'NoSuchEntityException' });
  await aws.iam.send(new AddUserToGroupCommand({ ...ana, GroupName: 'admins' }));
  expect(await groups()).toEqual(['admins', 'developers']);
  expect(changesOf(aws)).toEqual([
    'RemoveUserFromGroup user/ana.ruiz/group/admins',
    'AddUserToGroup user/ana.ruiz/group/admins',
  ]);
});

test('the account tells its alias', async () => {
  const { iam } = await account();
  expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual(['acme-prod']);
});

test('a user is deleted only when nothing hangs on it, one DeleteConflict after the other', async () => {
  const aws = await account();
  const { iam } = aws;
  const conflicts: string[] = [];
  const blocked = async () => {
    const { name, status, message } = await failure(iam.send(new DeleteUserCommand(ana)));
    expect([name, status]).toEqual(['DeleteConflictException', 409]);
    conflicts.push(message.replace('Cannot delete entity, must ', ''));
  };
  await blocked();
  await iam.send(new DeleteLoginProfileCommand(ana));
  await blocked();
  for (const AccessKeyId of ['AKIAANA1', 'AKIAANA2'])
    await iam.send(new DeleteAccessKeyCommand({ ...ana, AccessKeyId }));
  await blocked();
  await iam.send(new DeleteSigningCertificateCommand({ ...ana, CertificateId: 'CERTIFICATEOFANA12345678' }));
  await blocked();
  await iam.send(new DeleteSSHPublicKeyCommand({ ...ana, SSHPublicKeyId: 'APKAANA' }));
  await blocked();
  await dropServiceCredentials(aws);
  await blocked();
  await dropMfa(aws);
  await blocked();
  await iam.send(new DeleteUserPolicyCommand({ ...ana, PolicyName: 'own' }));
  await blocked();
  for (const arn of ['arn:aws:iam::123456789012:policy/ledger', 'arn:aws:iam::aws:policy/IAMReadOnlyAccess']) {
    await iam.send(new DetachUserPolicyCommand({ ...ana, PolicyArn: arn }));
  }
  await blocked();
  for (const GroupName of ['developers', 'admins'])
    await iam.send(new RemoveUserFromGroupCommand({ ...ana, GroupName }));
  await iam.send(new DeleteUserCommand(ana));
  expect(conflicts).toEqual([
    'delete login profile first.',
    'delete access keys first.',
    'delete signing certificates first.',
    'delete SSH public keys first.',
    'delete service specific credentials first.',
    'delete MFA device first.',
    'delete policies first.',
    'detach all policies first.',
    'remove users from group first.',
  ]);
  expect(changesOf(aws).at(-1)).toBe('DeleteUser user/ana.ruiz');
  expect(await failure(iam.send(new DeleteUserCommand(ana)))).toMatchObject({ name: 'NoSuchEntityException' });
});

async function dropServiceCredentials({ iam }: Account): Promise<void> {
  const { ServiceSpecificCredentials } = await iam.send(new ListServiceSpecificCredentialsCommand(ana));
  for (const { ServiceSpecificCredentialId } of ServiceSpecificCredentials ?? []) {
    await iam.send(new DeleteServiceSpecificCredentialCommand({ ...ana, ServiceSpecificCredentialId }));
  }
}

async function dropMfa({ iam }: Account): Promise<void> {
  const { MFADevices } = await iam.send(new ListMFADevicesCommand(ana));
  for (const { SerialNumber } of MFADevices ?? []) {
    await iam.send(new DeactivateMFADeviceCommand({ ...ana, SerialNumber }));
    if (SerialNumber?.startsWith('arn:')) await iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber }));
  }
}

test('when a user is deleted, trust policies name the id, and a new user of that name is not trusted', async () => {
  const aws = await account();
  const trusted = async () => {
    const { Role } = await aws.iam.send(new GetRoleCommand({ RoleName: 'deploy' }));
    return JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).Statement[0].Principal.AWS;
  };
  const bo = { UserName: 'bo.lind' };
  const { User } = await aws.iam.send(new GetUserCommand(bo));
  await aws.iam.send(new DeleteAccessKeyCommand({ ...bo, AccessKeyId: 'AKIABO' }));
  await aws.iam.send(new DeleteUserCommand(bo));
  expect(await trusted()).toEqual(['arn:aws:iam::123456789012:user/ana.ruiz', User?.UserId]);
  const again = await aws.iam.send(new CreateUserCommand({ ...bo, Path: '/staff/' }));
  expect(again.User?.Arn).toBe(User?.Arn);
  expect(again.User?.UserId).not.toBe(User?.UserId);
  expect(await trusted()).toContain(User?.UserId);
});

test('a name that is taken, in whatever case, is refused', async () => {
  const { iam } = await account();
  const taken = await failure(iam.send(new CreateUserCommand({ UserName: 'Ana.Ruiz' })));
  expect(taken).toMatchObject({ name: 'EntityAlreadyExistsException', status: 409 });
});
