import {
  GenerateCredentialReportCommand,
  GetAccessKeyLastUsedCommand,
  GetAccountAuthorizationDetailsCommand,
  GetCredentialReportCommand,
  GetGroupPolicyCommand,
  GetLoginProfileCommand,
  GetRoleCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListMFADevicesCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  ListUserPoliciesCommand,
} from '@aws-sdk/client-iam';
import { codeOf } from '../../aws/codes.js';
import { LeaverError } from '../../errors.js';
import type { Ask } from './client.js';
import { arnsOf, documentOf, pageOf, present, tagsOf, timeOf, wellFormed } from './client-shapes.js';
import type { Document, Group, Iam } from './iam.js';

type Reads = Omit<Iam, 'identity' | 'knownIdentity' | 'write' | 'requests' | 'clockSkew'>;

/** The reads, page by page where AWS pages. */
export function readsOf(iam: IAMClient, ask: Ask): Reads {
  return { ...accountReads(iam, ask), ...userReads(iam, ask), ...policyReads(iam, ask) };
}

function accountReads(iam: IAMClient, ask: Ask): Pick<Reads, 'details' | 'generateReport' | 'report' | 'maxSession'> {
  return {
    async details(kinds, after) {
      const input = { Filter: [...kinds], MaxItems: 1000, ...(after === null ? {} : { Marker: after }) };
      const name = 'GetAccountAuthorizationDetails';
      const reply = await ask(name, () => iam.send(new GetAccountAuthorizationDetailsCommand(input)));
      return pageOf(name, reply);
    },
    async generateReport() {
      const reply = await ask('GenerateCredentialReport', () => iam.send(new GenerateCredentialReportCommand({})));
      return reply?.State === 'COMPLETE';
    },
    async report() {
      const reply = await ask('GetCredentialReport', () =>
        iam.send(new GetCredentialReportCommand({})).catch((error: unknown) => {
          if (/^CredentialReportNot(Ready|Present)$|^CredentialReportExpired$|^Report/.test(codeOf(error))) return null;
          throw error;
        }),
      );
      return reply?.Content === undefined ? null : new TextDecoder().decode(reply.Content);
    },
    async maxSession(role) {
      const reply = await ask('GetRole', () => iam.send(new GetRoleCommand({ RoleName: role })));
      return reply === null ? null : (reply.Role?.MaxSessionDuration ?? 3600);
    },
  };
}

function userReads(
  iam: IAMClient,
  ask: Ask,
): Omit<Reads, 'details' | 'generateReport' | 'report' | 'maxSession' | 'attached' | 'inline' | 'group'> {
  return {
    async user(UserName) {
      const reply = await ask('GetUser', () => iam.send(new GetUserCommand({ UserName })));
      if (reply === null) return null;
      const user = present('GetUser', reply.User);
      return {
        ...wellFormed('GetUser', { id: user.UserId, name: user.UserName, arn: user.Arn }),
        boundary: user.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
        tags: tagsOf(user.Tags),
        passwordLastUsedAt: timeOf(user.PasswordLastUsed),
      };
    },
    keys: (UserName) =>
      listed(
        ask,
        'ListAccessKeys',
        (more) => iam.send(new ListAccessKeysCommand({ UserName, ...more })),
        (page) => page.AccessKeyMetadata?.map((key) => statusOf('ListAccessKeys', key.AccessKeyId, key.Status)),
      ),
    async keyLastUsed(AccessKeyId) {
      const reply = await ask('GetAccessKeyLastUsed', () => iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId })));
      const { LastUsedDate, ServiceName, Region } = reply?.AccessKeyLastUsed ?? {};
      const known = LastUsedDate !== undefined && ServiceName !== undefined && ServiceName !== 'N/A';
      const where = Region === undefined || Region === 'N/A' ? '' : ` in ${Region}`;
      return { at: timeOf(LastUsedDate), by: known ? `${ServiceName}${where}` : null };
    },
    hasPassword: async (UserName) =>
      (await ask('GetLoginProfile', () => iam.send(new GetLoginProfileCommand({ UserName })))) !== null,
    sshKeys: (UserName) =>
      listed(
        ask,
        'ListSSHPublicKeys',
        (more) => iam.send(new ListSSHPublicKeysCommand({ UserName, ...more })),
        (page) => page.SSHPublicKeys?.map((key) => statusOf('ListSSHPublicKeys', key.SSHPublicKeyId, key.Status)),
      ),
    certificates: (UserName) =>
      listed(
        ask,
        'ListSigningCertificates',
        (more) => iam.send(new ListSigningCertificatesCommand({ UserName, ...more })),
        (page) => page.Certificates?.map((one) => statusOf('ListSigningCertificates', one.CertificateId, one.Status)),
      ),
    serviceCredentials: (UserName) =>
      listed(
        ask,
        'ListServiceSpecificCredentials',
        (more) => iam.send(new ListServiceSpecificCredentialsCommand({ UserName, ...more })),
        (page) =>
          page.ServiceSpecificCredentials?.map((one) => ({
            ...statusOf('ListServiceSpecificCredentials', one.ServiceSpecificCredentialId, one.Status),
            service: one.ServiceName ?? 'unknown',
          })),
      ),
    mfaDevices: (UserName) =>
      listed(
        ask,
        'ListMFADevices',
        (more) => iam.send(new ListMFADevicesCommand({ UserName, ...more })),
        (page) => page.MFADevices?.map((device) => present('ListMFADevices', device.SerialNumber)),
      ),
    groups: (UserName) =>
      listed(
        ask,
        'ListGroupsForUser',
        (more) => iam.send(new ListGroupsForUserCommand({ UserName, ...more })),
        (page) => page.Groups?.map((group) => present('ListGroupsForUser', group.GroupName)),
      ),
  };
}

