import {
  CreateLoginProfileCommand,
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteVirtualMFADeviceCommand,
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  ListVirtualMFADevicesCommand,
  UpdateAccessKeyCommand,
  UpdateServiceSpecificCredentialCommand,
  UpdateSigningCertificateCommand,
  UpdateSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { account, changesOf, failure, NOW } from './account.js';

const ana = { UserName: 'ana.ruiz' };

test('access keys come with status and date, and never with a secret', async () => {
  const { iam } = await account();
  const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand(ana));
  expect(AccessKeyMetadata).toEqual([
    { ...ana, AccessKeyId: 'AKIAANA1', Status: 'Active', CreateDate: new Date('2024-01-15T09:00:00Z') },
    { ...ana, AccessKeyId: 'AKIAANA2', Status: 'Inactive', CreateDate: new Date('2024-01-15T09:00:00Z') },
  ]);
});

test('a key tells when, where and for what it was last used; a key never used says N/A and no date', async () => {
  const { iam } = await account();
  const used = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIAANA1' }));
  expect(used.UserName).toBe('ana.ruiz');
  expect(used.AccessKeyLastUsed).toEqual({
    LastUsedDate: new Date('2026-11-23T07:00:00Z'),
    ServiceName: 'lambda',
    Region: 'eu-west-1',
  });
  const unused = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIABO' }));
  expect(unused.AccessKeyLastUsed).toEqual({ ServiceName: 'N/A', Region: 'N/A' });
});

test('a key is switched off, on and deleted; what is gone is NoSuchEntity', async () => {
  const aws = await account();
  const key = { ...ana, AccessKeyId: 'AKIAANA1' };
  await aws.iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Inactive' }));
  await aws.iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Inactive' }));
  await aws.iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Active' }));
  await aws.iam.send(new DeleteAccessKeyCommand(key));
  expect(await failure(aws.iam.send(new DeleteAccessKeyCommand(key)))).toMatchObject({
    name: 'NoSuchEntityException',
    message: 'The Access Key with id AKIAANA1 cannot be found.',
  });
  expect(changesOf(aws)).toEqual([
    'UpdateAccessKey user/ana.ruiz/key/AKIAANA1',
    'UpdateAccessKey user/ana.ruiz/key/AKIAANA1',
    'DeleteAccessKey user/ana.ruiz/key/AKIAANA1',
  ]);
});

test("another user's key can't be changed through the wrong name", async () => {
  const { iam } = await account();
  const wrong = iam.send(new UpdateAccessKeyCommand({ ...ana, AccessKeyId: 'AKIABO', Status: 'Inactive' }));
  expect(await failure(wrong)).toMatchObject({ name: 'NoSuchEntityException' });
});

test('SSH keys and certificates are listed and switched off', async () => {
  const aws = await account();
  const off = { ...ana, Status: 'Inactive' } as const;
  await aws.iam.send(new UpdateSSHPublicKeyCommand({ ...off, SSHPublicKeyId: 'APKAANA' }));
  await aws.iam.send(new UpdateSigningCertificateCommand({ ...off, CertificateId: 'CERTIFICATEOFANA12345678' }));
  const ssh = await aws.iam.send(new ListSSHPublicKeysCommand(ana));
  expect(ssh.SSHPublicKeys).toMatchObject([{ SSHPublicKeyId: 'APKAANA', Status: 'Inactive' }]);
  const certificates = await aws.iam.send(new ListSigningCertificatesCommand(ana));
  expect(certificates.Certificates).toMatchObject([{ CertificateId: 'CERTIFICATEOFANA12345678', Status: 'Inactive' }]);
  expect(changesOf(aws)).toEqual([
    'UpdateSSHPublicKey user/ana.ruiz/ssh-key/APKAANA',
    'UpdateSigningCertificate user/ana.ruiz/certificate/CERTIFICATEOFANA12345678',
  ]);
});

