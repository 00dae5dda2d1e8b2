import { describe, expect, it, onTestFinished } from 'vitest';
import { accessOf, settingsOf } from '../../../src/connectors/github-org/config.js';
import { githubOrg } from '../../../src/connectors/github-org/index.js';
import type { SystemId } from '../../../src/core/model.js';
import { LeaverError, messageOf } from '../../../src/errors.js';
import { githubOrg as embedded } from '../../../src/sandbox/github/index.js';
import { serve } from '../../../src/sandbox/server.js';
import { asked, NOW, PRIVATE_KEY, start, testClock, world } from './world.js';

const APP = { LEAVER_GITHUB_APP_ID: '1', LEAVER_GITHUB_APP_INSTALLATION_ID: '2', LEAVER_GITHUB_APP_PRIVATE_KEY: 'pem' };

describe('the credential', () => {
  it.each([
    [
      'the variable that the settings name',
      { tokenVariable: 'ACME_TOKEN' },
      { ACME_TOKEN: 'a', LEAVER_GITHUB_TOKEN: 'b' },
      'ACME_TOKEN',
    ],
    [
      'LEAVER_GITHUB_TOKEN before GITHUB_TOKEN',
      {},
      { GITHUB_TOKEN: 'a', LEAVER_GITHUB_TOKEN: 'b' },
      'LEAVER_GITHUB_TOKEN',
    ],
    ['GITHUB_TOKEN last', {}, { GITHUB_TOKEN: 'a' }, 'GITHUB_TOKEN'],
    ['an App before a token', {}, { ...APP, GITHUB_TOKEN: 'a' }, 'LEAVER_GITHUB_APP_PRIVATE_KEY'],
    [
      'the App that the settings name',
      { app: { id: '7', installationId: '8', privateKeyVariable: 'KEY' } },
      { KEY: 'pem', GITHUB_TOKEN: 'a' },
      'KEY',
    ],
  ])('is taken from %s', (_, settings, environment, variable) => {
    expect(accessOf({ organization: 'acme', ...settings }, environment).variable).toBe(variable);
  });

  it('when there is none, says which variable to set', () => {
    const told = errorOf(() => accessOf({ organization: 'acme' }, { LEAVER_GITHUB_TOKEN: '  ' }));
    expect([told.code, told.message]).toEqual([
      'missing-credential',
      'no GitHub credential: LEAVER_GITHUB_TOKEN and GITHUB_TOKEN not set',
    ]);
    expect(told.mend).toContain('LEAVER_GITHUB_APP_ID');
  });

  it('when an App’s is incomplete, says what is missing and takes no other instead', () => {
    const told = errorOf(() => accessOf({ organization: 'acme' }, { LEAVER_GITHUB_APP_ID: '1', GITHUB_TOKEN: 'a' }));
    expect(told.message).toContain('LEAVER_GITHUB_APP_PRIVATE_KEY not set');
  });

  it('when no installation is named, finds the one in the organization, for a request more', async () => {
    const { connector, running } = await start({ installation: null });
    const seen = await connector.observe();
    expect(seen.completeness).toEqual({ kind: 'complete' });
    expect(seen.requests).toBe(5 + 4);
    expect(asked(running)['GET /orgs/{org}/installation']).toBe(1);
  });

  it('when the App is not installed in the organization, says so', async () => {
    const { connector } = await start({ installation: null, settings: { organization: 'elsewhere' } });
    await expect(connector.observe()).rejects.toThrow('not installed in the organization elsewhere');
  });

  it('when a PEM file was kept on one line, takes it apart again', () => {
    const access = accessOf({ organization: 'acme' }, { ...APP, LEAVER_GITHUB_APP_PRIVATE_KEY: 'BEGIN\\nMIIB\\nEND' });
    expect(access).toMatchObject({ kind: 'app', privateKey: 'BEGIN\nMIIB\nEND' });
  });

  it('when an App’s key is no key, says which variable, and nothing of its text', async () => {
    const running = await serve(embedded('github', world()), testClock());
    onTestFinished(() => running.stop());
    const connector = await githubOrg({
      system: 'github' as SystemId,
      settings: { organization: 'acme' },
      unavailable: [],
      managed: false,
      environment: {
        ...APP,
        GITHUB_API_URL: running.url,
        LEAVER_GITHUB_APP_PRIVATE_KEY: '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----',
      },
      clock: testClock(),
    });
    const told = await connector.observe().catch((error: unknown) => error);
    expect((told as LeaverError).code).toBe('wrong-credential');
    expect(messageOf(told)).toContain('LEAVER_GITHUB_APP_PRIVATE_KEY');
    expect(`${messageOf(told)} ${(told as Error).stack} ${JSON.stringify(told)}`).not.toContain('c2VjcmV0');
  });
});

describe('the address', () => {
  it.each([
    [
      'GITHUB_API_URL, whatever a policy file says',
      { apiUrl: 'https://evil.example' },
      { GITHUB_API_URL: 'https://ghe.example/api/v3/' },
      'https://ghe.example/api/v3',
    ],
    ['GitHub’s own', {}, {}, 'https://api.github.com'],
  ])('is %s', (_, settings, environment, url) => {
    expect(accessOf({ organization: 'acme', ...settings }, { ...environment, GITHUB_TOKEN: 'a' }).apiUrl).toBe(url);
  });

  it.each(['localhost:8080', 'github.example', 'https:// x'])('when it is %s, says that it is no address', (apiUrl) => {
    const environment = { GITHUB_TOKEN: 'a', GITHUB_API_URL: apiUrl };
    expect(() => accessOf({ organization: 'acme' }, environment)).toThrow('GITHUB_API_URL is no');
  });

  it('when nobody listens there and an App signs in, gives up within half a minute', async () => {
    const clock = testClock();
    const environment = {
      GITHUB_API_URL: 'http://127.0.0.1:9',
      LEAVER_GITHUB_APP_ID: '4242',
      LEAVER_GITHUB_APP_INSTALLATION_ID: '1',
      LEAVER_GITHUB_APP_PRIVATE_KEY: PRIVATE_KEY,
    };
    const settings = { organization: 'acme' };
    const options = { system: 'github' as SystemId, settings, unavailable: [], managed: false, environment, clock };
    const connector = await githubOrg(options);
    await expect(connector.observe()).rejects.toMatchObject({ code: 'unreachable' });
    expect(clock.now() - NOW).toBeLessThan(30_000);
  });

  it('when nobody listens there, ends with unreachable', async () => {
    const connector = await githubOrg({
      system: 'github' as SystemId,
      settings: { organization: 'acme' },
      unavailable: [],
      managed: false,
      environment: { GITHUB_TOKEN: 'a', GITHUB_API_URL: 'http://127.0.0.1:9' },
      clock: testClock(),
    });
    const told = await connector.observe().catch((error: unknown) => error);
    expect((told as LeaverError).code).toBe('unreachable');
  });
});

describe('settings', () => {
  it('take the organization’s id as text or number', () => {
    expect(settingsOf({ organization: 'acme', organizationId: 7001 })).toEqual({
      organization: 'acme',
      organizationId: '7001',
    });
    expect(settingsOf({ organization: 'acme' }).organizationId).toBeNull();
  });
});

function errorOf(act: () => unknown): LeaverError {
  try {
    act();
  } catch (error) {
    if (error instanceof LeaverError) return error;
  }
  throw new Error('no LeaverError');
}
