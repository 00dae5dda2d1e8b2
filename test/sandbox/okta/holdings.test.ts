import { describe, expect, test } from 'vitest';
import { largeOrg, secretOf, userNamed } from '../../../src/sandbox/okta/index.js';
import { nextOf, organization } from './organization.js';

const ANA = '/api/v1/users/00u00000000000000001';
const KIM = '/api/v1/users/00u00000000000000002';

describe('sessions', () => {
  test.each([
    ['', { sessions: 0, refreshTokens: 1, devices: 0 }],
    ['?oauthTokens=true', { sessions: 0, refreshTokens: 0, devices: 0 }],
    ['?oauthTokens=true&forgetDevices=true', { sessions: 0, refreshTokens: 0, devices: 0 }],
    ['?forgetDevices=false', { sessions: 0, refreshTokens: 1, devices: 1 }],
  ])('when ended with "%s", leave open what was not asked for', async (query, open) => {
    const { ask, running } = await organization();
    expect((await ask('DELETE', `${ANA}/sessions${query}`)).status).toBe(204);
    expect(userNamed(running.system.state, 'ana.ruiz')).toMatchObject(open);
    expect(running.changes.map(({ object }) => object)).toEqual(['user/ana.ruiz@acme.example/sessions']);
  });

  test('end with a suspend, while refresh tokens outlive it', async () => {
    const { ask, running } = await organization();
    await ask('POST', `${ANA}/lifecycle/suspend`);
    expect(userNamed(running.system.state, 'ana.ruiz')).toMatchObject({ sessions: 0, refreshTokens: 1, devices: 1 });
    await ask('DELETE', `${ANA}/sessions?oauthTokens=true&forgetDevices=true`);
    await ask('DELETE', `${ANA}/sessions?oauthTokens=true&forgetDevices=true`);
    expect(running.changes).toHaveLength(2);
  });
});

describe('consents', () => {
  test('are listed by page, with app and scope', async () => {
    const { ask } = await organization();
    const first = await ask('GET', `${ANA}/grants?limit=1`);
    const second = await ask('GET', nextOf(first) ?? '');
    const scopes = [...first.body, ...second.body].map(({ scopeId, status, source }) => [scopeId, status, source]);
    expect(scopes.sort()).toEqual([
      ['calendar:read', 'ACTIVE', 'END_USER'],
      ['openid', 'ACTIVE', 'END_USER'],
    ]);
    expect(nextOf(second)).toBeNull();
    expect((await ask('GET', `${ANA}/grants?scopeId=openid`)).body).toHaveLength(1);
  });

  test('when one is revoked, are without that one, and a second time it is not there', async () => {
    const { ask, running } = await organization();
    expect((await ask('DELETE', `${ANA}/grants/oagCalendar`)).status).toBe(204);
    expect((await ask('DELETE', `${ANA}/grants/oagCalendar`)).body.errorCode).toBe('E0000007');
    expect((await ask('GET', `${ANA}/grants`)).body.map(({ scopeId }: { scopeId: string }) => scopeId)).toEqual([
      'openid',
    ]);
    expect(running.changes.map(({ object }) => object)).toEqual(['user/ana.ruiz@acme.example/grant/calendar:read']);
  });

  test('when all are revoked, are none', async () => {
    const { ask, running } = await organization();
    expect((await ask('DELETE', `${ANA}/grants`)).status).toBe(204);
    expect((await ask('GET', `${ANA}/grants`)).body).toEqual([]);
    expect(running.changes).toHaveLength(2);
  });
});

