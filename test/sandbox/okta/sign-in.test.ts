import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Instant, parseInstant } from '../../../src/core/time.js';
import { type OktaSeed, okta, oktaAccess, secretOf } from '../../../src/sandbox/okta/index.js';
import { serve } from '../../../src/sandbox/server.js';
import { type Assertion, assertionOf, type Key, proofs } from './assertion.js';
import { acme, askAt, NOW, organization, tokenForm } from './organization.js';

const now = parseInstant(NOW) as number;
const seconds = now / 1000;

/** A service app without a token yet. */
async function app(seed: OktaSeed = acme, algorithm?: 'RS256' | 'ES256') {
  const running = await serve(okta('okta', seed), { now: () => now as Instant, sleep: async () => {} });
  onTestFinished(() => running.stop());
  const key = (await oktaAccess(running.system.state, algorithm)) as Key;
  const signIn = (scope: string, given: Partial<Assertion> = {}, headers: Record<string, string> = {}) =>
    askAt(running.url, 'POST', '/oauth2/v1/token', {
      headers,
      body: tokenForm(assertionOf(key, { url: running.url, now, ...given }), scope),
    });
  return { running, url: running.url, key, signIn };
}

describe('a service app signs in', () => {
  test.each(['ES256', 'RS256'] as const)(
    'with a key of its own (%s), for an hour and what it asked for',
    async (algorithm) => {
      const { signIn, url } = await app(acme, algorithm);
      const { status, body } = await signIn('okta.users.read okta.groups.read');
      expect(status).toBe(200);
      expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'okta.users.read okta.groups.read' });
      const authorization = `Bearer ${body.access_token}`;
      expect((await askAt(url, 'GET', '/api/v1/users', { headers: { authorization } })).status).toBe(200);
    },
  );

  test('without naming its key, where it has one alone', async () => {
    const { signIn } = await app();
    expect((await signIn('okta.users.read', { header: { kid: undefined } })).status).toBe(200);
  });

  test.each<[string, Partial<Assertion>, string]>([
    [
      'by another key than its own',
      { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey },
      'signature',
    ],
    ['by an algorithm that is none', { header: { alg: 'none' } }, 'signature'],
    ['by the algorithm of another kind of key', { header: { alg: 'RS256' } }, 'signature'],
    ['by a key that nobody knows', { header: { kid: 'other' } }, 'kid is invalid'],
    ['for another app', { claims: { sub: '0oaOther' } }, 'issuer and subject'],
    ['from another app', { claims: { iss: '0oaOther' } }, 'issuer and subject'],
    ['for another server', { claims: { aud: 'https://other.example/oauth2/v1/token' } }, 'audience claim'],
    ['for the issuer instead of the endpoint', { claims: { aud: 'https://acme.okta.example' } }, 'audience claim'],
    ['until now', { claims: { exp: seconds } }, 'is expired'],
    ['for longer than an hour', { claims: { exp: seconds + 3601 } }, 'too far into the future'],
    ['for ever', { claims: { exp: undefined } }, 'has no expiration'],
  ])('and is refused with an assertion %s', async (_, given, why) => {
    const { signIn, running } = await app();
    const { status, body } = await signIn('okta.users.read', given);
    expect([status, body.error]).toEqual([401, 'invalid_client']);
    expect(body.error_description).toContain(why);
    expect(running.system.state.access.issued).toEqual([]);
  });

  test('and an assertion is taken once', async () => {
    const { signIn } = await app();
    const given = { claims: { jti: 'once' } };
    expect((await signIn('okta.users.read', given)).status).toBe(200);
    expect((await signIn('okta.users.read', given)).body.error).toBe('invalid_client');
  });

  test('and gets nothing where it asks for more than it was granted, for nothing, or in another way', async () => {
    const { signIn, url } = await app({ ...acme, runner: { kind: 'service', scopes: ['okta.users.read'] } });
    expect((await signIn('okta.users.read okta.users.manage')).body.error).toBe('invalid_scope');
    expect((await signIn('')).body.error).toBe('invalid_scope');
    expect((await signIn('okta.users.read')).status).toBe(200);
    const body = new URLSearchParams({ grant_type: 'password' });
    expect((await askAt(url, 'POST', '/oauth2/v1/token', { body })).body.error).toBe('unsupported_grant_type');
    const other = tokenForm('', 'okta.users.read');
    expect((await askAt(url, 'POST', '/oauth2/v1/token', { body: other })).body.error).toBe('invalid_client');
  });
});

