import { expect, onTestFinished, test } from 'vitest';
import { after } from '../../../src/core/time.js';
import { type AwsSeed, awsFault, type UserSeed } from '../../../src/sandbox/aws-iam/index.js';
import { act, changesOf, requestsOf, suspend, targetOf } from './acting.js';
import { connectorTo, NOW, type Scene, scene, virtualClock } from './embedded.js';
import { ACCOUNT, KIM, LEAVER, world } from './world.js';

const DAY = 86_400_000;
const ana = `user/${LEAVER.name}`;
const SESSIONS = `leaver-end-sessions-of-${LEAVER.id}`;

async function started(seed: AwsSeed = world()): Promise<Scene> {
  const made = await scene(seed, { unavailable: ['ssh-keys-that-are-not-here'] });
  onTestFinished(() => made.server.stop());
  return made;
}

test('law 8: suspends in the safe order: the mark, the door, credentials, what is held, roles, and the mark whole', async () => {
  const made = await started();
  const { evidence } = await suspend(made, LEAVER);
  expect(changesOf(made)).toEqual([
    ...['suspended-at', 'revocation', 'unfinished'].map((tag) => `TagUser ${ana}/tag/leaver:${tag}`),
    `AttachUserPolicy ${ana}/policy/AWSDenyAll`,
    `UpdateAccessKey ${ana}/key/AKIAAAAAAAAAAAAAAAA2`,
    `UpdateServiceSpecificCredential ${ana}/service-credential/ACCAAAAAAAAAAAAAAAAAA`,
    `UpdateSSHPublicKey ${ana}/ssh-key/APKAAAAAAAAAAAAAAAAA`,
    `UpdateSigningCertificate ${ana}/certificate/AAAAAAAAAAAAAAAAAAAAAAAA`,
    `RemoveUserFromGroup ${ana}/group/developers`,
    `DetachUserPolicy ${ana}/policy/IAMReadOnlyAccess`,
    `PutRolePolicy role/ana-only/inline/${SESSIONS}`,
    'UpdateAssumeRolePolicy role/ana-only/trust',
    `PutRolePolicy role/deploy/inline/${SESSIONS}`,
    'UpdateAssumeRolePolicy role/deploy/trust',
    `UntagUser ${ana}/tag/leaver:unfinished`,
  ]);
  expect(evidence).toMatchObject([
    {
      user: { id: LEAVER.id },
      boundary: 'arn:aws:iam::aws:policy/PowerUserAccess',
      groups: ['developers'],
      attachedPolicies: ['arn:aws:iam::aws:policy/IAMReadOnlyAccess'],
      inlinePolicies: { reading: expect.stringContaining('s3:GetObject') },
      accessKeys: [{ active: true }, { active: false }],
      trustPolicies: { deploy: expect.stringContaining(LEAVER.name), 'ana-only': expect.stringContaining(LEAVER.name) },
    },
  ]);
});

test('takes the user out of trust policies, ends only sessions that are the user’s own, and tells which may live on', async () => {
  const made = await started();
  const target = await targetOf(made.connector, LEAVER);
  await act(made, target);
  const { roles } = made.server.system.state;
  expect(roles.get('deploy')?.trust).not.toContain(LEAVER.name);
  expect(roles.get('deploy')?.trust).toContain('ben.ito');
  expect(JSON.parse(roles.get('ana-only')?.trust ?? '')).toMatchObject({ Statement: [{ Effect: 'Deny' }] });
  expect(roles.get('deploy')?.inline.get(SESSIONS)).toContain(
    `"aws:userid":"${roles.get('deploy')?.id}:${LEAVER.name}"`,
  );
  expect(roles.get('ana-only')?.inline.get(SESSIONS)).not.toContain('aws:userid');
  // deploy's longest session is two hours; every session of ana-only was ended
  expect(await made.connector.check(target, NOW)).toEqual([
    { kind: 'residual', what: expect.stringContaining('the role deploy'), until: '2026-11-23T11:00:00Z' },
  ]);
  expect(await made.connector.check(target, after(NOW, DAY))).toEqual([]);
});

