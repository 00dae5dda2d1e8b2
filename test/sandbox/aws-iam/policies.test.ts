import {
  AttachUserPolicyCommand,
  DeleteRolePolicyCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAttachedUserPoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListUserPoliciesCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { account, acme, changesOf, failure } from './account.js';

const ana = { UserName: 'ana.ruiz' };
const DENY_ALL = 'arn:aws:iam::aws:policy/AWSDenyAll';
const DENY = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}';

test('AWSDenyAll is attached, listed and detached', async () => {
  const aws = await account();
  await aws.iam.send(new AttachUserPolicyCommand({ ...ana, PolicyArn: DENY_ALL }));
  await aws.iam.send(new AttachUserPolicyCommand({ ...ana, PolicyArn: DENY_ALL }));
  const { AttachedPolicies } = await aws.iam.send(new ListAttachedUserPoliciesCommand(ana));
  expect(AttachedPolicies).toContainEqual({ PolicyName: 'AWSDenyAll', PolicyArn: DENY_ALL });
  await aws.iam.send(new DetachUserPolicyCommand({ ...ana, PolicyArn: DENY_ALL }));
  const again = failure(aws.iam.send(new DetachUserPolicyCommand({ ...ana, PolicyArn: DENY_ALL })));
  expect(await again).toMatchObject({ name: 'NoSuchEntityException', status: 404 });
  expect(changesOf(aws)).toEqual([
    'AttachUserPolicy user/ana.ruiz/policy/AWSDenyAll',
    'DetachUserPolicy user/ana.ruiz/policy/AWSDenyAll',
  ]);
});

test('when ten policies are attached, the eleventh is LimitExceeded and an inline deny still fits', async () => {
  const policies = Array.from({ length: 10 }, (_, index) => `Policy${index}`);
  const aws = await account({ accountId: acme.accountId, users: [{ name: 'full', policies }] });
  const attach = new AttachUserPolicyCommand({ UserName: 'full', PolicyArn: DENY_ALL });
  expect(await failure(aws.iam.send(attach))).toEqual({
    name: 'LimitExceededException',
    status: 409,
    message: 'Cannot exceed quota for PoliciesPerUser: 10',
  });
  await aws.iam.send(new PutUserPolicyCommand({ UserName: 'full', PolicyName: 'leaver-deny', PolicyDocument: DENY }));
  expect(changesOf(aws)).toEqual(['PutUserPolicy user/full/inline/leaver-deny']);
});

test("a customer's policy that does not exist can't be attached", async () => {
  const { iam } = await account();
  const PolicyArn = 'arn:aws:iam::123456789012:policy/absent';
  const attempt = iam.send(new AttachUserPolicyCommand({ ...ana, PolicyArn }));
  expect(await failure(attempt)).toMatchObject({ name: 'NoSuchEntityException' });
});

test('an inline policy is put, read back URL-encoded, listed and deleted', async () => {
  const { iam } = await account();
  const own = { ...ana, PolicyName: 'leaver-deny' };
  await iam.send(new PutUserPolicyCommand({ ...own, PolicyDocument: DENY }));
  const { PolicyDocument } = await iam.send(new GetUserPolicyCommand(own));
  expect(PolicyDocument).not.toContain('{');
  expect(decodeURIComponent(PolicyDocument ?? '')).toBe(DENY);
  expect((await iam.send(new ListUserPoliciesCommand(ana))).PolicyNames).toEqual(['leaver-deny', 'own']);
  await iam.send(new DeleteUserPolicyCommand(own));
  expect(await failure(iam.send(new GetUserPolicyCommand(own)))).toMatchObject({ name: 'NoSuchEntityException' });
});

