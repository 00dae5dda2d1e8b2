import { expect, onTestFinished, test } from 'vitest';
import type { ConnectorOptions } from '../../../src/connectors/connector.js';
import type { AccountId } from '../../../src/core/model.js';
import { type AwsSeed, awsFault, largeAccount, type UserSeed } from '../../../src/sandbox/aws-iam/index.js';
import { requestsOf } from './acting.js';
import { connectorTo, environmentFor, type Scene, SECRET, scene } from './embedded.js';
import { ACCOUNT, KIM, LEAVER, RUNNER, STAYER, world } from './world.js';

async function started(seed: AwsSeed, options: Partial<ConnectorOptions> = {}): Promise<Scene> {
  const made = await scene(seed, options);
  onTestFinished(() => made.server.stop());
  return made;
}

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const nothing = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };
const mark = { 'leaver:suspended-at': '2026-11-01T09:00:00Z', 'leaver:revocation': 'aws-prod/AIDA' };

test.each<[string, Partial<UserSeed>, string, string | null]>([
  ['the deny and the mark are there', { policies: ['AWSDenyAll'], tags: mark }, 'suspended', '2026-11-01T09:00:00Z'],
  ['others attached the deny', { policies: ['AWSDenyAll'] }, 'suspended', null],
  ['the deny is inline', { inline: { 'leaver-deny-all': nothing }, tags: mark }, 'suspended', '2026-11-01T09:00:00Z'],
  ['the deny is the boundary', { boundary: 'AWSDenyAll', tags: mark }, 'suspended', '2026-11-01T09:00:00Z'],
  ['the mark is there and the deny was lifted', { tags: mark }, 'active', null],
  ['an inline policy has the name and denies nothing', { inline: { 'leaver-deny-all': everything } }, 'active', null],
  [
    'the suspension was cut off',
    { policies: ['AWSDenyAll'], tags: { ...mark, 'leaver:unfinished': 'true' } },
    'active',
    null,
  ],
  ['the mark is no time', { policies: ['AWSDenyAll'], tags: { 'leaver:suspended-at': 'lately' } }, 'suspended', null],
])('when %s, tells so in the listing and on a direct look', async (_, user, status, suspendedAt) => {
  const { connector } = await started(world([{ name: 'x', ...user }]));
  const listed = (await connector.observe()).accounts.find(({ name }) => name === 'x');
  const direct = (await connector.observeAccounts([{ id: null, name: 'x' }])).accounts.find(({ name }) => name === 'x');
  expect(listed).toMatchObject({ status, suspendedAt });
  expect(direct).toMatchObject({ status, suspendedAt });
});

test.each<[string, Partial<UserSeed>, boolean]>([
  ['AdministratorAccess is attached', { policies: ['AdministratorAccess'] }, true],
  ['an inline policy allows everything', { inline: { all: everything } }, true],
  ['a group holds AdministratorAccess', { groups: ['admins'] }, true],
  ["a policy of the account's own allows everything", { policies: ['own-admin'] }, true],
  ['everything is denied', { inline: { none: nothing } }, false],
  ['only reading is allowed', { policies: ['ReadOnlyAccess'] }, false],
])('when %s, knows whether that is an administrator', async (_, user, admin) => {
  const seed = { ...world([{ name: 'x', ...user }]), policies: [{ name: 'own-admin', document: everything }] };
  const { connector } = await started(seed);
  const listed = (await connector.observe()).accounts.find(({ name }) => name === 'x');
  const direct = (await connector.observeAccounts([{ id: null, name: 'x' }])).accounts.find(({ name }) => name === 'x');
  expect([listed?.admin, direct?.admin]).toEqual([admin, admin]);
});

test('when everybody is listed, tells of credentials what the report tells', async () => {
  const { connector } = await started(world());
  const seen = await connector.observe();
  const listed = seen.accounts.find(({ name }) => name === LEAVER.name)?.entitlements ?? [];
  expect(listed.filter(({ kind }) => kind === 'credential').map(({ id }) => id)).toEqual([
    'access-key:1',
    'certificate:1',
    'console-password',
  ]);
  expect(listed.find(({ id }) => id === 'access-key:1')).toMatchObject({
    lastUsedAt: '2026-11-23T07:00:00Z',
    lastUsedBy: 's3 in eu-west-1',
  });
  expect(seen.identity).toBe(`aws:${ACCOUNT}`);
});

test('when one user is asked for, tells when, where and by what each key was last used', async () => {
  const { connector } = await started(world());
  const [account] = (await connector.observeAccounts([{ id: LEAVER.id as AccountId, name: LEAVER.name }])).accounts;
  expect(account?.entitlements.filter(({ type }) => type === 'access-key')).toMatchObject([
    { status: 'active', lastUsedAt: '2026-11-23T07:00:00Z', lastUsedBy: 's3 in eu-west-1' },
    { status: 'inactive', lastUsedAt: null, lastUsedBy: null },
  ]);
});

test.each([true, false])(
  'when the credential report fails, is complete with a gap (declared: %s)',
  async (declared) => {
    const { connector, server } = await started(world(), { unavailable: declared ? ['credential-report'] : [] });
    server.faults.add({ fault: awsFault('AccessDenied'), matching: /CredentialReport/ });
    const seen = await connector.observe();
    expect(seen.completeness).toEqual({ kind: 'complete' });
    expect(seen.gaps).toMatchObject([{ part: 'credential-report', declared }]);
  },
);

