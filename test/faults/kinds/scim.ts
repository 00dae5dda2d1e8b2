/** A dashboard on the embedded SCIM service, spoken to over HTTP with a bearer token. */
import { onTestFinished } from 'vitest';
import { openConnector } from '../../../src/connectors/registry.js';
import { type Held, variableOf } from '../../../src/http/access.js';
import type { Clock } from '../../../src/ports/ports.js';
import { type ScimSeed, type ScimState, scim, userOf } from '../../../src/sandbox/scim/index.js';
import { type RunningSystem, serve } from '../../../src/sandbox/server.js';
import { accountOf, CAST, HOLDERS } from './cast.js';
import type { Gone, Live } from './live.js';

/** The listing of everybody, and what suspends Ana. Looking whether the listing answers at all asks for one user. */
export const USERS = /^\/scim\/v2\/Users\?startIndex=\d+&count=(?!1\b)(?!.*filter=)/;
export const SECOND_USERS = /^\/scim\/v2\/Users\?startIndex=(?!1&)\d+&count=(?!.*filter=)/;
export const SUSPENDS = /^\/scim\/v2\/Users\/u-ANA/;

export interface ScimLive extends Live {
  readonly running: RunningSystem<ScimState>;
}

export const scimGone: Gone = (name) => [
  `PATCH /Users/{id} user/${name}`,
  ...(HOLDERS.includes(name) ? [`PATCH /Groups/{id} group/Backend/${name}`] : []),
];

export function scimSeed(others: readonly string[]): ScimSeed {
  return {
    groups: [{ displayName: 'Backend' }, { displayName: 'Administrators' }],
    users: [...CAST, ...others].map((name) => ({
      ...{ userName: name, id: accountOf('scim', name).id },
      groups: [...(HOLDERS.includes(name) ? ['Backend'] : []), ...(name === 'max' ? ['Administrators'] : [])],
    })),
  };
}

export interface ScimOptions {
  readonly seed?: (seed: ScimSeed) => ScimSeed;
  /** The server's own clock, where it is another than the run's. */
  readonly serverClock?: Clock;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function scimLive(
  clock: Clock,
  others: readonly string[],
  { seed = (same) => same, serverClock = clock, settings = {}, environment = {} }: ScimOptions,
): Promise<ScimLive> {
  const running = await serve(scim('scim', seed(scimSeed(others))), serverClock);
  onTestFinished(() => running.stop());
  const { state } = running.system;
  const administrators = { groups: ['Administrators'] };
  return {
    running,
    system: { kind: 'scim', settings: { preset: 'generic', administrators, ...settings } },
    connect: ({ id, settings: own, unavailable, entitlements }) => {
      const held = Object.entries({ URL: `${running.url}${state.path}`, TOKEN: 'sandbox', ...environment });
      const variables = Object.fromEntries(held.map(([name, value]) => [variableOf(id, name as Held), value]));
      const managed = entitlements === 'managed';
      return openConnector('scim', { system: id, settings: own, unavailable, managed, environment: variables, clock });
    },
    changes: () => running.changes.map(({ operation, object }) => `${operation} ${object}`),
    requests: () => running.requests.length,
    remove: async (name) => {
      const user = userOf(state, name);
      if (user === null) throw new Error(name);
      state.users.delete(user.id);
      for (const group of state.groups.values()) {
        const { members } = group.attributes;
        const others = (Array.isArray(members) ? members : []) as readonly { readonly value: string }[];
        group.attributes = { ...group.attributes, members: others.filter(({ value }) => value !== user.id) };
      }
    },
  };
}
