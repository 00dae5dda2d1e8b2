/** A company whose four systems are asked over HTTP by what `compose` builds, as the command line does. */
import { onTestFinished } from 'vitest';
import type { Context } from '../../../src/commands/context.js';
import { compose } from '../../../src/compose.js';
import type { Connector, RevokingConnector } from '../../../src/connectors/connector.js';
import { type Instant, parseInstant } from '../../../src/core/time.js';
import { type OktaState, okta, oktaAccess } from '../../../src/sandbox/okta/index.js';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.js';
import { type Change, type RequestSeen, type RunningSystem, serve } from '../../../src/sandbox/server.js';
import {
  type RepositoryParts,
  repositoryOf,
  temporaryFolder,
  type Written,
  writeFiles,
} from '../../fixtures/repositories.js';
import { type Asked, CONSOLE, IDS, NAMES, SYSTEM_NAMES, type SystemName, seedsOf } from './seeds.js';

export const NOW = parseInstant('2026-11-23T09:00:00Z') as Instant;

/** What a system was asked in a run, by what for. */
export interface Phases {
  readonly reading: number;
  readonly acting: number;
  readonly readingBack: number;
  /** What no call of a connector accounts for: none. */
  readonly else: number;
  readonly all: number;
}

export interface Company {
  readonly context: Context;
  readonly root: string;
  readonly okta: RunningSystem<OktaState>;
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: { pass(milliseconds: number): void };
  /** Every change of a live system since the start, in the order in which it was made. */
  changes(): readonly Change[];
  requests(system: SystemName): readonly RequestSeen[];
  /** What was asked since the last call, counted by the servers. */
  phases(): Readonly<Record<SystemName, Phases>>;
}

export interface Given extends Partial<RepositoryParts> {
  /** Merged over the system's document, by its id. */
  readonly documents?: Readonly<Partial<Record<SystemName, Written>>>;
  /** Of Ana in the roster. */
  readonly ana?: Written;
}

/** In the roster Ana works here; the provider says what the seed does. */
export function partsOf({ documents = {}, ana = {}, ...parts }: Given): RepositoryParts {
  const accounts = Object.fromEntries(SYSTEM_NAMES.map((id) => [id, { id: IDS[id], name: NAMES[id] }]));
  const document = (id: SystemName, more: Written) => ({ id, mode: 'enforce', ...more, ...documents[id] });
  return {
    people: [{ id: 'ana.ruiz', name: 'Ana Ruiz', email: NAMES.okta, accounts, ...ana }],
    systems: [
      document('okta', { kind: 'okta', settings: { organization: 'acme.okta.com' } }),
      document('github', { kind: 'github-org', unavailable: ['codespaces'], settings: { organization: 'acme' } }),
      document('aws-prod', { kind: 'aws-iam', settings: { accountId: '123456789012' } }),
      document('dashboard', { kind: 'scim', settings: { preset: 'databricks' } }),
    ],
    ...parts,
    policy: { identityProvider: 'okta', ...parts.policy },
  };
}

export async function company(asked: Asked, given: Given = {}): Promise<Company> {
  let now: number = NOW;
  const pass = (milliseconds: number): void => {
    now += milliseconds;
  };
  const clock = { now: () => now as Instant, sleep: async (milliseconds: number) => pass(milliseconds), pass };
  const seeds = seedsOf(asked);
  const provider = await serve(okta('okta', seeds.okta), clock);
  onTestFinished(() => provider.stop());
  const systems = [
    { id: 'github', kind: 'github-org', seed: seeds.github },
    { id: 'aws-prod', kind: 'aws-iam', seed: seeds.aws },
    { id: 'dashboard', kind: 'scim', seed: seeds.dashboard },
  ] as const;
  const sandbox = await startSandbox({ systems }, clock);
  onTestFinished(sandbox.stop);
  const environment = { ...sandbox.environment, ...(await oktaEnvironment(provider)) };
  const root = temporaryFolder();
  writeFiles(root, repositoryOf(partsOf(given)));
  const requests = (system: SystemName) => (system === 'okta' ? provider.requests : sandbox.requests(system));
  const counted = counting(requests);
  const composed = compose({ root, environment, progress: () => {}, clock });
  return {
    ...{ root, environment, clock, okta: provider, requests, phases: counted.phases },
    context: { ...composed, connect: async (system) => counted.around(await composed.connect(system)) },
    changes: () => inOrder(provider, sandbox),
  };
}

async function oktaEnvironment({ url, system }: RunningSystem<OktaState>): Promise<Record<string, string>> {
  const access = await oktaAccess(system.state);
  if (access.kind === 'token') throw new Error('a service app signs in');
  return {
    LEAVER_SYSTEM_OKTA_URL: url,
    LEAVER_SYSTEM_OKTA_CLIENT_ID: access.clientId,
    LEAVER_SYSTEM_OKTA_KEY_ID: access.keyId,
    LEAVER_SYSTEM_OKTA_PRIVATE_KEY: access.privateKey,
  };
}

/** Somebody in HR or IT, at the provider's own console: what changes there, and shows there, without Leaver. */
export async function atProvider(
  { okta: { url, system } }: Pick<Company, 'okta'>,
  method: 'GET' | 'POST',
  path: string,
): Promise<unknown> {
  const token = [...system.state.apiTokens.values()].find(({ name }) => name === CONSOLE);
  const answer = await fetch(`${url}${path}`, { method, headers: { authorization: `SSWS ${token?.secret}` } });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

/** By system, since systems besides the provider are asked at the same time and the test's clock stands still. */
function inOrder(provider: RunningSystem<OktaState>, sandbox: Sandbox): readonly Change[] {
  return [...provider.changes, ...sandbox.changes()];
}

type Doing = 'reading' | 'acting' | 'readingBack';

/** Counts what the servers saw while a connector was called. */
function counting(requests: (system: SystemName) => readonly RequestSeen[]) {
  const none = () => ({ reading: 0, acting: 0, readingBack: 0 });
  let by: Record<SystemName, Record<Doing, number>> = perSystem(none);
  let from: Record<SystemName, number> = perSystem(() => 0);
  function around(connector: Connector): Connector {
    const id = connector.system as string as SystemName;
    const during =
      <Given extends readonly unknown[], Made>(doing: Doing, call: (...given: Given) => Promise<Made>) =>
      async (...given: Given): Promise<Made> => {
        const before = requests(id).length;
        try {
          return await call(...given);
        } finally {
          by[id][doing] += requests(id).length - before;
        }
      };
    const reading = {
      observe: during('reading', connector.observe),
      observeAccounts: during('reading', connector.observeAccounts),
    };
    if (connector.access === 'read-only') return { ...connector, ...reading };
    const acting: Pick<RevokingConnector, 'revoke' | 'check'> = {
      revoke: during('acting', connector.revoke),
      check: during('readingBack', connector.check),
    };
    return { ...connector, ...reading, ...acting };
  }
  function phases() {
    const told = perSystem((id): Phases => {
      const all = requests(id).length - from[id];
      const { reading, acting, readingBack } = by[id];
      return { reading, acting, readingBack, else: all - reading - acting - readingBack, all };
    });
    by = perSystem(none);
    from = perSystem((id) => requests(id).length);
    return told;
  }
  return { around, phases };
}

function perSystem<Value>(make: (id: SystemName) => Value): Record<SystemName, Value> {
  return Object.fromEntries(SYSTEM_NAMES.map((id) => [id, make(id)])) as Record<SystemName, Value>;
}
