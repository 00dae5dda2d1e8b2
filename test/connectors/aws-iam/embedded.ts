import { awsIam } from '../../../src/connectors/aws-iam/index.js';
import type { ConnectorOptions, RevokingConnector } from '../../../src/connectors/connector.js';
import type { AccountId, SystemId } from '../../../src/core/model.js';
import { type Instant, parseInstant } from '../../../src/core/time.js';
import type { Clock, Environment } from '../../../src/ports/ports.js';
import { type AwsSeed, type AwsState, awsIam as embedded } from '../../../src/sandbox/aws-iam/index.js';
import { type RunningSystem, serve } from '../../../src/sandbox/server.js';
import { ACCOUNT } from './world.js';

export const NOW = parseInstant('2026-11-23T09:00:00Z') as Instant;
export const SECRET = 'wJalrXUtnFEMI-not-a-real-secret';
const KEY_OF_NOBODY = 'AKIAQQQQQQQQQQQQQQQQ';

/** A clock whose sleeps pass at once. */
export function virtualClock(): Clock & { slept(): number } {
  let now: number = NOW;
  return {
    now: () => now as Instant,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
    slept: () => now - NOW,
  };
}

/** The variables that a runner's environment would hold. */
export function environmentFor(url: string, key: string = KEY_OF_NOBODY): Environment {
  return { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: SECRET, AWS_ENDPOINT_URL: url };
}

export interface Scene {
  readonly server: RunningSystem<AwsState>;
  readonly connector: RevokingConnector;
  readonly clock: ReturnType<typeof virtualClock>;
}

/** An embedded account and a connector to it. */
export async function scene(seed: AwsSeed, options: Partial<ConnectorOptions> = {}): Promise<Scene> {
  const clock = virtualClock();
  const server = await serve(embedded('aws-prod', seed), clock);
  try {
    return { server, clock, connector: await connectorTo(server.url, { clock, ...options }) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

export async function connectorTo(url: string, options: Partial<ConnectorOptions> = {}): Promise<RevokingConnector> {
  const connector = await awsIam({
    system: 'aws-prod' as SystemId,
    settings: { accountId: ACCOUNT },
    unavailable: [],
    managed: false,
    environment: environmentFor(url),
    clock: virtualClock(),
    ...options,
  });
  if (connector.access !== 'revoking') throw new Error('the connector revokes');
  return connector;
}

/** All that the account knows of a user, and the trust of every role, as plain data. */
export function snapshotOf(state: AwsState, id: AccountId): unknown {
  const user = [...state.users.values()].find((one) => one.id === id);
  if (user === undefined) return { roles: rolesNaming(state, id), user: null };
  return {
    user: plain(user),
    mfa: [...state.mfa.values()].filter((device) => device.user === user.name).map(plain),
    roles: rolesNaming(state, user.name),
  };
}

function rolesNaming(state: AwsState, name: string): unknown {
  const roles = [...state.roles.values()].map((role) => ({
    name: role.name,
    trusts: role.trust.includes(name),
    inline: [...role.inline.keys()].filter((policy) => policy.includes(name)),
  }));
  return roles.filter(({ trusts, inline }) => trusts || inline.length > 0);
}

function plain(value: object): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, inner: unknown) => {
      if (inner instanceof Map) return [...inner].sort();
      return inner instanceof Set ? [...inner].sort() : inner;
    }),
  );
}
