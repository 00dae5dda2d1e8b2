import { describe, expect, test } from 'vitest';
import { acceptInvitation, renameUser } from '../../../src/sandbox/github/index.js';
import { acme, logins, start } from './world.js';

describe('the members of an embedded organization', () => {
  test('when members are listed, accounts stand without name and e-mail, and the role filter holds', async () => {
    const { send } = await start();
    const all = await send('GET', '/orgs/acme/members');
    expect(logins(all)).toEqual(['kimcho', 'anaruiz', 'ana', 'samlee', 'viaenterprise']);
    expect(all.body).not.toContainEqual(expect.objectContaining({ email: expect.anything() }));
    expect(logins(await send('GET', '/orgs/acme/members?role=admin'))).toEqual(['kimcho']);
    expect(logins(await send('GET', '/orgs/acme/members?role=member'))).toHaveLength(4);
  });

  test('when one account is asked for, membership is 204, 404 for others, and a login has no case', async () => {
    const { send } = await start();
    expect((await send('GET', '/orgs/acme/members/AnaRuiz')).status).toBe(204);
    expect((await send('GET', '/orgs/acme/members/consultant')).status).toBe(404);
    expect((await send('GET', '/orgs/acme/members/nobody')).status).toBe(404);
  });

  test('when a membership is read, it is active for members, pending for the invited, absent for others', async () => {
    const { send } = await start();
    const active = await send('GET', '/orgs/acme/memberships/kimcho');
    expect(active.body).toMatchObject({
      state: 'active',
      role: 'admin',
      user: { id: 100 },
      organization: { id: 4242 },
    });
    expect((await send('GET', '/orgs/acme/memberships/joiner')).body).toMatchObject({
      state: 'pending',
      role: 'member',
    });
    expect((await send('GET', '/orgs/acme/memberships/consultant')).status).toBe(404);
  });

  test('when a member is removed, teams, repositories and fine-grained tokens go, deploy keys stay', async () => {
    const { send, changed } = await start();
    expect((await send('DELETE', '/orgs/acme/memberships/anaruiz')).status).toBe(204);
    expect((await send('GET', '/orgs/acme/memberships/anaruiz')).status).toBe(404);
    expect((await send('GET', '/orgs/acme/teams/backend/memberships/anaruiz')).status).toBe(404);
    expect(logins(await send('GET', '/repos/acme/ledger/collaborators?affiliation=direct'))).toEqual(['consultant']);
    expect((await send('GET', '/orgs/acme/personal-access-tokens')).body).toMatchObject([{ id: 92 }]);
    expect((await send('GET', '/orgs/acme/personal-access-token-requests')).body).toEqual([]);
    expect((await send('GET', '/repos/acme/ledger/keys')).body).toMatchObject([{ added_by: 'anaruiz' }, {}]);
    expect(changed()).toEqual(['DELETE /orgs/{org}/memberships/{username} anaruiz']);
  });

  test('when a member left, SSO credentials are not listed any more but can still be removed by id', async () => {
    const { send } = await start();
    await send('DELETE', '/orgs/acme/members/anaruiz');
    expect((await send('GET', '/orgs/acme/credential-authorizations')).body).toMatchObject([{ login: 'samlee' }]);
    expect((await send('DELETE', '/orgs/acme/credential-authorizations/161')).status).toBe(204);
  });

  test('when somebody is removed twice, the second time is a 404 and changes nothing', async () => {
    const { send, changed } = await start();
    await send('DELETE', '/orgs/acme/memberships/samlee');
    expect((await send('DELETE', '/orgs/acme/memberships/samlee')).status).toBe(404);
    expect(changed()).toHaveLength(1);
  });

  test('when an enterprise team gives membership too, a removal leaves that one', async () => {
    const { send } = await start();
    expect((await send('DELETE', '/orgs/acme/memberships/viaenterprise')).status).toBe(204);
    expect((await send('GET', '/orgs/acme/memberships/viaenterprise')).body).toMatchObject({
      state: 'active',
      direct_membership: false,
      enterprise_teams_providing_indirect_membership: ['ent:everybody'],
    });
  });

  test('when the last owner would be removed or demoted, GitHub refuses with 403', async () => {
    const { send, changed } = await start();
    expect((await send('DELETE', '/orgs/acme/memberships/kimcho')).status).toBe(403);
    expect((await send('DELETE', '/orgs/acme/members/kimcho')).status).toBe(403);
    expect((await send('PUT', '/orgs/acme/memberships/kimcho', { role: 'member' })).status).toBe(403);
    expect(changed()).toEqual([]);
    await send('PUT', '/orgs/acme/memberships/samlee', { role: 'admin' });
    expect((await send('PUT', '/orgs/acme/memberships/kimcho', { role: 'member' })).body).toMatchObject({
      role: 'member',
    });
    expect((await send('DELETE', '/orgs/acme/memberships/kimcho')).status).toBe(204);
  });

  test('when a removed person is put back, it is an invitation until they accept', async () => {
    const { send, state } = await start();
    await send('DELETE', '/orgs/acme/memberships/anaruiz');
    const put = await send('PUT', '/orgs/acme/memberships/anaruiz', { role: 'member' });
    expect(put.body).toMatchObject({ state: 'pending', role: 'member' });
    expect(logins(await send('GET', '/orgs/acme/members'))).not.toContain('anaruiz');
    acceptInvitation(state, 'anaruiz');
    expect(logins(await send('GET', '/orgs/acme/members'))).toContain('anaruiz');
    expect((await send('GET', '/orgs/acme/memberships/anaruiz')).body).toMatchObject({ user: { id: 583231 } });
  });

  test('when an account is renamed and another takes the login, ids tell them apart', async () => {
    const { send, state } = await start();
    renameUser(state, 'anaruiz', 'ana-new');
    renameUser(state, 'consultant', 'anaruiz');
    expect((await send('GET', '/users/anaruiz')).body).toMatchObject({ id: 200 });
    expect((await send('GET', '/user/583231')).body).toMatchObject({ login: 'ana-new' });
  });

  test('when a profile is read, the e-mail stands in it only where the person shows it', async () => {
    const { send } = await start();
    expect((await send('GET', '/users/anaruiz')).body).toMatchObject({ email: 'ana@acme.example', name: 'Ana Ruiz' });
    expect((await send('GET', '/users/ana')).body).toMatchObject({ email: null, name: 'Ana Other' });
    expect((await send('GET', '/users/nobody')).status).toBe(404);
    expect((await send('GET', '/user/999')).status).toBe(404);
  });

  test('when a world gives logins only, ids are made from them and stay the same', async () => {
    const [first, second] = await Promise.all([
      start({ organization: 'a', members: ['x', 'y'] }),
      start({ organization: 'a', members: ['new', 'y'] }),
    ]);
    const id = async (world: typeof first) => ((await world.send('GET', '/users/y')).body as { id: number }).id;
    expect(await id(first)).toBe(await id(second));
  });

  test('when a world names an account or an id twice, it is refused', async () => {
    const twice = [{ login: 'x', id: 1 }, { login: 'X' }];
    await expect(start({ ...acme, members: twice })).rejects.toThrow('the world names X twice');
    const sameId = [
      { login: 'x', id: 1 },
      { login: 'y', id: 1 },
    ];
    await expect(start({ organization: 'a', members: sameId })).rejects.toThrow('the world gives the id 1 twice');
  });
});

