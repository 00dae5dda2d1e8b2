import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/core/observation.js';
import { LeaverError } from '../../../src/errors.js';
import { ANA, asked, start, world } from './world.js';

function named(seen: Observation, name: string) {
  return seen.accounts.find((one) => one.name === name);
}

describe('observe', () => {
  it('lists members, outside collaborators and invitations, each under its immutable id', async () => {
    const { connector } = await start();
    const seen = await connector.observe();
    expect(seen.completeness).toEqual({ kind: 'complete' });
    expect(seen.identity).toBe('github:7001');
    expect(seen.accounts.map(({ id, name, status, admin }) => [id, name, status, admin])).toEqual([
      ['11', 'kimcho', 'active', true],
      ['12', 'samlee', 'active', true],
      ['13', 'leaver-runner', 'active', false],
      [ANA, 'anaruiz', 'active', false],
      ['15', 'benito', 'active', false],
      ['21', 'dora', 'active', false],
      ['invitation:701', 'eve', 'invited', false],
      ['invitation:702', 'fay@acme.example', 'invited', false],
    ]);
    expect(named(seen, 'dora')?.entitlements).toEqual([{ kind: 'membership', id: 'outside-collaborator' }]);
    expect(seen.accounts.map(({ email }) => email).filter((one) => one !== null)).toEqual(['fay@acme.example']);
  });

  it('gives each account its fine-grained tokens and SSO credentials with their last use', async () => {
    const { connector } = await start();
    expect(named(await connector.observe(), 'anaruiz')?.entitlements).toEqual([
      {
        kind: 'credential',
        id: 'sso:901',
        type: 'sso-ssh-key',
        status: 'active',
        lastUsedAt: '2026-11-23T08:30:00Z',
        lastUsedBy: null,
      },
      {
        kind: 'credential',
        id: 'token:801',
        type: 'fine-grained-token',
        status: 'active',
        lastUsedAt: '2026-11-22T10:00:00Z',
        lastUsedBy: null,
      },
    ]);
  });

  it('when there are 250 members and an App signs in, asks the fewest requests and three more', async () => {
    const { connector, running } = await start({ seed: world(245) });
    const seen = await connector.observe();
    const fewest = 3 + 1 + 1 + 1 + 1;
    expect(seen.accounts.length).toBe(250 + 1 + 2);
    expect([seen.requests, running.requests.length]).toEqual([fewest + 3, fewest + 3]);
  });

  it('when a token signs in, asks no more either, and leaves out what only an App may list', async () => {
    const { connector, running } = await start({ signIn: 'token', seed: world(245) });
    const seen = await connector.observe();
    expect(running.requests.length).toBe(3 + 1 + 1 + 1 + 3);
    expect(asked(running)['GET /orgs/{org}/personal-access-tokens']).toBeUndefined();
    expect(seen.gaps).toEqual([
      { part: 'fine-grained-tokens', why: 'only a GitHub App may list them', declared: false },
    ]);
    expect(seen.accounts.filter(({ self }) => self).map(({ name }) => name)).toEqual(['leaver-runner']);
  });

  it('when the organization has no single sign-on, that part is a gap, declared where the policy names it', async () => {
    const { ssoCredentials: _, ...seed } = world();
    const undeclared = await start({ seed });
    const why = 'SSO credentials: page 1 failed with status 404';
    expect((await undeclared.connector.observe()).gaps).toEqual([{ part: 'sso-credentials', why, declared: false }]);
    const declared = await start({ seed, unavailable: ['sso-credentials'] });
    const seen = await declared.connector.observe();
    expect(seen.gaps).toEqual([{ part: 'sso-credentials', why, declared: true }]);
    expect(seen.completeness).toEqual({ kind: 'complete' });
  });
});

describe('observe, which organization it is', () => {
  it.each([
    ['the id is not the settings’ one', { organizationId: '7002' }],
    ['the organization is not there', { organization: 'acme-typo' }],
  ])('when %s, refuses before listing anything', async (_, settings) => {
    const { connector, running } = await start({ settings });
    const told = await connector.observe().catch((error: unknown) => error);
    expect(told).toBeInstanceOf(LeaverError);
    expect((told as LeaverError).code).toBe('wrong-system');
    expect(asked(running)['GET /orgs/{org}/members']).toBeUndefined();
  });

  it('when the id is the settings’ one, goes on', async () => {
    const { connector } = await start({ settings: { organizationId: '7001' } });
    expect((await connector.observe()).identity).toBe('github:7001');
  });
});

describe('observe, where entitlements are managed', () => {
  it('gives everybody their teams by GraphQL, and a child team’s members not to its parent', async () => {
    const { connector, running } = await start({ managed: true });
    const seen = await connector.observe();
    expect(named(seen, 'benito')?.entitlements.slice(0, 2)).toEqual([
      { kind: 'membership', id: 'team:backend', role: 'maintainer' },
      { kind: 'membership', id: 'team:ledger', role: 'member' },
    ]);
    expect(named(seen, 'anaruiz')?.entitlements[0]).toEqual({
      kind: 'membership',
      id: 'team:backend',
      role: 'member',
    });
    expect(asked(running)['POST /graphql']).toBe(1);
  });

  it('when there are 230 teams and one of them has 250 members, reads every page of both', async () => {
    const seed = world(250);
    const crowd = Array.from({ length: 250 }, (_, at) => `member-${at}`);
    const many = Array.from({ length: 229 }, (_, at) => ({ slug: `team-${at}`, members: ['benito'] }));
    const { connector, running } = await start({
      managed: true,
      seed: { ...seed, teams: [...many, { slug: 'big', members: crowd }], invitations: [] },
    });
    const seen = await connector.observe();
    expect(seen.accounts.filter((one) => one.entitlements.some(({ id }) => id === 'team:big')).length).toBe(250);
    expect(named(seen, 'benito')?.entitlements.filter(({ id }) => id.startsWith('team:')).length).toBe(229);
    expect(asked(running)['POST /graphql']).toBe(3 + 2);
  });

  it.each([
    ['answers null', { data: { organization: null } }],
    ['answers an error beside data', { data: { organization: null }, errors: [{ type: 'FORBIDDEN', message: 'no' }] }],
    ['has no data', { data: null }],
  ])('when GraphQL %s, teams are a gap and nobody is without teams by mistake', async (_, body) => {
    const { connector, running } = await start({ managed: true });
    running.faults.add({ fault: { kind: 'status', status: 200, body }, matching: /graphql/ });
    const seen = await connector.observe();
    expect(seen.gaps.map(({ part }) => part)).toEqual(['teams']);
    expect(seen.completeness).toEqual({ kind: 'complete' });
  });

  it('when entitlements are not managed, makes no GraphQL request', async () => {
    const { connector, running } = await start();
    await connector.observe();
    expect(asked(running)['POST /graphql']).toBeUndefined();
  });
});
