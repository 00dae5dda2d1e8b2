import { describe, expect, test } from 'vitest';
import { isActive } from '../../../src/sandbox/scim/index.js';
import { acme, ENTERPRISE, errorIn, GROUP, operations, scimError, service, USER, userAt } from './service.js';

describe('a user', () => {
  test('is told whole, with groups that are read from the groups and without what is not known', async () => {
    const { ask, server } = await service();
    const { status, body } = await ask('GET', userAt('u-ana'));
    const base = `${server.url}/scim/v2`;
    expect(status).toBe(200);
    expect(body).toEqual({
      schemas: [USER, ENTERPRISE],
      id: 'u-ana',
      userName: 'ana.ruiz',
      externalId: 'E-17',
      name: { formatted: 'Ana Ruiz', familyName: 'Ruiz', givenName: 'Ana' },
      active: true,
      emails: [
        { value: 'ana@acme.example', type: 'work', primary: true },
        { value: 'ana@home.example', type: 'home' },
      ],
      roles: [{ value: 'admin' }, { value: 'billing', display: 'Billing' }],
      entitlements: [{ value: 'seat' }],
      [ENTERPRISE]: { department: 'Ledger', employeeNumber: '17' },
      groups: [
        { value: 'g-devs', $ref: `${base}/Groups/g-devs`, display: 'Developers', type: 'direct' },
        { value: 'g-admins', $ref: `${base}/Groups/g-admins`, display: 'Admins', type: 'direct' },
      ],
      meta: {
        resourceType: 'User',
        created: '2025-01-01T00:00:00Z',
        lastModified: '2025-01-01T00:00:00Z',
        location: `${base}/Users/u-ana`,
      },
    });
  });

  test('when created, gets an id and a location, and its password is never told', async () => {
    const { ask, changes } = await service();
    const body = {
      schemas: [USER],
      userName: 'di.voss',
      password: 'hunter2',
      groups: [{ value: 'g-admins' }],
      id: 'own',
    };
    const made = await ask('POST', '/Users', { body });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe((made.body.meta as { location: string }).location);
    expect(made.body).toMatchObject({ userName: 'di.voss', meta: { created: '2026-11-23T09:00:00Z' } });
    expect(made.body.id).not.toBe('own');
    expect(Object.keys(made.body)).not.toEqual(expect.arrayContaining(['password']));
    expect(made.body.groups).toBeUndefined();
    expect((await ask('GET', `/Users/${made.body.id}`)).body).toEqual(made.body);
    expect(changes()).toEqual(['POST /Users user/di.voss']);
  });

  test.each([
    ['has a name that is taken in another case', { schemas: [USER], userName: 'ANA.ruiz' }, 409, 'uniqueness'],
    ['has no name', { schemas: [USER] }, 400, 'invalidValue'],
    ['names no schema', { userName: 'x' }, 400, 'invalidSyntax'],
    ['is of another kind', { schemas: [GROUP], userName: 'x' }, 400, 'invalidSyntax'],
    ['is no JSON', '{', 400, 'invalidSyntax'],
    ['is a list', [], 400, 'invalidSyntax'],
    ['holds text for a boolean', { schemas: [USER], userName: 'x', active: 'False' }, 400, 'invalidValue'],
    ['holds one value for a list', { schemas: [USER], userName: 'x', emails: 'a@b.example' }, 400, 'invalidValue'],
    ['holds a number for a text', { schemas: [USER], userName: 7 }, 400, 'invalidValue'],
    ['holds a text for an extension', { schemas: [USER], userName: 'x', [ENTERPRISE]: 'x' }, 400, 'invalidValue'],
  ])('when what is created %s, is refused and nothing changes', async (_, body, status, scimType) => {
    const { ask, changes } = await service();
    expect(errorIn(await ask('POST', '/Users', { body }))).toEqual(scimError(status, scimType));
    expect(changes()).toEqual([]);
  });

  test('when replaced, loses what was not written and keeps its groups', async () => {
    const { ask, pass, changes } = await service();
    pass(60_000);
    const { status, body } = await ask('PUT', userAt('u-ana'), {
      body: { schemas: [USER], userName: 'ana.ruiz', active: false },
    });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['schemas', 'id', 'userName', 'active', 'groups', 'meta']);
    expect(body.meta).toMatchObject({ created: '2025-01-01T00:00:00Z', lastModified: '2026-11-23T09:01:00Z' });
    expect(changes()).toEqual(['PUT /Users/{id} user/ana.ruiz']);
  });

  test('when renamed to a name that is taken, is refused', async () => {
    const { ask } = await service();
    const body = { schemas: [USER], userName: 'bo.lind' };
    expect(errorIn(await ask('PUT', userAt('u-ana'), { body }))).toEqual(scimError(409, 'uniqueness'));
    const patch = operations({ op: 'replace', path: 'userName', value: 'Bo.Lind' });
    expect(errorIn(await ask('PATCH', userAt('u-ana'), patch))).toEqual(scimError(409, 'uniqueness'));
  });

  test('when deleted, is gone from its groups too, and its name is free again', async () => {
    const { ask, changes } = await service();
    const gone = await ask('DELETE', userAt('u-ana'));
    expect([gone.status, gone.body]).toEqual([204, {}]);
    for (const method of ['GET', 'DELETE']) {
      expect(errorIn(await ask(method, userAt('u-ana')))).toEqual(scimError(404));
    }
    expect((await ask('GET', '/Groups/g-devs')).body.members).toMatchObject([{ value: 'u-bo' }]);
    expect((await ask('GET', '/Groups/g-admins')).body.members).toBeUndefined();
    expect(changes()).toEqual(['DELETE /Users/{id} user/ana.ruiz']);
    expect((await ask('POST', '/Users', { body: { schemas: [USER], userName: 'ana.ruiz' } })).status).toBe(201);
  });

  test('is asked for at the door of the dashboard itself by anybody', async () => {
    const { ask, server } = await service();
    const door = async (user: string) => (await fetch(`${server.url}/sign-in?user=${user}`)).status;
    expect([await door('ana.ruiz'), await door('u-bo'), await door('cy.moss'), await door('nobody')]).toEqual([
      204, 204, 403, 404,
    ]);
    await ask('PATCH', userAt('u-ana'), operations({ op: 'replace', path: 'active', value: false }));
    expect(await door('Ana.Ruiz')).toBe(403);
    const { state } = server.system;
    expect([isActive(state, 'u-ana'), isActive(state, 'bo.lind'), isActive(state, 'nobody')]).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('a group', () => {
  test('tells its members with their kind and name, and takes only those that are there', async () => {
    const { ask, changes } = await service();
    const members = [{ value: 'u-bo', display: 'somebody else' }, { value: 'g-devs' }, { value: 'u-bo' }];
    const made = await ask('POST', '/Groups', { body: { schemas: [GROUP], displayName: 'Auditors', members } });
    expect(made.body.members).toMatchObject([
      { value: 'u-bo', type: 'User', display: 'bo.lind' },
      { value: 'g-devs', type: 'Group', display: 'Developers' },
    ]);
    const stranger = { schemas: [GROUP], displayName: 'Others', members: [{ value: 'nobody' }] };
    expect(errorIn(await ask('POST', '/Groups', { body: stranger }))).toEqual(scimError(400, 'invalidValue'));
    expect(changes()).toEqual(['POST /Groups group/Auditors']);
  });

  test('when replaced and deleted, is replaced and deleted, and its members stay', async () => {
    const { ask, changes } = await service();
    const body = { schemas: [GROUP], displayName: 'Developers', members: [{ value: 'u-cy' }] };
    expect((await ask('PUT', '/Groups/g-devs', { body })).status).toBe(200);
    expect((await ask('DELETE', '/Groups/g-devs')).status).toBe(204);
    expect((await ask('GET', '/Groups/g-devs')).status).toBe(404);
    expect((await ask('GET', userAt('u-cy'))).status).toBe(200);
    expect(changes()).toEqual([
      'PUT /Groups/{id} group/Developers/ana.ruiz',
      'PUT /Groups/{id} group/Developers/bo.lind',
      'PUT /Groups/{id} group/Developers/cy.moss',
      'DELETE /Groups/{id} group/Developers',
    ]);
  });
});

test('two services of one seed share no state', async () => {
  const [one, other] = [await service(acme), await service(acme)];
  await one.ask('DELETE', userAt('u-ana'));
  expect((await other.ask('GET', userAt('u-ana'))).status).toBe(200);
});
