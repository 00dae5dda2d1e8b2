/** Octokit as this connector wants it: silent, counted, paced and repeated by the injected clock. */
import { createAppAuth } from '@octokit/auth-app';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { clockSkew, largerSkew } from '../core/clock-skew.js';
import { LeaverError } from '../errors.js';
import type { Access } from './access.js';
import { failureOf } from './failures.js';
import { backOff, type Patience, writePace } from './retry.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** A request as octokit takes it: where to, and what fills the address, the query or the body. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly request?: { readonly retries: number };
  readonly [value: string]: unknown;
}

export interface Sender {
  send(options: Sent): Promise<Answer>;
  /** Gets a new installation token, where a GitHub App signs in. */
  renewToken(): Promise<void>;
  /** What the App's installation was granted, as its token told; nothing where a token signs in. */
  permissions(): Promise<Record<string, string>>;
  requests(): number;
  clockSkew(): number | null;
}

type Options = NonNullable<ConstructorParameters<typeof Octokit>[0]>;
type Plugin = Parameters<typeof Octokit.plugin>[0];
type Wrapped = { request?: { retryCount?: number } };

const TIMEOUT = 30_000;
const nothing = () => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Makes the sender. Nothing is requested yet. */
export function octokitOf(access: Access, patience: Patience): Sender {
  const { clock } = patience;
  let requests = 0;
  let skew: number | null = null;
  const fetchCounted: typeof fetch = async (input, init) => {
    requests += 1;
    const sent = clock.now();
    const response = await fetch(input, { ...init, signal: AbortSignal.timeout(TIMEOUT) });
    skew = largerSkew(skew, clockSkew({ date: response.headers.get('date'), sent, received: clock.now() }));
    // Read to the end here: octokit takes a body that broke off for an empty one.
    const body = await response.arrayBuffer();
    const { status, statusText, headers } = response;
    return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
  };

  /** The retry plugin's own waits are switched off: it repeats at once, and this waits first, by the clock. */
  const waiting: Plugin = (octokit) => {
    octokit.hook.wrap('request', async (request, options) => {
      const repetition = (options as Wrapped).request?.retryCount ?? 0;
      if (repetition > 0) await patience.clock.sleep(backOff(repetition, patience.random()));
      return request(options);
    });
    return {};
  };

  const Paced = Octokit.plugin(waiting, throttling, retry);
  const common: Options = {
    baseUrl: access.apiUrl,
    userAgent: 'leaver',
    log: silent,
    request: { fetch: fetchCounted, log: silent },
    retry: { retries: 3, retryAfterBaseValue: 0, doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451] },
  };
  const throttle = throttleOf(patience);
  const signedIn = once(async () => {
    const rest = new Paced({ ...common, ...(await signInOf(access, new Paced(appOf(access, common)))), throttle });
    // To the plugin every GraphQL request is a write; those of this connector are reads. One sign-in serves both.
    return { rest, graphql: new Paced({ ...common, authStrategy: () => rest.auth, throttle: { enabled: false } }) };
  });

  return {
    send: async (options) => {
      const { rest, graphql } = await signedIn();
      // Signing in repeats itself; inside a request, which is repeated too, nobody's answering would take minutes.
      if (access.kind === 'app') await rest.auth({ type: 'installation' });
      const octokit = options.url.endsWith('/graphql') ? graphql : rest;
      // Without one of its own, a request shares the count of its repetitions with all others.
      const request = { retryCount: 0, ...options.request };
      return octokit.request({ ...options, request });
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
    return (await app.request('GET /orgs/{org}/installation', { org, request: { retryCount: 0 } })).data.id;
  } catch (error) {
    if (failureOf(error).status !== 404) throw error;
    throw new LeaverError('wrong-system', `the GitHub App is not installed in the organization ${org}`, {
      mend: 'Install the App there, or check settings.organization and the App.',
    });
  }
}

/** The plugin's pacing with its timers replaced; limits are waited for in `throughLimits`, not by the plugin. */
function throttleOf(patience: Patience): Throttle {
  const pace = writePace(patience.clock);
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
