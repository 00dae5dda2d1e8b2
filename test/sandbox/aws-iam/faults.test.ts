import {
  DeleteAccessKeyCommand,
  ListAccessKeysCommand,
  ListUsersCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { awsFault } from '../../../src/sandbox/aws-iam/index.js';
import { account, acme, changesOf, failure } from './account.js';

const bo = { UserName: 'bo.lind', AccessKeyId: 'AKIABO' };
const disable = new UpdateAccessKeyCommand({ ...bo, Status: 'Inactive' });

test('when it throttles, the SDK waits and tries again', async () => {
  const aws = await account(acme, 3);
  aws.server.faults.add({ fault: awsFault('Throttling'), matching: /Action=ListUsers/, times: 2 });
  const { Users, $metadata } = await aws.iam.send(new ListUsersCommand({}));
  expect(Users).toHaveLength(2);
  expect($metadata.attempts).toBe(3);
  expect(aws.server.requests.map((request) => request.status)).toEqual([400, 400, 200]);
});

test.each([
  ['Throttling', 400],
  ['AccessDenied', 403],
  ['ServiceUnavailable', 503],
] as const)(
  'a %s fault ends as that error with its status and a request id, and changes nothing',
  async (code, status) => {
    const aws = await account();
    aws.server.faults.add({ fault: awsFault(code), matching: /UpdateAccessKey/ });
    expect(await failure(aws.iam.send(disable))).toMatchObject({ name: code, status });
    expect(changesOf(aws)).toEqual([]);
  },
);

test('an expired token is told as such', async () => {
  const aws = await account();
  aws.server.faults.add({ fault: awsFault('ExpiredToken') });
  expect(await failure(aws.iam.send(disable))).toMatchObject({
    status: 403,
    message: expect.stringContaining('expired'),
  });
});

test('when the reply is lost, the change was made all the same', async () => {
  const aws = await account();
  aws.server.faults.add({ fault: { kind: 'lost-reply' }, matching: /DeleteAccessKey/, times: 1 });
  const attempt = aws.iam.send(new DeleteAccessKeyCommand(bo));
  await expect(attempt).rejects.toThrow();
  expect(changesOf(aws)).toEqual(['DeleteAccessKey user/bo.lind/key/AKIABO']);
  expect(await failure(aws.iam.send(new DeleteAccessKeyCommand(bo)))).toMatchObject({ name: 'NoSuchEntityException' });
});

test('a stale read tells the status before the change, and the next one the truth', async () => {
  const aws = await account();
  aws.server.faults.add({ fault: { kind: 'stale' }, matching: /ListAccessKeys/, times: 1 });
  const status = async () => {
    const { AccessKeyMetadata } = await aws.iam.send(new ListAccessKeysCommand({ UserName: 'bo.lind' }));
    return AccessKeyMetadata?.[0]?.Status;
  };
  await aws.iam.send(disable);
  expect([await status(), await status()]).toEqual(['Active', 'Inactive']);
});

test('the request log names each operation', async () => {
  const aws = await account();
  await aws.iam.send(disable);
  await failure(aws.iam.send(new ListAccessKeysCommand({ UserName: 'nobody' })));
  expect(aws.server.requests.map(({ operation, status }) => [operation, status])).toEqual([
    ['UpdateAccessKey', 200],
    ['ListAccessKeys', 404],
  ]);
});

test('an operation that is not built is InvalidAction', async () => {
  const { server } = await account();
  for (const action of ['MakeCoffee', 'constructor', '']) {
    const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=AKIARUNNER/20261123/us-east-1/iam/aws4_request' };
    const reply = await fetch(server.url, { method: 'POST', headers, body: `Action=${action}&Version=2010-05-08` });
    expect([reply.status, (await reply.text()).includes('<Code>InvalidAction</Code>')]).toEqual([400, true]);
  }
});