test('when a user may assume roles by its policies, tells until when sessions may live', async () => {
  const made = await started();
  const target = await targetOf(made.connector, KIM);
  await act(made, target);
  expect(await made.connector.check(target, NOW)).toMatchObject([{ kind: 'residual', until: '2026-11-23T21:00:00Z' }]);
});

const ten = Array.from({ length: 10 }, (_, index) => `policy-${index}`);
const own = ten.map((name) => ({ name }));
const long = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'x'.repeat(1950), Effect: 'Allow', Action: 's3:*', Resource: '*' }],
};

test.each<[string, Partial<UserSeed>, string]>([
  ['no policy more can be attached', {}, 'PutUserPolicy user/full/inline/leaver-deny-all'],
  ['no inline policy fits either', { inline: { long } }, 'PutUserPermissionsBoundary user/full/boundary/AWSDenyAll'],
])('when %s, denies everything by the next way, without a failed step', async (_, user, first) => {
  const made = await started({ ...world([{ name: 'full', policies: ten, ...user }]), policies: own });
  const target = await targetOf(made.connector, { name: 'full' });
  const { steps } = await act(made, target);
  expect(
    changesOf(made)
      .find((change) => !change.startsWith('TagUser'))
      ?.replace(/policy\/AWS/, 'AWS'),
  ).toContain(first.split('/').slice(0, 2).join('/'));
  expect(steps.filter((step) => !/: (done|absent)$/.test(step))).toEqual([]);
  expect(await made.connector.check(target, NOW)).toEqual([]);
  const seen = await made.connector.observeAccounts([{ id: null, name: 'full' }]);
  expect(seen.accounts[0]).toMatchObject({ status: 'suspended', suspendedAt: '2026-11-23T09:00:00Z' });
});

test('when a step fails, does the rest, leaves the mark unfinished, and the next run finishes', async () => {
  const made = await started();
  made.server.faults.add({ fault: awsFault('AccessDenied'), matching: /UpdateSSHPublicKey/ });
  const target = await targetOf(made.connector, LEAVER);
  const { steps } = await act(made, target);
  expect(steps.filter((step) => !step.endsWith(': done')).map((step) => step.split(' ')[0])).toEqual([
    'UpdateSSHPublicKey',
    'UntagUser',
  ]);
  made.server.faults.clear();
  const again = await targetOf(made.connector, LEAVER);
  expect(again.account.status).toBe('active');
  expect((await act(made, again)).steps).toEqual([
    'UpdateSSHPublicKey ssh-key/APKAAAAAAAAAAAAAAAAA: done',
    'UntagUser tag/leaver:unfinished: done',
  ]);
});

test('law 10: when a list can’t be read, what stands in it is not taken for gone', async () => {
  const made = await started();
  const target = await targetOf(made.connector, LEAVER, 'suspend', 'group:developers');
  made.server.faults.add({ fault: awsFault('AccessDenied'), matching: /Action=ListGroupsForUser&/ });
  await act(made, target);
  const left = await made.connector.check(target, NOW);
  expect(left).toMatchObject([
    { kind: 'pending', what: expect.stringContaining('group:developers could not be read') },
  ]);
});

test('law 10: when a list can’t be read back, that is residual without an end, unless the policy declares it', async () => {
  const left = async (unavailable: readonly string[]) => {
    const made = await scene(world(), { unavailable });
    onTestFinished(() => made.server.stop());
    await suspend(made, LEAVER);
    const target = await targetOf(made.connector, LEAVER);
    made.server.faults.add({ fault: awsFault('AccessDenied'), matching: /Action=ListSSHPublicKeys&/ });
    return (await made.connector.check(target, NOW)).filter(({ what }) => what.includes('could not be read'));
  };
  expect(await left([])).toMatchObject([{ kind: 'residual', until: null }]);
  expect(await left(['ssh-keys'])).toEqual([]);
});