test('service credentials are listed for a user, a service and all users at once', async () => {
  const { iam } = await account();
  const own = await iam.send(new ListServiceSpecificCredentialsCommand(ana));
  expect(own.ServiceSpecificCredentials?.map((one) => one.ServiceName).sort()).toEqual([
    'bedrock.amazonaws.com',
    'codecommit.amazonaws.com',
  ]);
  const input = { AllUsers: true, ServiceName: 'bedrock.amazonaws.com' };
  const { ServiceSpecificCredentials } = await iam.send(new ListServiceSpecificCredentialsCommand(input));
  expect(ServiceSpecificCredentials).toMatchObject([{ ...ana, ExpirationDate: new Date('2027-01-01T00:00:00Z') }]);
  const both = iam.send(new ListServiceSpecificCredentialsCommand({ ...ana, AllUsers: true }));
  expect(await failure(both)).toMatchObject({ name: 'ValidationError' });
});

test('a service credential is switched off', async () => {
  const { iam } = await account();
  const one = { ...ana, ServiceSpecificCredentialId: 'ACCAANACODECOMMIT' };
  await iam.send(new UpdateServiceSpecificCredentialCommand({ ...one, Status: 'Inactive' }));
  const { ServiceSpecificCredentials } = await iam.send(
    new ListServiceSpecificCredentialsCommand({ ...ana, ServiceName: 'codecommit.amazonaws.com' }),
  );
  expect(ServiceSpecificCredentials).toMatchObject([{ Status: 'Inactive', ServiceUserName: 'ana.ruiz-at-sandbox' }]);
});

test('a password is deleted and made anew, to be changed at the next sign-in', async () => {
  const aws = await account();
  await aws.iam.send(new GetLoginProfileCommand(ana));
  await aws.iam.send(new DeleteLoginProfileCommand(ana));
  expect(await failure(aws.iam.send(new GetLoginProfileCommand(ana)))).toMatchObject({ name: 'NoSuchEntityException' });
  const anew = { ...ana, Password: 'not-a-real-one', PasswordResetRequired: true };
  const { LoginProfile } = await aws.iam.send(new CreateLoginProfileCommand(anew));
  expect(LoginProfile).toEqual({ ...ana, CreateDate: new Date(NOW), PasswordResetRequired: true });
  expect(await failure(aws.iam.send(new CreateLoginProfileCommand(anew)))).toMatchObject({
    name: 'EntityAlreadyExistsException',
  });
  const short = failure(aws.iam.send(new CreateLoginProfileCommand({ UserName: 'bo.lind', Password: 'short' })));
  expect(await short).toMatchObject({ name: 'PasswordPolicyViolationException' });
  expect(JSON.stringify([...aws.server.system.state.users])).not.toContain('not-a-real-one');
});

test('a virtual MFA device stays, unassigned, until it is deleted; a hardware one just goes', async () => {
  const aws = await account();
  const { MFADevices } = await aws.iam.send(new ListMFADevicesCommand(ana));
  const serials = MFADevices?.map((device) => device.SerialNumber ?? '') ?? [];
  const virtual = serials.find((serial) => serial.startsWith('arn:')) ?? '';
  expect(serials).toHaveLength(2);
  const inUse = failure(aws.iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: virtual })));
  expect(await inUse).toMatchObject({ name: 'DeleteConflictException' });
  for (const SerialNumber of serials) await aws.iam.send(new DeactivateMFADeviceCommand({ ...ana, SerialNumber }));
  const left = await aws.iam.send(new ListVirtualMFADevicesCommand({ AssignmentStatus: 'Unassigned' }));
  expect(left.VirtualMFADevices).toEqual([{ SerialNumber: virtual }]);
  await aws.iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: virtual }));
  expect((await aws.iam.send(new ListVirtualMFADevicesCommand({}))).VirtualMFADevices).toEqual([]);
});

test('an assigned virtual MFA device tells its user', async () => {
  const { iam } = await account();
  const { VirtualMFADevices } = await iam.send(new ListVirtualMFADevicesCommand({ AssignmentStatus: 'Assigned' }));
  expect(VirtualMFADevices).toMatchObject([{ User: { UserName: 'ana.ruiz', UserId: 'AIDAANA' } }]);
});
