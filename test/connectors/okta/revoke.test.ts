import { describe, expect, it } from 'vitest';
import { changeStatus, type OktaSeed, type UserSeed } from '../../../src/sandbox/okta/index.js';
import {
  ANA,
  ANAS_TOKEN,
  AS_USER,
  BACKEND,
  BEN,
  FROM_AD,
  KIM,
  lookAt,
  NOW,
  type Options,
  recorder,
  start,
  targetOf,
  type World,
  world,
} from './world.js';

type Part = Parameters<typeof targetOf>[1];

async function revoke(opened: World, who: UserSeed, part?: Part) {
  const target = targetOf(await lookAt(opened, who), part);
  const recording = recorder();
  const told = await opened.connector.revoke(target, recording.log, NOW).catch((error: unknown) => error);
  return { ...recording, target, error: told, left: await opened.connector.check(target, NOW) };
}

const CUSTOM = { type: 'CUSTOM', role: 'cr0audit', resourceSet: 'iamall', label: 'Audit' } as const;
const BOSS: UserSeed = { login: 'boss@acme.example', id: `00u${'Z'.repeat(17)}`, roles: ['REPORT_ADMIN', CUSTOM] };

function withUser(user: UserSeed, more: Partial<OktaSeed> = {}): Options {
  return { seed: world(more, [user]) };
}

describe('revoking', () => {
  it('law 8: closes the door, then sessions, consents, API tokens and administrator roles', async () => {
    const user = { ...BOSS, grants: [{ scope: 'openid', id: 'oag1' }] };
    const apiTokens = [{ name: 'boss-script', user: BOSS.login, id: '00T1' }];
    const opened = await start(withUser(user, { apiTokens }));
    const { told, left } = await revoke(opened, user);
    expect(told()).toEqual([
      `suspend user/${BOSS.id}: done`,
      `revoke sessions user/${BOSS.id}/sessions: done`,
      'revoke grant grant:oag1: done',
      'revoke API token token:00T1: done',
      'unassign role role:REPORT_ADMIN: done',
      'unassign role role:CUSTOM/cr0audit/iamall: done',
    ]);
    expect(left.filter(({ kind }) => kind !== 'residual')).toEqual([]);
  });

  it('ends sessions, refresh tokens and remembered devices', async () => {
    const opened = await start();
    await revoke(opened, ANA);
    expect(opened.state.users.get(String(ANA.id))).toMatchObject({ sessions: 0, refreshTokens: 0, devices: 0 });
  });

  it('law 10: tells of access tokens that apps check by themselves, for a day at most', async () => {
    const opened = await start();
    const { target, left } = await revoke(opened, ANA);
    expect(left).toMatchObject([{ kind: 'residual', until: '2026-11-24T09:00:00Z' }]);
    const later = (NOW + 25 * 3_600_000) as typeof NOW;
    expect(await opened.connector.check(target, later)).toEqual([]);
  });

  it('law 7: leaves the groups of a suspended user, since apps take away what is theirs with them', async () => {
    const opened = await start();
    await revoke(opened, ANA);
    expect(opened.state.groups.get(BACKEND)?.members.has(String(ANA.id))).toBe(true);
  });

  it('takes an API token that works on although somebody else suspended its owner', async () => {
    const opened = await start();
    changeStatus(opened.state, ANA.login, 'SUSPENDED', new Date(NOW));
    const { left } = await revoke(opened, ANA);
    expect(opened.state.apiTokens.has(ANAS_TOKEN)).toBe(false);
    expect(left.filter(({ kind }) => kind === 'pending')).toEqual([]);
    expect(opened.changes().some((one) => one.includes('lifecycle'))).toBe(false);
  });

  it('law 5: refuses the owner of the API token it signs in with', async () => {
    const opened = await start({ seed: world(AS_USER) });
    const account = await lookAt(opened, { login: 'leaver.runner@acme.example', id: `00u${'R'.repeat(17)}` });
    const { log, told } = recorder();
    const target = targetOf({ ...account, self: false });
    await expect(opened.connector.revoke(target, log, NOW)).rejects.toMatchObject({ code: 'forbidden' });
    expect(told()).toHaveLength(1);
    expect(opened.changes()).toEqual([]);
  });

  it.each([
    ['the last super administrator', KIM],
    ['anybody', BEN],
  ])('law 5: when the roles can’t be read, does not close the account of %s, and says why', async (_, who) => {
    const opened = await start({ unavailable: ['admin-roles'] });
    opened.running.faults.add({ fault: { kind: 'status', status: 403 }, matching: /\/roles|assignees/ });
    const { told, error, left } = await revoke(opened, who);
    expect(error).toMatchObject({ code: 'forbidden' });
    expect(told()).toEqual([
      expect.stringMatching(/^refuse user.*could not be read \(status 403\).*grant okta\.roles\.read/),
    ]);
    expect(opened.changes()).toEqual([]);
    expect(left).toContainEqual(expect.objectContaining({ kind: 'pending' }));
  });

  it('law 5: when the roles can’t be read, takes nobody out of a group that may give one', async () => {
    const opened = await start({ managed: true });
    opened.running.faults.add({ fault: { kind: 'status', status: 403 }, matching: /\/roles|assignees/ });
    const { error } = await revoke(opened, BEN, { entitlement: `group:${BACKEND}` });
    expect(error).toMatchObject({ code: 'forbidden' });
    expect(opened.changes()).toEqual([]);
  });

  it('when the roles can’t be read, still takes what works on of a user who is suspended already', async () => {
    const opened = await start();
    changeStatus(opened.state, ANA.login, 'SUSPENDED', new Date(NOW));
    opened.running.faults.add({ fault: { kind: 'status', status: 403 }, matching: /\/roles|assignees/ });
    await revoke(opened, ANA);
    expect(opened.state.apiTokens.has(ANAS_TOKEN)).toBe(false);
  });

  it('law 10: when API tokens can’t be read, closes the rest and is not done', async () => {
    const opened = await start();
    opened.running.faults.add({ fault: { kind: 'status', status: 403 }, matching: /api-tokens/ });
    const { left } = await revoke(opened, ANA);
    expect(opened.state.users.get(String(ANA.id))?.status).toBe('SUSPENDED');
    expect(left).toContainEqual(
      expect.objectContaining({ kind: 'pending', what: expect.stringContaining('api-tokens') }),
    );
  });
});

