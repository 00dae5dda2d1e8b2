/** A suspension begins with what was read of the user a moment ago, so that nothing is asked twice; its read-back always asks. */
import { expect, onTestFinished, test } from 'vitest';
import type { AwsSeed, UserSeed } from '../../../src/sandbox/aws-iam/index.js';
import { act, changesOf, requestsOf, targetOf } from './acting.js';
import { NOW, scene } from './embedded.js';
import { ACCOUNT, KIM, LEAVER, RUNNER } from './world.js';

/** As the leaver, but no role names the user. */
const EVA: UserSeed = {
  name: 'eva.holm',
  id: 'AIDAEEEEEEEEEEEEEEEEE',
  keys: [{ id: 'AKIAEEEEEEEEEEEEEEE2' }],
  groups: ['developers'],
};
const WORLD: AwsSeed = {
  accountId: ACCOUNT,
  caller: { arn: `arn:aws:iam::${ACCOUNT}:user/${RUNNER.name}` },
  groups: [{ name: 'developers', policies: ['ReadOnlyAccess'] }],
  users: [EVA, LEAVER, KIM, RUNNER, { name: 'ben.ito' }],
  roles: [
    { name: 'deploy', trusts: [LEAVER.name] },
    { name: 'leaver', trusts: ['root'] },
  ],
};

async function started(settings: object = {}) {
  const made = await scene(WORLD, { settings: { accountId: ACCOUNT, ...settings } });
  onTestFinished(() => made.server.stop());
  return made;
}

const READS = /^(Get|List)/;

/** What was asked for while it was done. */
async function askedDuring(made: Awaited<ReturnType<typeof started>>, doing: () => Promise<unknown>) {
  const from = made.server.requests.length;
  await doing();
  return made.server.requests.slice(from).map(({ operation }) => operation);
}

test('a suspension right after the look asks only whose name it is by now (law 12), and the read-back for everything', async () => {
  const made = await started();
  const target = await targetOf(made.connector, EVA);

  const acting = await askedDuring(made, () => act(made, target));
  expect(acting.filter((operation) => READS.test(operation))).toEqual(['GetUser']);

  const back = await askedDuring(made, async () => {
    expect(await made.connector.check(target, NOW)).toEqual([]);
  });
  expect(back).toHaveLength(11);
  expect(back).toContain('ListAccessKeys');
});

test('done again it reads again, and changes nothing', async () => {
  const made = await started();
  const target = await targetOf(made.connector, EVA);
  await act(made, target);
  const before = changesOf(made);
  const again = await askedDuring(made, () => act(made, target));
  expect(again.filter((operation) => READS.test(operation)).length).toBeGreaterThan(9);
  expect(changesOf(made)).toEqual(before);
});

test('when the look is older than a moment, reads again', async () => {
  const made = await started();
  const target = await targetOf(made.connector, EVA);
  await made.clock.sleep(15_001);
  const acting = await askedDuring(made, () => act(made, target));
  expect(acting).toContain('ListAccessKeys');
});

test('when a role names the user, reads again: its trust policy is written whole', async () => {
  const made = await started();
  const target = await targetOf(made.connector, LEAVER);
  const acting = await askedDuring(made, () => act(made, target));
  expect(acting).toContain('GetAccountAuthorizationDetails');
});

test('law 7: a deletion always reads again', async () => {
  const made = await started();
  await act(made, await targetOf(made.connector, EVA));
  const acting = await askedDuring(made, async () => act(made, await targetOf(made.connector, EVA, 'delete')));
  expect(acting.filter((operation) => operation === 'ListAccessKeys')).toHaveLength(2);
});

test('what the user made since the look is found by the read-back, and closed by the next run', async () => {
  const made = await started();
  const target = await targetOf(made.connector, EVA);
  const user = made.server.system.state.users.get(EVA.name);
  const [key] = user?.keys ?? [];
  if (user === undefined || key === undefined) throw new Error('she has a key');
  const id = 'AKIAEEEEEEEEEEEEEEE9';
  user.keys.push({ ...key, id });
  await act(made, target);
  expect(await made.connector.check(target, NOW)).toEqual([
    { kind: 'pending', what: `the access key ${id} is active` },
  ]);
  await act(made, target);
  expect(await made.connector.check(target, NOW)).toEqual([]);
});

test('when the user went since the look, that is all there is to say', async () => {
  const made = await started();
  const target = await targetOf(made.connector, EVA);
  made.server.system.state.users.delete(EVA.name);
  expect((await act(made, target)).steps).toEqual([`GetUser user/${EVA.name}: absent`]);
});

test('law 12: when the name is another’s since the look, nothing is done by it', async () => {
  const made = await started();
  const target = await targetOf(made.connector, EVA);
  const { users } = made.server.system.state;
  const other = users.get('ben.ito');
  if (other === undefined) throw new Error('he is there');
  users.delete('ben.ito');
  users.set(EVA.name, { ...other, name: EVA.name });
  await expect(act(made, target)).rejects.toMatchObject({ code: 'forbidden' });
  expect(changesOf(made)).toEqual([]);
});

test('who the runner is is asked once, and again with another session of the role', async () => {
  const made = await started({ roleArn: `arn:aws:iam::${ACCOUNT}:role/leaver` });
  await act(made, await targetOf(made.connector, EVA));
  expect(requestsOf(made)).toMatchObject({ GetCallerIdentity: 1, AssumeRole: 1 });
  await made.clock.sleep(2 * 3_600_000);
  await targetOf(made.connector, LEAVER);
  expect(requestsOf(made)).toMatchObject({ GetCallerIdentity: 2, AssumeRole: 2 });
});
