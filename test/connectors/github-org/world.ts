/** An embedded organization where one leaver, `ana`, holds one of everything, and a connector to it over HTTP. */
import { generateKeyPairSync } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { ActLog, RevokingConnector, Step, StepOutcome, Target } from '../../../src/connectors/connector.js';
import { connectGithubOrg, type Tuning } from '../../../src/connectors/github-org/index.js';
import type { AccountId, EntitlementId, SystemId } from '../../../src/core/model.js';
import type { ObservedAccount } from '../../../src/core/observation.js';
import { type Instant, parseInstant } from '../../../src/core/time.js';
import { messageOf } from '../../../src/errors.js';
import type { Clock } from '../../../src/ports/ports.js';
import { type GithubSeed, type GithubState, githubOrg } from '../../../src/sandbox/github/index.js';
import { type RunningSystem, serve } from '../../../src/sandbox/server.js';

export const NOW = parseInstant('2026-11-23T09:00:00Z') as Instant;
export const TOKEN = 'ghp_sandboxtoken4711';
export const ANA = '583231';

/** A clock whose sleep is over at once, and which remembers how long was slept. */
export interface TestClock extends Clock {
  readonly slept: readonly number[];
}

export function testClock(): TestClock {
  let now = NOW;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      now = (now + milliseconds) as Instant;
    },
  };
}

/** Everybody and everything; `crowd` more members hold nothing. */
export function world(crowd = 0): GithubSeed {
  return {
    organization: { login: 'acme', id: 7001 },
    members: [
      { login: 'kimcho', id: 11, role: 'admin' },
      { login: 'samlee', id: 12, role: 'admin' },
      { login: 'leaver-runner', id: 13 },
      { login: 'anaruiz', id: Number(ANA) },
      { login: 'benito', id: 15 },
      ...Array.from({ length: crowd }, (_, at) => ({ login: `member-${at}`, id: 100_000 + at })),
    ],
    users: [
      { login: 'dora', id: 21 },
      { login: 'eve', id: 22 },
    ],
    teams: [
      { slug: 'backend', members: ['anaruiz', { login: 'benito', role: 'maintainer' }] },
      { slug: 'ledger', parent: 'backend', members: ['benito'] },
    ],
    repositories: [
      {
        name: 'shop',
        collaborators: { anaruiz: 'write', dora: 'read' },
        keys: [
          {
            id: 501,
            title: 'deploy shop',
            addedBy: 'anaruiz',
            lastUsed: '2026-11-23T07:00:00Z',
            key: 'ssh-ed25519 AAAAshop',
          },
          { id: 502, title: 'backup', addedBy: 'benito' },
        ],
      },
      { name: 'ledger', invitations: [{ id: 601, login: 'anaruiz', role: 'admin' }] },
    ],
    invitations: [
      { id: 701, login: 'eve', teams: ['backend'] },
      { id: 702, email: 'fay@acme.example', role: 'admin' },
    ],
    tokens: [
      { id: 801, owner: 'anaruiz', name: 'ci', lastUsedAt: '2026-11-22T10:00:00Z' },
      { id: 802, owner: 'benito', name: 'laptop' },
    ],
    tokenRequests: [{ id: 851, owner: 'anaruiz', name: 'more' }],
    ssoCredentials: [
      { id: 901, login: 'anaruiz', type: 'SSH key', fingerprint: 'SHA256:ana', accessedAt: '2026-11-23T08:30:00Z' },
      { id: 902, login: 'benito', lastEight: 'abcd1234' },
    ],
    copilotSeats: [{ login: 'anaruiz', lastActivityAt: '2026-11-21T09:00:00Z' }, 'benito'],
    codespaces: [{ name: 'ana-space', owner: 'anaruiz', repository: 'shop', lastUsedAt: '2026-11-20T09:00:00Z' }],
  };
}

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
export const PRIVATE_KEY = privateKey;

export type SignIn = 'token' | 'app';

