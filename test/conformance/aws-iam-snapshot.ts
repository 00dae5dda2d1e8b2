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

/** Ids are random in moto: those of two worlds become the same. */
export function mask(text: string): string {
  return text.replace(/\b(AKIA|AIDA|AROA|APKA)[A-Z0-9]+/g, '$1').replace(/\b[A-Z0-9]{24,}\b/g, 'CERTIFICATE');
}

/** All that moto knows of one user and of the roles that name it, as plain data. */
export async function snapshot(iam: IAMClient, id: string): Promise<unknown> {
  const { users, roles } = await details(iam);
  const user = users.find((one) => one.UserId === id);
  const UserName = user?.UserName ?? '';
  const naming = roles.filter((role) => {
    const inline = (role.RolePolicyList ?? []).some((policy) => policy.PolicyName?.includes(id));
    return inline || (UserName !== '' && decodeURIComponent(role.AssumeRolePolicyDocument ?? '').includes(UserName));
  });
  const trust = naming.map(({ RoleName, AssumeRolePolicyDocument, RolePolicyList }) => ({
    RoleName,
    trust: decodeURIComponent(AssumeRolePolicyDocument ?? ''),
    inline: (RolePolicyList ?? []).map((policy) => decodeURIComponent(policy.PolicyDocument ?? '')),
  }));
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
