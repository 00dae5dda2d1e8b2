import { describe, expect, it } from 'vitest';
import { connectOkta } from '../../../src/connectors/okta/index.js';
import type { OktaSeed } from '../../../src/sandbox/okta/index.js';
import {
  ANA,
  AS_USER,
  lookAt,
  NOW,
  ORGANIZATION,
  RUNNER,
  recorder,
  start,
  targetOf,
  testClock,
  world,
} from './world.js';

const TOKEN = 'POST /oauth2/v1/token';
const HOUR = 3_600_000;

function granted(...scopes: readonly string[]): Partial<OktaSeed> {
  return { runner: { kind: 'service', scopes } };
}
const READING = ['okta.users.read', 'okta.groups.read', 'okta.roles.read', 'okta.apiTokens.read'];

describe('signing in as a service app', () => {
  it.each(['RS256', 'ES256'] as const)(
    'with a key for %s, signs in once for all requests of an hour',
    async (algorithm) => {
      const { connector, asked } = await start({ algorithm });
      await connector.observe();
      await connector.observe();
      expect(asked()[TOKEN]).toBe(1);
    },
  );

  it('with a key whose line breaks are written out, as secret stores do, signs in', async () => {
    const { running, environment } = await start();
    const key = environment['LEAVER_SYSTEM_OKTA_PRIVATE_KEY'] ?? '';
    const written = key.trim().replaceAll('\n', '\\n');
    const connector = connectOkta({
      ...{ system: 'okta' as never, unavailable: [], managed: false, clock: testClock() },
      settings: { organization: 'acme.okta.com' },
      environment: { ...environment, LEAVER_SYSTEM_OKTA_PRIVATE_KEY: written, LEAVER_SYSTEM_OKTA_URL: running.url },
    });
    expect((await connector.observe()).completeness.kind).toBe('complete');
  });

  it('when the hour is over, signs in again by itself', async () => {
    const { connector, clock, asked } = await start();
    await connector.observe();
    clock.pass(HOUR);
    await connector.observe();
    expect(asked()[TOKEN]).toBe(2);
  });

  it('when Okta ends the access token in mid-run, signs in again and goes on', async () => {
    const { connector, state, asked } = await start();
    await connector.observe();
    state.access.issued = [];
    expect((await connector.observe()).completeness.kind).toBe('complete');
    expect(asked()[TOKEN]).toBe(2);
  });

  it('where Okta asks for proof of possession, gives it with each request', async () => {
    const { connector, asked } = await start({ seed: world({ runner: { kind: 'service', dpop: true } }) });
    expect((await connector.observe()).completeness.kind).toBe('complete');
    expect(asked()[TOKEN]).toBe(3);
  });

  it('when the app was only granted to read, reads all the same, and changes nothing', async () => {
    const opened = await start({ seed: world(granted(...READING)) });
    expect((await opened.connector.observe()).gaps).toEqual([]);
    const { log, steps } = recorder();
    await opened.connector.revoke(targetOf(await lookAt(opened, ANA)), log, NOW);
    expect(new Set(steps.map(({ outcome }) => outcome.kind))).toEqual(new Set(['failed']));
    expect(opened.changes()).toEqual([]);
  });

  it('when one scope is missing, uses those that were granted, finds them out once, and names the gap', async () => {
    const scopes = ['okta.users.read', 'okta.users.manage', 'okta.groups.read'];
    const { connector, clock, asked } = await start({ seed: world(granted(...scopes)) });
    const seen = await connector.observe();
    expect(seen.gaps.map(({ part }) => part)).toEqual(['admin-roles', 'api-tokens']);
    expect(
      seen.accounts.some(({ admin }) => admin),
      'law 5: whom nobody knows to be one does not count as one who remains',
    ).toBe(false);
    const before = asked()[TOKEN] ?? 0;
    clock.pass(HOUR);
    await connector.observe();
    expect(asked()[TOKEN]).toBe(before + 1);
  });

  it('when the policy declares parts unavailable, does not ask for their scopes', async () => {
    const scopes = ['okta.users.read', 'okta.users.manage', 'okta.groups.read'];
    const unavailable = ['admin-roles', 'api-tokens'];
    const { connector, asked } = await start({ seed: world(granted(...scopes)), unavailable });
    const { gaps } = await connector.observe();
    expect(gaps.map(({ declared }) => declared)).toEqual([true, true]);
    expect(asked()[TOKEN]).toBe(1);
  });

  it('when none was granted, says that the credential is wrong', async () => {
    const { connector } = await start({ seed: world(granted('okta.apps.read')) });
    await expect(connector.observe()).rejects.toMatchObject({ code: 'wrong-credential' });
  });

  it('law 1: when signing in is answered 404, that is no user who is not there', async () => {
    const { running, connector } = await start();
    running.faults.add({ fault: { kind: 'status', status: 404 }, matching: /oauth2/ });
    await expect(connector.observeAccounts([{ id: ANA.id as never, name: null }])).rejects.toMatchObject({
      code: 'wrong-credential',
    });
  });

  it.each([
    ['no key', 'not a key'],
    ['half a key', '-----BEGIN PRIVATE KEY-----\nMIGHAgEA\n-----END PRIVATE KEY-----'],
    ['a JWK that is none', '{"kty":"EC"}'],
  ])('law 13: with %s, says which variable, and never what it holds', async (_, key) => {
    const told = await start({ environment: { LEAVER_SYSTEM_OKTA_PRIVATE_KEY: key } }).catch((error: unknown) => error);
    expect(told).toMatchObject({ code: 'wrong-credential' });
    expect(String(told)).toContain('LEAVER_SYSTEM_OKTA_PRIVATE_KEY');
    expect(String(told)).not.toContain('MIGHAgEA');
  });
});

