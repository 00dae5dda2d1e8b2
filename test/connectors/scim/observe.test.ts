import { describe, expect, it, test } from 'vitest';
import type { AccountId } from '../../../src/core/model.js';
import { largeDirectory, type ScimSeed } from '../../../src/sandbox/scim/index.js';
import { ANA, lookAt, SETTINGS, seed, start, TOKEN } from './world.js';

const byName = (name: string) => ({ id: null, name });
const byId = (id: string) => ({ id: id as AccountId, name: null });
const users = (...list: NonNullable<ScimSeed['users']>): ScimSeed => ({ token: TOKEN, users: list });
const names = (seen: { readonly accounts: readonly { readonly name: string }[] }) =>
  seen.accounts.map(({ name }) => name).sort();

describe('the listing', () => {
  test.each([
    [100, 100],
    [1000, 10],
  ])('of 10,000 users in pages of %i takes %i requests', async (pageSize, requests) => {
    const { connector } = await start({
      seed: { ...largeDirectory(10_000), token: TOKEN },
      settings: { ...SETTINGS, pageSize },
    });
    const seen = await connector.observe();
    expect([seen.completeness.kind, seen.accounts.length]).toEqual(['complete', 10_000]);
    expect(seen.requests).toBe(requests);
    expect(seen.accounts.filter(({ status }) => status === 'suspended').length).toBe(100);
  });

  it('when pages come smaller than asked for, goes on behind the last entry that came', async () => {
    const { connector } = await start({ seed: seed(20, { pageLimit: 7 }) });
    const seen = await connector.observe();
    expect([seen.completeness.kind, seen.accounts.length, seen.requests]).toEqual(['complete', 25, 4]);
  });

  it('of nobody is whole', async () => {
    const seen = await (await start({ seed: users() })).connector.observe();
    expect([seen.completeness.kind, seen.accounts, seen.requests]).toEqual(['complete', [], 1]);
  });

  it('law 1: when more were announced than listed, is partial', async () => {
    const { connector } = await start({ seed: seed(0, { totalResultsOff: 2 }) });
    const { completeness, accounts } = await connector.observe();
    expect(completeness).toEqual({ kind: 'partial', gaps: ['7 users were announced and 5 listed'] });
    expect(accounts.length).toBe(5);
  });

  it('law 1: when somebody goes while pages are read, reads once more, so that nobody slips through', async () => {
    const { connector, running, state } = await start({ seed: seed(8), settings: { ...SETTINGS, pageSize: 5 } });
    running.faults.add({ fault: { kind: 'latency', milliseconds: 30 }, matching: /startIndex=6&/, times: 1 });
    const listing = connector.observe();
    while (running.requests.length < 1) await new Promise((soon) => setTimeout(soon, 1));
    state.users.delete(ANA);
    const seen = await listing;
    expect([seen.completeness.kind, seen.accounts.length]).toEqual(['complete', 12]);
    expect(seen.accounts.map(({ id }) => id)).toEqual([...state.users.keys()].sort());
  });

  it('when a server gives the first page for every page, ends and says why', async () => {
    const { connector, running } = await start({ seed: seed(8), settings: { ...SETTINGS, pageSize: 5 } });
    const Resources = ['a', 'b'].map((id) => ({ id, userName: id }));
    const body = { totalResults: 9, Resources };
    running.faults.add({ fault: { kind: 'status', status: 200, body } });
    const { completeness, requests } = await connector.observe();
    expect(completeness).toEqual({ kind: 'partial', gaps: ['the listing of users turns in a circle'] });
    expect(requests).toBe(2);
  });

  it.each([
    ['an error page', '<html>Sign in</html>'],
    ['an empty object', {}],
    ['a list', []],
    ['nonsense in Resources', { totalResults: 1, Resources: { id: 'a' } }],
    ['a number that is none', { totalResults: 'many', Resources: [] }],
  ])('when the answer is %s, is an error and never an empty listing', async (_, body) => {
    const { connector, running } = await start();
    running.faults.add({ fault: { kind: 'status', status: 200, body } });
    await expect(connector.observe()).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('when an entry has no id, is partial and keeps the others', async () => {
    const { connector, running } = await start();
    const body = { totalResults: 3, Resources: [{ id: 'a', userName: 'a' }, { userName: 'b' }, null] };
    running.faults.add({ fault: { kind: 'status', status: 200, body } });
    const { completeness, accounts } = await connector.observe();
    expect(completeness).toEqual({ kind: 'partial', gaps: ['2 users were listed without an id'] });
    expect(names({ accounts })).toEqual(['a']);
  });
});

describe('what an account is', () => {
  test.each([
    ['false', { active: false }, 'suspended'],
    ['"False"', { active: 'False' }, 'suspended'],
    ['" false "', { active: ' false ' }, 'suspended'],
    ['"True"', { active: 'True' }, 'active'],
    ['absent', {}, 'active'],
    ['null', { active: null }, 'active'],
    ['nonsense, which is no proof of a suspension', { active: 'perhaps' }, 'active'],
  ])('when active is %s', async (_, told, status) => {
    const { connector, running } = await start();
    const body = { totalResults: 1, Resources: [{ id: 'a', userName: 'a', ...told }] };
    running.faults.add({ fault: { kind: 'status', status: 200, body } });
    expect((await connector.observe()).accounts).toMatchObject([{ status, suspendedAt: null }]);
  });

  it('has the primary e-mail address, else the one for work, else the first; null where there is none', async () => {
    const home = { value: 'home@x.example', type: 'home' };
    const work = { value: 'work@x.example', type: 'work' };
    const { connector } = await start({
      seed: users(
        { userName: 'a', emails: [home, { value: 'main@x.example', primary: true }] },
        { userName: 'b', emails: [home, work] },
        { userName: 'c', emails: [home] },
        { userName: 'd' },
      ),
    });
    const { accounts } = await connector.observe();
    const told = Object.fromEntries(accounts.map(({ name, email }) => [name, email]));
    expect(told).toEqual({ a: 'main@x.example', b: 'work@x.example', c: 'home@x.example', d: null });
  });

  it('administers by a role, an entitlement, a group by name or id, or any attribute, without regard to case', async () => {
    const administrators = {
      roles: ['ADMIN'],
      entitlements: ['root'],
      groups: ['operators', 'g-sec'],
      attributes: [
        { name: 'usertype', values: ['Boss'] },
        { name: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', values: ['Security'] },
      ],
    };
    const { connector } = await start({
      seed: {
        ...users(
          { userName: 'by-role', roles: ['admin'] },
          { userName: 'by-entitlement', entitlements: ['Root'] },
          { userName: 'by-group', groups: ['Operators'] },
          { userName: 'by-group-id', groups: ['g-sec'] },
          { userName: 'by-attribute', userType: 'boss' },
          { userName: 'by-extension', enterprise: { department: 'security' } },
          { userName: 'nobody', roles: ['administrator'], userType: 'Bossy' },
        ),
        groups: [{ displayName: 'Operators' }, { displayName: 'Sec', id: 'g-sec' }],
      },
      settings: { preset: 'generic', administrators },
    });
    const { accounts } = await connector.observe();
    expect(accounts.filter(({ admin }) => !admin).map(({ name }) => name)).toEqual(['nobody']);
  });

  it('tells groups by their ids, with the name to read, and when the system last changed it', async () => {
    const { connector } = await start();
    const ana = await lookAt(connector, ANA);
    expect(ana.entitlements).toContainEqual({ kind: 'membership', id: 'group:g-on-call', role: 'On call' });
    expect(ana.changedAt).toBe('2025-01-01T00:00:00Z');
  });

  it('where nothing can delete it, does not tell since when: no deletion is planned that could not be done', async () => {
    for (const settings of [{ delete: 'refused' }, { delete: 'irreversible' }, { delete: 'deactivates' }]) {
      const { connector } = await start({ settings: { ...SETTINGS, ...settings } });
      expect((await lookAt(connector, ANA)).changedAt).toBeUndefined();
    }
  });
});

describe('looking for one account', () => {
  it.each([
    ['quotes and a filter of their own', 'x" or userName pr or userName eq "x'],
    ['backslashes', 'back\\slash\\'],
    ['line breaks and escapes', 'a\r\nb\u001b[31m'],
    ['signs of addresses', 'a&filter=b#c?d=e%20/../f'],
  ])('by a name with %s, finds that one and nobody else', async (_, userName) => {
    const { connector } = await start({ seed: users({ userName, id: 'u-odd' }, 'other', 'x') });
    const seen = await connector.observeAccounts([byName(userName)]);
    expect([seen.completeness.kind, seen.accounts.map(({ id }) => id)]).toEqual(['scoped', ['u-odd']]);
  });

  it('when the provider does not heed the filter, never takes the first that comes', async () => {
    const { connector } = await start({ seed: seed(0, { filters: 'ignored' }) });
    expect(names(await connector.observeAccounts([byName('ben@acme.example')]))).toEqual(['ben@acme.example']);
    const absent = await connector.observeAccounts([byName('nobody@acme.example')]);
    expect([absent.completeness.kind, absent.accounts]).toEqual(['scoped', []]);
  });

  it('when it does not heed the filter and lists only a part, says that nobody knows', async () => {
    const { connector } = await start({
      seed: seed(9, { filters: 'ignored' }),
      settings: { ...SETTINGS, pageSize: 3 },
    });
    const seen = await connector.observeAccounts([byName('extra-8@acme.example')]);
    expect([seen.completeness.kind, seen.accounts]).toEqual(['partial', []]);
  });

  it('when one name is refused by the provider, says that nobody knows, and still finds the others', async () => {
    const { connector, running } = await start();
    running.faults.add({ fault: { kind: 'status', status: 400 }, matching: /odd/ });
    const seen = await connector.observeAccounts([byName('odd'), byName('ana@acme.example')]);
    expect([seen.completeness.kind, names(seen)]).toEqual(['partial', ['ana@acme.example']]);
  });

  it('where names can not be looked for, says so and makes no request', async () => {
    const { connector } = await start({ settings: { ...SETTINGS, userFilter: false } });
    const seen = await connector.observeAccounts([byName('ana@acme.example')]);
    expect([seen.completeness.kind, seen.accounts, seen.requests]).toEqual(['partial', [], 0]);
  });

  it.each(['..', '.', '', '../Groups/g-backend', 'a/b', '?count=1'])(
    'by the hostile id %j reads nobody',
    async (id) => {
      const { connector, running } = await start();
      expect((await connector.observeAccounts([byId(id)])).accounts).toEqual([]);
      expect(running.requests.every(({ operation }) => operation.startsWith('GET /Users'))).toBe(true);
    },
  );

  it('under a wrong address, where everything is 404, is an error: nobody is taken for gone', async () => {
    const { connector, state } = await start();
    Object.assign(state, { path: '/moved' });
    await expect(connector.observeAccounts([byId(ANA)])).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('when the answer is another user, is an error', async () => {
    const { connector, running } = await start();
    running.faults.add({ fault: { kind: 'status', status: 200, body: { id: 'u-ben', userName: 'ben' } } });
    await expect(connector.observeAccounts([byId(ANA)])).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('when groups can not be read, says so as a gap and tells the rest', async () => {
    const settings = { ...SETTINGS, groups: 'members' };
    const world = await start({ settings });
    world.running.faults.add({ fault: { kind: 'status', status: 403 }, matching: /\/Groups/ });
    const seen = await world.connector.observeAccounts([byId(ANA)]);
    expect(seen.gaps).toEqual([{ part: 'groups', why: 'status 403', declared: false }]);
    expect(seen.accounts).toMatchObject([{ id: ANA, read: 'direct' }]);
  });

  it('when groups are looked for and the filter is not heeded, gives only those the user is in', async () => {
    const { connector } = await start({
      seed: seed(0, { filters: 'ignored', groupsNotInUser: true }),
      settings: { ...SETTINGS, groups: 'members' },
    });
    const held = (await lookAt(connector, ANA)).entitlements.map(({ id }) => id);
    expect(held).toEqual(['group:g-backend', 'group:g-on-call', 'role:editor', 'entitlement:seat']);
  });
});
