/** An embedded organization where one leaver, `ana`, holds one of everything, and a connector to it over HTTP. */
import { onTestFinished } from 'vitest';
import type { ActLog, RevokingConnector, Step, StepOutcome, Target } from '../../../src/connectors/connector.js';
import { connectOkta } from '../../../src/connectors/okta/index.js';
import type { AccountId, EntitlementId, SystemId } from '../../../src/core/model.js';
import type { ObservedAccount } from '../../../src/core/observation.js';
import { type Instant, parseInstant } from '../../../src/core/time.js';
import { messageOf } from '../../../src/errors.js';
import type { Clock, Environment } from '../../../src/ports/ports.js';
import { type OktaSeed, type OktaState, okta, oktaAccess, type UserSeed } from '../../../src/sandbox/okta/index.js';
import { type RunningSystem, serve } from '../../../src/sandbox/server.js';

export const NOW = parseInstant('2026-11-23T09:00:00Z') as Instant;
export const ORGANIZATION = '00o1acmeACMEACME0001';

/** A clock whose sleep is over at once. */
export function testClock(): Clock & { pass(milliseconds: number): void; readonly slept: readonly number[] } {
  let now: number = NOW;
  const slept: number[] = [];
  return {
    slept,
    now: () => now as Instant,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
    pass: (milliseconds) => {
      now += milliseconds;
    },
  };
}

function holder(name: string, letter: string): UserSeed {
  const login = `${name}@acme.example`;
  return { login, id: `00u${letter.repeat(17)}`, grants: [{ scope: 'offline_access', id: `oag${letter.repeat(17)}` }] };
}

export const ANA = holder('ana.ruiz', 'A');
export const BEN = holder('ben.ito', 'B');
export const KIM: UserSeed = { login: 'kim.cho@acme.example', id: `00u${'K'.repeat(17)}`, roles: ['SUPER_ADMIN'] };
export const LEE: UserSeed = { login: 'lee.sam@acme.example', id: `00u${'L'.repeat(17)}` };
export const RUNNER: UserSeed = {
  login: 'leaver.runner@acme.example',
  id: `00u${'R'.repeat(17)}`,
  roles: ['SUPER_ADMIN'],
};
export const ANAS_TOKEN = `00T${'A'.repeat(17)}`;
export const BACKEND = `00g${'B'.repeat(17)}`;
export const FROM_AD = `00g${'D'.repeat(17)}`;

/** Lee is an administrator by a group. */
export function world(more: Partial<OktaSeed> = {}, users: readonly (string | UserSeed)[] = []): OktaSeed {
  return {
    organization: { name: 'acme', id: ORGANIZATION },
    users: [ANA, BEN, KIM, LEE, RUNNER, ...users],
    groups: [
      { name: 'Backend', id: BACKEND, members: [ANA.login, BEN.login] },
      { name: 'From AD', id: FROM_AD, type: 'APP_GROUP', members: [ANA.login, BEN.login] },
      { name: 'Admins', id: `00g${'C'.repeat(17)}`, members: [LEE.login], roles: ['ORG_ADMIN'] },
    ],
    apiTokens: [
      { name: 'ana-script', user: ANA.login, id: ANAS_TOKEN },
      { name: 'ben-script', user: BEN.login, id: `00T${'B'.repeat(17)}` },
    ],
    ...more,
  };
}

/** Leaver as a user with an API token. */
export const AS_USER: Partial<OktaSeed> = { runner: { kind: 'user', login: RUNNER.login } };

export interface World {
  readonly running: RunningSystem<OktaState>;
  readonly connector: RevokingConnector;
  readonly clock: ReturnType<typeof testClock>;
  readonly state: OktaState;
  readonly environment: Environment;
  /** What may not turn up anywhere: the credential in use, and what the organization holds. */
  readonly secrets: readonly string[];
  /** The changes so far, as `operation object`. */
  changes(): readonly string[];
  /** How often each operation was asked for. */
  asked(): Readonly<Record<string, number>>;
}

export interface Options {
  readonly seed?: OktaSeed;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly unavailable?: readonly string[];
  readonly managed?: boolean;
  readonly algorithm?: 'RS256' | 'ES256';
  /** Instead of what opens the world. */
  readonly environment?: Environment;
}

