/** A suspension begins with what was read of the user a moment ago, so that nothing is asked twice; its read-back always asks. */
import { describe, expect, test } from 'vitest';
import { changeStatus } from '../../../src/sandbox/okta/index.js';
import { ANA, AS_USER, lookAt, NOW, recorder, start, targetOf, type World, world } from './world.js';

async function askedDuring({ running }: World, doing: () => Promise<unknown>): Promise<readonly string[]> {
  const from = running.requests.length;
  await doing();
  return running.requests.slice(from).map(({ operation }) => operation);
}

const reads = (operations: readonly string[]) => operations.filter((one) => one.startsWith('GET '));

describe('right after the look', () => {
  test('a suspension reads nothing again, and its read-back all that it took away', async () => {
    const there = await start();
    const target = targetOf(await lookAt(there, ANA));
    expect(reads(await askedDuring(there, () => there.connector.revoke(target, recorder().log, NOW)))).toEqual([]);
    const back = await askedDuring(there, () => there.connector.check(target, NOW));
    expect([...back].sort()).toEqual([
      'GET /api/v1/api-tokens',
      'GET /api/v1/users/{userId}',
      'GET /api/v1/users/{userId}/grants',
      'GET /api/v1/users/{userId}/roles',
    ]);
  });

  test('done again it reads again, and closes nothing a second time', async () => {
    const there = await start();
    const target = targetOf(await lookAt(there, ANA));
    await there.connector.revoke(target, recorder().log, NOW);
    const before = there.changes().length;
    const again = recorder();
    expect(reads(await askedDuring(there, () => there.connector.revoke(target, again.log, NOW)))).not.toEqual([]);
    expect(there.changes()).toHaveLength(before);
  });

  test('what others suspended meanwhile counts as done', async () => {
    const there = await start();
    const target = targetOf(await lookAt(there, ANA));
    const ana = there.state.users.get(ANA.id ?? '');
    if (ana === undefined) throw new Error('she is there');
    changeStatus(there.state, ana.login, 'SUSPENDED', new Date(NOW));
    const { log, told } = recorder();
    await there.connector.revoke(target, log, NOW);
    expect(told()[0]).toBe(`suspend user/${ANA.id}: absent`);
    expect(await there.connector.check(target, NOW)).not.toContainEqual(expect.objectContaining({ kind: 'pending' }));
  });
});

describe('reads again', () => {
  test('when the look is older than a moment', async () => {
    const there = await start();
    const target = targetOf(await lookAt(there, ANA));
    there.clock.pass(15_001);
    expect(reads(await askedDuring(there, () => there.connector.revoke(target, recorder().log, NOW)))).toHaveLength(5);
  });

  test('when the user can’t be suspended, and might be deactivated instead (law 7)', async () => {
    const there = await start({
      seed: world({}, [
        { login: 'new@acme.example', id: '00uNEWNEWNEWNEWNEWNE', status: 'PROVISIONED', lastLogin: null },
      ]),
    });
    const target = targetOf(await lookAt(there, { login: 'new@acme.example', id: '00uNEWNEWNEWNEWNEWNE' }));
    const asked = await askedDuring(there, () => there.connector.revoke(target, recorder().log, NOW));
    expect(asked).toContain('GET /api/v1/users/{userId}');
  });

  test('when one entitlement alone is to go', async () => {
    const there = await start();
    const account = await lookAt(there, ANA);
    const [group] = account.entitlements.filter(({ id }) => id.startsWith('group:'));
    const target = targetOf(account, { entitlement: group?.id ?? '' });
    const asked = await askedDuring(there, () => there.connector.revoke(target, recorder().log, NOW));
    expect(asked).toContain('GET /api/v1/users/{userId}/groups');
  });
});

describe('which organization it is', () => {
  const WELL_KNOWN = 'GET /.well-known/okta-organization';

  test('is asked once for a sign-in, and again after the next', async () => {
    const there = await start();
    await lookAt(there, ANA);
    await lookAt(there, ANA);
    expect(there.asked()[WELL_KNOWN]).toBe(1);
    there.clock.pass(2 * 3_600_000);
    await lookAt(there, ANA);
    expect(there.asked()[WELL_KNOWN]).toBe(2);
  });

  test('law 5: whose an API token is, is asked as often, and never revoked by it', async () => {
    const there = await start({ seed: world(AS_USER) });
    const runner = await lookAt(there, { login: 'leaver.runner@acme.example' });
    await lookAt(there, ANA);
    expect(there.asked()['GET /api/v1/users/me']).toBe(1);
    const { log } = recorder();
    const claimed = targetOf({ ...runner, self: false });
    await expect(there.connector.revoke(claimed, log, NOW)).rejects.toMatchObject({ code: 'forbidden' });
    expect(there.changes()).toEqual([]);
  });
});
