import { LeaverError } from '../errors.js';
import { paceOf } from '../retry/pace.js';
import { type PatienceOptions, patienceOf } from '../retry/patience.js';
import type { Repeats } from '../retry/policy.js';
import { RULES } from '../retry/rules.js';
import type { Access } from './access.js';
import { errorOf, errorsOf, failureOf, isBroken, isLimit, isNetwork } from './failures.js';
import { type Answer, octokitOf, type Sent } from './octokit.js';
import { setbackOf } from './retry.js';

/** What a route's template, query and body are filled with. */
export type Values = Readonly<Record<string, Value>>;
type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** One page of a listing: its body, and where GitHub's `Link` header says that others are. */
export interface Page {
  readonly body: unknown;
  readonly next: string | null;
  readonly last: string | null;
}

/** `lost`: the answer did not come, or was a 5xx, so it may have happened or not. */
export type WriteResult =
  | { readonly kind: 'done'; readonly requestId: string | null; readonly body: unknown }
  | { readonly kind: 'absent' }
  | { readonly kind: 'lost'; readonly error: Error };

/** What came of a GraphQL read, and why some of it did not. */
export interface QueryParts<Body> {
  readonly data: Body | null;
  readonly errors: readonly QueryProblem[];
}

export interface QueryProblem {
  /** Where in the answer something is missing: names and indexes; absent where all of it is. */
  readonly path?: readonly (string | number)[];
  readonly type?: string;
  readonly message: string;
}

/** What the credential may do, as far as GitHub tells. `scopes` is null for a token that has none: fine-grained, or an App's. */
export type Grants =
  | { readonly kind: 'app'; readonly permissions: Readonly<Record<string, string>> }
  | { readonly kind: 'token'; readonly scopes: readonly string[] | null };

/** The one way in which Leaver asks GitHub. Each throws a `LeaverError`; limits and passing faults were waited for. */
export interface GithubClient {
  readonly signIn: Access['kind'];
  /** One read: `GET /orgs/{org}`. */
  read<Body>(route: string, values: Values): Promise<Body>;
  /** One read, null where GitHub answers 404. */
  find<Body>(route: string, values: Values): Promise<Body | null>;
  /** The first page of a listing, or the one at an address that a page before named. */
  page(target: { readonly route: string; readonly values: Values } | { readonly url: string }): Promise<Page>;
  /** A GraphQL read. Throws where any part of the answer failed. */
  query<Body>(text: string, variables: Values): Promise<Body>;
  /** The same where a part may be missing: what came, and what GitHub says of the rest. */
  queryParts<Body>(text: string, variables: Values): Promise<QueryParts<Body>>;
  /** One write, not repeated once it may have happened. */
  write(route: string, values: Values): Promise<WriteResult>;
  /** Waits before something that failed in passing is tried again: the first time, the second … */
  pause(repetition: number): Promise<void>;
  /** What the credential may do. Costs a request where a token signs in. */
  grants(): Promise<Grants>;
  /** How many requests were made so far, those for signing in among them. */
  requests(): number;
  /**
   * GitHub's clock − ours in milliseconds, by the answers so far: the value of largest magnitude; null while none told a
   * date. The `Date` header tells whole seconds, and what those and the time under way may explain is left out.
   */
  clockSkew(): number | null;
}

/** How requests are paced and repeated: `RULES.github` unless told otherwise. */
export type ClientOptions = Omit<PatienceOptions, 'rules'> & Partial<Pick<PatienceOptions, 'rules'>>;

