import { describe, expect, test } from 'vitest';
import { acme, asPerson, logins, start } from './world.js';

describe('teams of an embedded organization', () => {
  test('when teams are listed, each names its parent; a parent counts its child teams’ members', async () => {
    const { send } = await start();
    expect((await send('GET', '/orgs/acme/teams')).body).toMatchObject([
      { slug: 'engineering', parent: null },
      { slug: 'backend', parent: { slug: 'engineering' } },
    ]);
    expect(logins(await send('GET', '/orgs/acme/teams/engineering/members'))).toEqual(['anaruiz', 'samlee']);
    expect((await send('GET', '/orgs/acme/teams/nothing/members')).status).toBe(404);
  });

  test('when a team membership is taken and given back, the role is what was asked for', async () => {
    const { send, changed } = await start();
    const path = '/orgs/acme/teams/backend/memberships/anaruiz';
    expect((await send('GET', path)).body).toMatchObject({ role: 'maintainer', state: 'active' });
    expect((await send('DELETE', path)).status).toBe(204);
    expect((await send('DELETE', path)).status).toBe(404);
    expect((await send('PUT', path, { role: 'maintainer' })).body).toMatchObject({ role: 'maintainer' });
    expect((await send('PUT', path, { role: 'maintainer' })).status).toBe(200);
    expect(changed()).toEqual([
      'DELETE /orgs/{org}/teams/{team_slug}/memberships/{username} team/backend/anaruiz',
      'PUT /orgs/{org}/teams/{team_slug}/memberships/{username} team/backend/anaruiz',
    ]);
  });

  test('when somebody outside is put in a team, the membership is pending with an invitation', async () => {
    const { send } = await start();
    const put = await send('PUT', '/orgs/acme/teams/backend/memberships/consultant', { role: 'member' });
    expect(put.body).toMatchObject({ state: 'pending' });
    expect((await send('GET', '/orgs/acme/memberships/consultant')).body).toMatchObject({ state: 'pending' });
  });
});

describe('repositories of an embedded organization', () => {
  test('when collaborators are listed by affiliation, outside, direct and all differ; roles are the strongest', async () => {
    const { send } = await start();
    const by = (affiliation: string) => send('GET', `/repos/acme/ledger/collaborators?affiliation=${affiliation}`);
    expect(logins(await by('outside'))).toEqual(['consultant']);
    expect((await by('direct')).body).toMatchObject([
      { login: 'anaruiz', role_name: 'write', permissions: { push: true, admin: false } },
      { login: 'consultant', role_name: 'maintain' },
    ]);
    expect(logins(await by('all')).sort()).toEqual(['anaruiz', 'consultant', 'kimcho', 'samlee']);
  });

  test('when a permission is asked for, teams and ownership count', async () => {
    const { send } = await start();
    const of = async (login: string) =>
      (await send('GET', `/repos/acme/ledger/collaborators/${login}/permission`)).body;
    expect(await of('kimcho')).toMatchObject({ permission: 'admin', role_name: 'admin' });
    expect(await of('consultant')).toMatchObject({ permission: 'write', role_name: 'maintain' });
    expect(await of('ana')).toMatchObject({ permission: 'none' });
  });

  test('when a collaborator is taken off and put back, a member is in at once and an outsider is invited', async () => {
    const { send, changed } = await start();
    expect((await send('DELETE', '/repos/acme/ledger/collaborators/anaruiz')).status).toBe(204);
    expect((await send('DELETE', '/repos/acme/ledger/collaborators/consultant')).status).toBe(204);
    const member = await send('PUT', '/repos/acme/ledger/collaborators/anaruiz', { permission: 'pull' });
    expect(member.status).toBe(204);
    const outsider = await send('PUT', '/repos/acme/ledger/collaborators/consultant', { permission: 'maintain' });
    expect(outsider).toMatchObject({ status: 201, body: { permissions: 'maintain', invitee: { id: 200 } } });
    expect(changed().map((one) => one.split(' ').at(-1))).toEqual([
      'repository/ledger/anaruiz',
      'repository/ledger/consultant',
      'repository/ledger/anaruiz',
      'repository/ledger/invitation/consultant',
    ]);
  });

  test('when repositories and their invitations are listed, a pending one can be taken back', async () => {
    const { send } = await start();
    expect((await send('GET', '/orgs/acme/repos')).body).toMatchObject([
      { name: 'ledger', private: true, full_name: 'acme/ledger' },
      { name: 'site', private: false },
    ]);
    expect((await send('GET', '/repos/acme/ledger/invitations')).body).toMatchObject([
      { id: 71, permissions: 'triage', invitee: { login: 'newcomer' } },
    ]);
    expect((await send('DELETE', '/repos/acme/ledger/invitations/71')).status).toBe(204);
    expect((await send('DELETE', '/repos/acme/ledger/invitations/71')).status).toBe(404);
    expect((await send('GET', '/repos/other/ledger/invitations')).status).toBe(404);
  });

  test('when a deploy key is deleted and its public key added again, it is there under a new id', async () => {
    const { send, changed } = await start();
    const [first] = (await send('GET', '/repos/acme/ledger/keys')).body as { id: number; key: string }[];
    expect(first).toMatchObject({ id: 61, added_by: 'anaruiz', last_used: '2026-11-23T07:00:00Z', read_only: false });
    const again = { title: 'deploy', key: first?.key, read_only: false };
    expect((await send('POST', '/repos/acme/ledger/keys', again)).status).toBe(422);
    expect((await send('DELETE', '/repos/acme/ledger/keys/61')).status).toBe(204);
    expect((await send('GET', '/repos/acme/ledger/keys/61')).status).toBe(404);
    const added = await send('POST', '/repos/acme/ledger/keys', again);
    expect(added).toMatchObject({ status: 201, body: { title: 'deploy', added_by: 'leaver[bot]', read_only: false } });
    const { id } = added.body as { id: number };
    expect((await send('GET', `/repos/acme/ledger/keys/${id}`)).status).toBe(200);
    expect(changed()).toEqual([
      'DELETE /repos/{owner}/{repo}/keys/{key_id} repository/ledger/key/61',
      `POST /repos/{owner}/{repo}/keys repository/ledger/key/${id}`,
    ]);
  });
});