test('when a part of a user can not be read, is a gap, and who may be an administrator counts as one', async () => {
  const { connector, server } = await started(world());
  server.faults.add({ fault: awsFault('AccessDenied'), matching: /Action=(ListSSHPublicKeys|ListUserPolicies)/ });
  const seen = await connector.observeAccounts([{ id: null, name: STAYER.name }]);
  expect(seen.gaps.map(({ part }) => part)).toEqual(['inline-policies', 'ssh-keys']);
  expect(seen.accounts.find(({ name }) => name === STAYER.name)?.admin).toBe(true);
});

test('when somebody was renamed, finds the account by its id; a name taken by another is told under the id it has', async () => {
  const { connector } = await started(world());
  const id = STAYER.id as AccountId;
  const renamed = await connector.observeAccounts([{ id, name: 'former.name' }]);
  expect(renamed.accounts.map((account) => account.name)).toEqual([STAYER.name]);
  const alone = await connector.observeAccounts([{ id, name: null }]);
  expect(alone.accounts.map((account) => account.name)).toEqual([STAYER.name]);
  const gone = await connector.observeAccounts([{ id: 'AIDAGONE' as AccountId, name: STAYER.name }]);
  expect(gone.accounts.map((account) => account.id)).toEqual([id]);
});

test('when the account has 2,500 users, makes no request for a single one of them', async () => {
  const made = await started({ ...largeAccount({ users: 2500 }), accountId: ACCOUNT });
  const seen = await made.connector.observe();
  expect(seen.accounts).toHaveLength(2500);
  const { GetCredentialReport = 0, ...rest } = requestsOf(made);
  // ⌈(2,500 users + 10 groups + 1 role) / 1,000⌉
  expect(rest).toEqual({ GetCallerIdentity: 1, GenerateCredentialReport: 1, GetAccountAuthorizationDetails: 3 });
  expect(GetCredentialReport).toBeLessThanOrEqual(3);
  expect(seen.requests).toBe(made.server.requests.length);
});

test('when one user is a candidate, makes the requests of the formula', async () => {
  const made = await started(world());
  const seen = await made.connector.observeAccounts([{ id: LEAVER.id as AccountId, name: LEAVER.name }]);
  // who am I, roles and groups; the user and nine lists; an inline policy and two keys
  expect(seen.requests).toBe(2 + 10 + 1 + 2);
});

test('when a role is to be assumed, reads as that role, and still knows its own user', async () => {
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/everyone`;
  const { connector, server } = await started(world(), { settings: { accountId: ACCOUNT, roleArn } });
  const seen = await connector.observe();
  expect(seen.accounts.filter(({ self }) => self).map(({ name }) => name)).toEqual([RUNNER.name]);
  expect([...server.system.state.sessions.values()].map(({ session }) => session)).toEqual(['leaver']);
});

test.each([undefined, `arn:aws:iam::${ACCOUNT}:role/everyone`])(
  'when the credential reaches another account (role: %s), is wrong-system and lists nobody',
  async (roleArn) => {
    const { connector } = await started(world(), {
      settings: { accountId: '999999999999', ...(roleArn && { roleArn }) },
    });
    await expect(connector.observe()).rejects.toMatchObject({
      code: 'wrong-system',
      mend: expect.stringContaining('accountId'),
    });
  },
);

test('when the environment holds half a key, is missing-credential and does not quote the other half', async () => {
  const { AWS_ACCESS_KEY_ID: _, ...half } = environmentFor('http://127.0.0.1:1');
  const made = connectorTo('', { environment: half });
  await expect(made).rejects.toMatchObject({
    code: 'missing-credential',
    message: expect.not.stringContaining(SECRET),
  });
});

test('when the runner may not list, is partial with nobody, and an administrator is still known on a direct look', async () => {
  const { connector, server } = await started(world());
  server.faults.add({ fault: awsFault('AccessDenied'), matching: /GetAccountAuthorizationDetails/ });
  const seen = await connector.observe();
  expect([seen.completeness.kind, seen.accounts]).toEqual(['partial', []]);
  const direct = await connector.observeAccounts([{ id: KIM.id as AccountId, name: KIM.name }]);
  expect(direct.accounts).toMatchObject([{ name: KIM.name, admin: true }]);
  expect(direct.gaps.map(({ part }) => part)).toEqual(['trust-policies']);
});

test.each([
  [`sts:${'*'.repeat(60)}x`, false],
  [`${'*?'.repeat(7)}*`, true],
  ['sts:Assume*', true],
  ['STS:assumerole', true],
  ['sts:AssumeRoleWith*', false],
  ['sts:A?Role', false],
])('when a policy allows %s, says in no time whether that lets its holder assume roles', async (Action, assumes) => {
  const Statement = [{ Effect: 'Allow', Action, Resource: '*' }];
  const hostile: UserSeed = {
    name: 'mallory',
    id: 'AIDAMMMMMMMMMMMMMMMMM',
    inline: { own: { Version: '2012-10-17', Statement } },
  };
  const { connector, server } = await scene(world([hostile]));
  onTestFinished(() => server.stop());
  const seen = await connector.observe();
  const ids = seen.accounts.find(({ name }) => name === 'mallory')?.entitlements.map(({ id }) => id) ?? [];
  expect(ids.includes('assume-role' as never)).toBe(assumes);
});
