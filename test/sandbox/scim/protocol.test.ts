import { describe, expect, test } from 'vitest';
import { scimFault } from '../../../src/sandbox/scim/index.js';
import { acme, errorIn, operations, scimError, service, USER, userAt } from './service.js';

const ANA = userAt('u-ana');
const OFF = operations({ op: 'replace', path: 'active', value: false });

describe('the token', () => {
  test.each([
    ['none', null],
    ['a wrong one', 'other'],
    ['an empty one', ''],
  ])('when it is %s, opens nothing', async (_, token) => {
    const { ask } = await service();
    for (const path of ['/Users', '/ServiceProviderConfig', ANA]) {
      const answer = await ask('GET', path, { token });
      expect(errorIn(answer)).toEqual(scimError(401));
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    }
    const basic = await ask('GET', '/Users', { token: null, headers: { authorization: 'Basic sandbox' } });
    expect(basic.status).toBe(401);
  });

  test('when it may only read, reads and changes nothing', async () => {
    const { ask, changes } = await service();
    const token = 'sandbox-reader';
    expect((await ask('GET', ANA, { token })).status).toBe(200);
    for (const [method, path, asking] of [
      ['PATCH', ANA, OFF],
      ['DELETE', ANA, {}],
      ['POST', '/Users', { body: { schemas: [USER], userName: 'x' } }],
    ] as const) {
      expect(errorIn(await ask(method, path, { ...asking, token }))).toEqual(scimError(403));
    }
    expect(changes()).toEqual([]);
  });

  test('when it is revoked, opens nothing any more', async () => {
    const { ask, server } = await service({ ...acme, token: 'first' });
    expect((await ask('GET', ANA, { token: 'first' })).status).toBe(200);
    server.system.state.token = 'second';
    expect((await ask('GET', ANA, { token: 'first' })).status).toBe(401);
  });
});

describe('what the service says of itself', () => {
  test('is its configuration, resource types and schemas, each by itself too', async () => {
    const { ask } = await service();
    const config = await ask('GET', '/ServiceProviderConfig');
    expect(config.body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
      filter: { supported: true, maxResults: 1000 },
      etag: { supported: false },
      authenticationSchemes: [{ type: 'oauthbearertoken' }],
    });
    expect((await ask('GET', '/ResourceTypes/User')).body).toMatchObject({ endpoint: '/Users', schema: USER });
    expect((await ask('GET', `/Schemas/${USER}`)).body).toMatchObject({ id: USER, name: 'User' });
    expect((await ask('GET', '/Schemas')).body.totalResults).toBe(3);
  });

  test.each([
    ['GET', '/', 404],
    ['GET', '/Nothing', 404],
    ['GET', userAt('u-ana/groups'), 404],
    ['GET', '/Schemas/urn:none', 404],
    ['GET', '/ResourceTypes/Robot', 404],
    ['GET', '/ServiceProviderConfig/1', 404],
    ['GET', '/Users/..%2fu-ana', 404],
    ['GET', '/Users/%ff', 404],
    ['GET', '/constructor', 404],
    ['POST', '/ServiceProviderConfig', 405],
    ['DELETE', '/Users', 405],
    ['POST', userAt('u-ana'), 405],
    ['GET', '/Me', 501],
    ['POST', '/Bulk', 501],
  ])('%s %s answers %i in its own form of errors', async (method, path, status) => {
    const { ask } = await service();
    expect(errorIn(await ask(method, path))).toEqual(scimError(status));
  });

  test('begins where the seed says, and nowhere else', async () => {
    const { ask, server } = await service({ ...acme, path: '/scim' });
    expect((await ask('GET', '/Users/')).status).toBe(200);
    const headers = { authorization: 'Bearer sandbox' };
    expect((await fetch(`${server.url}/scim/v2/Users`, { headers })).status).toBe(404);
    expect((await fetch(`${server.url}/Users`, { headers })).status).toBe(404);
  });
});

describe('versions', () => {
  test('where the seed has none, are neither told nor heeded', async () => {
    const { ask } = await service();
    const answer = await ask('PATCH', ANA, { ...OFF, headers: { 'if-match': 'W/"99"' } });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, null]);
    expect(answer.body.meta).not.toHaveProperty('version');
  });

  test('where the seed has them, keep a write from what somebody else changed', async () => {
    const { ask } = await service({ ...acme, quirks: { etag: true } });
    const first = await ask('GET', ANA);
    const version = first.headers.get('etag') ?? '';
    expect(first.body.meta).toMatchObject({ version });
    expect((await ask('GET', ANA, { headers: { 'if-none-match': version } })).status).toBe(304);

    const changed = await ask('PATCH', ANA, { ...OFF, headers: { 'if-match': `W/"0", ${version}` } });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(version);
    const stale = { headers: { 'if-match': version } };
    for (const method of ['PATCH', 'PUT', 'DELETE']) {
      expect(errorIn(await ask(method, ANA, { ...OFF, ...stale }))).toEqual(scimError(412));
    }
    expect((await ask('DELETE', ANA, { headers: { 'if-match': '*' } })).status).toBe(204);
  });

  test('where they are required, refuse a write that names none', async () => {
    const { ask, changes } = await service({ ...acme, quirks: { etag: 'required' } });
    expect(errorIn(await ask('PATCH', ANA, OFF))).toEqual(scimError(428));
    expect(changes()).toEqual([]);
  });
});

describe('faults', () => {
  test('are told in the form of errors, with when to come again', async () => {
    const { ask, server, changes } = await service();
    server.faults.add({ fault: scimFault(429, { retryAfter: 2, detail: 'slow down' }), method: 'PATCH', times: 1 });
    const limited = await ask('PATCH', ANA, OFF);
    expect([errorIn(limited), limited.headers.get('retry-after')]).toEqual([scimError(429), '2']);
    expect(changes()).toEqual([]);
    expect((await ask('PATCH', ANA, OFF)).status).toBe(200);
    server.faults.add({ fault: scimFault(400, { scimType: 'tooMany' }), matching: /filter=/ });
    expect(errorIn(await ask('GET', '/Users?filter=a'))).toEqual(scimError(400, 'tooMany'));
    expect(server.requests.map(({ operation }) => operation)).toEqual([
      'PATCH /Users/{id}',
      'PATCH /Users/{id}',
      'GET /Users',
    ]);
  });

  test('when a reply is lost, the change is done', async () => {
    const { ask, server } = await service();
    server.faults.add({ fault: { kind: 'lost-reply' }, method: 'PATCH', times: 1 });
    await expect(ask('PATCH', ANA, OFF)).rejects.toThrow();
    expect((await ask('GET', ANA)).body.active).toBe(false);
  });

  test('when reads are stale, they show what was before the change', async () => {
    const { ask, server } = await service();
    server.faults.add({ fault: { kind: 'stale' }, method: 'GET' });
    await ask('PATCH', ANA, OFF);
    expect((await ask('GET', ANA)).body.active).toBe(true);
    server.faults.clear();
    expect((await ask('GET', ANA)).body.active).toBe(false);
  });
});
