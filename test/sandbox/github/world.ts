import { onTestFinished } from 'vitest';
import { type Instant, parseInstant } from '../../../src/core/time.js';
import { type GithubSeed, type GithubState, githubOrg } from '../../../src/sandbox/github/index.js';
import { type RunningSystem, serve } from '../../../src/sandbox/server.js';

export const NOW = '2026-11-23T09:00:00Z';

/** An organization with one of everything, as a world would describe it. */
export const acme: GithubSeed = {
  organization: { login: 'acme', id: 4242 },
  members: [
    { login: 'kimcho', id: 100, role: 'admin', name: 'Kim Cho' },
    { login: 'anaruiz', id: 583231, name: 'Ana Ruiz', email: 'ana@acme.example', emailVisible: true },
    { login: 'ana', id: 102, name: 'Ana Other', email: 'other@acme.example' },
    { login: 'samlee', id: 103 },
    { login: 'viaenterprise', id: 104, enterpriseTeams: ['ent:everybody'] },
  ],
  users: [{ login: 'consultant', id: 200 }],
  teams: [
    { slug: 'engineering', id: 31 },
    {
      slug: 'backend',
      id: 32,
      parent: 'engineering',
      members: [{ login: 'anaruiz', role: 'maintainer' }, 'samlee'],
      repositories: { ledger: 'write' },
    },
  ],
  repositories: [
    {
      name: 'ledger',
      id: 51,
      collaborators: { anaruiz: 'read', consultant: 'maintain' },
      keys: [
        { id: 61, title: 'deploy', addedBy: 'anaruiz', lastUsed: '2026-11-23T07:00:00Z', readOnly: false },
        { id: 62, title: 'mirror', addedBy: 'kimcho' },
      ],
      invitations: [{ id: 71, login: 'newcomer', role: 'triage' }],
    },
    { name: 'site', id: 52, private: false },
  ],
  invitations: [
    { id: 81, login: 'joiner', teams: ['backend'] },
    { id: 82, email: 'leaver@acme.example' },
  ],
  tokens: [
    { id: 91, owner: 'anaruiz', name: 'laptop', repositories: ['ledger'], lastUsedAt: '2026-11-23T07:00:00Z' },
    { id: 92, owner: 'samlee', repositories: 'all', expiresAt: '2026-11-01T00:00:00Z' },
  ],
  tokenRequests: [{ id: 95, owner: 'anaruiz', reason: 'for CI' }],
  ssoCredentials: [
    { id: 161, login: 'anaruiz', lastEight: '71c3fc11', title: 'old laptop', accessedAt: '2026-11-22T00:00:00Z' },
    { id: 162, login: 'samlee', type: 'SSH key', fingerprint: 'jklmnop12345678', title: 'key' },
  ],
  hooks: [{ id: 171, url: 'https://ci.example/hook', owner: 'anaruiz' }],
  installations: [{ id: 181, app: 'ci-app', appId: 7 }],
  copilotSeats: [
    { login: 'anaruiz', lastActivityAt: '2026-11-23T08:00:00Z' },
    { login: 'samlee', team: 'backend' },
  ],
  codespaces: [{ name: 'fluffy-adventure', owner: 'anaruiz', repository: 'ledger' }],
};

export interface World {
  readonly running: RunningSystem<GithubState>;
  readonly state: GithubState;
  /** Sends a request with a token; a body makes it JSON. */
  send(method: string, path: string, body?: unknown, token?: string): Promise<Reply>;
  /** What was changed, as `operation object`. */
  changed(): string[];
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // The shape is what the tests look at.
  readonly body: unknown;
}

/** Starts an embedded organization that is stopped with the test. */
export async function start(seed: GithubSeed = acme, now = NOW): Promise<World> {
  const clock = { now: () => parseInstant(now) as Instant, sleep: async () => {} };
  const running = await serve(githubOrg('github', seed), clock);
  onTestFinished(() => running.stop());
  const send: World['send'] = async (method, path, body, token = 'ghs_good') => {
    const url = path.startsWith('http') ? path : `${running.url}${path}`;
    const response = await fetch(url, {
      method,
      headers: token === '' ? {} : { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  };
  const changed = () => running.changes.map((one) => `${one.operation} ${one.object}`);
  return { running, state: running.system.state, send, changed };
}

/** An organization whose credential is a person's token, which alone may see codespaces. */
export const asPerson: GithubSeed = { ...acme, runner: { kind: 'user', login: 'kimcho' } };

/** The names that a listing holds, in its order. */
export function logins(reply: Reply): string[] {
  return (reply.body as { login: string }[]).map((one) => one.login);
}
