/** An account in moto as a seed describes it, made by IAM's own operations; ids are moto's. */
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import type { AwsSeed, UserSeed } from '../../src/sandbox/aws-iam/index.js';

/** What moto gave to one user. */
export interface Planted {
  readonly id: string;
  readonly keys: readonly string[];
  readonly sshKeys: readonly string[];
  readonly certificates: readonly string[];
}

export interface PlantedAccount {
  readonly users: ReadonlyMap<string, Planted>;
  /** Secret keys and passwords: none of them may turn up anywhere. */
  readonly secrets: readonly string[];
}

export function directClient(url: string): IAMClient {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const credentials = { accessKeyId: 'AKIAPLANTPLANTPLANTP', secretAccessKey: 'plants-the-world' };
  return new IAMClient({ region: 'us-east-1', endpoint: url, credentials });
}

/** Empties moto and fills it again. */
export async function plant(url: string, iam: IAMClient, seed: AwsSeed): Promise<PlantedAccount> {
  const emptied = await fetch(`${url}/moto-api/reset`, { method: 'POST' });
  if (!emptied.ok) throw new Error(`moto was not emptied: ${emptied.status}`);
  for (const { name, policies = [], inline = {} } of seed.groups ?? []) {
    const GroupName = name;
    await iam.send(new CreateGroupCommand({ GroupName }));
    for (const policy of policies)
      await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn: arnOf(policy) }));
    for (const [PolicyName, document] of Object.entries(inline)) {
      await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName, PolicyDocument: JSON.stringify(document) }));
    }
  }
  const users = new Map<string, Planted>();
  const secrets: string[] = [];
  for (const user of seed.users ?? []) users.set(user.name, await plantUser(iam, user, secrets));
  for (const { name, trusts = [], maxSession } of seed.roles ?? []) {
    const AWS = trusts.map((one) => `arn:aws:iam::${seed.accountId}:${one === 'root' ? one : `user/${one}`}`);
    const statement = { Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' };
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const more = maxSession === undefined ? {} : { MaxSessionDuration: maxSession };
    await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust, ...more }));
  }
  return { users, secrets };
}

async function plantUser(iam: IAMClient, seed: UserSeed, secrets: string[]): Promise<Planted> {
  const UserName = seed.name;
  const Tags = Object.entries(seed.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
  const { User } = await iam.send(new CreateUserCommand({ UserName, Tags }));
  if (seed.console === true) {
    const Password = `Pass-of-${UserName}-7`;
    secrets.push(Password);
    await iam.send(new CreateLoginProfileCommand({ UserName, Password }));
  }
  for (const GroupName of seed.groups ?? []) await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
  for (const policy of seed.policies ?? []) {
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: arnOf(policy) }));
  }
  for (const [PolicyName, document] of Object.entries(seed.inline ?? {})) {
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument: JSON.stringify(document) }));
  }
  return { id: User?.UserId ?? '', ...(await plantCredentials(iam, seed, secrets)) };
}

async function plantCredentials(iam: IAMClient, seed: UserSeed, secrets: string[]): Promise<Omit<Planted, 'id'>> {
  const UserName = seed.name;
  const keys: string[] = [];
  for (const { status } of seed.keys ?? []) {
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const AccessKeyId = AccessKey?.AccessKeyId ?? '';
    keys.push(AccessKeyId);
    secrets.push(AccessKey?.SecretAccessKey ?? '');
    if (status === 'Inactive') await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: status }));
  }
  const sshKeys: string[] = [];
  for (const _ of seed.sshKeys ?? []) {
    const SSHPublicKeyBody = `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ ${UserName}`;
    const { SSHPublicKey } = await iam.send(new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody }));
    sshKeys.push(SSHPublicKey?.SSHPublicKeyId ?? '');
  }
  const certificates: string[] = [];
  for (const _ of seed.certificates ?? []) {
    const { Certificate } = await iam.send(
      new UploadSigningCertificateCommand({ UserName, CertificateBody: CERTIFICATE }),
    );
    certificates.push(Certificate?.CertificateId ?? '');
  }
  for (const _ of seed.mfa ?? []) {
    const { VirtualMFADevice } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: UserName }));
    const SerialNumber = VirtualMFADevice?.SerialNumber ?? '';
    const codes = { AuthenticationCode1: '123456', AuthenticationCode2: '654321' };
    await iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber, ...codes }));
  }
  return { keys, sshKeys, certificates };
}

/** Self-signed, of nobody, good for a hundred years; its private key was thrown away. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBlTCCATygAwIBAgIBATAKBggqhkjOPQQDAjApMScwJQYDVQQDDB5hIGxlYXZl
cidzIHNpZ25pbmcgY2VydGlmaWNhdGUwIBcNMjYxMTIzMDU1MDIxWhgPMjEyNjEw
MzAwNTUwMjFaMCkxJzAlBgNVBAMMHmEgbGVhdmVyJ3Mgc2lnbmluZyBjZXJ0aWZp
Y2F0ZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJycTRPgd/Ou2Z3UlCQ89rJo
Jmp43uWYlfJ8z/KgQAGy5a19Zgn0YNXb1au7QiIqwAWcu7xH9BzupXskGQ8UHOuj
UzBRMB0GA1UdDgQWBBRHg/Qelr32qGN3kJaapLrcRAyBgzAfBgNVHSMEGDAWgBRH
g/Qelr32qGN3kJaapLrcRAyBgzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMC
A0cAMEQCIHRRic0qSbTi+bRlnPyslTL9/i/nKhx5xNGPauaeG/VWAiBtgProY+Ja
DAFQsY/v8zRXHw1z7fZy9BwYPaN4iPmepw==
-----END CERTIFICATE-----`;

function arnOf(policy: string): string {
  return policy.startsWith('arn:') ? policy : `arn:aws:iam::aws:policy/${policy}`;
}