describe('an access token', () => {
  test('opens what its scopes say: reading is not managing', async () => {
    const { signIn, url } = await app();
    const { body } = await signIn('okta.users.read');
    const headers = { authorization: `Bearer ${body.access_token}` };
    expect((await askAt(url, 'GET', '/api/v1/users', { headers })).status).toBe(200);
    for (const [method, path] of [
      ['POST', '/api/v1/users/ana.ruiz/lifecycle/suspend'],
      ['GET', '/api/v1/api-tokens'],
      ['GET', '/api/v1/iam/assignees/users'],
      ['DELETE', '/api/v1/groups/00gEngineering/users/00u00000000000000001'],
    ] as const) {
      const refused = await askAt(url, method, path, { headers });
      expect([path, refused.status, refused.body.errorCode]).toEqual([path, 403, 'E0000006']);
      expect(refused.headers.get('www-authenticate')).toContain('insufficient_scope');
    }
  });

  test('is refused after an hour, with another scheme, and where it is none', async () => {
    const { ask, running, wait } = await organization();
    const token = running.system.state.access.issued[0]?.token ?? '';
    expect((await ask('GET', '/api/v1/users')).status).toBe(200);
    for (const authorization of [`SSWS ${token}`, `DPoP ${token}`, 'Bearer none', 'Basic YTpi']) {
      const { status, body } = await ask('GET', '/api/v1/users', { authorization });
      expect([authorization, status, body.errorCode]).toEqual([authorization, 401, 'E0000011']);
    }
    wait(3_600_000);
    expect((await ask('GET', '/api/v1/users')).body.errorCode).toBe('E0000011');
    expect((await ask('GET', '/api/v1/users', { authorization: '' })).body.errorCode).toBe('E0000005');
  });

  test('of an app without a role of an administrator opens nothing', async () => {
    const { ask } = await organization({ ...acme, runner: { kind: 'service', role: null } });
    expect((await ask('GET', '/api/v1/users')).body.errorCode).toBe('E0000006');
  });

  test('of an app that has to prove possession is good with the key alone that it was asked with', async () => {
    const { signIn, url } = await app({ ...acme, runner: { kind: 'service', dpop: true } });
    const proof = proofs();
    const at = { htm: 'POST', htu: `${url}/oauth2/v1/token`, iat: seconds };
    expect((await signIn('okta.users.read')).body.error).toBe('invalid_dpop_proof');
    const first = await signIn('okta.users.read', {}, { dpop: proof(at) });
    expect([first.status, first.body.error]).toEqual([400, 'use_dpop_nonce']);
    const nonce = first.headers.get('dpop-nonce') ?? '';
    const { body } = await signIn('okta.users.read', {}, { dpop: proof({ ...at, nonce }) });
    expect(body.token_type).toBe('DPoP');
    const token: string = body.access_token;
    const users = { htm: 'GET', htu: `${url}/api/v1/users`, iat: seconds, token };
    const get = (authorization: string, dpop: string) =>
      askAt(url, 'GET', '/api/v1/users', { headers: { authorization, dpop } });
    expect((await get(`DPoP ${token}`, proof(users))).status).toBe(200);
    for (const dpop of [proofs()(users), proof({ ...users, htm: 'POST' }), proof({ ...users, token: 'other' }), 'x']) {
      expect((await get(`DPoP ${token}`, dpop)).status).toBe(401);
    }
    expect((await get(`DPoP ${token}`, proof({ ...users, iat: seconds - 600 }))).status).toBe(401);
    expect((await get(`Bearer ${token}`, proof(users))).status).toBe(401);
  });
});

describe('an API token', () => {
  const me = '/api/v1/users/me';

  test('tells whose it is, and goes on working while its user is suspended', async () => {
    const { ask, running } = await organization();
    const token = (name: string) => `SSWS ${secretOf(running.system.state, name)}`;
    expect((await ask('GET', me, { authorization: token('ci') })).body.profile.login).toBe('ana.ruiz@acme.example');
    expect((await ask('GET', me, { authorization: token('paused') })).body.status).toBe('SUSPENDED');
    expect((await ask('GET', me, { authorization: token('old') })).body.errorCode).toBe('E0000011');
    expect((await ask('GET', me)).status).toBe(404);
  });

  test('may what its user may: a help desk reads, an administrator changes, of the highest rank alone the highest', async () => {
    const { ask, running } = await organization();
    const as = (name: string) => ({ authorization: `SSWS ${secretOf(running.system.state, name)}` });
    const suspend = (who: string) => `/api/v1/users/${who}@acme.example/lifecycle/suspend`;
    expect((await ask('GET', '/api/v1/users', as('ci'))).status).toBe(200);
    expect((await ask('POST', suspend('kim.cho'), as('ci'))).body.errorCode).toBe('E0000006');
    expect((await ask('POST', suspend('kim.cho'), as('paused'))).body.errorCode).toBe('E0000006');
    expect((await ask('DELETE', '/api/v1/api-tokens/00TAdmin', as('paused'))).body.errorCode).toBe('E0000006');
    const role = { ...as('paused'), body: { type: 'SUPER_ADMIN' } };
    expect((await ask('POST', '/api/v1/users/sam.lee/roles', role)).body.errorCode).toBe('E0000006');
    expect((await ask('POST', suspend('ana.ruiz'), as('paused'))).status).toBe(200);
    expect((await ask('POST', suspend('kim.cho'), as('admin'))).status).toBe(200);
  });

  test('of a user who holds no role opens the own account alone', async () => {
    const { ask, running } = await organization({
      users: ['ana@acme.example'],
      apiTokens: [{ name: 'own', user: 'ana@acme.example' }],
    });
    const authorization = `SSWS ${secretOf(running.system.state, 'own')}`;
    expect((await ask('GET', me, { authorization })).status).toBe(200);
    expect((await ask('GET', '/api/v1/users', { authorization })).body.errorCode).toBe('E0000006');
  });

  test('is how a runner signs in that is a user', async () => {
    const { ask } = await organization({ ...acme, runner: { kind: 'user', login: 'kim.cho@acme.example' } });
    expect((await ask('GET', me)).body.id).toBe('00u00000000000000002');
    const { body } = await ask('GET', '/api/v1/api-tokens');
    expect(body.map(({ name }: { name: string }) => name)).toContain('leaver');
  });
});