test.each([
  ['no JSON', 'deny', 'MalformedPolicyDocumentException', 400],
  ['no statement', '{"Version":"2012-10-17","Statement":[]}', 'MalformedPolicyDocumentException', 400],
  ['no resource', DENY.replace(',"Resource":"*"', ''), 'MalformedPolicyDocumentException', 400],
  ['an id with a dash', DENY.replace('{"Effect"', '{"Sid":"a-b","Effect"'), 'MalformedPolicyDocumentException', 400],
  [
    'an action without its service',
    DENY.replace('"Action":"*"', '"Action":"Get*"'),
    'MalformedPolicyDocumentException',
    400,
  ],
  ['more than 2,048 characters', DENY.replace('"*"', `"s3:${'Get'.repeat(700)}"`), 'LimitExceededException', 409],
])('an inline policy of %s is refused', async (_, PolicyDocument, name, status) => {
  const { iam } = await account();
  const put = iam.send(new PutUserPolicyCommand({ ...ana, PolicyName: 'x', PolicyDocument }));
  expect(await failure(put)).toMatchObject({ name, status });
});

test('a boundary is replaced, taken off, and then there is none', async () => {
  const aws = await account();
  await aws.iam.send(new PutUserPermissionsBoundaryCommand({ ...ana, PermissionsBoundary: DENY_ALL }));
  const { User } = await aws.iam.send(new GetUserCommand(ana));
  expect(User?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(DENY_ALL);
  await aws.iam.send(new DeleteUserPermissionsBoundaryCommand(ana));
  const again = failure(aws.iam.send(new DeleteUserPermissionsBoundaryCommand(ana)));
  expect(await again).toMatchObject({ name: 'NoSuchEntityException' });
  expect(changesOf(aws)).toHaveLength(2);
});

test('a managed policy is read with its document', async () => {
  const { iam } = await account();
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: DENY_ALL }));
  expect(Policy).toMatchObject({ PolicyName: 'AWSDenyAll', DefaultVersionId: 'v1', Path: '/' });
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: DENY_ALL, VersionId: 'v1' }));
  expect(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? '')).Statement[0].Effect).toBe('Deny');
});

test('a role is read with its maximum session, and listed', async () => {
  const { iam } = await account();
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'leaver' }));
  expect(Role).toMatchObject({ MaxSessionDuration: 7200, Arn: 'arn:aws:iam::123456789012:role/leaver' });
  const { Roles } = await iam.send(new ListRolesCommand({}));
  expect(Roles?.map((role) => [role.RoleName, role.MaxSessionDuration])).toEqual([
    ['deploy', 3600],
    ['leaver', 7200],
  ]);
});

test("a role's inline policies are put, read, listed and deleted", async () => {
  const aws = await account();
  const own = { RoleName: 'deploy', PolicyName: 'leaver-revoke-sessions' };
  await aws.iam.send(new PutRolePolicyCommand({ ...own, PolicyDocument: DENY }));
  const { PolicyDocument } = await aws.iam.send(new GetRolePolicyCommand(own));
  expect(decodeURIComponent(PolicyDocument ?? '')).toBe(DENY);
  const { PolicyNames } = await aws.iam.send(new ListRolePoliciesCommand({ RoleName: 'deploy' }));
  expect(PolicyNames).toEqual(['leaver-revoke-sessions', 'own']);
  await aws.iam.send(new DeleteRolePolicyCommand(own));
  expect(await failure(aws.iam.send(new DeleteRolePolicyCommand(own)))).toMatchObject({
    name: 'NoSuchEntityException',
  });
  expect(changesOf(aws)).toEqual([
    'PutRolePolicy role/deploy/inline/leaver-revoke-sessions',
    'DeleteRolePolicy role/deploy/inline/leaver-revoke-sessions',
  ]);
});

test('a trust policy is replaced, unless it names nobody or somebody who does not exist', async () => {
  const aws = await account();
  const trust = (principal: string | string[]) =>
    new UpdateAssumeRolePolicyCommand({
      RoleName: 'deploy',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' }],
      }),
    });
  await aws.iam.send(trust('arn:aws:iam::123456789012:user/staff/bo.lind'));
  for (const gone of ['arn:aws:iam::123456789012:user/nobody', 'AIDAANA', []]) {
    expect(await failure(aws.iam.send(trust(gone)))).toMatchObject({
      name: 'MalformedPolicyDocumentException',
      status: 400,
    });
  }
  expect(changesOf(aws)).toEqual(['UpdateAssumeRolePolicy role/deploy/trust']);
});