describe('revoking whom Okta does not suspend', () => {
  const used = (status: NonNullable<UserSeed['status']>): UserSeed => ({
    ...{ login: 'used@acme.example', id: `00u${'U'.repeat(17)}`, status, lastLogin: '2026-11-01T08:00:00.000Z' },
    grants: [{ scope: 'openid', id: 'oag1' }],
  });

  it.each(['STAGED', 'PROVISIONED'] as const)('deactivates a %s user whom nobody ever signed in as', async (status) => {
    const user: UserSeed = { login: 'new@acme.example', id: `00u${'N'.repeat(17)}`, status };
    const opened = await start(withUser(user));
    const { told, left } = await revoke(opened, user);
    expect(told()[0]).toBe(`deactivate user/${user.id}: done`);
    expect(left).toEqual([]);
  });

  it.each(['LOCKED_OUT', 'PASSWORD_EXPIRED', 'RECOVERY'] as const)(
    'law 7: does not deactivate a %s user unasked: closes the rest, says what a person can do, and is not done',
    async (status) => {
      const opened = await start(withUser(used(status)));
      const { told, left } = await revoke(opened, used(status));
      expect(told()[0]).toMatch(
        new RegExp(`is ${status}, and Okta suspends only who is ACTIVE: .*deactivate it there`),
      );
      expect(opened.state.users.get(String(used(status).id))).toMatchObject({ status, grants: [] });
      expect(left.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['pending', 'manual']));
    },
  );

  it('where the settings ask for it, deactivates', async () => {
    const settings = { deactivateWhereSuspendIsRefused: true };
    const opened = await start({ ...withUser(used('LOCKED_OUT')), settings });
    await revoke(opened, used('LOCKED_OUT'));
    expect(opened.state.users.get(String(used('LOCKED_OUT').id))?.status).toBe('DEPROVISIONED');
  });

  it.each([
    ['who signed in before', used('PASSWORD_EXPIRED')],
    ['whom nobody ever signed in as', { ...used('STAGED'), lastLogin: null }],
  ])('law 7: never deactivates a person who is away, %s, whatever the settings say', async (_, user) => {
    const settings = { deactivateWhereSuspendIsRefused: true };
    const opened = await start({ ...withUser(user), settings });
    const { left } = await revoke(opened, user, { reason: 'suspended' });
    expect(opened.state.users.get(String(user.id))?.status).toBe(user.status);
    expect(left.map(({ kind }) => kind)).toContain('pending');
  });
});

