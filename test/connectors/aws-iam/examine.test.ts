import { describe, expect, onTestFinished, test } from 'vitest';
import type { ConnectorOptions } from '../../../src/connectors/connector.js';
import { type AwsSeed, awsFault, type UserSeed } from '../../../src/sandbox/aws-iam/index.js';
import { scene } from './embedded.js';
import { ACCOUNT, RUNNER, world } from './world.js';

async function examined(seed: AwsSeed, options: Partial<ConnectorOptions> = {}) {
  const { server, connector } = await scene(seed, options);
  onTestFinished(() => server.stop());
  const findings = await connector.examine('revoking');
  expect(server.changes).toEqual([]);
  return findings.map(({ severity, check, what }) => `${severity} ${check.replace('system/credential-', '')} ${what}`);
}

const asUser = (more: Partial<UserSeed>): AwsSeed => {
  const seed = world();
  return { ...seed, users: (seed.users ?? []).map((user) => (user === RUNNER ? { ...RUNNER, ...more } : user)) };
};
const roles = (more: object): AwsSeed => ({
  ...world(),
  roles: [{ name: 'leaver-apply', trusts: [RUNNER.name], ...more }],
});
const ASSUMING = { settings: { accountId: ACCOUNT, roleArn: `arn:aws:iam::${ACCOUNT}:role/leaver-apply` } };
const KEY = 'warning kind an access key of leaver-runner signs in, which is valid until somebody deletes it';
const everything = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
const allOfIam = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['iam:*'], Resource: ['*'] }] };

describe("the runner's credential", () => {
  test('a user with a key and no more: only that it is long-lived', async () => {
    expect(await examined(world())).toEqual([KEY]);
  });

  test('the root user is an error, whatever else', async () => {
    expect(await examined({ ...world(), caller: { arn: `arn:aws:iam::${ACCOUNT}:root` } })).toEqual([
      "error excessive the account's root user signs in",
    ]);
  });

  test.each([
    ['AdministratorAccess', { policies: ['AdministratorAccess'] }],
    ['a policy of its own that allows everything', { inline: { all: everything } }],
    ['a group of administrators', { groups: ['admins'] }],
  ])('a user with %s is an error', async (_, more) => {
    expect(await examined(asUser(more))).toEqual([
      KEY,
      'error excessive leaver-runner is an administrator of the account',
    ]);
  });

  test('everything in IAM is as good as everything: a warning', async () => {
    expect(await examined(asUser({ inline: { iam: allOfIam } }))).toEqual([
      KEY,
      'warning excessive leaver-runner may do everything in IAM, and so can make itself an administrator',
    ]);
  });

  test('a role is judged by what the role may do', async () => {
    expect(await examined(roles({}), ASSUMING)).toEqual([KEY]);
    expect(await examined(roles({ policies: ['AdministratorAccess'] }), ASSUMING)).toEqual([
      KEY,
      'error excessive leaver-apply is an administrator of the account',
    ]);
    expect(await examined(roles({ inline: { all: everything } }), ASSUMING)).toContain(
      'error excessive leaver-apply is an administrator of the account',
    );
  });

  test('when its policies may not be read, that is told and not passed in silence', async () => {
    const { server, connector } = await scene(world());
    onTestFinished(() => server.stop());
    server.faults.add({ fault: awsFault('AccessDenied'), matching: /GetAccountAuthorizationDetails/ });
    expect(await connector.examine('revoking')).toContainEqual(
      expect.objectContaining({
        severity: 'info',
        what: expect.stringContaining('leaver-runner may do could not be checked'),
        mend: expect.stringContaining('iam:GetAccountAuthorizationDetails'),
      }),
    );
  });

  test('a part is named with the actions that read it', async () => {
    const { server, connector } = await scene(world());
    onTestFinished(() => server.stop());
    expect(connector.permissionFor('credential-report')).toContain('iam:GetCredentialReport');
  });
});
