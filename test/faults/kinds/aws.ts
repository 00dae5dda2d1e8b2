/** An account on the embedded IAM and STS, spoken to through the AWS SDK over HTTP. */
import { onTestFinished } from 'vitest';
import { openConnector } from '../../../src/connectors/registry.js';
import type { Clock } from '../../../src/ports/ports.js';
import { type AwsSeed, type AwsState, awsIam, type UserSeed } from '../../../src/sandbox/aws-iam/index.js';
import { type RunningSystem, serve } from '../../../src/sandbox/server.js';
import { environmentFor } from '../../connectors/aws-iam/embedded.js';
import { accountOf, CAST, HOLDERS, letters } from './cast.js';
import type { Gone, Live } from './live.js';

export const ACCOUNT = '123456789012';

export interface AwsLive extends Live {
  readonly running: RunningSystem<AwsState>;
}

export const awsGone: Gone = (name) => [
  ...['suspended-at', 'revocation', 'unfinished'].map((tag) => `TagUser user/${name}/tag/leaver:${tag}`),
  `AttachUserPolicy user/${name}/policy/AWSDenyAll`,
  ...(HOLDERS.includes(name)
    ? [`UpdateAccessKey user/${name}/key/${keyOf(name)}`, `RemoveUserFromGroup user/${name}/group/developers`]
    : []),
  `UntagUser user/${name}/tag/leaver:unfinished`,
];

function keyOf(name: string): string {
  return `AKIA${letters(name, 16)}`;
}

function userOf(name: string): UserSeed {
  const { id } = accountOf('aws-iam', name);
  if (name === 'max') return { name, id, policies: ['AdministratorAccess'] };
  return { name, id, ...(HOLDERS.includes(name) ? { keys: [{ id: keyOf(name) }], groups: ['developers'] } : {}) };
}

export function awsSeed(others: readonly string[]): AwsSeed {
  return {
    accountId: ACCOUNT,
    caller: { arn: `arn:aws:iam::${ACCOUNT}:role/leaver` },
    groups: [{ name: 'developers', policies: ['ReadOnlyAccess'] }],
    roles: [{ name: 'leaver', trusts: ['root'] }],
    users: [...CAST, ...others].map(userOf),
  };
}

export interface AwsOptions {
  readonly seed?: (seed: AwsSeed) => AwsSeed;
  readonly serverClock?: Clock;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export async function awsLive(
  clock: Clock,
  others: readonly string[],
  { seed = (same) => same, serverClock = clock, settings = {}, environment = {} }: AwsOptions,
): Promise<AwsLive> {
  const running = await serve(awsIam('aws', seed(awsSeed(others))), serverClock);
  onTestFinished(() => running.stop());
  const variables = { ...environmentFor(running.url), ...environment };
  return {
    running,
    system: { kind: 'aws-iam', settings: { accountId: ACCOUNT, ...settings } },
    connect: ({ id, settings: own, unavailable, entitlements }) =>
      openConnector('aws-iam', {
        ...{ system: id, settings: own, unavailable, managed: entitlements === 'managed' },
        ...{ environment: variables, clock },
      }),
    changes: () => running.changes.map(({ operation, object }) => `${operation} ${object}`),
    requests: () => running.requests.length,
    remove: async (name) => {
      running.system.state.users.delete(name);
    },
  };
}