describe("administrators' roles", () => {
  test('are shown with how they came: to the user, as a binding, or through a group', async () => {
    const { ask, url } = await organization();
    const { body } = await ask('GET', `${ANA}/roles`);
    expect(body).toEqual([
      expect.objectContaining({ type: 'HELP_DESK_ADMIN', label: 'Help Desk Administrator', assignmentType: 'USER' }),
      expect.objectContaining({ id: 'irb1', type: 'CUSTOM', label: 'Audit', role: 'cr0audit', resource_set: 'iamall' }),
      expect.objectContaining({ type: 'APP_ADMIN', assignmentType: 'GROUP' }),
    ]);
    expect(body[2]._links.assignee.href).toBe(`${url}/api/v1/groups/00gPlatform`);
  });

  test('when taken from the user, are gone; what a group gives stays until the group is left', async () => {
    const { ask } = await organization();
    const { body } = await ask('GET', `${ANA}/roles`);
    const remove = (index: number) => ask('DELETE', `${ANA}/roles/${body[index].id}`);
    expect([(await remove(0)).status, (await remove(1)).status, (await remove(2)).status]).toEqual([204, 204, 404]);
    const left = async () => (await ask('GET', `${ANA}/roles`)).body.map(({ type }: { type: string }) => type);
    expect(await left()).toEqual(['APP_ADMIN']);
    await ask('DELETE', '/api/v1/groups/00gPlatform/users/00u00000000000000001');
    expect(await left()).toEqual([]);
  });

  test('when given, are told with a new assignment; given twice, are refused', async () => {
    const { ask, running } = await organization();
    const give = (body: object) => ask('POST', `${KIM}/roles`, { body });
    const standard = await give({ type: 'REPORT_ADMIN' });
    expect([standard.status, standard.body.type, standard.body.assignmentType]).toEqual([201, 'REPORT_ADMIN', 'USER']);
    const custom = { type: 'CUSTOM', role: 'cr0audit', resource_set: 'iamall' };
    expect((await give(custom)).body).toMatchObject(custom);
    expect((await give({ ...custom, resource_set: 'iamother' })).status).toBe(201);
    for (const again of [{ type: 'REPORT_ADMIN' }, custom]) {
      const { status, body } = await give(again);
      expect([status, body.errorCode]).toEqual([409, 'E0000090']);
    }
    const ids = (await ask('GET', `${KIM}/roles`)).body.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(4);
    expect(running.changes).toHaveLength(3);
  });

  test.each([{ type: 'EMPEROR' }, {}, { type: 'CUSTOM' }, { type: 'CUSTOM', role: 'cr0' }])(
    'when it is none (%j), is refused',
    async (body) => {
      const { ask } = await organization();
      expect((await ask('POST', `${KIM}/roles`, { body })).body.errorCode).toBe('E0000001');
    },
  );

  test('are held by those whom the listing of assignees names, page by page', async () => {
    const { ask, url } = await organization();
    const first = await ask('GET', '/api/v1/iam/assignees/users?limit=2');
    expect(first.body.value).toEqual([
      {
        id: '00u00000000000000001',
        orn: 'orn:okta:directory:00oACME0000000000001:users:00u00000000000000001',
        _links: { self: { href: `${url}${ANA}` }, roles: { href: `${url}${ANA}/roles` } },
      },
      expect.objectContaining({ id: '00u00000000000000002' }),
    ]);
    const second = await ask('GET', first.body._links.next.href);
    expect([second.body.value.map(({ id }: { id: string }) => id), second.body._links]).toEqual([
      ['00u00000000000000003', '00u00000000000000006'],
      {},
    ]);
  });

  test('of a service app are told by its client id', async () => {
    const { ask, running } = await organization();
    const { id } = running.system.state.access.client;
    const { body } = await ask('GET', `/oauth2/v1/clients/${id}/roles`);
    expect(body).toEqual([
      expect.objectContaining({ type: 'SUPER_ADMIN', label: 'Super Administrator', assignmentType: 'CLIENT' }),
    ]);
    expect((await ask('GET', '/oauth2/v1/clients/0oaOther/roles')).status).toBe(404);
  });
});