export interface World {
  readonly running: RunningSystem<GithubState>;
  readonly connector: RevokingConnector;
  readonly clock: TestClock;
  readonly state: GithubState;
  /** The changes so far, as `operation object`. */
  changes(): readonly string[];
}

interface Options {
  readonly signIn?: SignIn;
  readonly seed?: GithubSeed;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly unavailable?: readonly string[];
  readonly managed?: boolean;
  readonly tuning?: Partial<Tuning>;
  /** Null: the environment names none. */
  readonly installation?: null;
}

/** Starts a world that the caller stops. */
export async function open(options: Options = {}): Promise<World> {
  const { signIn = 'app', seed = world(), settings = {}, managed = false } = options;
  const unavailable = options.unavailable ?? (signIn === 'app' ? ['codespaces'] : []);
  const clock = testClock();
  const runner =
    signIn === 'app' ? ({ kind: 'app', login: 'leaver' } as const) : { kind: 'user' as const, login: 'leaver-runner' };
  const running = await serve(githubOrg('github', { runner, ...seed }), clock);
  const environment =
    signIn === 'app'
      ? {
          LEAVER_GITHUB_APP_ID: '4242',
          LEAVER_GITHUB_APP_INSTALLATION_ID:
            options.installation === null ? undefined : String(running.system.state.installations[0]?.id ?? 1),
          LEAVER_GITHUB_APP_PRIVATE_KEY: privateKey,
        }
      : { LEAVER_GITHUB_TOKEN: TOKEN };
  const connector = await connectGithubOrg(
    {
      system: 'github' as SystemId,
      settings: { organization: 'acme', ...settings },
      unavailable,
      managed,
      environment: { ...environment, GITHUB_API_URL: running.url },
      clock,
    },
    { random: () => 0, ...options.tuning },
  );
  if (connector.access !== 'revoking') throw new Error('the connector can revoke');
  return {
    running,
    connector,
    clock,
    state: running.system.state,
    changes: () => running.changes.map(({ operation, object }) => `${operation} ${object}`),
  };
}

/** Starts a world that ends with the test. */
export async function start(options: Options = {}): Promise<World> {
  const opened = await open(options);
  onTestFinished(() => opened.running.stop());
  return opened;
}

/** What went through the log. */
export interface Recorded {
  readonly log: ActLog;
  readonly evidence: readonly Readonly<Record<string, unknown>>[];
  readonly steps: readonly { readonly step: Step; readonly outcome: StepOutcome }[];
}

export function recorder(): Recorded {
  const evidence: Readonly<Record<string, unknown>>[] = [];
  const steps: { step: Step; outcome: StepOutcome }[] = [];
  const log: ActLog = {
    evidence: async (record) => void evidence.push(record),
    step: async (step, act) => {
      const outcome = await act().catch((error: unknown): StepOutcome => ({ kind: 'failed', why: messageOf(error) }));
      steps.push({ step, outcome });
      return outcome;
    },
  };
  return { log, evidence, steps };
}

/** The fresh look at one account. */
export async function lookAt(
  connector: RevokingConnector,
  id: string,
  name: string | null = null,
): Promise<ObservedAccount> {
  const { accounts } = await connector.observeAccounts([{ id: id as AccountId, name }]);
  const account = accounts.find((one) => one.id === id);
  if (account === undefined) throw new Error(`${id} is not there`);
  return account;
}

/** The decision to revoke an account, or one entitlement of it. */
export function targetOf(account: ObservedAccount, entitlement: string | null = null): Target {
  const { id, name } = account;
  return {
    account,
    decision: {
      kind: 'revoke',
      id: `github/${id}${entitlement === null ? '' : `#${entitlement}`}`,
      system: 'github' as SystemId,
      account: { id, name },
      person: null,
      service: null,
      entitlement: entitlement as EntitlementId | null,
      reason: entitlement === null ? 'departed' : 'role-changed',
      stage: 'suspend',
      lapsedOptOut: null,
    },
  };
}

/** How often each operation was asked for, signing in left out. */
export function asked(running: RunningSystem<GithubState>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { operation } of running.requests) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}