/** Makes the client, with octokit behind it. */
export function createClient(access: Access, { clock, random, rules = RULES.github }: ClientOptions): GithubClient {
  const [requests, signIns] = [patienceOf({ rules, clock, random }), patienceOf({ rules, clock, random })];
  const octokit = octokitOf(access, clock, paceOf(rules, clock));
  const graphqlUrl = `${access.apiUrl.replace(/\/api\/v3$/, '/api')}/graphql`;

  const taken = (error: unknown) => setbackOf(error, clock.now());
  /** By a patience of its own: that a token is still in force, which asks nobody, tells nothing of GitHub. */
  const signingIn = <Result>(attempt: () => Promise<Result>) =>
    signIns.persist({ operation: 'sign-in', repeats: 'read', setbackOf: taken }, attempt);

  /** Signing in comes first: a change whose sign-in failed was never asked for. */
  async function send(options: Sent, operation: string, repeats: Repeats): Promise<Answer> {
    await signingIn(octokit.signIn);
    const attempt = async () => troubleThrown(await octokit.send(options));
    const persist = () => requests.persist({ operation, repeats, setbackOf: taken }, attempt);
    try {
      return await persist();
    } catch (error) {
      if (failureOf(error).status !== 401 || access.kind !== 'app') throw error;
      // An installation's token lives for an hour; a run may live longer.
      await signingIn(octokit.renewToken);
      return persist();
    }
  }

  async function reading(options: Sent, doing: string): Promise<Answer> {
    try {
      return await send(options, doing, 'read');
    } catch (error) {
      throw errorOf(error, doing, access);
    }
  }

  async function queryParts<Body>(text: string, variables: Values): Promise<QueryParts<Body>> {
    const operationName = nameOf(text);
    const options = { method: 'POST', url: graphqlUrl, query: text, variables, operationName };
    const { data } = (await reading(options, `GraphQL ${operationName}`)) as { data: { data?: Body | null } };
    const errors = errorsOf(data).map(({ message, ...problem }) => ({ ...problem, message: String(message ?? '') }));
    return { data: data.data ?? null, errors: errors as QueryProblem[] };
  }

  /** The answer about the token's own account; null where it has none, as a workflow's own token. */
  async function userOf(): Promise<Answer | null> {
    try {
      return await reading(optionsOf('GET /user', {}), 'GET /user');
    } catch (error) {
      if (error instanceof LeaverError && error.code === 'forbidden') return null;
      throw error;
    }
  }

  async function permissionsOf(): Promise<Record<string, string>> {
    try {
      return await signingIn(octokit.permissions);
    } catch (error) {
      throw errorOf(error, 'sign-in of the App', access);
    }
  }

  return {
    signIn: access.kind,
    requests: octokit.requests,
    clockSkew: octokit.clockSkew,
    grants: async () => {
      if (access.kind === 'app') return { kind: 'app', permissions: await permissionsOf() };
      return { kind: 'token', scopes: scopesIn((await userOf())?.headers['x-oauth-scopes']) };
    },

    pause: (repetition) => {
      const wait = rules.lookAgain[Math.min(repetition, rules.lookAgain.length) - 1] ?? 0;
      // Two runs that were in each other's way are not to meet again.
      return clock.sleep(wait * (1 + random() / 10));
    },

    read: async <Body>(route: string, values: Values) => (await reading(optionsOf(route, values), route)).data as Body,

    find: async <Body>(route: string, values: Values) => {
      try {
        return (await send(optionsOf(route, values), route, 'read')).data as Body;
      } catch (error) {
        if (failureOf(error).status === 404) return null;
        throw errorOf(error, route, access);
      }
    },

    page: async (target) => {
      const byUrl = 'url' in target;
      const options = byUrl ? { method: 'GET', url: target.url } : optionsOf(target.route, target.values);
      const answer = await reading(options, byUrl ? 'a further page' : target.route);
      const links = linksOf(answer.headers['link'], access.apiUrl);
      return { body: answer.data, next: links.get('next') ?? null, last: links.get('last') ?? null };
    },

    query: async <Body>(text: string, variables: Values) => {
      const { data, errors } = await queryParts<Body>(text, variables);
      const [problem] = errors;
      if (problem === undefined && data !== null) return data;
      const message = problem?.message ?? 'an answer without data';
      const status = problem?.type === 'FORBIDDEN' ? 403 : 200;
      throw errorOf({ status, message, response: { data: { message } } }, `GraphQL ${nameOf(text)}`, access);
    },

    queryParts,

    write: async (route, values) => {
      try {
        const { headers, data } = await send(optionsOf(route, values), route, 'change');
        const id = headers['x-github-request-id'];
        return { kind: 'done', requestId: typeof id === 'string' ? id : null, body: data };
      } catch (error) {
        const { status } = failureOf(error);
        if (status === 404 || status === 410) return { kind: 'absent' };
        const told = errorOf(error, route, access);
        if (isNetwork(error) || (status !== null && status >= 500)) return { kind: 'lost', error: told };
        throw told;
      }
    },
  };
}

/** A classic token's scopes stand in every answer ("Scopes for OAuth apps"). */
function scopesIn(told: unknown): readonly string[] | null {
  return typeof told === 'string' ? told.split(',').flatMap((scope) => scope.trim() || []) : null;
}

/** The name of a query: `ApprovalProof`. */
function nameOf(query: string): string {
  return /^(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '';
}

function optionsOf(route: string, values: Values): Sent {
  const [method = 'GET', url = ''] = route.split(' ');
  return { method, url, ...values };
}

/** GitHub may tell of a limit, and GraphQL of having broken off, in an answer that says 200. */
function troubleThrown(answer: Answer): Answer {
  const thrown = Object.assign(new Error('rate limit'), { status: answer.status, response: answer });
  const failure = failureOf(thrown);
  if (isLimit(failure)) throw thrown;
  if (isBroken(failure)) throw Object.assign(thrown, { status: 500 });
  return answer;
}

/**
 * The addresses in a `Link` header that lead back to the same host: a credential is sent nowhere else. A listing that goes
 * on elsewhere was not read to its end, and must not pass for one that was (law 1).
 */
function linksOf(header: unknown, apiUrl: string): Map<string, string> {
  const links = new Map<string, string>();
  for (const [, url = '', relation = ''] of String(header ?? '').matchAll(/<([^>]+)>;\s*rel="(\w+)"/g)) {
    if (URL.canParse(url) && new URL(url).origin === new URL(apiUrl).origin) links.set(relation, url);
    else if (relation === 'next') {
      const mend = 'Write the address that GitHub itself uses into GITHUB_API_URL.';
      throw new LeaverError('unreachable', 'the listing goes on at another host than it was asked for at', { mend });
    }
  }
  return links;
}
