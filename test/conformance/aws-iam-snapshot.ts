import {
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  GetLoginProfileCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
} from '@aws-sdk/client-iam';

/** Ids are random in moto, and not all in AWS's form: those of two worlds become the same. */
export function mask(text: string): string {
  return text
    .replace(/\b(AKIA|AROA|APKA)[A-Z0-9]+/g, '$1')
    .replace(/\b[a-z0-9]{20}\b/g, 'USER')
    .replace(/\b[a-z0-9]{32}\b/g, 'CERTIFICATE');
}

/** All that moto knows of one user, and which roles name it, as plain data. */
export async function snapshot(iam: IAMClient, id: string): Promise<unknown> {
  const { users, roles } = await details(iam);
  const user = users.find((one) => one.UserId === id);
  const UserName = user?.UserName ?? '';
  const named = roles.map((role) => ({
    role: role.RoleName,
    trusts: UserName !== '' && decodeURIComponent(role.AssumeRolePolicyDocument ?? '').includes(UserName),
    inline: (role.RolePolicyList ?? []).filter((policy) => policy.PolicyName?.includes(id)).length,
  }));
  const trust = named.filter(({ trusts, inline }) => trusts || inline > 0);
  if (user === undefined) return masked({ trust });
  const [keys, ssh, certificates, mfa] = await Promise.all([
    iam.send(new ListAccessKeysCommand({ UserName })),
    iam.send(new ListSSHPublicKeysCommand({ UserName })),
    iam.send(new ListSigningCertificatesCommand({ UserName })),
    iam.send(new ListMFADevicesCommand({ UserName })),
  ]);
  const password = await iam.send(new GetLoginProfileCommand({ UserName })).then(
    () => true,
    () => false,
  );
  return masked({
    trust,
    password,
    groups: [...(user.GroupList ?? [])].sort(),
    attached: (user.AttachedManagedPolicies ?? []).map((policy) => policy.PolicyArn).sort(),
    inline: (user.UserPolicyList ?? []).map((policy) => policy.PolicyName).sort(),
    tags: (user.Tags ?? []).map(({ Key, Value }) => `${Key}=${Value}`).sort(),
    keys: keys.AccessKeyMetadata?.map(({ Status }) => Status).sort(),
    ssh: ssh.SSHPublicKeys?.map(({ Status }) => Status),
    certificates: certificates.Certificates?.map(({ Status }) => Status),
    mfa: mfa.MFADevices?.map(({ SerialNumber }) => SerialNumber),
  });
}

export async function details(iam: IAMClient) {
  const Filter: ('User' | 'Role')[] = ['User', 'Role'];
  const reply = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter }));
  return { users: reply.UserDetailList ?? [], roles: reply.RoleDetailList ?? [] };
}

/** Somebody else removes the user: moto asks for no more than that its policies are gone. */
export async function vanish(iam: IAMClient, id: string): Promise<void> {
  const user = (await details(iam)).users.find((one) => one.UserId === id);
  const UserName = user?.UserName ?? '';
  for (const { PolicyArn } of user?.AttachedManagedPolicies ?? []) {
    await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
  }
  for (const { PolicyName } of user?.UserPolicyList ?? []) {
    await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
  }
  await iam.send(new DeleteUserCommand({ UserName }));
}

function masked(value: unknown): unknown {
  return JSON.parse(mask(JSON.stringify(value)));
}
