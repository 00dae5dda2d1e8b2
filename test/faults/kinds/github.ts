/** An organization on the embedded GitHub, spoken to over HTTP as a GitHub App. */
import { onTestFinished } from 'vitest';
import { openConnector } from '../../../src/connectors/registry.js';
import type { Clock } from '../../../src/ports/ports.js';
import { type GithubSeed, type GithubState, githubOrg } from '../../../src/sandbox/github/index.js';
import { type RunningSystem, serve } from '../../../src/sandbox/server.js';
import { PRIVATE_KEY, TOKEN } from '../../connectors/github-org/world.js';
import { CAST, HOLDERS, numberOf } from './cast.js';
import type { Gone, Live } from './live.js';

export interface GithubLive extends Live {
  readonly running: RunningSystem<GithubState>;
}

export const githubGone: Gone = (name) => [
  ...(HOLDERS.includes(name)
    ? [`DELETE /orgs/{org}/credential-authorizations/{credential_id} sso-credential/${numberOf(name)}`]
    : []),
  `DELETE /orgs/{org}/memberships/{username} ${name}`,
];

export function githubSeed(others: readonly string[]): GithubSeed {
  return {
    organization: { login: 'acme', id: 7001 },
    runner: { kind: 'app', login: 'leaver' },
    members: [...CAST, ...others].map((login) => ({
      ...{ login, id: numberOf(login) },
      ...(login === 'max' ? { role: 'admin' as const } : {}),
    })),
    teams: [{ slug: 'backend', members: HOLDERS }],
    ssoCredentials: HOLDERS.map((login) => ({ id: numberOf(login), login })),
  };
}

export interface GithubOptions {
  /** As a GitHub App by default. A token's own account is Rob's. */
  readonly signIn?: 'app' | 'token';
  readonly seed?: (seed: GithubSeed) => GithubSeed;
  /** The server's own clock, where it is another than the run's. */
  readonly serverClock?: Clock;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** What a credential of that sort never sees. */
const UNREAD = { app: ['codespaces'], token: ['fine-grained-tokens', 'token-requests'] } as const;

export async function githubLive(
  clock: Clock,
  others: readonly string[],
  { signIn = 'app', seed = (same) => same, serverClock = clock, environment = {} }: GithubOptions,
): Promise<GithubLive> {
  const users = [{ login: 'rob', id: numberOf('rob') }];
  const byToken = { runner: { kind: 'user', login: 'rob' }, users } as const;
  const made = { ...githubSeed(others), ...(signIn === 'token' ? byToken : {}) };
  const running = await serve(githubOrg('github', seed(made)), serverClock);
  onTestFinished(() => running.stop());
  const { state } = running.system;
  const app = {
    LEAVER_GITHUB_APP_ID: '4242',
    LEAVER_GITHUB_APP_INSTALLATION_ID: String(state.installations[0]?.id ?? 1),
    LEAVER_GITHUB_APP_PRIVATE_KEY: PRIVATE_KEY,
  };
  const credential = signIn === 'app' ? app : { LEAVER_GITHUB_TOKEN: TOKEN };
  const variables = { GITHUB_API_URL: running.url, ...credential, ...environment };
  return {
    running,
    system: { kind: 'github-org', settings: { organization: 'acme' }, unavailable: UNREAD[signIn] },
    connect: ({ id, settings, unavailable, entitlements }) =>
      openConnector('github-org', {
        ...{ system: id, settings, unavailable, managed: entitlements === 'managed', environment: variables, clock },
      }),
    changes: () => running.changes.map(({ operation, object }) => `${operation} ${object}`),
    requests: () => running.requests.length,
    remove: async (name) => {
      state.members.delete(numberOf(name));
    },
  };
}
