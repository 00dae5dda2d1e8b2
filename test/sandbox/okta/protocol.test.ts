import { describe, expect, test } from 'vitest';
import { okta, operationNames } from '../../../src/sandbox/okta/index.js';
import type { Group, StandardRole, User, Wire } from '../../../src/sandbox/okta/wire.js';
import { acme, askAt, nextOf, organization } from './organization.js';

const ANA = '/api/v1/users/00u00000000000000001';

describe('an answer', () => {
  test('names the request, tells the limit, and no two requests have one name', async () => {
    const { ask } = await organization();
    const [one, other] = [await ask('GET', ANA), await ask('GET', ANA)];
    expect(one.headers.get('x-okta-request-id')).toMatch(/^[A-Za-z0-9]{27}$/);
    expect(one.headers.get('x-okta-request-id')).not.toBe(other.headers.get('x-okta-request-id'));
    expect(one.headers.get('x-rate-limit-limit')).toBe('600');
    expect(Number(one.headers.get('x-rate-limit-remaining'))).toBe(
      Number(other.headers.get('x-rate-limit-remaining')) + 1,
    );
    expect(Number(one.headers.get('x-rate-limit-reset'))).toBe(Date.parse('2026-11-23T09:01:00Z') / 1000);
  });

  test('that refuses is an error object of Okta', async () => {
    const { ask } = await organization();
    const { status, body } = await ask('GET', '/api/v1/users/00uNobody');
    expect([status, body]).toEqual([
      404,
      {
        errorCode: 'E0000007',
        errorSummary: 'Not found: Resource not found: 00uNobody (User)',
        errorLink: 'E0000007',
        errorId: expect.stringMatching(/^oae/),
        errorCauses: [],
      },
    ]);
  });

  test('quotes a hostile name as it came, without taking it for a pattern', async () => {
    const { ask } = await organization();
    const { body } = await ask('GET', `/api/v1/users/${encodeURIComponent("<b>$&$'</b>")}`);
    expect(body.errorSummary).toBe("Not found: Resource not found: <b>$&$'</b> (User)");
  });

  test.each([
    ['GET', '/api/v1/nothing', 404, 'E0000008'],
    ['GET', '/', 404, 'E0000008'],
    ['PATCH', ANA, 405, 'E0000022'],
    ['GET', `${ANA}/sessions`, 405, 'E0000022'],
  ])('to %s %s is %i %s', async (method, path, status, code) => {
    const { ask } = await organization();
    const refusal = await ask(method, path);
    expect([refusal.status, refusal.body.errorCode]).toEqual([status, code]);
  });

  test('to a body that is no object is a refusal', async () => {
    const { ask } = await organization();
    for (const body of ['{', '[]', '3', 'null']) {
      expect((await ask('POST', `${ANA}/roles`, { body })).body.errorCode).toBe('E0000003');
    }
  });
});

test('the organization tells everybody who it is', async () => {
  const { url } = await organization();
  const { status, body } = await askAt(url, 'GET', '/.well-known/okta-organization');
  expect([status, body.id, body.pipeline]).toEqual([200, '00oACME0000000000001', 'idx']);
});

test('the log of requests names operations by their templates, whatever a fault made of them', async () => {
  const { ask, running } = await organization();
  await ask('GET', '/api/v1/users?limit=2');
  await ask('DELETE', `${ANA}/grants/oagCalendar`);
  running.faults.add({ fault: { kind: 'status', status: 429 }, matching: /roles/ });
  expect((await ask('GET', `${ANA}/roles`)).status).toBe(429);
  expect(running.requests.map(({ operation }) => operation)).toEqual([
    'POST /oauth2/v1/token',
    'GET /api/v1/users',
    'DELETE /api/v1/users/{userId}/grants/{grantId}',
    'GET /api/v1/users/{userId}/roles',
  ]);
  for (const { operation } of running.requests) expect(operationNames).toContain(operation);
});

