import okta from '@okta/okta-sdk-nodejs';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Instant } from '../../../src/core/time.js';
import { okta as embedded, largeOrg, type OktaSeed, oktaAccess, userNamed } from '../../../src/sandbox/okta/index.js';
import { serve } from '../../../src/sandbox/server.js';
import { acme } from './organization.js';

/** Okta's own client, which reads the clock by itself, against the embedded organization. */
async function client(seed: OktaSeed, scopes: string) {
  const running = await serve(embedded('okta', seed), { now: () => Date.now() as Instant, sleep: async () => {} });
  onTestFinished(() => running.stop());
  const access = await oktaAccess(running.system.state, 'RS256');
  const signIn =
    access.kind === 'token'
      ? { token: access.token }
      : {
          authorizationMode: 'PrivateKey',
          clientId: access.clientId,
          keyId: access.keyId,
          privateKey: access.privateKey,
          scopes: scopes.split(' '),
        };
  return { running, sdk: new okta.Client({ orgUrl: running.url, ...signIn }) };
}

async function all<Entry>(listing: { each(visit: (entry: Entry | null) => void): Promise<unknown> }): Promise<Entry[]> {
  const entries: Entry[] = [];
  await listing.each((entry) => void (entry !== null && entries.push(entry)));
  return entries;
}

describe("Okta's own client finds in the embedded organization what it finds in Okta", () => {
  test.each([false, true])('signing in with a key, with proof of possession: %s', async (dpop) => {
    const { sdk, running } = await client(
      { ...acme, runner: { kind: 'service', dpop } },
      'okta.users.read okta.users.manage',
    );
    const [ana] = await all(await sdk.userApi.listUsers({ search: 'profile.login eq "ana.ruiz@acme.example"' }));
    expect([ana?.status, ana?.created instanceof Date]).toEqual(['ACTIVE', true]);
    await sdk.userApi.suspendUser({ userId: ana?.id ?? '' });
    expect(userNamed(running.system.state, 'ana.ruiz')?.status).toBe('SUSPENDED');
    await expect(sdk.userApi.suspendUser({ userId: ana?.id ?? '' })).rejects.toMatchObject({
      status: 400,
      errorCode: 'E0000001',
    });
  });

  test('page by page, by the links of its answers', async () => {
    const { sdk, running } = await client(largeOrg(450), 'okta.users.read');
    expect(await all(await sdk.userApi.listUsers({ search: 'id pr', limit: 200 }))).toHaveLength(450);
    expect(running.requests.filter(({ operation }) => operation === 'GET /api/v1/users')).toHaveLength(3);
  });

  test('with an API token: roles, groups, consents and tokens, and takes them away', async () => {
    const { sdk, running } = await client({ ...acme, runner: { kind: 'user', login: 'kim.cho@acme.example' } }, '');
    const userId = '00u00000000000000001';
    const roles = await all(await sdk.roleAssignmentApi.listAssignedRolesForUser({ userId }));
    expect(roles.map(({ type }) => type)).toEqual(['HELP_DESK_ADMIN', 'CUSTOM', 'APP_ADMIN']);
    await sdk.roleAssignmentApi.unassignRoleFromUser({ userId, roleId: roles[0]?.id ?? '' });
    const groups = await all(await sdk.userApi.listUserGroups({ userId }));
    expect(groups.map(({ profile }) => profile?.name).sort()).toEqual([
      'Everyone',
      'directory',
      'engineering',
      'platform',
    ]);
    await sdk.groupApi.unassignUserFromGroup({ groupId: '00gEngineering', userId });
    const grants = await all(await sdk.userApi.listUserGrants({ userId }));
    expect(grants.map(({ scopeId }) => scopeId).sort()).toEqual(['calendar:read', 'openid']);
    await sdk.userApi.revokeUserGrants({ userId });
    await sdk.userApi.revokeUserSessions({ userId, oauthTokens: true });
    const tokens = await all(await sdk.apiTokenApi.listApiTokens());
    expect(tokens.map(({ name }) => name).sort()).toEqual(['admin', 'ci', 'leaver', 'old', 'paused']);
    await sdk.apiTokenApi.revokeApiToken({ apiTokenId: '00TCi' });
    const { value } = await sdk.roleAssignmentApi.listUsersWithRoleAssignments({});
    expect(value?.map(({ id }) => id)).toContain(userId);
    expect(running.changes.map(({ object }) => object.replace('ana.ruiz@acme.example', 'ana'))).toEqual([
      'user/ana/role/HELP_DESK_ADMIN',
      'group/engineering/ana',
      'user/ana/grant/calendar:read',
      'user/ana/grant/openid',
      'user/ana/sessions',
      'api-token/ana/ci',
    ]);
  });
});