describe('tokens and credentials', () => {
  test('when fine-grained tokens are listed, owners can be named in any form of list', async () => {
    const { send } = await start();
    const all = (await send('GET', '/orgs/acme/personal-access-tokens')).body;
    expect(all).toMatchObject([
      { id: 91, repository_selection: 'subset', token_expired: false, token_last_used_at: '2026-11-23T07:00:00Z' },
      { id: 92, repository_selection: 'all', token_expired: true },
    ]);
    for (const query of ['owner[]=AnaRuiz', 'owner=anaruiz', 'owner=anaruiz,nobody', 'owner%5B%5D=anaruiz']) {
      const some = await send('GET', `/orgs/acme/personal-access-tokens?${query}`);
      expect(some.body, query).toMatchObject([{ id: 91, owner: { login: 'anaruiz' } }]);
      expect(some.body).toHaveLength(1);
    }
  });

  test('when tokens are revoked and requests denied, they are gone; unknown ids are a 404 and change nothing', async () => {
    const { send, changed } = await start();
    const revoke = (ids: unknown) =>
      send('POST', '/orgs/acme/personal-access-tokens', { action: 'revoke', pat_ids: ids });
    expect((await revoke([91, 1])).status).toBe(404);
    expect((await revoke([])).status).toBe(422);
    expect((await revoke(Array.from({ length: 101 }, (_, index) => index))).status).toBe(422);
    expect((await revoke([91])).status).toBe(202);
    expect((await send('POST', '/orgs/acme/personal-access-tokens/92', { action: 'revoke' })).status).toBe(204);
    expect((await send('GET', '/orgs/acme/personal-access-tokens')).body).toEqual([]);
    const deny = { action: 'deny', pat_request_ids: [95] };
    expect((await send('GET', '/orgs/acme/personal-access-token-requests')).body).toMatchObject([{ reason: 'for CI' }]);
    expect((await send('POST', '/orgs/acme/personal-access-token-requests', deny)).status).toBe(202);
    expect((await send('GET', '/orgs/acme/personal-access-token-requests')).body).toEqual([]);
    expect(changed().map((one) => one.split(' ').at(-1))).toEqual(['token/91', 'token/92', 'token-request/95']);
  });

  test('when SSO credentials are listed, each kind tells its own, and a login narrows it', async () => {
    const { send } = await start();
    expect((await send('GET', '/orgs/acme/credential-authorizations?login=ANARUIZ')).body).toEqual([
      expect.objectContaining({ credential_id: 161, token_last_eight: '71c3fc11', login: 'anaruiz' }),
    ]);
    expect((await send('GET', '/orgs/acme/credential-authorizations?login=samlee')).body).toEqual([
      expect.objectContaining({ credential_type: 'SSH key', fingerprint: 'jklmnop12345678' }),
    ]);
    expect((await send('DELETE', '/orgs/acme/credential-authorizations/161')).status).toBe(204);
    expect((await send('DELETE', '/orgs/acme/credential-authorizations/161')).status).toBe(404);
  });

  test('when the organization has no single sign-on, its credentials are a 404', async () => {
    const { ssoCredentials: _, ...without } = acme;
    const { send } = await start(without);
    expect((await send('GET', '/orgs/acme/credential-authorizations')).status).toBe(404);
  });
});

