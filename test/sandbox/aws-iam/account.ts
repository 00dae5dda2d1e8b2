import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { onTestFinished } from 'vitest';
import { type Instant, parseInstant } from '../../../src/core/time.js';
import { type AwsSeed, type AwsState, awsIam } from '../../../src/sandbox/aws-iam/index.js';
import { type RunningSystem, serve } from '../../../src/sandbox/server.js';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

export const NOW = '2026-11-23T09:00:00Z';

/** An account with one of everything, as a world would describe it. */
export const acme: AwsSeed = {
  accountId: '123456789012',
  alias: 'acme-prod',
  caller: { arn: 'arn:aws:iam::123456789012:role/leaver', refused: ['AKIAREFUSED'] },
  policies: [
    {
      name: 'ledger',
      document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
    },
  ],
  groups: [
    { name: 'developers', policies: ['ReadOnlyAccess'], inline: { own: '{"Version":"2012-10-17","Statement":[]}' } },
    { name: 'admins', policies: ['AdministratorAccess'] },
  ],
  users: [
    {
      name: 'ana.ruiz',
      id: 'AIDAANA',
      console: true,
      passwordLastUsed: '2026-11-20T08:00:00Z',
      keys: [
        { id: 'AKIAANA1', lastUsed: { at: '2026-11-23T07:00:00Z', service: 'lambda', region: 'eu-west-1' } },
        { id: 'AKIAANA2', status: 'Inactive' },
      ],
      sshKeys: [{ id: 'APKAANA' }],
      certificates: [{ id: 'CERTIFICATEOFANA12345678' }],
      serviceCredentials: [
        { id: 'ACCAANACODECOMMIT', service: 'codecommit' },
        { service: 'bedrock', expires: '2027-01-01T00:00:00Z' },
      ],
      mfa: ['virtual', 'hardware'],
      groups: ['developers', 'admins'],
      policies: ['ledger', 'IAMReadOnlyAccess'],
      inline: {
        own: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
        },
      },
      boundary: 'PowerUserAccess',
      tags: { team: 'ledger + billing' },
    },
    { name: 'bo.lind', path: '/staff/', keys: [{ id: 'AKIABO' }] },
  ],
  roles: [
    { name: 'leaver', trusts: ['root'], maxSession: 7200 },
    {
      name: 'deploy',
      trusts: ['ana.ruiz', 'bo.lind'],
      policies: ['ledger'],
      inline: { own: { Version: '2012-10-17', Statement: [] } },
    },
  ],
};

export interface Account {
  readonly server: RunningSystem<AwsState>;
  readonly iam: IAMClient;
  readonly sts: STSClient;
  /** Clients that sign with another key. */
  as(accessKeyId: string): { iam: IAMClient; sts: STSClient };
  /** Lets time pass, in milliseconds. */
  pass(milliseconds: number): void;
}

/** The account on a port of its own until the test ends; clients try each request once, unless told otherwise. */
export async function account(seed: AwsSeed = acme, maxAttempts = 1): Promise<Account> {
  let now = parseInstant(NOW) as Instant;
  const clock = { now: () => now, sleep: async () => {} };
  const server = await serve(awsIam('aws-prod', seed), clock);
  const open: { destroy(): void }[] = [];
  const as = (accessKeyId: string) => {
    const options = {
      endpoint: server.url,
      region: 'us-east-1',
      maxAttempts,
      credentials: { accessKeyId, secretAccessKey: 'none' },
    };
    const clients = { iam: new IAMClient(options), sts: new STSClient(options) };
    open.push(clients.iam, clients.sts);
    return clients;
  };
  onTestFinished(async () => {
    for (const client of open) client.destroy();
    await server.stop();
  });
  const pass = (milliseconds: number) => {
    now = (now + milliseconds) as Instant;
  };
  return { server, ...as('AKIARUNNER'), as, pass };
}

/** What a person sees of an AWS error. */
export async function failure(attempt: Promise<unknown>): Promise<{ name: string; status: number; message: string }> {
  try {
    await attempt;
  } catch (error) {
    const { name, message, $metadata } = error as {
      name: string;
      message: string;
      $metadata: { httpStatusCode: number };
    };
    return { name, status: $metadata.httpStatusCode, message };
  }
  throw new Error('the call was expected to fail, and did not');
}

export function changesOf({ server }: Account): string[] {
  return server.changes.map((change) => `${change.operation} ${change.object}`);
}
