import { describe, expect, test } from 'vitest';
import { changeStatus, largeOrg, renameLogin, secretOf } from '../../../src/sandbox/okta/index.js';
import { type Asked, nextOf, organization } from './organization.js';

const ANA = '00u00000000000000001';
const ALL = ['ana.ruiz', 'kim.cho', 'sam.lee', 'gone', 'new', 'locked'];

function names({ body }: Asked): string[] {
  return body.map(({ profile }: { profile: { login: string } }) => profile.login.split('@')[0]);
}

describe('the listing of users', () => {
  test('leaves the deactivated out, unless it is asked by a condition', async () => {
    const { ask } = await organization();
    const listed = await ask('GET', '/api/v1/users');
    expect(listed.status).toBe(200);
    expect(names(listed)).toEqual(ALL.filter((name) => name !== 'gone'));
    expect(names(await ask('GET', '/api/v1/users?search=id+pr'))).toEqual(ALL);
    expect(names(await ask('GET', '/api/v1/users?filter=status+eq+"DEPROVISIONED"'))).toEqual(['gone']);
  });

  test('shows a user as Okta does, without what is secret', async () => {
    const { ask } = await organization();
    const { body } = await ask('GET', '/api/v1/users?filter=id+eq+"00u00000000000000001"');
    expect(body).toEqual([
      expect.objectContaining({
        id: ANA,
        status: 'ACTIVE',
        lastUpdated: '2025-01-15T09:00:00.000Z',
        profile: expect.objectContaining({
          login: 'ana.ruiz@acme.example',
          firstName: 'Ana',
          lastName: 'Ruiz',
          employeeNumber: '583231',
        }),
        credentials: { password: {}, provider: { type: 'OKTA', name: 'OKTA' } },
      }),
    ]);
  });

  test.each([
    ['status eq "SUSPENDED" or status eq "STAGED"', ['sam.lee', 'new']],
    ['status EQ "suspended"', ['sam.lee']],
    ['profile.login eq "ANA.RUIZ@acme.example"', ['ana.ruiz']],
    ['profile.email sw "kim"', ['kim.cho']],
    ['profile.employeeNumber eq "583231"', ['ana.ruiz']],
    ['profile.employeeNumber pr', ['ana.ruiz']],
    [`id eq "${ANA}" and status eq "ACTIVE"`, ['ana.ruiz']],
    ['status eq "STAGED" or status eq "ACTIVE" and profile.firstName eq "Kim"', ['kim.cho', 'new']],
    ['(status eq "STAGED" or status eq "ACTIVE") and profile.firstName eq "Kim"', ['kim.cho']],
    ['lastUpdated gt "2025-01-15T08:59:59Z"', ALL],
    ['lastUpdated gt "2025-01-15T09:00:00.000Z"', []],
    ['lastUpdated ge "2025-01-15T10:00:00.000+01:00"', ALL],
    ['profile.login eq "a \\"quoted\\" login"', []],
    ['profile.constructor pr', []],
  ])('when searched for %s, finds those', async (search, found) => {
    const { ask } = await organization();
    expect(names(await ask('GET', `/api/v1/users?search=${encodeURIComponent(search)}`))).toEqual(found);
  });

  test('when filtered, compares letter by letter, by few attributes', async () => {
    const { ask } = await organization();
    const filtered = (filter: string) => ask('GET', `/api/v1/users?filter=${encodeURIComponent(filter)}`);
    expect(names(await filtered('profile.login eq "ana.ruiz@acme.example"'))).toEqual(['ana.ruiz']);
    expect(names(await filtered('profile.login eq "ANA.RUIZ@acme.example"'))).toEqual([]);
    expect((await filtered('profile.employeeNumber eq "583231"')).body.errorCode).toBe('E0000031');
    expect((await filtered('id pr')).body.errorCode).toBe('E0000031');
  });

  test.each([
    '',
    'status',
    'status eq',
    'status eq ACTIVE',
    'status eq "ACTIVE" status eq "STAGED"',
    'status eq "ACTIVE" and',
    '(status eq "ACTIVE"',
    'status eq "ACTIVE")',
    'status co "ACT"',
    'password eq "x"',
    'status eq "ACTIVE',
    'lastUpdated gt "yesterday"',
    'lastUpdated constructor "2025-01-15T09:00:00Z"',
    `${'('.repeat(500)}status eq "ACTIVE"${')'.repeat(500)}`,
    `status eq "${'x'.repeat(9_000)}"`,
  ])('when searched for what is no condition (%#), is refused', async (search) => {
    const { ask } = await organization();
    const { status, body } = await ask('GET', `/api/v1/users?search=${encodeURIComponent(search)}`);
    expect([status, body.errorCode, body.errorSummary]).toEqual([400, 'E0000031', 'Invalid search criteria.']);
  });

  test.each(['limit=0', 'limit=x', 'after=!!', 'q=ana', 'search=id+pr&filter=id+eq+"x"'])(
    'refuses %s',
    async (query) => {
      const { ask } = await organization();
      const { status, body } = await ask('GET', `/api/v1/users?${query}`);
      expect([status, body.errorCode]).toEqual([400, 'E0000001']);
    },
  );

  test('of 10,000 comes in 50 pages, each user once', async () => {
    const { ask } = await organization(largeOrg({ users: 10_000, deprovisionedEvery: 10 }));
    const seen: string[] = [];
    let pages = 0;
    for (let at: string | null = '/api/v1/users?search=id+pr&limit=1000'; at !== null; pages += 1) {
      const page = await ask('GET', at);
      for (const { id } of page.body) seen.push(id);
      at = nextOf(page);
    }
    expect([pages, seen.length, new Set(seen).size]).toEqual([50, 10_000, 10_000]);
  });

  test('when somebody goes between two pages, leaves nobody out and tells nobody twice', async () => {
    const { ask } = await organization();
    const first = await ask('GET', '/api/v1/users?search=id+pr&limit=2');
    expect(names(first)).toEqual(ALL.slice(0, 2));
    expect(nextOf(first)).not.toContain('00u');
    await ask('DELETE', `/api/v1/users/${ANA}`);
    await ask('DELETE', `/api/v1/users/${ANA}`);
    const second = await ask('GET', nextOf(first) ?? '');
    expect(names(second)).toEqual(ALL.slice(2, 4));
    const third = await ask('GET', nextOf(second) ?? '');
    expect([names(third), nextOf(third)]).toEqual([ALL.slice(4), null]);
  });
});

