/** A world, running: each system on a free port of the loopback address. */
import { generateKeyPairSync } from 'node:crypto';
import type { Clock } from '../ports/ports.js';
import type { GithubState } from './github/index.js';
import { type OktaState, oktaAccess } from './okta/index.js';
import type { ScimState } from './scim/index.js';
import { type Change, type RequestSeen, type RunningSystem, serve } from './server.js';
import { embeddedSystem, type World, type WorldSystem } from './world.js';

export interface SandboxSystem {
  readonly id: string;
  readonly kind: WorldSystem['kind'];
  /** `http://127.0.0.1:41234` */
  readonly url: string;
}

export interface Sandbox {
  readonly systems: readonly SandboxSystem[];
  /** Variables that lead Leaver's connectors to these systems. Their credentials open nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  /** All changes so far, oldest first. */
  changes(): readonly Change[];
  /** All requests to one system so far, oldest first. */
  requests(system: string): readonly RequestSeen[];
  stop(): Promise<void>;
}

/** Starts the systems of a world. Throws where a port can't be had. */
export async function startSandbox(world: World, clock: Clock): Promise<Sandbox> {
  const started: Started[] = [];
  const stop = async (): Promise<void> => void (await Promise.all(started.map(({ running }) => running.stop())));
  try {
    for (const system of world.systems) started.push(await start(system, clock));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    systems: started.map(({ id, kind, running }) => ({ id, kind, url: running.url })),
    environment: Object.assign({}, ...started.map(({ environment }) => environment)),
    requests: (system) => started.find(({ id }) => id === system)?.running.requests ?? [],
    changes: () => started.flatMap(({ running }) => running.changes).sort(byTime),
    stop,
  };
}

interface Started extends Pick<SandboxSystem, 'id' | 'kind'> {
  readonly running: Pick<RunningSystem<unknown>, 'url' | 'changes' | 'requests' | 'stop'>;
  readonly environment: Readonly<Record<string, string>>;
}

async function start(system: WorldSystem, clock: Clock): Promise<Started> {
  const { id } = system;
  const made = embeddedSystem(system);
  switch (made.kind) {
    case 'github-org': {
      const running = await serve(made.embedded, clock);
      return { id, kind: made.kind, running, environment: githubEnvironment(running) };
    }
    case 'aws-iam': {
      const running = await serve(made.embedded, clock);
      return { id, kind: made.kind, running, environment: awsEnvironment(running.url) };
    }
    case 'okta': {
      const running = await serve(made.embedded, clock);
      return { id, kind: made.kind, running, environment: await oktaEnvironment(id, running) };
    }
    case 'scim': {
      const running = await serve(made.embedded, clock);
      return { id, kind: made.kind, running, environment: scimEnvironment(id, running) };
    }
  }
}

/** Sign-in as the App that the world's organization has installed, or with a token where the runner is a person. */
function githubEnvironment({ url, system }: RunningSystem<GithubState>): Record<string, string> {
  const { access, installations } = system.state;
  const installed = installations.find(({ app }) => access.runner.kind === 'app' && app === access.runner.login);
  if (installed === undefined) return { GITHUB_API_URL: url, LEAVER_GITHUB_TOKEN: tokenOf(access) };
  return {
    GITHUB_API_URL: url,
    LEAVER_GITHUB_APP_ID: String(installed.appId),
    LEAVER_GITHUB_APP_INSTALLATION_ID: String(installed.id),
    LEAVER_GITHUB_APP_PRIVATE_KEY: privateKey(),
  };
}

function tokenOf({ credentials }: GithubState['access']): string {
  return credentials?.find(({ kind }) => kind === 'user')?.token ?? 'sandbox';
}

/**
 * On one line, as secrets stores keep it. The embedded GitHub does not verify what is signed with it, so that it is as
 * short as a key can be: a longer one would take seconds to make.
 */
function privateKey(): string {
  const { privateKey: key } = generateKeyPairSync('rsa', {
    modulusLength: 1024,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return key.trim().replaceAll('\n', '\\n');
}

/** The key is nobody's in the world, so that the embedded IAM takes its requests for the runner's. */
function awsEnvironment(url: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_IAM: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_ACCESS_KEY_ID: 'SANDBOXRUNNER',
    AWS_SECRET_ACCESS_KEY: 'sandbox-only',
  };
}

/** Sign-in by the key of the world's service app, or with an API token where the runner is a user. */
async function oktaEnvironment(id: string, { url, system }: RunningSystem<OktaState>): Promise<Record<string, string>> {
  const access = await oktaAccess(system.state);
  const where = { [variableOf(id, 'URL')]: url };
  if (access.kind === 'token') return { ...where, [variableOf(id, 'TOKEN')]: access.token };
  return {
    ...where,
    [variableOf(id, 'CLIENT_ID')]: access.clientId,
    [variableOf(id, 'KEY_ID')]: access.keyId,
    [variableOf(id, 'PRIVATE_KEY')]: access.privateKey.trim().replaceAll('\n', '\\n'),
  };
}

function scimEnvironment(id: string, { url, system }: RunningSystem<ScimState>): Record<string, string> {
  const { path, token } = system.state;
  return { [variableOf(id, 'URL')]: `${url}${path}`, [variableOf(id, 'TOKEN')]: token };
}

/** A system's variable, as connectors look for it by the system's id. */
function variableOf(id: string, held: string): string {
  return `LEAVER_SYSTEM_${id.replace(/[^a-zA-Z0-9]/g, '_').toUpperCase()}_${held}`;
}

function byTime(a: Change, b: Change): number {
  return Date.parse(a.at) - Date.parse(b.at);
}