/** Starts a world that the caller stops. */
export async function open(options: Options = {}): Promise<World> {
  const clock = testClock();
  const running = await serve(okta('okta', options.seed ?? world()), clock);
  const { state } = running.system;
  const environment = { ...(await environmentOf(running, options.algorithm)), ...options.environment };
  const connector = connectOkta(
    {
      system: 'okta' as SystemId,
      settings: { organization: 'acme.okta.com', organizationId: state.organization.id, ...options.settings },
      unavailable: options.unavailable ?? [],
      managed: options.managed ?? false,
      environment,
      clock,
    },
    { random: () => 0 },
  );
  if (connector.access !== 'revoking') throw new Error('the connector can revoke');
  const held = [...state.apiTokens.values()].map(({ secret }) => secret);
  return {
    ...{ running, connector, clock, state, environment },
    secrets: [...held, environment['LEAVER_SYSTEM_OKTA_PRIVATE_KEY'] ?? held[0] ?? ''],
    changes: () => running.changes.map(({ operation, object }) => `${operation} ${object}`),
    asked: () => {
      const counts: Record<string, number> = {};
      for (const { operation } of running.requests) counts[operation] = (counts[operation] ?? 0) + 1;
      return counts;
    },
  };
}

async function environmentOf({ url, system }: RunningSystem<OktaState>, algorithm?: 'RS256' | 'ES256') {
  const access = await oktaAccess(system.state, algorithm);
  const opening =
    access.kind === 'token'
      ? { LEAVER_SYSTEM_OKTA_TOKEN: access.token }
      : {
          LEAVER_SYSTEM_OKTA_CLIENT_ID: access.clientId,
          LEAVER_SYSTEM_OKTA_KEY_ID: access.keyId,
          LEAVER_SYSTEM_OKTA_PRIVATE_KEY: access.privateKey,
        };
  return { LEAVER_SYSTEM_OKTA_URL: url, ...opening };
}

/** Starts a world that ends with the test. */
export async function start(options: Options = {}): Promise<World> {
  const opened = await open(options);
  onTestFinished(() => opened.running.stop());
  return opened;
}

/** All that the organization knows of a user, without times and ids that another world would number otherwise. */
export function snapshotOf({ users, groups, apiTokens }: OktaState, id: string): unknown {
  const user = users.get(id);
  if (user === undefined) return null;
  const { statusChanged, lastUpdated, roles, ...rest } = user;
  return structuredClone({
    ...rest,
    roles: roles.map(({ type, custom }) => ({ type, custom })),
    groups: [...groups.values()].filter(({ members }) => members.has(id)).map((group) => group.name),
    apiTokens: [...apiTokens.values()].filter(({ userId }) => userId === id).map((token) => token.name),
  });
}

export interface Recorded {
  readonly log: ActLog;
  readonly evidence: Readonly<Record<string, unknown>>[];
  readonly steps: { readonly step: Step; readonly outcome: StepOutcome }[];
  /** `suspend user/00u…: done`, one for each step. */
  told(): readonly string[];
}

export function recorder(): Recorded {
  const evidence: Readonly<Record<string, unknown>>[] = [];
  const steps: { step: Step; outcome: StepOutcome }[] = [];
  const log: ActLog = {
    evidence: async (record) =>
      void evidence.push(JSON.parse(JSON.stringify(record)) as Readonly<Record<string, unknown>>),
    step: async (step, act) => {
      const outcome = await act().catch((error: unknown): StepOutcome => ({ kind: 'failed', why: messageOf(error) }));
      steps.push({ step, outcome });
      return outcome;
    },
  };
  const told = () =>
    steps.map(
      ({ step, outcome }) => `${step.action} ${step.object}: ${outcome.kind === 'failed' ? outcome.why : outcome.kind}`,
    );
  return { log, evidence, steps, told };
}

/** The fresh look at one account. */
export async function lookAt(
  { connector }: Pick<World, 'connector'>,
  { id, login }: UserSeed,
): Promise<ObservedAccount> {
  const { accounts } = await connector.observeAccounts([{ id: (id ?? null) as AccountId | null, name: login }]);
  const account = accounts.find((one) => one.name === login || one.id === id);
  if (account === undefined) throw new Error(`${login} is not there`);
  return account;
}

type Part = Partial<Pick<Target['decision'], 'stage' | 'reason'>> & { readonly entitlement?: string };

/** The decision to revoke an account, or one entitlement of it. */
export function targetOf(
  account: ObservedAccount,
  { entitlement, stage = 'suspend', reason = 'departed' }: Part = {},
): Target {
  const { id, name } = account;
  return {
    account,
    decision: {
      ...{ kind: 'revoke', id: `okta/${id}`, system: 'okta' as SystemId, account: { id, name } },
      ...{ person: null, service: null, entitlement: (entitlement ?? null) as EntitlementId | null },
      ...{ reason, stage, lapsedOptOut: null },
    },
  };
}
