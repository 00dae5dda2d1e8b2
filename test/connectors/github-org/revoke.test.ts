import { describe, expect, it } from 'vitest';
import { LeaverError } from '../../../src/errors.js';
import { renameUser } from '../../../src/sandbox/github/index.js';
import { ANA, lookAt, NOW, recorder, start, targetOf, world } from './world.js';

describe('revoke, the order', () => {
  it('law 8: when an App signs in, closes credentials, then the membership, then what outlives it', async () => {
    const { connector, changes } = await start();
    const { log, steps } = recorder();
    await connector.revoke(targetOf(await lookAt(connector, ANA)), log, NOW);
    expect(changes()).toEqual([
      'DELETE /orgs/{org}/credential-authorizations/{credential_id} sso-credential/901',
      'POST /orgs/{org}/personal-access-tokens token/801',
      'POST /orgs/{org}/personal-access-token-requests token-request/851',
      'DELETE /orgs/{org}/copilot/billing/selected_users copilot-seat/anaruiz',
      'DELETE /orgs/{org}/memberships/{username} anaruiz',
      'DELETE /repos/{owner}/{repo}/invitations/{invitation_id} repository/ledger/invitation/anaruiz',
      'DELETE /repos/{owner}/{repo}/keys/{key_id} repository/shop/key/501',
    ]);
    expect(steps.map(({ step }) => `${step.action}: ${step.object}`)).toEqual([
      'remove SSO authorization: sso:901',
      'revoke fine-grained tokens: token:801',
      'deny token requests: token-request:851',
      'cancel Copilot seat: copilot-seat',
      'remove membership: anaruiz',
      'cancel repository invitation: repo-invitation:ledger/601',
      'delete deploy key: deploy-key:shop/501',
    ]);
    expect(steps.every(({ outcome }) => outcome.kind === 'done' && outcome.requestId !== null)).toBe(true);
  });

  it('when a token signs in, deletes codespaces while the person is a member', async () => {
    const { connector, changes } = await start({ signIn: 'token' });
    await connector.revoke(targetOf(await lookAt(connector, ANA)), recorder().log, NOW);
    const order = changes().map((one) => one.split(' ').at(-1));
    expect(order.slice(0, 4)).toEqual(['sso-credential/901', 'copilot-seat/anaruiz', 'codespace/ana-space', 'anaruiz']);
  });

  it('when an owner leaves, demotes first', async () => {
    const { connector, changes } = await start();
    await connector.revoke(targetOf(await lookAt(connector, '12')), recorder().log, NOW);
    expect(changes()).toEqual([
      'PUT /orgs/{org}/memberships/{username} samlee',
      'DELETE /orgs/{org}/memberships/{username} samlee',
    ]);
  });

  it('when the last owner is to leave, GitHub refuses, and the sentence says so', async () => {
    const seed = { ...world(), members: [{ login: 'kimcho', id: 11, role: 'admin' as const }] };
    const { connector, changes } = await start({ seed });
    const { log, steps } = recorder();
    await connector.revoke(targetOf(await lookAt(connector, '11')), log, NOW);
    expect(changes()).toEqual([]);
    expect(steps.map(({ outcome }) => outcome.kind)).toEqual(['failed', 'failed']);
    expect(steps[0]?.outcome).toMatchObject({ why: expect.stringContaining('at least one owner') });
  });

  it('when it is an outside collaborator, takes the account out of all repositories', async () => {
    const { connector, changes } = await start();
    const target = targetOf(await lookAt(connector, '21'));
    await connector.revoke(target, recorder().log, NOW);
    expect(changes()).toEqual(['DELETE /orgs/{org}/outside_collaborators/{username} outside-collaborator/dora']);
    expect(await connector.check(target, NOW)).toEqual([]);
  });

  it.each([
    ['invitation:701', 'eve'],
    ['invitation:702', 'fay@acme.example'],
  ])('when it is %s, cancels it by its id', async (id, name) => {
    const { connector, changes } = await start();
    const target = targetOf(await lookAt(connector, id));
    const { log, evidence } = recorder();
    expect(await connector.check(target, NOW)).toEqual([{ kind: 'pending', what: `${id} is still listed` }]);
    await connector.revoke(target, log, NOW);
    expect(changes()).toEqual([`DELETE /orgs/{org}/invitations/{invitation_id} invitation/${name}`]);
    expect(evidence[0]?.invitation).toMatchObject({ id: id.slice(11), teams: id.endsWith('701') ? ['backend'] : [] });
    expect(await connector.check(target, NOW)).toEqual([]);
  });

  it('when the account was only listed, reads it whole before it acts', async () => {
    const { connector, changes } = await start();
    const listed = (await connector.observe()).accounts.find(({ id }) => id === ANA);
    if (listed === undefined) throw new Error('listed');
    await connector.revoke(targetOf(listed), recorder().log, NOW);
    expect(changes()).toHaveLength(7);
  });
});

