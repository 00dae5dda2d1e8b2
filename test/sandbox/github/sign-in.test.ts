import { generateKeyPairSync } from 'node:crypto';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { describe, expect, test } from 'vitest';
import type { Lack } from '../../../src/sandbox/github/index.js';
import { acme, asPerson, start } from './world.js';

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjd9.c2lnbmF0dXJl';

describe('signing in to an embedded GitHub', () => {
  test('when the token is missing or refused, it is a 401 with GitHub’s words, and the log names the operation', async () => {
    const { send, running } = await start();
    expect(await send('GET', '/orgs/acme/members', undefined, 'refused')).toMatchObject({
      status: 401,
      body: { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest', status: '401' },
    });
    const missing = await send('GET', '/orgs/acme', undefined, '');
    expect(missing).toMatchObject({ status: 401, body: { message: 'Requires authentication' } });
    expect(running.requests.map((one) => one.operation)).toEqual(['GET /orgs/{org}/members', 'GET /orgs/{org}']);
  });

  test('when the world lists its credentials, no other token is taken, and each is who the world says', async () => {
    const credentials = [
      { token: 'ghp_kim', kind: 'user', login: 'kimcho' },
      { token: 'ghs_app', kind: 'app', login: 'leaver', lacks: ['members:write'] },
    ] as const;
    const { send } = await start({ ...acme, credentials });
    expect((await send('GET', '/user', undefined, 'ghp_kim')).body).toMatchObject({ login: 'kimcho', id: 100 });
    expect((await send('GET', '/orgs/acme', undefined, 'ghs_good')).status).toBe(401);
    expect((await send('GET', '/user', undefined, 'ghs_app')).status).toBe(403);
    expect((await send('GET', '/orgs/acme/members', undefined, 'ghs_app')).status).toBe(200);
    const refused = await send('DELETE', '/orgs/acme/memberships/samlee', undefined, 'ghs_app');
    expect(refused).toMatchObject({ status: 403, body: { message: 'Resource not accessible by integration' } });
    expect((await send('DELETE', '/orgs/acme/memberships/samlee', undefined, 'ghp_kim')).status).toBe(204);
  });

  test('when the world names the runner’s account and a credential’s owner here alone, they exist with their ids', async () => {
    const credentials = [{ token: 'ghp_new', kind: 'user', login: 'somebody' }] as const;
    const { send } = await start({ ...acme, credentials, runner: { kind: 'app', login: 'leaver', id: 5150 } });
    const own = (path: string) => send('GET', path, undefined, 'ghp_new');
    expect((await own('/user')).body).toMatchObject({ login: 'somebody', type: 'User' });
    expect((await own('/users/leaver%5Bbot%5D')).body).toMatchObject({ id: 5150, type: 'Bot' });
  });

  test('when a person’s token asks for fine-grained tokens, it is refused: they are for Apps only', async () => {
    const { send } = await start(asPerson);
    expect(await send('GET', '/orgs/acme/personal-access-tokens')).toMatchObject({
      status: 403,
      body: { message: 'Resource not accessible by personal access token' },
    });
  });

  test.each<[Lack, string]>([
    ['members', '/orgs/acme/members'],
    ['administration', '/repos/acme/ledger/keys'],
    ['personal-access-tokens', '/orgs/acme/personal-access-tokens'],
    ['personal-access-token-requests', '/orgs/acme/personal-access-token-requests'],
    ['credential-authorizations', '/orgs/acme/credential-authorizations'],
    ['hooks', '/orgs/acme/hooks'],
    ['installations', '/orgs/acme/installations'],
    ['copilot', '/orgs/acme/copilot/billing/seats'],
  ])('when the credential lacks %s, %s is a 403', async (lack, path) => {
    const { send } = await start({ ...acme, lacks: [lack] });
    expect((await send('GET', path)).status).toBe(403);
    expect((await send('GET', '/orgs/acme')).status).toBe(200);
  });

  test('when an App signs in, its JWT gives a token of its installation, and nothing else', async () => {
    const { send, state } = await start({ ...acme, credentials: [{ token: 'x', kind: 'app', login: 'leaver' }] });
    expect((await send('GET', '/app', undefined, JWT)).body).toMatchObject({ slug: 'leaver' });
    expect((await send('GET', '/orgs/acme/members', undefined, JWT)).status).toBe(401);
    expect((await send('GET', '/app')).status).toBe(401);
    const own = (await send('GET', '/orgs/acme/installation', undefined, JWT)).body as { id: number };
    expect((await send('POST', '/app/installations/181/access_tokens', {}, JWT)).status).toBe(404);
    const given = await send('POST', `/app/installations/${own.id}/access_tokens`, {}, JWT);
    expect(given).toMatchObject({ status: 201, body: { expires_at: '2026-11-23T10:00:00Z' } });
    const { token } = given.body as { token: string };
    expect((await send('GET', '/orgs/acme/members', undefined, token)).status).toBe(200);
    state.access.issued = [{ token, expiresAt: Date.parse('2026-11-23T09:00:00Z') }];
    expect((await send('GET', '/orgs/acme/members', undefined, token)).status).toBe(401);
  });

  test('when octokit signs in as an App, it works as it does with GitHub', async () => {
    // octokit compares the JWT's time with the server's date, so this server's clock is the real one.
    const { running, state } = await start(acme, new Date().toISOString());
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const own = state.installations.find((one) => one.app === 'leaver');
    const octokit = new Octokit({
      baseUrl: running.url,
      authStrategy: createAppAuth,
      auth: {
        appId: own?.appId,
        installationId: own?.id,
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      },
    });
    expect((await octokit.rest.orgs.listMembers({ org: 'acme' })).data).toHaveLength(5);
    expect((await octokit.rest.apps.getOrgInstallation({ org: 'acme' })).data.id).toBe(own?.id);
  });
});
