import { describe, expect, it } from 'vitest';
import { changeStatus, largeOrg, renameLogin, type UserSeed } from '../../../src/sandbox/okta/index.js';
import {
  ANA,
  ANAS_TOKEN,
  AS_USER,
  BACKEND,
  BEN,
  KIM,
  LEE,
  lookAt,
  NOW,
  ORGANIZATION,
  RUNNER,
  start,
  world,
} from './world.js';

const at = (status: NonNullable<UserSeed['status']>): UserSeed => ({
  login: `${status.toLowerCase()}@acme.example`,
  status,
});

describe('listing', () => {
  it('tells who is gone: only the suspended and the deactivated, never who is locked out or has an expired password', async () => {
    const all = [
      'STAGED',
      'PROVISIONED',
      'RECOVERY',
      'PASSWORD_EXPIRED',
      'LOCKED_OUT',
      'SUSPENDED',
      'DEPROVISIONED',
    ] as const;
    const { connector } = await start({ seed: world({}, all.map(at)) });
    const { accounts } = await connector.observe();
    const suspended = accounts.filter(({ status }) => status === 'suspended').map(({ name }) => name);
    expect(suspended.sort()).toEqual(['deprovisioned@acme.example', 'suspended@acme.example']);
    expect(accounts.filter(({ status }) => status === 'active').length).toBe(all.length - 2 + 5);
  });

  it('tells since when, by Okta’s word, and leaves who did it to the journal', async () => {
    const opened = await start();
    changeStatus(opened.state, BEN.login, 'SUSPENDED', new Date('2026-11-20T08:00:00Z'));
    const { accounts } = await opened.connector.observe();
    expect(accounts.find(({ id }) => id === BEN.id)).toMatchObject({
      suspendedAt: null,
      changedAt: '2026-11-20T08:00:00Z',
    });
  });

  it('tells API tokens with their owners, open where the owner is suspended', async () => {
    const opened = await start();
    const tokensOf = async () =>
      (await opened.connector.observe()).accounts.find(({ id }) => id === ANA.id)?.entitlements ?? [];
    expect(await tokensOf()).toEqual([
      { kind: 'credential', id: `token:${ANAS_TOKEN}`, type: 'api-token', status: 'active' },
    ]);
    changeStatus(opened.state, ANA.login, 'SUSPENDED', new Date(NOW));
    expect(await tokensOf()).toMatchObject([{ id: `token:${ANAS_TOKEN}`, open: true }]);
  });

  it('reads 10,000 users in 50 requests and three more, signing in among them', async () => {
    const { connector, running } = await start({
      seed: { ...largeOrg(10_000), organization: { name: 'acme', id: ORGANIZATION } },
    });
    const seen = await connector.observe();
    expect([seen.accounts.length, seen.requests, running.requests.length]).toEqual([10_000, 53, 53]);
  });

  it('where entitlements are managed, tells everybody’s groups and roles, but for the group of everybody', async () => {
    const { connector } = await start({ managed: true });
    const { accounts } = await connector.observe();
    const held = (who: UserSeed) => accounts.find(({ id }) => id === who.id)?.entitlements.map(({ id }) => id) ?? [];
    expect(held(BEN)).toContain(`group:${BACKEND}`);
    expect(held(KIM)).toEqual(['role:SUPER_ADMIN']);
    expect(accounts.flatMap(({ entitlements }) => entitlements).some(({ role }) => role === 'Everyone')).toBe(false);
  });

  it('law 5: marks the group that makes its members administrators', async () => {
    const account = await lookAt(await start(), LEE);
    expect(account.admin).toBe(true);
    expect(account.entitlements).toMatchObject([
      { kind: 'credential', id: 'group-role:ORG_ADMIN' },
      { kind: 'membership', id: `group:00g${'C'.repeat(17)}`, admin: true },
    ]);
  });
});

