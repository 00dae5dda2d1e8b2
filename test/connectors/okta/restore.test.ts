import { describe, expect, it } from 'vitest';
import type { Lost } from '../../../src/connectors/connector.js';
import { changeStatus, type UserSeed } from '../../../src/sandbox/okta/index.js';
import { ANA, BACKEND, lookAt, NOW, recorder, start, targetOf, type World, world } from './world.js';

const CUSTOM = { type: 'CUSTOM', role: 'cr0audit', resourceSet: 'iamall', label: 'Audit' } as const;
const BOSS: UserSeed = {
  login: 'boss@acme.example',
  id: `00u${'Z'.repeat(17)}`,
  roles: ['REPORT_ADMIN', 'APP_ADMIN', CUSTOM],
};

async function lose(opened: World, who: UserSeed): Promise<Lost> {
  const target = targetOf(await lookAt(opened, who));
  const { log, evidence } = recorder();
  await opened.connector.revoke(target, log, NOW);
  return { ...target, evidence };
}

async function planOf(opened: World, lost: Lost): Promise<Readonly<Record<string, string>>> {
  const items = await opened.connector.restorable(lost);
  return Object.fromEntries(items.map(({ item, how }) => [item, how]));
}

describe('restoring', () => {
  it('law 7: gives roles back first, the door last, and never a role that may have been limited', async () => {
    const opened = await start({ seed: world({}, [BOSS]) });
    const lost = await lose(opened, BOSS);
    expect(await planOf(opened, lost)).toEqual({
      'role:REPORT_ADMIN': 'restore',
      'role:APP_ADMIN': 'impossible',
      'role:CUSTOM/cr0audit/iamall': 'restore',
      account: 'restore',
    });
    const { log, told } = recorder();
    await opened.connector.restore(lost, log, NOW);
    expect(told()).toEqual([
      'assign role role:REPORT_ADMIN: done',
      'assign role role:CUSTOM/cr0audit/iamall: done',
      `unsuspend user/${BOSS.id}: done`,
    ]);
    expect(
      opened.state.users.get(String(BOSS.id))?.roles.map(({ type, custom }) => [type, custom?.resourceSet]),
    ).toEqual([
      ['REPORT_ADMIN', undefined],
      ['CUSTOM', 'iamall'],
    ]);
  });

  it('law 7: does not lift a suspension that was there before', async () => {
    const opened = await start();
    changeStatus(opened.state, ANA.login, 'SUSPENDED', new Date('2026-11-01T08:00:00Z'));
    const lost = await lose(opened, ANA);
    await opened.connector.restore(lost, recorder().log, NOW);
    expect(opened.state.users.get(String(ANA.id))?.status).toBe('SUSPENDED');
  });

  it('law 7: does not lift a suspension that somebody else made afterwards', async () => {
    const opened = await start();
    const lost = await lose(opened, ANA);
    changeStatus(opened.state, ANA.login, 'ACTIVE', new Date(NOW + 86_400_000));
    changeStatus(opened.state, ANA.login, 'SUSPENDED', new Date(NOW + 2 * 86_400_000));
    expect((await planOf(opened, lost))['account']).toBe('impossible');
    await opened.connector.restore(lost, recorder().log, NOW);
    expect(opened.state.users.get(String(ANA.id))?.status).toBe('SUSPENDED');
  });

  it('says what a person can do where the user was deactivated since', async () => {
    const opened = await start();
    const lost = await lose(opened, ANA);
    changeStatus(opened.state, ANA.login, 'DEPROVISIONED', new Date(NOW));
    const items = await opened.connector.restorable(lost);
    expect(items.find(({ item }) => item === 'account')).toMatchObject({
      how: 'impossible',
      why: expect.stringContaining('activate it'),
    });
  });

  it('does not give back a group that somebody else took the person out of', async () => {
    const opened = await start();
    const lost = await lose(opened, ANA);
    opened.state.groups.get(BACKEND)?.members.delete(String(ANA.id));
    expect((await planOf(opened, lost))[`group:${BACKEND}`]).toBe('impossible');
    await opened.connector.restore(lost, recorder().log, NOW);
    expect(opened.state.groups.get(BACKEND)?.members.has(String(ANA.id))).toBe(false);
  });

  it('law 12: refuses a record of another organization', async () => {
    const opened = await start();
    const lost = await lose(opened, ANA);
    const evidence = lost.evidence.map((one) => ({ ...one, organization: '00oOTHER' }));
    await expect(opened.connector.restorable({ ...lost, evidence })).rejects.toMatchObject({ code: 'journal' });
  });

  it('when groups can’t be read, refuses rather than take them for lost', async () => {
    const opened = await start();
    const lost = await lose(opened, ANA);
    opened.running.faults.add({ fault: { kind: 'status', status: 403 }, matching: /\/groups\n/ });
    await expect(opened.connector.restorable(lost)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
