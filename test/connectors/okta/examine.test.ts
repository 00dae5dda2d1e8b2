import { describe, expect, it } from 'vitest';
import type { CredentialUse } from '../../../src/connectors/connector.js';
import type { OktaSeed } from '../../../src/sandbox/okta/index.js';
import { AS_USER, type Options, start, world } from './world.js';

async function findings(use: CredentialUse, options: Options): Promise<readonly string[]> {
  const { connector } = await start(options);
  return (await connector.examine(use)).map(({ severity, check, what }) => `${severity} ${check} ${what}`);
}

function granted(...scopes: readonly string[]): OktaSeed {
  return world({ runner: { kind: 'service', scopes, role: 'ORG_ADMIN' } });
}

const READING = ['okta.users.read', 'okta.groups.read', 'okta.roles.read', 'okta.apiTokens.read'];
const ACTING = [...READING, 'okta.users.manage', 'okta.roles.manage', 'okta.apiTokens.manage'];

describe('examining the credential', () => {
  it('finds nothing missing and nothing too much where the scopes are those of the README', async () => {
    for (const [use, scopes] of [
      ['reading', READING],
      ['revoking', ACTING],
    ] as const) {
      const told = await findings(use, { seed: granted(...scopes) });
      expect(told.filter((one) => !one.startsWith('info'))).toEqual([]);
    }
  });

  it('names each scope that is missing: an error where nobody can be suspended without it', async () => {
    const told = await findings('revoking', { seed: granted(...READING, 'okta.roles.manage') });
    expect(told).toContainEqual(expect.stringMatching(/^error .*lacks the scope okta\.users\.manage/));
    const some = await findings('revoking', { seed: granted(...READING, 'okta.users.manage') });
    expect(some).toContainEqual(expect.stringMatching(/^warning .*lacks the scope okta\.apiTokens\.manage/));
  });

  it('law 5: where nobody can know who administers, says that nobody is revoked, and does not advise to declare it', async () => {
    const { connector } = await start({ seed: granted('okta.users.read', 'okta.users.manage') });
    const lacking = (await connector.examine('revoking')).find(({ what }) => what.includes('okta.roles.read'));
    expect(lacking).toMatchObject({ severity: 'error', mend: 'Grant okta.roles.read to the app.' });
    const told = await findings('revoking', { seed: granted(...ACTING), unavailable: ['admin-roles'] });
    expect(told).toContainEqual(expect.stringMatching(/^error .*declares admin-roles unavailable/));
  });

  it('where the credential is there to read, finds that it may change something', async () => {
    const told = await findings('reading', { seed: granted(...ACTING) });
    expect(told).toContainEqual(expect.stringMatching(/^warning system\/credential-excessive .*okta\.users\.manage/));
  });

  it('says that an API token is a user’s, and that a super administrator’s is too much', async () => {
    const told = await findings('revoking', { seed: world(AS_USER) });
    expect(told[0]).toMatch(/^warning system\/credential-kind/);
    expect(told[1]).toMatch(/^error system\/credential-excessive .*super administrator/);
  });

  it('says that the roles of the service app could not be checked where Okta does not tell', async () => {
    const { connector, running } = await start({ seed: granted(...ACTING) });
    running.faults.add({ fault: { kind: 'status', status: 404 }, matching: /clients/ });
    const told = (await connector.examine('revoking')).map(({ severity, what }) => `${severity} ${what}`);
    expect(told).toContainEqual(expect.stringMatching(/^info .*could not be checked/));
  });

  it('warns of a service app that is a super administrator', async () => {
    const seed = world({ runner: { kind: 'service', scopes: ACTING, role: 'SUPER_ADMIN' } });
    const told = await findings('revoking', { seed });
    expect(told).toContainEqual(expect.stringMatching(/^warning system\/credential-excessive .*super administrator/));
  });

  it('asks for the organization’s id where the settings have none', async () => {
    const told = await findings('revoking', { settings: { organizationId: undefined } });
    expect(told).toContainEqual(expect.stringMatching(/^info system\/identity/));
  });

  it('names the scope behind each part', async () => {
    const { connector } = await start();
    const parts = ['admin-roles', 'api-tokens', 'grants', 'groups'];
    expect(parts.map(connector.permissionFor)).toEqual([
      'okta.roles.read',
      'okta.apiTokens.read',
      'okta.users.read',
      'okta.groups.read',
    ]);
  });
});