describe('listing, when Okta answers badly', () => {
  const PAGE = /users\?limit/;

  it('law 1: when not even the first page can be read, throws', async () => {
    const { connector, running } = await start();
    running.faults.add({ fault: { kind: 'status', status: 403 }, matching: PAGE });
    await expect(connector.observe()).rejects.toMatchObject({ code: 'forbidden' });
  });

  it.each([
    ['a page that is no list', { kind: 'status', status: 200, body: { errorCode: 'E0000009' } }],
    ['entries without an id', { kind: 'status', status: 200, body: [{ status: 'ACTIVE' }] }],
  ] as const)('law 1: %s is no empty listing', async (_, fault) => {
    const { connector, running } = await start();
    running.faults.add({ fault, matching: PAGE });
    await expect(connector.observe()).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('when the limit is reached, waits as long as Okta says, and reads on', async () => {
    const { connector, running, clock } = await start();
    const reset = String(Math.floor(NOW / 1000) + 30);
    running.faults.add({
      fault: { kind: 'status', status: 429, headers: { 'x-rate-limit-reset': reset } },
      matching: PAGE,
      times: 1,
    });
    expect((await connector.observe()).completeness).toEqual({ kind: 'complete' });
    expect(clock.slept.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(30_000);
  });

  it('when a part can’t be read, names the gap and goes on', async () => {
    const { connector, running } = await start();
    running.faults.add({ fault: { kind: 'status', status: 403 }, matching: /api-tokens/ });
    const seen = await connector.observe();
    expect(seen.completeness.kind).toBe('complete');
    expect(seen.gaps).toEqual([{ part: 'api-tokens', why: 'status 403', declared: false }]);
  });

  it('law 5: when it can’t be read who administers, nobody counts as an administrator who remains', async () => {
    const opened = await start({ unavailable: ['admin-roles'] });
    opened.running.faults.add({ fault: { kind: 'status', status: 403 }, matching: /\/roles|assignees/ });
    const seen = await opened.connector.observe();
    expect(seen.accounts.filter(({ admin }) => admin)).toEqual([]);
    expect(seen.gaps).toEqual([{ part: 'admin-roles', why: 'status 403', declared: true }]);
    expect((await lookAt(opened, KIM)).admin).toBe(false);
  });

  it('law 5: when the list of administrators can’t be read, goes by the roles that each account is seen to hold', async () => {
    const opened = await start({ managed: true });
    opened.running.faults.add({ fault: { kind: 'status', status: 403 }, matching: /assignees/ });
    const { accounts, gaps } = await opened.connector.observe();
    expect(accounts.filter(({ admin }) => admin).map(({ id }) => id)).toEqual([KIM.id, LEE.id, RUNNER.id]);
    expect(gaps.map(({ part }) => part)).toEqual(['admin-roles']);
    expect([(await lookAt(opened, KIM)).admin, (await lookAt(opened, BEN)).admin]).toEqual([true, false]);
  });
});

describe('single accounts', () => {
  it('law 12: finds an account by its id whatever its login is by now', async () => {
    const opened = await start();
    renameLogin(opened.state, ANA.login, 'ana.lopez@acme.example', new Date(NOW));
    expect((await lookAt(opened, ANA)).name).toBe('ana.lopez@acme.example');
  });

  it('law 12: where nobody has the id any more, gives who has the login by now, under that one’s own id', async () => {
    const { connector, state } = await start();
    state.users.delete(String(ANA.id));
    renameLogin(state, BEN.login, ANA.login, new Date(NOW));
    const { accounts } = await connector.observeAccounts([{ id: ANA.id as never, name: ANA.login }]);
    expect(accounts.map(({ id }) => id)).toEqual([BEN.id]);
  });

  it.each([
    ['the short form of a login', 'ana.ruiz'],
    ['the word for oneself', 'me'],
    ['a path', '../users/me'],
    ['a filter', '" or status eq "ACTIVE'],
    ['nothing', ''],
    ['a dot', '.'],
  ])('law 12: %s is nobody', async (_, name) => {
    const { connector } = await start({ seed: world(AS_USER) });
    for (const id of [null, name as never]) {
      const seen = await connector.observeAccounts([{ id, name }]).catch((error: unknown) => error);
      if (!(seen instanceof Error)) expect(seen).toMatchObject({ accounts: [] });
    }
  });

  it.each([100, 10_000])(
    'of %i users, reads one with all it holds in 7 requests, signing in among them',
    async (users) => {
      const { connector } = await start({
        seed: { ...largeOrg(users), organization: { name: 'acme', id: ORGANIZATION } },
      });
      const seen = await connector.observeAccounts([{ id: null, name: 'person.00002@acme.example' }]);
      expect([seen.accounts.length, seen.requests]).toEqual([1, 7]);
    },
  );
});
