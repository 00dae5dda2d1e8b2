/** An organization on the embedded Okta, spoken to over HTTP as a service app, or with a user's API token. */
import { onTestFinished } from 'vitest';
import { openConnector } from '../../../src/connectors/registry.js';
import { type Held, variableOf } from '../../../src/http/access.js';
import type { Clock } from '../../../src/ports/ports.js';
import type { Fault } from '../../../src/sandbox/faults.js';
import { type OktaSeed, type OktaState, okta, oktaAccess } from '../../../src/sandbox/okta/index.js';
import { type RunningSystem, serve } from '../../../src/sandbox/server.js';
import { accountOf, CAST, HOLDERS, letters } from './cast.js';
import type { Gone, Live } from './live.js';

export const ORGANIZATION = '00o1acmeACMEACME0001';
/** The listing of everybody, and what suspends Ana. */
export const USERS = /^\/api\/v1\/users\?limit=200/;
export const SECOND_USERS = /^\/api\/v1\/users\?(?=.*limit=200)(?=.*search=)(?=.*after=)/;
export const SUSPENDS = /\/lifecycle\/suspend/;

export interface OktaLive extends Live {
  readonly running: RunningSystem<OktaState>;
}

export const oktaGone: Gone = (name) => [
  `POST /api/v1/users/{userId}/lifecycle/suspend user/${name}`,
  `DELETE /api/v1/users/{userId}/sessions user/${name}/sessions`,
  ...(HOLDERS.includes(name) ? [`DELETE /api/v1/api-tokens/{apiTokenId} api-token/${name}/script`] : []),
];

/** An error of Okta's, in its own words. */
export function oktaFault(status: number, headers: Readonly<Record<string, string>> = {}): Fault {
  const errorCode =
    status === 401 ? 'E0000011' : status === 403 ? 'E0000006' : status === 429 ? 'E0000047' : 'E0000009';
  return { kind: 'status', status, headers, body: { errorCode, errorSummary: `refused: ${status}`, errorCauses: [] } };
}

export function oktaSeed(others: readonly string[]): OktaSeed {
  return {
    organization: { name: 'acme', id: ORGANIZATION },
    users: [...CAST, ...others].map((name) => ({
      ...{ login: name, id: accountOf('okta', name).id, lastLogin: '2026-11-20T09:00:00.000Z' },
      ...(name === 'max' ? { roles: ['SUPER_ADMIN' as const] } : {}),
    })),
    groups: [{ name: 'backend', members: HOLDERS }],
    apiTokens: HOLDERS.map((name) => ({ name: 'script', user: name, id: `00T${letters(name, 17)}` })),
  };
}

export interface OktaOptions {
  /** As a service app by default. A token's own user is Rob. */
  readonly signIn?: 'app' | 'token';
  readonly seed?: (seed: OktaSeed) => OktaSeed;
  /** The server's own clock, where it is another than the run's. */
  readonly serverClock?: Clock;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function oktaLive(
  clock: Clock,
  others: readonly string[],
  { signIn = 'app', seed = (same) => same, serverClock = clock, environment = {} }: OktaOptions,
): Promise<OktaLive> {
  const plain = oktaSeed(others);
  const rob = { login: 'rob', id: accountOf('okta', 'rob').id, roles: ['SUPER_ADMIN' as const] };
  const byToken = { runner: { kind: 'user', login: 'rob' }, users: [...(plain.users ?? []), rob] } as const;
  const running = await serve(okta('okta', seed({ ...plain, ...(signIn === 'token' ? byToken : {}) })), serverClock);
  onTestFinished(() => running.stop());
  const { state } = running.system;
  const access = await oktaAccess(state);
  const opening: Partial<Record<Held, string>> =
    access.kind === 'token'
      ? { TOKEN: access.token }
      : { CLIENT_ID: access.clientId, KEY_ID: access.keyId, PRIVATE_KEY: access.privateKey };
  return {
    running,
    system: { kind: 'okta', settings: { organization: 'acme.okta.com' } },
    connect: ({ id, settings, unavailable, entitlements }) => {
      const held = Object.entries({ URL: running.url, ...opening, ...environment });
      const variables = Object.fromEntries(held.map(([name, value]) => [variableOf(id, name as Held), value]));
      const managed = entitlements === 'managed';
      return openConnector('okta', { system: id, settings, unavailable, managed, environment: variables, clock });
    },
    changes: () => running.changes.map(({ operation, object }) => `${operation} ${object}`),
    requests: () => running.requests.length,
    remove: async (name) => {
      const { id } = accountOf('okta', name);
      state.users.delete(id);
      for (const { members } of state.groups.values()) members.delete(id);
    },
  };
}