describe('requests side by side', () => {
  it('sign in once when the hour is over', async () => {
    const { connector, clock, asked } = await start();
    await connector.observe();
    clock.pass(HOUR);
    await Promise.all([connector.observe(), connector.observe(), connector.observe()]);
    expect(asked()[TOKEN]).toBe(2);
  });

  it('go on when the access token of all of them was ended at once', async () => {
    const { connector, state } = await start();
    await connector.observe();
    state.access.issued = [];
    const seen = await Promise.all([connector.observe(), connector.observe(), connector.observe()]);
    expect(seen.map(({ completeness }) => completeness.kind)).toEqual(['complete', 'complete', 'complete']);
  });
});

describe('signing in with an API token', () => {
  it('knows whose it is, and asks for nothing before', async () => {
    const { connector, asked } = await start({ seed: world(AS_USER) });
    const seen = await connector.observe();
    expect(seen.accounts.filter(({ self }) => self).map(({ name }) => name)).toEqual([RUNNER.login]);
    expect(asked()[TOKEN]).toBeUndefined();
  });

  it('without anything that opens the organization, names both ways', async () => {
    const told = await start({
      environment: { LEAVER_SYSTEM_OKTA_CLIENT_ID: undefined, LEAVER_SYSTEM_OKTA_PRIVATE_KEY: undefined },
    }).catch((error: unknown) => error);
    expect(told).toMatchObject({ code: 'missing-credential' });
    expect((told as { mend: string }).mend).toMatch(/_CLIENT_ID.*_TOKEN/);
  });
});

describe('which organization it is', () => {
  it.each([
    ['the id is another', { organizationId: '00o1otherOTHERotherOT' }],
    ['no id is named and the domain is another', { organization: 'other.okta.com', organizationId: undefined }],
  ])('where %s, refuses before anybody is judged', async (_, settings) => {
    const { connector } = await start({ settings });
    await expect(connector.observe()).rejects.toMatchObject({ code: 'wrong-system' });
    await expect(connector.observeAccounts([])).rejects.toMatchObject({ code: 'wrong-system' });
  });

  it('law 12: the id decides where it is named, whatever the domain is by now', async () => {
    const { connector } = await start({ settings: { organization: 'renamed.okta.com' } });
    expect((await connector.observe()).identity).toBe(ORGANIZATION);
    expect((await connector.observeAccounts([])).identity).toBe(ORGANIZATION);
  });
});
