import {
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsCommandInput,
  type GetAccountAuthorizationDetailsCommandOutput,
  ListUsersCommand,
  paginateListUsers,
} from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { largeAccount } from '../../../src/sandbox/aws-iam/index.js';
import { type Account, account, acme, failure } from './account.js';

async function everything(from: Account, input: GetAccountAuthorizationDetailsCommandInput = {}) {
  const pages: GetAccountAuthorizationDetailsCommandOutput[] = [];
  let Marker: string | undefined;
  do {
    const page = await from.iam.send(new GetAccountAuthorizationDetailsCommand({ ...input, Marker }));
    pages.push(page);
    Marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (Marker !== undefined);
  return pages;
}

test('the bulk call gives a user with groups, policies, boundary and tags', async () => {
  const aws = await account();
  const [page] = await everything(aws);
  const ana = page?.UserDetailList?.find((user) => user.UserName === 'ana.ruiz');
  expect(ana).toMatchObject({
    UserId: 'AIDAANA',
    Path: '/',
    Arn: 'arn:aws:iam::123456789012:user/ana.ruiz',
    CreateDate: new Date('2024-01-15T09:00:00Z'),
    GroupList: ['developers', 'admins'],
    AttachedManagedPolicies: [
      { PolicyName: 'ledger', PolicyArn: 'arn:aws:iam::123456789012:policy/ledger' },
      { PolicyName: 'IAMReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' },
    ],
    PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/PowerUserAccess' },
    Tags: [{ Key: 'team', Value: 'ledger + billing' }],
  });
  const [inline] = ana?.UserPolicyList ?? [];
  expect(inline?.PolicyName).toBe('own');
  expect(inline?.PolicyDocument).toMatch(/^%7B%22Version%22/);
  expect(JSON.parse(decodeURIComponent(inline?.PolicyDocument ?? ''))).toMatchObject({ Version: '2012-10-17' });
});

test('a user with neither inline policies nor tags comes without those lists, as from AWS', async () => {
  const [page] = await everything(await account());
  const bo = page?.UserDetailList?.find((user) => user.UserName === 'bo.lind');
  expect(bo?.Arn).toBe('arn:aws:iam::123456789012:user/staff/bo.lind');
  expect(bo?.UserPolicyList).toBeUndefined();
  expect(bo?.Tags).toBeUndefined();
  expect(bo?.GroupList).toEqual([]);
});

test('groups, roles and policies come with documents and the count of their attachments', async () => {
  const [page] = await everything(await account());
  expect(page?.GroupDetailList?.map((group) => group.GroupName)).toEqual(['admins', 'developers']);
  const deploy = page?.RoleDetailList?.find((role) => role.RoleName === 'deploy');
  const trust = JSON.parse(decodeURIComponent(deploy?.AssumeRolePolicyDocument ?? ''));
  expect(trust.Statement[0].Principal.AWS).toEqual([
    'arn:aws:iam::123456789012:user/ana.ruiz',
    'arn:aws:iam::123456789012:user/staff/bo.lind',
  ]);
  const ledger = page?.Policies?.find((policy) => policy.PolicyName === 'ledger');
  expect(ledger).toMatchObject({ AttachmentCount: 2, DefaultVersionId: 'v1', PermissionsBoundaryUsageCount: 0 });
  expect(ledger?.PolicyVersionList?.[0]?.IsDefaultVersion).toBe(true);
});

test('a filter leaves the other lists empty', async () => {
  const [page] = await everything(await account(), { Filter: ['User', 'Group'] });
  expect(page?.UserDetailList).toHaveLength(2);
  expect(page?.GroupDetailList).toHaveLength(2);
  expect(page?.RoleDetailList).toEqual([]);
  expect(page?.Policies).toEqual([]);
});

test('2,500 users come in three pages of a thousand, each once', async () => {
  const aws = await account(largeAccount({ users: 2500 }));
  const pages = await everything(aws, { Filter: ['User', 'Group'], MaxItems: 1000 });
  const names = pages.flatMap((page) => page.UserDetailList ?? []).map((user) => user.UserName);
  expect(pages).toHaveLength(3);
  expect(new Set(names).size).toBe(2500);
  expect(names).toHaveLength(2500);
  expect(pages.flatMap((page) => page.GroupDetailList ?? [])).toHaveLength(10);
  expect(aws.server.requests.map((request) => request.operation)).toEqual(
    Array(3).fill('GetAccountAuthorizationDetails'),
  );
});

test('without a size a page has a hundred entries', async () => {
  const aws = await account(largeAccount({ users: 250 }));
  const sizes: number[] = [];
  for await (const page of paginateListUsers({ client: aws.iam }, {})) sizes.push(page.Users?.length ?? 0);
  expect(sizes).toEqual([100, 100, 50]);
});

test('when a page is short, the marker still leads to the rest', async () => {
  const aws = await account(largeAccount({ users: 250 }));
  aws.server.faults.add({ fault: { kind: 'short-page', entries: 7 }, skip: 1, times: 2 });
  const pages = await everything(aws, { Filter: ['User'], MaxItems: 100 });
  expect(pages.map((page) => page.UserDetailList?.length)).toEqual([100, 7, 7, 100, 36]);
});

test('when a page is empty and says that more follow, the marker still leads to the rest', async () => {
  const aws = await account();
  aws.server.faults.add({ fault: { kind: 'short-page', entries: 0 }, times: 1 });
  const pages = await everything(aws, { Filter: ['User'] });
  expect(pages.map((page) => page.UserDetailList?.length)).toEqual([0, 2]);
});

test('when users go between two pages, nobody is skipped', async () => {
  const aws = await account(largeAccount({ users: 30 }));
  const first = await aws.iam.send(new ListUsersCommand({ MaxItems: 10 }));
  for (const user of first.Users ?? []) aws.server.system.state.users.delete(user.UserName ?? '');
  const second = await aws.iam.send(new ListUsersCommand({ MaxItems: 10, Marker: first.Marker }));
  expect(second.Users?.[0]?.UserName).toBe('user-00010');
});

test.each([
  ['a size of none', { MaxItems: 0 }],
  ['a size over a thousand', { MaxItems: 1001 }],
  ['a marker that was never given', { Marker: 'page-2' }],
])('%s is refused', async (_, input) => {
  const aws = await account();
  expect(await failure(aws.iam.send(new ListUsersCommand(input)))).toMatchObject({
    name: 'ValidationError',
    status: 400,
  });
});

test('a seed that contradicts itself is refused with the place', async () => {
  await expect(account({ ...acme, groups: [] })).rejects.toThrow('ana.ruiz is in the group developers');
  await expect(account({ ...acme, accountId: '1234' })).rejects.toThrow('twelve digits');
  const inline = { broken: 'Deny' };
  await expect(account({ ...acme, users: [{ name: 'x', inline }], roles: [] })).rejects.toThrow(
    'no policy document: Deny',
  );
});