describe('groups', () => {
  const membership = (group: string) => `/api/v1/groups/${group}/users/00u00000000000000001`;
  const names = (body: readonly { profile: { name: string } }[]) => body.map(({ profile }) => profile.name).sort();

  test('of a user are told with their type, Everyone among them', async () => {
    const { ask } = await organization();
    const { body } = await ask('GET', `${ANA}/groups`);
    expect(names(body)).toEqual(['Everyone', 'directory', 'engineering', 'platform']);
    const types = body.map(
      ({ profile, type }: { profile: { name: string }; type: string }) => `${profile.name} ${type}`,
    );
    expect(types.sort()).toEqual([
      'Everyone BUILT_IN',
      'directory APP_GROUP',
      'engineering OKTA_GROUP',
      'platform OKTA_GROUP',
    ]);
  });

  test('are left and joined again', async () => {
    const { ask, running } = await organization();
    expect((await ask('DELETE', membership('00gEngineering'))).status).toBe(204);
    expect((await ask('DELETE', membership('00gEngineering'))).body.errorCode).toBe('E0000007');
    expect(names((await ask('GET', `${ANA}/groups`)).body)).toEqual(['Everyone', 'directory', 'platform']);
    expect((await ask('PUT', membership('00gEngineering'))).status).toBe(204);
    expect((await ask('PUT', membership('00gEngineering'))).status).toBe(204);
    expect(names((await ask('GET', `${ANA}/groups`)).body)).toContain('engineering');
    expect(running.changes.map(({ operation, object }) => [operation.split(' ')[0], object])).toEqual([
      ['DELETE', 'group/engineering/ana.ruiz@acme.example'],
      ['PUT', 'group/engineering/ana.ruiz@acme.example'],
    ]);
  });

  test("when an app's, or everybody's, are nobody's to leave or join", async () => {
    const { ask } = await organization();
    const { body } = await ask('GET', `${ANA}/groups`);
    const { id } = body.find(({ type }: { type: string }) => type === 'BUILT_IN');
    for (const group of ['00gDirectory', id]) {
      for (const method of ['PUT', 'DELETE']) {
        const { status, body: refusal } = await ask(method, membership(group));
        expect([status, refusal.errorCode]).toEqual([403, 'E0000006']);
      }
    }
    expect((await ask('DELETE', membership('00gNone'))).body.errorCode).toBe('E0000007');
  });

  test('that make administrators are changed by a super administrator alone', async () => {
    const { ask, running } = await organization();
    const authorization = `SSWS ${secretOf(running.system.state, 'paused')}`;
    expect((await ask('DELETE', membership('00gPlatform'), { authorization })).body.errorCode).toBe('E0000006');
    expect((await ask('DELETE', membership('00gEngineering'), { authorization })).status).toBe(204);
  });
});

describe('API tokens', () => {
  test('are listed with owner, name and network, and never with what opens them', async () => {
    const { ask, running } = await organization();
    const { body } = await ask('GET', '/api/v1/api-tokens?limit=200');
    expect(body.map(({ id, userId, name }: Record<string, string>) => [id, userId, name])).toEqual([
      ['00TAdmin', '00u00000000000000002', 'admin'],
      ['00TCi', '00u00000000000000001', 'ci'],
      ['00TOld', '00u00000000000000002', 'old'],
      ['00TPaused', '00u00000000000000003', 'paused'],
    ]);
    expect(body[3].network).toEqual({ connection: 'ZONE', include: ['nzo1'] });
    const one = await ask('GET', '/api/v1/api-tokens/00TCi');
    expect(one.body).toEqual(body[1]);
    for (const name of ['ci', 'old', 'paused', 'admin']) {
      expect(JSON.stringify([body, one.body, running.changes])).not.toContain(secretOf(running.system.state, name));
    }
  });

  test('come twenty to a page where a request does not say', async () => {
    const { ask } = await organization(largeOrg({ users: 30, apiTokens: 30 }));
    const first = await ask('GET', '/api/v1/api-tokens');
    const second = await ask('GET', nextOf(first) ?? '');
    expect([first.body.length, second.body.length, nextOf(second)]).toEqual([20, 10, null]);
  });

  test('when revoked, open nothing, and cannot be revoked again', async () => {
    const { ask, running } = await organization();
    const authorization = `SSWS ${secretOf(running.system.state, 'ci')}`;
    const works = async () => (await ask('GET', '/api/v1/users/me', { authorization })).status;
    await ask('POST', `${ANA}/lifecycle/suspend`);
    expect(await works()).toBe(200);
    expect((await ask('DELETE', '/api/v1/api-tokens/00TCi')).status).toBe(204);
    expect(await works()).toBe(401);
    expect((await ask('DELETE', '/api/v1/api-tokens/00TCi')).body.errorCode).toBe('E0000007');
    expect(running.changes.map(({ object }) => object)).toEqual([
      'user/ana.ruiz@acme.example',
      'api-token/ana.ruiz@acme.example/ci',
    ]);
  });
});