function policyReads(iam: IAMClient, ask: Ask): Pick<Reads, 'attached' | 'inline' | 'group'> {
  return {
    attached: (UserName) =>
      listed(
        ask,
        'ListAttachedUserPolicies',
        (more) => iam.send(new ListAttachedUserPoliciesCommand({ UserName, ...more })),
        (page) => arnsOf('ListAttachedUserPolicies', page.AttachedPolicies),
      ),
    async inline(UserName) {
      const names = await listed(
        ask,
        'ListUserPolicies',
        (more) => iam.send(new ListUserPoliciesCommand({ UserName, ...more })),
        (page) => page.PolicyNames,
      );
      return documents(names, (PolicyName) =>
        ask('GetUserPolicy', () => iam.send(new GetUserPolicyCommand({ UserName, PolicyName }))),
      );
    },
    async group(GroupName): Promise<Group | null> {
      const attached = await listed(
        ask,
        'ListAttachedGroupPolicies',
        (more) => iam.send(new ListAttachedGroupPoliciesCommand({ GroupName, ...more })),
        (page) => arnsOf('ListAttachedGroupPolicies', page.AttachedPolicies),
      );
      const names = await listed(
        ask,
        'ListGroupPolicies',
        (more) => iam.send(new ListGroupPoliciesCommand({ GroupName, ...more })),
        (page) => page.PolicyNames,
      );
      const inline = await documents(names, (PolicyName) =>
        ask('GetGroupPolicy', () => iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName }))),
      );
      return { name: GroupName, attached, inline };
    },
  };
}

async function documents(
  names: readonly string[],
  read: (name: string) => Promise<{ readonly PolicyDocument: string | undefined } | null>,
): Promise<Document[]> {
  const found: Document[] = [];
  for (const name of names) {
    const reply = await read(name);
    if (reply !== null) found.push({ name, document: documentOf(reply.PolicyDocument) });
  }
  return found;
}

interface Page {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

async function listed<Reply extends Page, Entry>(
  ask: Ask,
  operation: string,
  request: (more: { Marker?: string }) => Promise<Reply>,
  entries: (reply: Reply) => readonly Entry[] | undefined,
): Promise<Entry[]> {
  const all: Entry[] = [];
  let marker: string | undefined;
  do {
    const more = marker === undefined ? {} : { Marker: marker };
    const reply: Reply | null = await ask(operation, () => request(more));
    if (reply === null) return all;
    all.push(...(entries(reply) ?? []));
    const next = reply.IsTruncated === true ? present(operation, reply.Marker) : undefined;
    if (next !== undefined && next === marker) {
      throw new LeaverError('unreachable', `${operation}: a page comes after itself, so that the listing has no end`);
    }
    marker = next;
  } while (marker !== undefined);
  return all;
}

function statusOf(operation: string, id: string | undefined, status: string | undefined) {
  if (status === undefined)
    throw new LeaverError('unreachable', `${operation}: the reply holds a credential without a status`);
  // `Expired` is a status of service-specific credentials: AWS takes it no longer.
  return { id: present(operation, id), active: status === 'Active' };
}