test('when one entitlement is to go, removes that and keeps its record', async () => {
  const made = await started();
  const target = await targetOf(made.connector, LEAVER, 'suspend', 'inline:reading');
  const { evidence, steps } = await act(made, target);
  expect(steps).toEqual(['DeleteUserPolicy inline/reading: done']);
  expect(evidence).toMatchObject([{ inlinePolicies: { reading: expect.stringContaining('s3:GetObject') } }]);
  expect(await made.connector.check(target, NOW)).toEqual([]);
});

test('after retention, deletes in the order that IAM demands, and nothing is left of the user', async () => {
  const made = await started();
  await suspend(made, LEAVER);
  const before = made.server.changes.length;
  const target = await targetOf(made.connector, LEAVER, 'delete');
  const { steps } = await act(made, target, after(NOW, 30 * DAY));
  expect(steps.filter((step) => !step.endsWith(': done'))).toEqual([]);
  expect(
    changesOf(made)
      .slice(before)
      .map((change) => change.split(' ')[0]),
  ).toEqual([
    'DeleteLoginProfile',
    ...['DeleteAccessKey', 'DeleteAccessKey', 'DeleteSigningCertificate', 'DeleteSSHPublicKey'],
    ...['DeleteServiceSpecificCredential', 'DeactivateMFADevice', 'DeleteVirtualMFADevice'],
    ...['PutUserPermissionsBoundary', 'DeleteUserPolicy', 'DetachUserPolicy'],
    ...['DeleteRolePolicy', 'DeleteRolePolicy', 'DeleteUser'],
  ]);
  expect(await made.connector.check(target, NOW)).toEqual([]);
});

test('law 9: wherever a deletion is cut off, the user is still suspended by Leaver, or gone', async () => {
  const made = await started();
  await suspend(made, LEAVER);
  const target = await targetOf(made.connector, LEAVER, 'delete');
  const seen: unknown[] = [];
  await made.connector.revoke(
    target,
    {
      evidence: async () => {},
      step: async (_, perform) => {
        const outcome = await perform();
        const { accounts } = await made.connector.observeAccounts([target.account]);
        seen.push(
          accounts.filter(({ id }) => id === LEAVER.id).map(({ status, suspendedAt }) => [status, suspendedAt]),
        );
        return outcome;
      },
    },
    after(NOW, 30 * DAY),
  );
  const suspended = [['suspended', target.account.suspendedAt]];
  expect(target.account.suspendedAt).not.toBeNull();
  expect(seen).toEqual([...seen.slice(1).map(() => suspended), []]);
});

test.each([
  ['a credential can not be deleted', 'DeleteAccessKey', awsFault('AccessDenied')],
  ['credentials can not be read', 'ListServiceSpecificCredentials', awsFault('AccessDenied')],
])('when %s, the deny stays and so does the user', async (_, operation, fault) => {
  const made = await started();
  await suspend(made, LEAVER);
  const target = await targetOf(made.connector, LEAVER, 'delete');
  made.server.faults.add({ fault, matching: new RegExp(`Action=${operation}&`) });
  const told = await act(made, target).catch((error: unknown) => error);
  if (told instanceof Error) expect(told).toMatchObject({ code: 'forbidden' });
  const user = made.server.system.state.users.get(LEAVER.name);
  expect([...(user?.attached ?? [])]).toEqual(['arn:aws:iam::aws:policy/AWSDenyAll']);
});

test('when the user is not suspended any more, refuses to delete it', async () => {
  const made = await started();
  const target = await targetOf(made.connector, LEAVER, 'delete');
  await expect(act(made, target)).rejects.toMatchObject({ code: 'forbidden' });
  expect(changesOf(made)).toEqual([]);
});

test('when a deletion does not show yet, waits and tries again', async () => {
  const made = await started();
  await suspend(made, LEAVER);
  const target = await targetOf(made.connector, LEAVER, 'delete');
  made.server.faults.add({ fault: awsFault('DeleteConflict'), matching: /Action=DeleteUser&/, times: 2 });
  const { steps } = await act(made, target);
  expect(steps.at(-1)).toBe(`DeleteUser ${ana}: done`);
  expect(made.clock.slept()).toBeGreaterThan(0);
  expect(made.server.system.state.users.has(LEAVER.name)).toBe(false);
});

