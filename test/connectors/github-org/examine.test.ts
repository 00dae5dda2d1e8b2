import { describe, expect, onTestFinished, test } from 'vitest';
import type { CredentialUse } from '../../../src/connectors/connector.js';
import { connectGithubOrg } from '../../../src/connectors/github-org/index.js';
import type { SystemId } from '../../../src/core/model.js';
import { githubOrg } from '../../../src/sandbox/github/index.js';
import { serve } from '../../../src/sandbox/server.js';
import { PRIVATE_KEY, testClock, world } from './world.js';

type Permissions = Readonly<Record<string, 'read' | 'write'>>;

const READS: Permissions = {
  metadata: 'read',
  administration: 'read',
  members: 'read',
  organization_administration: 'read',
  organization_personal_access_tokens: 'read',
  organization_personal_access_token_requests: 'read',
  organization_copilot_seat_management: 'read',
};
const WRITES: Permissions = {
  ...Object.fromEntries(Object.keys(READS).map((name) => [name, 'write' as const])),
  metadata: 'read',
};

interface Options {
  readonly use?: CredentialUse;
  readonly unavailable?: readonly string[];
}

async function connected(
  seed: object,
  environment: Record<string, string | undefined>,
  unavailable: readonly string[],
  settings: object = { organizationId: 7001 },
) {
  const running = await serve(githubOrg('github', { ...world(), ...seed }), testClock());
  onTestFinished(() => running.stop());
  const connector = await connectGithubOrg({
    system: 'github' as SystemId,
    settings: { organization: 'acme', ...settings },
    unavailable,
    managed: false,
    environment: { ...environment, GITHUB_API_URL: running.url },
    clock: testClock(),
  });
  return { connector, running };
}

/** `error lacks …`: what is found about an App with these permissions. */
async function ofApp(permissions: Permissions, { use = 'reading', unavailable = [] }: Options = {}) {
  const seed = { runner: { kind: 'app', login: 'leaver' }, installations: [{ id: 99, app: 'leaver', permissions }] };
  const environment = {
    LEAVER_GITHUB_APP_ID: '4242',
    LEAVER_GITHUB_APP_INSTALLATION_ID: '99',
    LEAVER_GITHUB_APP_PRIVATE_KEY: PRIVATE_KEY,
  };
  const { connector, running } = await connected(seed, environment, unavailable);
  const findings = await connector.examine(use);
  return { told: findings.map(({ severity, what }) => `${severity} ${what}`), asked: running.requests.length };
}

async function ofToken(scopes: readonly string[] | undefined, { use = 'reading', unavailable = [] }: Options = {}) {
  const one = { token: 'classic', kind: 'user', login: 'kimcho', ...(scopes === undefined ? {} : { scopes }) };
  const { connector } = await connected({ credentials: [one] }, { LEAVER_GITHUB_TOKEN: 'classic' }, unavailable);
  const findings = await connector.examine(use);
  return findings.map(({ severity, check, what }) => `${severity} ${check.replace('system/', '')} ${what}`);
}

describe("a GitHub App's permissions", () => {
  test('those of the README: nothing is found, and one request is made, for the token', async () => {
    expect(await ofApp(READS)).toEqual({ told: [], asked: 1 });
    expect((await ofApp(WRITES, { use: 'revoking' })).told).toEqual([]);
  });

  test('reading ones do not do to revoke: each that is short is named with its level', async () => {
    const { told } = await ofApp({ ...WRITES, members: 'read' }, { use: 'revoking' });
    expect(told).toEqual(['error the credential lacks members: write']);
  });

  test('without one of a part, that part is a warning; where the policy declares it unavailable, nothing', async () => {
    const { organization_copilot_seat_management: _, ...rest } = READS;
    expect((await ofApp(rest)).told).toEqual([
      'warning the credential lacks organization_copilot_seat_management: read',
    ]);
    expect((await ofApp(rest, { unavailable: ['copilot-seats'] })).told).toEqual([]);
  });

  test('more than Leaver uses: writing is a warning, reading worth knowing; those of the policy repository are neither', async () => {
    const { told } = await ofApp({
      ...READS,
      secrets: 'write',
      packages: 'read',
      contents: 'write',
      pull_requests: 'write',
    });
    expect(told).toEqual([
      'warning the App may write secrets, which Leaver never uses',
      'info the App may read packages, which Leaver never uses',
    ]);
  });

  test('write where it only reads is too much', async () => {
    expect((await ofApp({ ...READS, members: 'write' })).told).toEqual([
      'warning the App may write members, which Leaver never uses',
    ]);
  });
});

describe("a token's scopes", () => {
  const KIND = expect.stringMatching(/^warning credential-kind a token signs in/);

  test('those of the README: only that it is a token', async () => {
    expect(await ofToken(['read:org', 'repo'])).toEqual([KIND]);
    expect(await ofToken(['admin:org', 'repo', 'manage_billing:copilot', 'codespace'], { use: 'revoking' })).toEqual([
      KIND,
    ]);
  });

  test('those that are missing and those too many are named', async () => {
    expect(await ofToken(['repo', 'delete_repo', 'admin:enterprise'])).toEqual([
      KIND,
      'error credential-sufficient the credential lacks the scope read:org',
      'warning credential-excessive the token has scopes that Leaver never uses: delete_repo, admin:enterprise',
    ]);
  });

  test('an administrator of the organization is too much for a token that only reads', async () => {
    expect(await ofToken(['admin:org', 'repo'])).toEqual([
      KIND,
      'warning credential-excessive the token has scopes that Leaver never uses: admin:org',
    ]);
  });

  test('a token whose scopes nobody tells is not passed in silence', async () => {
    expect(await ofToken(undefined)).toEqual([
      KIND,
      expect.stringMatching(/^info credential-excessive .* could not be checked/),
    ]);
  });
});

test('an organization that is named by its login alone is told', async () => {
  const { connector } = await connected({}, { LEAVER_GITHUB_TOKEN: 'x' }, [], {});
  expect(await connector.examine('reading')).toContainEqual(expect.objectContaining({ check: 'system/identity' }));
});

test('a part is named with the permission that reads it, by the way of signing in', async () => {
  const { connector } = await connected({}, { LEAVER_GITHUB_TOKEN: 'x' }, []);
  expect(connector.permissionFor('sso-credentials')).toBe('the scope admin:org');
  expect(connector.permissionFor('fine-grained-tokens')).toBeNull();
});