describe('revoke, the record', () => {
  it('law 7: holds all that is needed to bring it back', async () => {
    const { connector } = await start();
    const { log, evidence } = recorder();
    await connector.revoke(targetOf(await lookAt(connector, ANA)), log, NOW);
    expect(evidence).toHaveLength(1);
    expect(evidence[0]).toMatchObject({
      organization: 'acme',
      account: { id: ANA, name: 'anaruiz' },
      membership: { state: 'active', role: 'member', direct: true },
      teams: [{ id: 'backend', role: 'member' }],
      repositories: [{ id: 'shop', role: 'write' }],
      repositoryInvitations: [{ id: 'ledger/601', role: 'admin' }],
      deployKeys: [
        { id: 'shop/501', repository: 'shop', title: 'deploy shop', key: 'ssh-ed25519 AAAAshop', readOnly: true },
      ],
    });
  });

  it('law 7: when a key’s public half can’t be recorded, leaves that key and says why', async () => {
    const { connector, running, changes } = await start();
    const target = targetOf(await lookAt(connector, ANA));
    running.faults.add({
      fault: { kind: 'status', status: 403, body: { message: 'no' } },
      method: 'GET',
      matching: /\/keys\/501/,
    });
    const { log, steps } = recorder();
    await connector.revoke(target, log, NOW);
    expect(steps.at(-1)).toMatchObject({ step: { object: 'deploy-key:shop/501' }, outcome: { kind: 'failed' } });
    expect(changes().some((one) => one.includes('/keys/'))).toBe(false);
    expect(changes()).toHaveLength(6);
  });

  it('law 7: when the membership can’t be read first, does nothing and says so', async () => {
    const { connector, running, changes } = await start();
    const target = targetOf(await lookAt(connector, ANA));
    running.faults.add({ fault: { kind: 'status', status: 500 }, method: 'GET', matching: /\/memberships\// });
    const { log, steps } = recorder();
    await connector.revoke(target, log, NOW);
    expect(steps.map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'failed', why: expect.stringContaining('nothing was done') },
    ]);
    expect(changes()).toEqual([]);
  });
});

describe('revoke, whom it refuses', () => {
  it('law 12: when the login changed since the look, acts on the id, under its new login', async () => {
    const { connector, state, changes } = await start();
    const target = targetOf(await lookAt(connector, ANA));
    renameUser(state, 'anaruiz', 'ana-elsewhere');
    renameUser(state, 'benito', 'anaruiz');
    await connector.revoke(target, recorder().log, NOW);
    expect(changes()).toContain('DELETE /orgs/{org}/memberships/{username} ana-elsewhere');
    expect(state.members.has(15)).toBe(true);
    expect(state.members.has(Number(ANA))).toBe(false);
  });

  it('law 12: when the login passes to another id in the moment before the act, refuses with a sentence', async () => {
    const { connector, running, state, changes } = await start();
    const target = targetOf(await lookAt(connector, '15'));
    const { id, login } = { id: Number(ANA), login: 'benito' };
    const user = { id, login, type: 'User' };
    const body = { url: '', state: 'active', role: 'member', organization_url: '', organization: {}, user };
    running.faults.add({
      fault: { kind: 'status', status: 200, body },
      method: 'GET',
      matching: /\/memberships\/benito/,
      skip: 1,
    });
    const { log, steps } = recorder();
    await connector.revoke(target, log, NOW);
    const membership = steps.find(({ step }) => step.action === 'remove membership');
    expect(membership?.outcome).toMatchObject({
      kind: 'failed',
      why: expect.stringContaining('passed from account 15'),
    });
    expect(changes().filter((one) => one.includes('memberships'))).toEqual([]);
    expect(state.members.has(15)).toBe(true);
  });

  it('law 5: when it is the runner itself, refuses whatever the observation says', async () => {
    const { connector, changes } = await start({ signIn: 'token' });
    const account = await lookAt(connector, '13');
    expect(account.self).toBe(true);
    const told = await connector
      .revoke(targetOf({ ...account, self: false }), recorder().log, NOW)
      .catch((error: unknown) => error);
    expect(told).toBeInstanceOf(LeaverError);
    expect(String(told)).toContain("the runner's own account");
    expect(changes()).toEqual([]);
  });

  it('when the organization under that name is another by now, refuses before anything else', async () => {
    const { connector, running, changes } = await start({ settings: { organizationId: '7001' } });
    const target = targetOf(await lookAt(connector, ANA));
    running.faults.add({
      fault: { kind: 'status', status: 200, body: { id: 9, login: 'acme' } },
      matching: /^\/orgs\/acme\n/,
    });
    const told = await connector.revoke(target, recorder().log, NOW).catch((error: unknown) => error);
    expect((told as LeaverError).code).toBe('wrong-system');
    expect(changes()).toEqual([]);
  });
});

describe('revoke, one entitlement', () => {
  it.each([
    ['team:backend', 'DELETE /orgs/{org}/teams/{team_slug}/memberships/{username}'],
    ['repo:shop', 'DELETE /repos/{owner}/{repo}/collaborators/{username}'],
  ])('when %s is to go, takes that away and nothing else', async (entitlement, operation) => {
    const { connector, changes } = await start();
    const target = targetOf(await lookAt(connector, ANA), entitlement);
    expect(await connector.check(target, NOW)).toEqual([
      { kind: 'pending', what: `${entitlement} of anaruiz is still there` },
    ]);
    const { log, evidence } = recorder();
    await connector.revoke(target, log, NOW);
    expect(changes()).toHaveLength(1);
    expect(changes()[0]?.startsWith(operation)).toBe(true);
    expect(evidence[0]).toMatchObject({ entitlement });
    expect(await connector.check(target, NOW)).toEqual([]);
  });

  it('when it is no membership, refuses', async () => {
    const { connector, changes } = await start();
    const { log, steps } = recorder();
    await connector.revoke(targetOf(await lookAt(connector, ANA), 'sso:901'), log, NOW);
    expect(steps.map(({ outcome }) => outcome.kind)).toEqual(['failed']);
    expect(changes()).toEqual([]);
  });
});