test('when the reply to a change is lost, looks before it repeats anything', async () => {
  const made = await started();
  const target = await targetOf(made.connector, LEAVER);
  made.server.faults.add({ fault: { kind: 'lost-reply' }, matching: /Action=RemoveUserFromGroup/, times: 1 });
  const { steps } = await act(made, target);
  expect(steps.filter((step) => !step.endsWith(': done'))).toEqual([]);
  expect(requestsOf(made)['RemoveUserFromGroup']).toBe(1);
});

test('when a change never reached IAM, makes it after looking', async () => {
  const made = await started();
  const target = await targetOf(made.connector, LEAVER);
  made.server.faults.add({ fault: { kind: 'reset' }, matching: /Action=RemoveUserFromGroup/, times: 1 });
  const { steps } = await act(made, target);
  expect(steps.filter((step) => !step.endsWith(': done'))).toEqual([]);
  expect(made.server.system.state.users.get(LEAVER.name)?.groups.size).toBe(0);
});

test('when AWS throttles for a while, goes on; when it does not stop, ends as rate-limited at the deadline', async () => {
  const made = await started();
  made.server.faults.add({ fault: awsFault('Throttling'), matching: /Action=GetUser&/, times: 3 });
  await expect(targetOf(made.connector, LEAVER)).resolves.toBeDefined();
  made.server.faults.add({ fault: awsFault('Throttling') });
  const before = made.clock.slept();
  await expect(made.connector.observe()).rejects.toMatchObject({ code: 'rate-limited' });
  expect(made.clock.slept() - before).toBeLessThanOrEqual(5 * 60_000);
  await expect(made.connector.observe()).rejects.toMatchObject({ code: 'rate-limited' });
  expect(made.clock.slept() - before, 'no second wait').toBeLessThanOrEqual(5 * 60_000);
});

test('when nobody listens at the address, gives up within half a minute and says what to check', async () => {
  const clock = virtualClock();
  const connector = await connectorTo('http://127.0.0.1:9', { clock });
  const mend = expect.stringContaining('AWS_ENDPOINT_URL');
  await expect(connector.observe()).rejects.toMatchObject({ code: 'unreachable', mend });
  expect(clock.slept()).toBeLessThan(30_000);
});

test('when the token has expired, is wrong-credential; with a role, another session is made and the work goes on', async () => {
  const made = await started();
  made.server.faults.add({ fault: awsFault('ExpiredToken'), matching: /Action=GetUser&/, times: 1 });
  await expect(targetOf(made.connector, LEAVER)).rejects.toMatchObject({ code: 'wrong-credential' });
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/everyone`;
  const assuming = await scene(world(), { settings: { accountId: ACCOUNT, roleArn } });
  onTestFinished(() => assuming.server.stop());
  assuming.server.faults.add({ fault: awsFault('ExpiredToken'), matching: /Action=GetUser&/, times: 1 });
  await expect(targetOf(assuming.connector, LEAVER)).resolves.toBeDefined();
  expect(requestsOf(assuming)['AssumeRole']).toBe(2);
});

test('when the role’s session expires in mid-revocation, another one is made and the change is made once', async () => {
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/everyone`;
  const made = await scene(world(), { settings: { accountId: ACCOUNT, roleArn } });
  onTestFinished(() => made.server.stop());
  const target = await targetOf(made.connector, LEAVER);
  made.server.faults.add({ fault: awsFault('ExpiredToken'), matching: /Action=RemoveUserFromGroup/, times: 1 });
  const { steps } = await act(made, target);
  expect(steps.filter((step) => !step.endsWith(': done'))).toEqual([]);
  expect(requestsOf(made)['AssumeRole']).toBe(2);
  expect(made.server.changes.filter(({ operation }) => operation === 'RemoveUserFromGroup')).toHaveLength(1);
});