describe('deleting', () => {
  it('deactivates first, then deletes', async () => {
    const opened = await start();
    await revoke(opened, ANA);
    const { told, left } = await revoke(opened, ANA, { stage: 'delete' });
    expect(told()).toEqual([`deactivate user/${ANA.id}: done`, `delete user/${ANA.id}: done`]);
    expect([left, opened.state.users.has(String(ANA.id))]).toEqual([[], false]);
  });

  it('law 7: refuses whom somebody has brought back', async () => {
    const opened = await start();
    const { error } = await revoke(opened, ANA, { stage: 'delete' });
    expect(error).toMatchObject({ code: 'forbidden' });
    expect(opened.changes()).toEqual([]);
  });

  it('law 7: refuses a person who is away', async () => {
    const opened = await start();
    await revoke(opened, ANA, { reason: 'suspended' });
    const before = opened.changes().length;
    const { error } = await revoke(opened, ANA, { stage: 'delete', reason: 'suspended' });
    expect(error).toMatchObject({ code: 'forbidden' });
    expect([opened.changes().length, opened.state.users.get(String(ANA.id))?.status]).toEqual([before, 'SUSPENDED']);
  });

  it.each([
    ['before the deactivation', 'SUSPENDED'],
    ['after it', 'DEPROVISIONED'],
  ] as const)('law 7: looks right before it acts: who was brought back %s is not deleted', async (_, status) => {
    const opened = await start();
    changeStatus(opened.state, ANA.login, status, new Date(NOW));
    const target = targetOf(await lookAt(opened, ANA), { stage: 'delete' });
    const { log, told } = recorder();
    // Somebody brings the user back while what is to be deleted is written down.
    const evidence = async () => changeStatus(opened.state, ANA.login, 'ACTIVE', new Date(NOW));
    await opened.connector.revoke(target, { ...log, evidence }, NOW);
    expect(told()).toEqual([expect.stringContaining('is not suspended any more')]);
    expect([opened.changes(), opened.state.users.get(String(ANA.id))?.status]).toEqual([[], 'ACTIVE']);
  });

  it('when deactivating fails, deletes nobody', async () => {
    const opened = await start();
    await revoke(opened, ANA);
    opened.running.faults.add({ fault: { kind: 'status', status: 403 }, matching: /deactivate/ });
    const { told } = await revoke(opened, ANA, { stage: 'delete' });
    expect(told()).toHaveLength(1);
    expect(opened.state.users.has(String(ANA.id))).toBe(true);
  });
});

describe('revoking one entitlement', () => {
  it('takes one role of several', async () => {
    const opened = await start(withUser(BOSS));
    const { told } = await revoke(opened, BOSS, { entitlement: 'role:REPORT_ADMIN' });
    expect(told()).toEqual(['unassign role role:REPORT_ADMIN: done']);
    expect(opened.state.users.get(String(BOSS.id))).toMatchObject({ status: 'ACTIVE', roles: [{ type: 'CUSTOM' }] });
  });

  it('asks a person where an app brings in the members of a group', async () => {
    const opened = await start({ managed: true });
    const { told, left } = await revoke(opened, ANA, { entitlement: `group:${FROM_AD}` });
    expect(told()).toEqual([]);
    expect(left).toMatchObject([{ kind: 'manual', todo: expect.stringContaining('From AD') }]);
  });

  it('law 10: where the groups can’t be read back, is not done', async () => {
    const opened = await start({ managed: true });
    const target = targetOf(await lookAt(opened, BEN), { entitlement: `group:${BACKEND}` });
    opened.state.groups.get(BACKEND)?.members.delete(String(BEN.id));
    expect(await opened.connector.check(target, NOW)).toEqual([]);
    opened.running.faults.add({ fault: { kind: 'status', status: 403 }, matching: /\/groups\n/ });
    expect(await opened.connector.check(target, NOW)).toMatchObject([{ kind: 'pending' }]);
  });
});

describe('hostile names', () => {
  it('law 13: show nothing of the credential, and lead nowhere', async () => {
    const user: UserSeed = { login: '::add-mask::<b>`x`\u001b[31m@acme.example', id: `00u${'H'.repeat(17)}` };
    const opened = await start(withUser(user));
    const { told, error } = await revoke(opened, user);
    expect(error).toBeUndefined();
    for (const secret of opened.secrets) expect(told().join()).not.toContain(secret);
    expect(opened.state.users.get(String(user.id))?.status).toBe('SUSPENDED');
    expect(opened.state.users.get(String(KIM.id))?.status).toBe('ACTIVE');
  });
});
