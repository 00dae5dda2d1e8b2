import {
  AttachUserPolicyCommand,
  DeleteAccessKeyCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { type Account, account, acme, failure } from './account.js';

const whoAmI = new GetCallerIdentityCommand({});
const HOUR = 3_600_000;
const DENY_ALL = 'arn:aws:iam::aws:policy/AWSDenyAll';
const role = (name: string) => ({ RoleArn: `arn:aws:iam::123456789012:role/${name}`, RoleSessionName: 'run-41' });

async function sessionAs(aws: Account, accessKeyId: string, name: string) {
  const { Credentials } = await aws.as(accessKeyId).sts.send(new AssumeRoleCommand(role(name)));
  return aws.as(Credentials?.AccessKeyId ?? '');
}

test('a key that no user owns is the runner', async () => {
  const { sts } = await account();
  expect(await sts.send(whoAmI)).toMatchObject({
    Account: '123456789012',
    Arn: 'arn:aws:sts::123456789012:assumed-role/leaver/sandbox',
  });
});

test("when the runner is a user of the account, its identity is that user's", async () => {
  const { sts } = await account({ ...acme, caller: { arn: 'arn:aws:iam::123456789012:user/ana.ruiz' } });
  expect(await sts.send(whoAmI)).toMatchObject({ UserId: 'AIDAANA', Arn: 'arn:aws:iam::123456789012:user/ana.ruiz' });
});

test("a user's key is that user, and without a name its own keys are listed", async () => {
  const { as } = await account();
  const bo = as('AKIABO');
  expect(await bo.sts.send(whoAmI)).toMatchObject({ Arn: 'arn:aws:iam::123456789012:user/staff/bo.lind' });
  const { AccessKeyMetadata } = await bo.iam.send(new ListAccessKeysCommand({}));
  expect(AccessKeyMetadata).toMatchObject([{ AccessKeyId: 'AKIABO', UserName: 'bo.lind' }]);
});

test.each([
  ['refused by the seed', 'AKIAREFUSED'],
  ['inactive', 'AKIAANA2'],
])('a key that is %s is InvalidClientTokenId', async (_, accessKeyId) => {
  const { as } = await account();
  const expected = { name: 'InvalidClientTokenId', status: 403 };
  expect(await failure(as(accessKeyId).sts.send(whoAmI))).toMatchObject(expected);
  expect(await failure(as(accessKeyId).iam.send(new ListUsersCommand({})))).toMatchObject(expected);
});

test('when a key is switched off or deleted, whoever holds it can do nothing with it', async () => {
  const { iam, as } = await account();
  const key = { UserName: 'bo.lind', AccessKeyId: 'AKIABO' };
  await iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Inactive' }));
  expect(await failure(as('AKIABO').sts.send(whoAmI))).toMatchObject({ name: 'InvalidClientTokenId' });
  await iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Active' }));
  await as('AKIABO').sts.send(whoAmI);
  await iam.send(new DeleteAccessKeyCommand(key));
  expect(await failure(as('AKIABO').sts.send(whoAmI))).toMatchObject({ name: 'InvalidClientTokenId' });
});

test('when AWSDenyAll is attached, everything is denied but asking who one is', async () => {
  const { iam, as } = await account();
  const ana = as('AKIAANA1');
  await ana.iam.send(new ListUsersCommand({}));
  await iam.send(new AttachUserPolicyCommand({ UserName: 'ana.ruiz', PolicyArn: DENY_ALL }));
  expect(await failure(ana.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'AccessDenied', status: 403 });
  expect(await failure(ana.sts.send(new AssumeRoleCommand(role('deploy'))))).toMatchObject({ name: 'AccessDenied' });
  await ana.sts.send(whoAmI);
});

test('an explicit deny reaches only the actions and users it names', async () => {
  const { iam, as } = await account();
  const deny = { Effect: 'Deny', Action: 'iam:Get*', Resource: 'arn:aws:iam::*:user/staff/*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: deny });
  await iam.send(new PutUserPolicyCommand({ UserName: 'ana.ruiz', PolicyName: 'p', PolicyDocument }));
  const ana = as('AKIAANA1');
  expect(await failure(ana.iam.send(new GetUserCommand({ UserName: 'bo.lind' })))).toMatchObject({
    name: 'AccessDenied',
  });
  await ana.iam.send(new GetUserCommand({ UserName: 'ana.ruiz' }));
});

test('an assumed role is another identity, until its session expires', async () => {
  const aws = await account();
  const { Credentials, AssumedRoleUser } = await aws.sts.send(new AssumeRoleCommand(role('leaver')));
  expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
  expect(Credentials?.Expiration).toEqual(new Date('2026-11-23T10:00:00Z'));
  const session = aws.as(Credentials?.AccessKeyId ?? '');
  const expected = { Arn: 'arn:aws:sts::123456789012:assumed-role/leaver/run-41' };
  expect(AssumedRoleUser).toMatchObject(expected);
  expect(await session.sts.send(whoAmI)).toMatchObject({ ...expected, UserId: AssumedRoleUser?.AssumedRoleId });
  aws.pass(HOUR);
  expect(await failure(session.sts.send(whoAmI))).toMatchObject({ name: 'ExpiredToken', status: 403 });
});

test.each([
  ['does not trust the caller', 'deploy'],
  ['does not exist', 'absent'],
])('a role that %s is AccessDenied', async (_, name) => {
  const { sts } = await account({ ...acme, caller: { arn: 'arn:aws:iam::123456789012:role/leaver' } });
  expect(await failure(sts.send(new AssumeRoleCommand(role(name))))).toMatchObject({
    name: 'AccessDenied',
    status: 403,
  });
});

test("a session longer than the role's maximum is refused", async () => {
  const { as } = await account();
  const attempt = as('AKIABO').sts.send(new AssumeRoleCommand({ ...role('deploy'), DurationSeconds: 7200 }));
  expect(await failure(attempt)).toMatchObject({ name: 'ValidationError', status: 400 });
});

test('denying the user leaves live sessions; a deny on the issue time for that session ends them, and no others', async () => {
  const aws = await account();
  const [ana, bo] = [await sessionAs(aws, 'AKIAANA1', 'deploy'), await sessionAs(aws, 'AKIABO', 'deploy')];
  await aws.iam.send(new AttachUserPolicyCommand({ UserName: 'ana.ruiz', PolicyArn: DENY_ALL }));
  await ana.iam.send(new ListUsersCommand({}));
  const statement = {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: {
      DateLessThan: { 'aws:TokenIssueTime': '2026-11-23T09:30:00Z' },
      StringLike: { 'aws:userid': '*:run-41' },
    },
  };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await aws.iam.send(new PutRolePolicyCommand({ RoleName: 'deploy', PolicyName: 'revoke', PolicyDocument }));
  expect(await failure(ana.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'AccessDenied' });
  aws.pass(HOUR / 2);
  const later = await sessionAs(aws, 'AKIABO', 'deploy');
  await later.iam.send(new ListUsersCommand({}));
  expect(await failure(bo.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'AccessDenied' });
});

test('a request without a signature is refused', async () => {
  const { server } = await account();
  const reply = await fetch(server.url, { method: 'POST', body: 'Action=ListUsers&Version=2010-05-08' });
  expect(reply.status).toBe(403);
  expect(await reply.text()).toContain('<Code>MissingAuthenticationToken</Code>');
});
