/** Octokit as Leaver wants it: silent, counted and paced by the injected clock. It repeats nothing: `client.ts` does. */
import { createAppAuth } from '@octokit/auth-app';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { clockSkew, largerSkew } from '../core/clock-skew.js';
import { LeaverError } from '../errors.js';
import { sentCredentials } from '../ports/answers.js';
import type { Clock } from '../ports/ports.js';
import type { Access } from './access.js';
import { readAnswer } from './answers.js';
import { failureOf } from './failures.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** A request as octokit takes it: where to, and what fills the address, the query or the body. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly [value: string]: unknown;
}

export interface Sender {
  /** Gets the installation token where a GitHub App signs in and has none in force. */
  signIn(): Promise<void>;
  send(options: Sent): Promise<Answer>;
  /** Gets a new installation token, where a GitHub App signs in. */
  renewToken(): Promise<void>;
  /** What the App's installation was granted, as its token told; nothing where a token signs in. */
  permissions(): Promise<Record<string, string>>;
  requests(): number;
  clockSkew(): number | null;
}

type Options = NonNullable<ConstructorParameters<typeof Octokit>[0]>;

const TIMEOUT = 30_000;
const nothing = () => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Makes the sender. Nothing is requested yet. */
export function octokitOf(access: Access, clock: Clock, pace: () => Promise<void>): Sender {
  const credentials = sentCredentials();
  let requests = 0;
  let skew: number | null = null;
  const fetchCounted: typeof fetch = async (input, init) => {
    requests += 1;
    credentials.add(new Headers(init?.headers).get('authorization') ?? '');
    const sent = clock.now();
    const response = await fetch(input, { ...init, signal: AbortSignal.timeout(TIMEOUT) });
    skew = largerSkew(skew, clockSkew({ date: response.headers.get('date'), sent, received: clock.now() }));
    return readAnswer(response, credentials);
  };

  const Paced = Octokit.plugin(throttling);
  const common: Options = {
    baseUrl: access.apiUrl,
    userAgent: 'leaver',
    log: silent,
    request: { fetch: fetchCounted, log: silent },
  };
  const throttle = throttleOf(pace);
  const signedIn = once(async () => {
    const rest = new Paced({ ...common, ...(await signInOf(access, new Paced(appOf(access, common)))), throttle });
    // To the plugin every GraphQL request is a write; those of this connector are reads. One sign-in serves both.
    return { rest, graphql: new Paced({ ...common, authStrategy: () => rest.auth, throttle: { enabled: false } }) };
  });

  return {
    signIn: async () => {
      const { rest } = await signedIn();
      if (access.kind === 'app') await rest.auth({ type: 'installation' });
    },
    send: async (options) => {
      const { rest, graphql } = await signedIn();
      return (options.url.endsWith('/graphql') ? graphql : rest).request({ ...options });
    },
    renewToken: async () => {
      await (await signedIn()).rest.auth({ type: 'installation', refresh: true });
    },
    permissions: async () => {
      const { rest } = await signedIn();
      const told = (await rest.auth({ type: 'installation' })) as { permissions?: Record<string, string> };
      return { ...told.permissions };
    },
    requests: () => requests,
    clockSkew: () => skew,
  };
}

/** Does something at the first call, and again only where it failed. */
function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | null = null;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
}

/** The options for speaking as the App itself, which only looks for its installation. */
function appOf(access: Access, common: Options): Options {
  if (access.kind === 'token') return { ...common, throttle: { enabled: false } };
  const { appId, privateKey } = access;
  return {
    ...common,
    authStrategy: createAppAuth,
    auth: { appId, privateKey, log: silent },
    throttle: { enabled: false },
  };
}

async function signInOf(access: Access, app: Octokit): Promise<Options> {
  if (access.kind === 'token') return { auth: access.token };
  const { appId, privateKey } = access;
  const installationId = access.installationId ?? (await findInstallation(access.organization, app));
  return { authStrategy: createAppAuth, auth: { appId, installationId, privateKey, log: silent } };
}

async function findInstallation(org: string, app: Octokit): Promise<number> {
  try {
    return (await app.request('GET /orgs/{org}/installation', { org })).data.id;
  } catch (error) {
    if (failureOf(error).status !== 404) throw error;
    throw new LeaverError('wrong-system', `the GitHub App is not installed in the organization ${org}`, {
      mend: 'Install the App there, or check settings.organization and the App.',
    });
  }
}

/** The plugin's pacing with its timers replaced; limits are waited for by the one policy, not by the plugin. */
function throttleOf(pace: () => Promise<void>): Throttle {
  const write = limiterOf(pace);
  // This connector's writes notify nobody, whatever the plugin makes of their paths.
  const notifications = limiterOf(async () => {});
  return { write, notifications, onRateLimit: nothing, onSecondaryRateLimit: nothing };
}

type Throttle = NonNullable<Options['throttle']>;
type Limiter = NonNullable<Throttle['write']>;

function limiterOf(before: () => Promise<void>): Limiter {
  const schedule = async (_options: unknown, job: (...given: unknown[]) => unknown, ...given: unknown[]) => {
    await before();
    return job(...given);
  };
  return { key: () => ({ schedule }) } as unknown as Limiter;
}