describe('outside collaborators and invitations', () => {
  test('when outside collaborators are listed, they are those with a role in a repository who are no members', async () => {
    const { send, changed } = await start();
    expect(logins(await send('GET', '/orgs/acme/outside_collaborators'))).toEqual(['consultant']);
    expect((await send('DELETE', '/orgs/acme/outside_collaborators/consultant')).status).toBe(204);
    expect((await send('GET', '/orgs/acme/outside_collaborators')).body).toEqual([]);
    expect(changed()).toEqual(['DELETE /orgs/{org}/outside_collaborators/{username} outside-collaborator/consultant']);
  });

  test('when a member is to be removed as an outside collaborator, it is a 422', async () => {
    const { send } = await start();
    expect((await send('DELETE', '/orgs/acme/outside_collaborators/samlee')).status).toBe(422);
  });

  test('when invitations are listed, those by e-mail have no login, and each can be cancelled by id', async () => {
    const { send, changed } = await start();
    expect((await send('GET', '/orgs/acme/invitations')).body).toMatchObject([
      { id: 81, login: 'joiner', email: null, team_count: 1, role: 'direct_member', inviter: { login: 'kimcho' } },
      { id: 82, login: null, email: 'leaver@acme.example', team_count: 0 },
    ]);
    expect((await send('GET', '/orgs/acme/invitations/81/teams')).body).toMatchObject([{ slug: 'backend' }]);
    expect((await send('DELETE', '/orgs/acme/invitations/82')).status).toBe(204);
    expect((await send('DELETE', '/orgs/acme/invitations/82')).status).toBe(404);
    expect((await send('DELETE', '/orgs/acme/memberships/joiner')).status).toBe(204);
    expect((await send('GET', '/orgs/acme/invitations')).body).toEqual([]);
    expect(changed()).toEqual([
      'DELETE /orgs/{org}/invitations/{invitation_id} invitation/leaver@acme.example',
      'DELETE /orgs/{org}/memberships/{username} invitation/joiner',
    ]);
  });

  test('when somebody is invited by id with a team, the invitation names both; a member is refused', async () => {
    const { send } = await start();
    const made = await send('POST', '/orgs/acme/invitations', { invitee_id: 200, role: 'admin', team_ids: [32] });
    expect(made).toMatchObject({ status: 201, body: { login: 'consultant', role: 'admin', team_count: 1 } });
    expect((await send('POST', '/orgs/acme/invitations', { invitee_id: 103 })).status).toBe(422);
    expect((await send('POST', '/orgs/acme/invitations', {})).status).toBe(422);
  });
});