describe('webhooks, apps, seats and codespaces', () => {
  test('when a webhook is switched off and on, the API tells no owner', async () => {
    const { send, changed } = await start();
    const [hook] = (await send('GET', '/orgs/acme/hooks')).body as object[];
    expect(hook).toMatchObject({ id: 171, active: true, config: { url: 'https://ci.example/hook' } });
    expect(JSON.stringify(hook)).not.toContain('anaruiz');
    expect((await send('PATCH', '/orgs/acme/hooks/171', { active: false })).body).toMatchObject({ active: false });
    expect((await send('GET', '/orgs/acme/hooks/171')).body).toMatchObject({ active: false });
    expect((await send('PATCH', '/orgs/acme/hooks/1', { active: false })).status).toBe(404);
    expect(changed()).toEqual(['PATCH /orgs/{org}/hooks/{hook_id} hook/171']);
  });

  test('when installations are listed, the runner’s own App is among them', async () => {
    const { send } = await start();
    expect((await send('GET', '/orgs/acme/installations')).body).toMatchObject({
      total_count: 2,
      installations: [{ app_slug: 'ci-app', id: 181 }, { app_slug: 'leaver' }],
    });
  });

  test('when seats are cancelled, they stay until the cycle ends, and a team’s seat stays as it is', async () => {
    const { send, changed } = await start();
    expect((await send('GET', '/orgs/acme/copilot/billing/seats')).body).toMatchObject({
      total_seats: 2,
      seats: [
        { assignee: { login: 'anaruiz' }, last_activity_at: '2026-11-23T08:00:00Z' },
        { assigning_team: { slug: 'backend' } },
      ],
    });
    const named = { selected_usernames: ['anaruiz', 'samlee'] };
    const cancelled = await send('DELETE', '/orgs/acme/copilot/billing/selected_users', named);
    expect(cancelled.body).toEqual({ seats_cancelled: 1 });
    expect((await send('GET', '/orgs/acme/members/anaruiz/copilot')).body).toMatchObject({
      pending_cancellation_date: '2026-12-01',
    });
    expect((await send('GET', '/orgs/acme/members/samlee/copilot')).body).toMatchObject({
      pending_cancellation_date: null,
    });
    expect((await send('GET', '/orgs/acme/members/kimcho/copilot')).status).toBe(404);
    expect(changed()).toEqual(['DELETE /orgs/{org}/copilot/billing/selected_users copilot-seat/anaruiz']);
  });

  test('when a person’s token asks, codespaces can be listed and deleted; an App may not', async () => {
    const { send } = await start(asPerson);
    expect((await send('GET', '/orgs/acme/members/anaruiz/codespaces')).body).toMatchObject({
      total_count: 1,
      codespaces: [{ name: 'fluffy-adventure', repository: { full_name: 'acme/ledger' } }],
    });
    expect((await send('DELETE', '/orgs/acme/members/anaruiz/codespaces/fluffy-adventure')).status).toBe(202);
    expect((await send('DELETE', '/orgs/acme/members/anaruiz/codespaces/fluffy-adventure')).status).toBe(404);
    const app = await start();
    expect((await app.send('GET', '/orgs/acme/members/anaruiz/codespaces')).status).toBe(403);
  });
});
