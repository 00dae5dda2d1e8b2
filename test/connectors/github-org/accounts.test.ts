import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../../src/core/model.js';
import { renameUser } from '../../../src/sandbox/github/index.js';
import { ANA, asked, lookAt, start, world } from './world.js';

const used = (account: Awaited<ReturnType<typeof lookAt>>) =>
  account.entitlements
    .filter(({ kind }) => kind === 'credential')
    .map(({ id, lastUsedAt, lastUsedBy }) => [id, lastUsedAt, lastUsedBy]);

describe('observeAccounts', () => {
  it('when an App signs in, gives each credential with its last use', async () => {
    const { connector } = await start();
    expect(used(await lookAt(connector, ANA))).toEqual([
      ['sso:901', '2026-11-23T08:30:00Z', null],
      ['token:801', '2026-11-22T10:00:00Z', null],
      ['token-request:851', null, null],
      ['copilot-seat', '2026-11-21T09:00:00Z', null],
      ['deploy-key:shop/501', '2026-11-23T07:00:00Z', 'shop'],
    ]);
  });

  it('when a token signs in, gives codespaces too, and names what it can’t list', async () => {
    const { connector } = await start({ signIn: 'token' });
    expect(used(await lookAt(connector, ANA))).toContainEqual([
      'codespace:ana-space',
      '2026-11-20T09:00:00Z',
      'acme/shop',
    ]);
    const { gaps } = await connector.observeAccounts([{ id: ANA as AccountId, name: null }]);
    expect(gaps.map(({ part }) => part)).toEqual(['fine-grained-tokens', 'token-requests']);
  });

  it('gives teams and repositories with their roles, and neither for others’ names that look alike', async () => {
    const seed = world();
    const { connector } = await start({
      seed: {
        ...seed,
        members: [...(seed.members ?? []), { login: 'anaruiz2', id: 99 }],
        teams: [...(seed.teams ?? []), { slug: 'ops', members: ['anaruiz2'] }],
      },
    });
    const memberships = (await lookAt(connector, ANA)).entitlements.filter(({ kind }) => kind === 'membership');
    expect(memberships.map(({ id, role }) => [id, role])).toEqual([
      ['team:backend', 'member'],
      ['repo:shop', 'write'],
      ['repo-invitation:ledger/601', 'admin'],
    ]);
  });

  it('when a hundred others in a team look alike, says that the teams are not known, not that there are none', async () => {
    const crowd = Array.from({ length: 100 }, (_, at) => ({ login: `al-${at}`, id: 200_000 + at }));
    const seed = world();
    const { connector } = await start({
      seed: {
        ...seed,
        members: [...(seed.members ?? []), ...crowd, { login: 'al', id: 99 }],
        teams: [...(seed.teams ?? []), { slug: 'ops', members: [...crowd.map(({ login }) => login), 'al'] }],
      },
    });
    const seen = await connector.observeAccounts([{ id: '99' as AccountId, name: null }]);
    expect(seen.gaps.map(({ part }) => part)).toContain('teams');
  });

  it('costs a constant for each account, and two requests a repository for all of them', async () => {
    const { connector, running } = await start();
    // One of them has no seat: an answer of 404 is not asked for twice.
    const ids = [ANA, '13'] as AccountId[];
    await connector.observeAccounts(ids.map((id) => ({ id, name: null })));
    const each = 2 + 2 + 4;
    const repositories = 2;
    const once = 1 + 1 + 1 + 1 + 2 * repositories;
    expect(running.requests.length).toBe(once + each * ids.length);
  });

  it('when nobody is asked for, or only an invitation, reads nothing by repository', async () => {
    const { connector, running } = await start();
    const { accounts } = await connector.observeAccounts([{ id: 'invitation:702' as AccountId, name: null }]);
    expect(accounts.map(({ id, name, email, read }) => [id, name, email, read])).toEqual([
      ['invitation:702', 'fay@acme.example', 'fay@acme.example', 'direct'],
    ]);
    await connector.observeAccounts([]);
    expect(asked(running)['GET /orgs/{org}/repos']).toBeUndefined();
  });

  it('when an outside collaborator is asked for, gives the repositories', async () => {
    const { connector } = await start();
    const account = await lookAt(connector, '21');
    expect(account.entitlements.map(({ id }) => id)).toEqual(['outside-collaborator', 'repo:shop']);
  });

  it('when somebody invited is asked for by account, gives the invitation', async () => {
    const { connector } = await start();
    const { accounts } = await connector.observeAccounts([{ id: '22' as AccountId, name: 'eve' }]);
    expect(accounts.map(({ id, status }) => [id, status])).toEqual([['invitation:701', 'invited']]);
  });

  it('law 12: when the login changed, finds the account by its id under the new one', async () => {
    const { connector, state } = await start();
    renameUser(state, 'anaruiz', 'ana-elsewhere');
    renameUser(state, 'dora', 'anaruiz');
    expect(await lookAt(connector, ANA, 'anaruiz')).toMatchObject({ name: 'ana-elsewhere', read: 'direct' });
  });

  it('when an id is no number, asks for no other address', async () => {
    const { connector, running } = await start({ signIn: 'token' });
    const { accounts } = await connector.observeAccounts([{ id: 'keys' as AccountId, name: null }]);
    expect(accounts).toEqual([]);
    expect(running.requests.map(({ path }) => path)).not.toContain('/user/keys');
  });

  it.each([
    [
      'deploy-keys',
      /\/repos\/acme\/ledger\/keys/,
      '1 of 2 repositories, first keys of ledger: page 1 failed with status 403',
    ],
    [
      'repository-invitations',
      /\/repos\/acme\/shop\/invitations/,
      '1 of 2 repositories, first invitations of shop: page 1 failed with status 403',
    ],
    ['repository-access', /RepositoryAccess/, 'status 403'],
    ['teams', /TeamsOfUser/, 'status 403'],
    ['copilot-seats', /\/copilot/, 'status 403'],
    ['sso-credentials', /credential-authorizations/, 'SSO credentials: page 1 failed with status 403'],
    ['fine-grained-tokens', /personal-access-tokens/, 'fine-grained tokens: page 1 failed with status 403'],
  ])('when %s can’t be read, that is a gap and the rest is there', async (part, matching, why) => {
    const { connector, running } = await start();
    running.faults.add({
      fault: { kind: 'status', status: 403, body: { message: 'Resource not accessible' } },
      matching,
    });
    const seen = await connector.observeAccounts([{ id: ANA as AccountId, name: null }]);
    expect(seen.gaps.filter((gap) => gap.part !== 'codespaces')).toEqual([{ part, why, declared: false }]);
    expect(seen.accounts[0]?.entitlements.length).toBeGreaterThan(3);
  });

  it('when it can’t be told whether the account is there, fails and does not leave it out', async () => {
    const { connector, running } = await start();
    running.faults.add({
      fault: { kind: 'status', status: 403, body: { message: 'no' } },
      matching: /\/memberships\//,
    });
    await expect(connector.observeAccounts([{ id: ANA as AccountId, name: null }])).rejects.toThrow('403');
  });
});
