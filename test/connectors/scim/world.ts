import { onTestFinished } from 'vitest';
import type { RevokingConnector, Step, StepOutcome, Target } from '../../../src/connectors/connector.js';
import { connectScim } from '../../../src/connectors/scim/index.js';
import type { ActLog } from '../../../src/core/act.js';
import type { AccountId, EntitlementId, SystemId } from '../../../src/core/model.js';
import type { ObservedAccount } from '../../../src/core/observation.js';
import { type Instant, parseInstant } from '../../../src/core/time.js';
import { messageOf } from '../../../src/errors.js';
import { type ScimQuirks, type ScimSeed, type ScimState, scim } from '../../../src/sandbox/scim/index.js';
import { type RunningSystem, serve } from '../../../src/sandbox/server.js';

export const NOW = parseInstant('2026-11-23T09:00:00Z') as Instant;
export const TOKEN = 'scim-token-of-the-dashboard-4Kq9';
export const URL_VARIABLE = 'LEAVER_SYSTEM_DASHBOARD_URL';
export const TOKEN_VARIABLE = 'LEAVER_SYSTEM_DASHBOARD_TOKEN';

const person = (name: string, id: string) => ({ userName: `${name}@acme.example`, id, email: `${name}@acme.example` });

export const ANA = 'u-ana';
export const BEN = 'u-ben';

/** A dashboard with one of everything. The crowd holds nothing. */
export function seed(crowd = 0, quirks: ScimQuirks = {}): ScimSeed {
  const holds = { roles: ['editor'], entitlements: ['seat'], groups: ['Backend', 'On call'] };
  return {
    token: TOKEN,
    quirks,
    groups: [
      { displayName: 'Backend', id: 'g-backend' },
      { displayName: 'On call', id: 'g-on-call' },
      { displayName: 'Administrators', id: 'g-admins' },
    ],
    users: [
      { ...person('ana', ANA), ...holds },
      { ...person('ben', BEN), ...holds },
      { ...person('kim', 'u-kim'), roles: ['admin'], groups: ['Backend'] },
      { ...person('lee', 'u-lee'), groups: ['Administrators'] },
      { ...person('runner', 'u-runner') },
      ...Array.from({ length: crowd }, (_, at) => person(`extra-${at}`, `u-extra-${at}`)),
    ],
  };
}

export const ADMINISTRATORS = { roles: ['admin'], groups: ['Administrators'] };
export const SETTINGS = { preset: 'generic', self: 'runner@acme.example', administrators: ADMINISTRATORS };

/** Time passes only while somebody sleeps. */
export function clockAt(start: Instant) {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds);
      now = (now + milliseconds) as Instant;
    },
  };
}

export interface Options {
  readonly seed?: ScimSeed;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly unavailable?: readonly string[];
  readonly managed?: boolean;
  readonly token?: string;
}

export interface World {
  readonly running: RunningSystem<ScimState>;
  readonly state: ScimState;
  readonly connector: RevokingConnector;
  readonly clock: ReturnType<typeof clockAt>;
}

export async function open(options: Options = {}): Promise<World> {
  const clock = clockAt(NOW);
  const running = await serve(scim('dashboard', options.seed ?? seed()), clock);
  const { state } = running.system;
  const connector = await connectTo(`${running.url}${state.path}`, { ...options, clock });
  return { running, state, connector, clock };
}

/** A connector to whatever serves SCIM at this address. */
export async function connectTo(
  url: string,
  { settings = SETTINGS, unavailable = [], managed = false, token = TOKEN, clock }: Options & { clock: World['clock'] },
): Promise<RevokingConnector> {
  const connector = await connectScim(
    {
      system: 'dashboard' as SystemId,
      settings,
      unavailable,
      managed,
      environment: { [URL_VARIABLE]: url, [TOKEN_VARIABLE]: token },
      clock,
    },
    { random: () => 0 },
  );
  if (connector.access !== 'revoking') throw new Error('the connector can revoke');
  return connector;
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
    evidence: async (record) => void evidence.push(JSON.parse(JSON.stringify(record))),
    step: async (step, act) => {
      const outcome = await act().catch((error: unknown): StepOutcome => ({ kind: 'failed', why: messageOf(error) }));
      steps.push({ step, outcome });
      return outcome;
    },
  };
  return { log, evidence, steps };
}

/** The fresh look at one account. */
export async function lookAt(connector: RevokingConnector, id: string): Promise<ObservedAccount> {
  const { accounts } = await connector.observeAccounts([{ id: id as AccountId, name: null }]);
  const account = accounts.find((one) => one.id === id);
  if (account === undefined) throw new Error(`${id} is not there`);
  return account;
}

export interface Aim {
  readonly entitlement?: string | null;
  readonly stage?: 'suspend' | 'delete';
}

/** The decision to revoke an account, or one entitlement of it. */
export function targetOf(account: ObservedAccount, { entitlement = null, stage = 'suspend' }: Aim = {}): Target {
  const { id, name } = account;
  return {
    account,
    decision: {
      kind: 'revoke',
      id: `dashboard/${id}`,
      system: 'dashboard' as SystemId,
      account: { id, name },
      person: null,
      service: null,
      entitlement: entitlement as EntitlementId | null,
      reason: entitlement === null ? 'departed' : 'role-changed',
      stage,
      lapsedOptOut: null,
    },
  };
}

/** Revokes one account, and gives what the journal and the read-back would say. */
export async function revoke({ connector }: Pick<World, 'connector'>, id: string, aim: Aim = {}) {
  const target = targetOf(await lookAt(connector, id), aim);
  const recorded = recorder();
  await connector.revoke(target, recorded.log, NOW);
  const lost = { ...target, evidence: recorded.evidence };
  return { ...recorded, target, lost, left: await connector.check(target, NOW) };
}