describe('under a fault', () => {
  test('a short page loses nobody', async () => {
    const { ask, running } = await organization();
    running.faults.add({ fault: { kind: 'short-page', entries: 2 }, times: 1 });
    const first = await ask('GET', '/api/v1/users?search=id+pr');
    const second = await ask('GET', nextOf(first) ?? '');
    expect([first.body.length, second.body.length, nextOf(second)]).toEqual([2, 4, null]);
  });

  test('a stale search shows what was before the change, and a reading by id what is', async () => {
    const { ask, running } = await organization();
    running.faults.add({ fault: { kind: 'stale' }, matching: /search=/ });
    await ask('POST', `${ANA}/lifecycle/suspend`);
    const search = await ask('GET', '/api/v1/users?search=id+eq+"00u00000000000000001"');
    expect(search.body[0].status).toBe('ACTIVE');
    expect((await ask('GET', ANA)).body.status).toBe('SUSPENDED');
  });

  test('a lost reply leaves the change done', async () => {
    const { ask, running } = await organization();
    running.faults.add({ fault: { kind: 'lost-reply' }, method: 'POST', times: 1 });
    await expect(ask('POST', `${ANA}/lifecycle/suspend`)).rejects.toThrow();
    expect((await ask('GET', ANA)).body.status).toBe('SUSPENDED');
  });
});

describe('a seed', () => {
  test('gives the same state each time, which survives being copied', () => {
    const { state } = okta('okta', acme);
    expect(structuredClone(state)).toEqual(okta('okta', acme).state);
  });

  test('where ids are left out, gets ids of the form that Okta gives, of the same text the same', () => {
    const seed = {
      users: ['ana@acme.example'],
      groups: ['eng'],
      apiTokens: [{ name: 'ci', user: 'ana@acme.example' }],
    };
    const { users, groups, apiTokens } = okta('okta', seed).state;
    expect([...users.keys()][0]).toMatch(/^00u[A-Za-z0-9]{17}$/);
    expect([...groups.keys()].every((id) => /^00g[A-Za-z0-9]{17}$/.test(id))).toBe(true);
    expect([...apiTokens.keys()][0]).toMatch(/^00T[A-Za-z0-9]{17}$/);
    expect([...okta('other', seed).state.users.keys()]).toEqual([...users.keys()]);
  });

  test.each([
    ['a user twice', { users: ['ana@acme.example', 'ANA@acme.example'] }, 'two users ANA@acme.example'],
    [
      'an id twice',
      {
        users: [
          { login: 'a', id: '00u1' },
          { login: 'b', id: '00u1' },
        ],
      },
      'user 00u1',
    ],
    ['a member that is not there', { groups: [{ name: 'eng', members: ['ana'] }] }, 'no user ana'],
    ["a token of nobody's", { apiTokens: [{ name: 'ci', user: 'ana' }] }, 'no user ana'],
    ['a runner that is not there', { runner: { kind: 'user' as const, login: 'ana' } }, 'no user ana'],
  ])('that names %s is refused', (_, seed, why) => {
    expect(() => okta('okta', seed)).toThrow(why);
  });
});

/** What is told in a shape that Okta's description does not have must not compile: `tsc` reads these lines, and each has to be wrong. */
test("the shapes of answers are those of Okta's own description", () => {
  const right: Wire<User> = { id: '00u1', created: '2026-11-23T09:00:00.000Z', status: 'ACTIVE' };
  // @ts-expect-error: an id is a text.
  const number: Wire<User> = { id: 1 };
  // @ts-expect-error: no such field.
  const field: Wire<User> = { identifier: '00u1' };
  // @ts-expect-error: no such status.
  const status: Wire<User> = { status: 'ASLEEP' };
  // @ts-expect-error: no dates travel.
  const date: Wire<Group> = { created: new Date(0) };
  // @ts-expect-error: no such role.
  const role: Wire<StandardRole> = { type: 'EMPEROR' };
  expect([right, number, field, status, date, role]).toHaveLength(6);
});