describe('one user', () => {
  test.each([ANA, 'ana.ruiz@acme.example', 'ANA.RUIZ%40acme.example', 'ana.ruiz'])('is found as %s', async (name) => {
    const { ask } = await organization();
    const { status, body } = await ask('GET', `/api/v1/users/${name}`);
    expect([status, body.id]).toEqual([200, ANA]);
  });

  test('is not found by a short name that two have, nor by what nobody has', async () => {
    const { ask } = await organization({ users: ['ana@acme.example', 'ana@other.example'] });
    for (const name of ['ana', '00uNobody', '%00', '..%2Fusers']) {
      const { status, body } = await ask('GET', `/api/v1/users/${name}`);
      expect([name, status, body.errorCode]).toEqual([name, 404, 'E0000007']);
    }
  });

  test('keeps the id under another login, which another may then have', async () => {
    const { ask, running, now } = await organization();
    renameLogin(running.system.state, 'ana.ruiz@acme.example', 'ana.lopez@acme.example', new Date(now()));
    expect((await ask('GET', '/api/v1/users/ana.lopez@acme.example')).body.id).toBe(ANA);
    expect((await ask('GET', '/api/v1/users/ana.ruiz@acme.example')).status).toBe(404);
  });
});

describe("a user's status", () => {
  const act = (name: string, who: string) => ['POST', `/api/v1/users/${who}@acme.example/lifecycle/${name}`] as const;

  test('goes from active to suspended and back, and each is a change of the user', async () => {
    const { ask, running, wait } = await organization();
    wait(60_000);
    const suspended = await ask(...act('suspend', 'ana.ruiz'));
    expect([suspended.status, suspended.body]).toEqual([200, {}]);
    const { body } = await ask('GET', `/api/v1/users/${ANA}`);
    expect(body).toMatchObject({
      status: 'SUSPENDED',
      statusChanged: '2026-11-23T09:01:00.000Z',
      lastUpdated: '2026-11-23T09:01:00.000Z',
    });
    expect((await ask(...act('unsuspend', 'ana.ruiz'))).status).toBe(200);
    expect((await ask('GET', `/api/v1/users/${ANA}`)).body.status).toBe('ACTIVE');
    expect(running.changes.map(({ operation, object }) => [operation, object])).toEqual([
      ['POST /api/v1/users/{userId}/lifecycle/suspend', 'user/ana.ruiz@acme.example'],
      ['POST /api/v1/users/{userId}/lifecycle/unsuspend', 'user/ana.ruiz@acme.example'],
    ]);
  });

  test.each([
    ['suspend', 'sam.lee', 'Cannot suspend a user that is not active'],
    ['suspend', 'locked', 'Cannot suspend a user that is not active'],
    ['suspend', 'new', 'Cannot suspend a user that is not active'],
    ['suspend', 'gone', 'Cannot suspend a user that is not active'],
    ['unsuspend', 'ana.ruiz', 'Cannot unsuspend a user that is not suspended'],
  ])('does not %s from another status (%s)', async (name, who, why) => {
    const { ask, running } = await organization();
    const { status, body } = await ask(...act(name, who));
    expect([status, body.errorCode, body.errorCauses]).toEqual([400, 'E0000001', [{ errorSummary: why }]]);
    expect(running.changes).toEqual([]);
  });

  test('ends as deactivated, once, which ends tokens and consents too', async () => {
    const { ask, running } = await organization();
    const authorization = `SSWS ${secretOf(running.system.state, 'ci')}`;
    expect((await ask(...act('deactivate', 'ana.ruiz'))).status).toBe(200);
    expect((await ask('GET', '/api/v1/users/me', { authorization })).body.errorCode).toBe('E0000011');
    expect((await ask('GET', '/api/v1/api-tokens/00TCi')).status).toBe(404);
    expect((await ask('GET', `/api/v1/users/${ANA}/grants`)).body).toEqual([]);
    expect((await ask(...act('deactivate', 'ana.ruiz'))).body.errorCode).toBe('E0000007');
  });

  test('when deleted, is deactivated first, and gone after the second call', async () => {
    const { ask } = await organization();
    const remove = () => ask('DELETE', `/api/v1/users/${ANA}?sendEmail=false`);
    expect((await remove()).status).toBe(204);
    expect((await ask('GET', `/api/v1/users/${ANA}`)).body.status).toBe('DEPROVISIONED');
    expect((await remove()).status).toBe(204);
    expect((await ask('GET', `/api/v1/users/${ANA}`)).status).toBe(404);
    expect((await remove()).body.errorCode).toBe('E0000007');
  });

  test('changes by the hand of an administrator as it does by the API', async () => {
    const { ask, running, now } = await organization();
    changeStatus(running.system.state, 'ana.ruiz@acme.example', 'SUSPENDED', new Date(now()));
    expect((await ask('GET', `/api/v1/users/${ANA}`)).body.status).toBe('SUSPENDED');
  });
});
