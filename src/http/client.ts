/** The one way in which a connector asks a system that speaks JSON over HTTP: plain `fetch`, and the one policy of `src/retry`. */
import { clockSkew, largerSkew } from '../core/clock-skew.js';
import { LeaverError } from '../errors.js';
import { readWhole, sentCredentials } from '../ports/answers.js';
import type { Clock } from '../ports/ports.js';
import { paceOf } from '../retry/pace.js';
import { patienceOf } from '../retry/patience.js';
import type { Repeats } from '../retry/policy.js';
import type { Rules } from '../retry/rules.js';
import { type Answered, errorOf, Failure, refusal, setbackOf } from './failures.js';

/** What is the vendor's own. */
export interface Vendor {
  /** What a person calls it: `Okta`. */
  readonly name: string;
  /** Its address without a slash at its end; requests name a path below it. */
  readonly base: string;
  /** Where the credential came from, for messages. */
  readonly variable: string;
  readonly rules: Rules;
  /** The media type of what is sent and asked for: `application/json`. */
  readonly media: string;
  /** The header of an answer that names the request, in lower case. */
  readonly requestId: string;
  /** What an error's body says to a person, and the vendor's own code of it. */
  readonly said: (body: unknown) => Said;
  /** When a limit is lifted, in seconds since 1970: the header that says so; null where there is none. */
  readonly reset: string | null;
}

export interface Said {
  readonly message: string;
  /** `E0000007`, `uniqueness`; empty where it tells none. */
  readonly code: string;
}

/** How a client signs in. It may make requests of its own, through the `fetch` that it is given, which counts them. */
export interface SignIn {
  /** The value of the `Authorization` header for a request, where its proof is bound to it more headers. */
  headers(request: { readonly method: string; readonly url: string }): Promise<Readonly<Record<string, string>>>;
  /** Forgets what was refused, so that the next request signs in anew; false where there is nothing to renew. */
  renew(): boolean;
}

/** One page of a listing: its body, and where its `Link` header says that the next one is. */
export interface Page<Body> {
  readonly body: Body;
  readonly next: string | null;
}

/** `lost`: the answer did not come, or was a 5xx, so it may have happened or not. */
export type WriteResult =
  | { readonly kind: 'done'; readonly requestId: string | null; readonly body: unknown }
  | { readonly kind: 'absent' }
  | { readonly kind: 'lost'; readonly error: LeaverError };

export type WriteMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface HttpClient {
  /** One read below the base: `/api/v1/users/00u1`. Throws where there is no such thing, too. */
  read<Body>(path: string): Promise<Body>;
  /** One read, null where the system answers 404. */
  find<Body>(path: string): Promise<Body | null>;
  /** A page of a listing, by its path or by the address that the page before named. */
  page<Body>(target: string): Promise<Page<Body>>;
  /**
   * One change, not repeated once it may have happened. 404 and 410 are `absent`.
   * @param only `If-Match`: the version that the change was made for; a system that has another one by now refuses it with 412
   */
  write(method: WriteMethod, path: string, body?: unknown, only?: string): Promise<WriteResult>;
  /** How many requests were made so far, those for signing in among them. */
  requests(): number;
  /** The system's clock − ours in milliseconds; null while no answer told a date. */
  clockSkew(): number | null;
}

export interface ClientOptions {
  readonly clock: Clock;
  /** Between 0 and 1. */
  readonly random: () => number;
}

/** The HTTP beneath a client: counted, dated, bounded, and without what was sent in what comes back. */
export interface Wire {
  fetch(url: string, init: RequestInit): Promise<Answered>;
  requests(): number;
  clockSkew(): number | null;
}

const TIMEOUT = 30_000;

/** Makes the wire that a client and its sign-in share. Nothing is requested yet. */
export function wireOf(clock: Clock): Wire {
  const credentials = sentCredentials();
  let requests = 0;
  let skew: number | null = null;
  return {
    fetch: async (url, init) => {
      requests += 1;
      credentials.add(new Headers(init.headers).get('authorization') ?? '');
      const sent = clock.now();
      // A redirect is not followed: the credential is for this address.
      const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT) });
      skew = largerSkew(skew, clockSkew({ date: response.headers.get('date'), sent, received: clock.now() }));
      const text = credentials.outOf(await readWhole(response.body)).toString('utf8');
      const headers = new Headers(
        [...response.headers].map(([name, value]): [string, string] => [name, credentials.outOfText(value)]),
      );
      return { status: response.status, headers, body: parsed(text) };
    },
    requests: () => requests,
    clockSkew: () => skew,
  };
}

/** An answer that is no JSON is a text: a proxy's page. */
function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Makes the client. Nothing is requested yet. */
export function createHttpClient(
  vendor: Vendor,
  signIn: SignIn,
  wire: Wire,
  { clock, random }: ClientOptions,
): HttpClient {
  const { rules, base } = vendor;
  const [{ persist }, signIns] = [patienceOf({ rules, clock, random }), patienceOf({ rules, clock, random })];
  const pace = paceOf(rules, clock);
  const taken = (error: unknown) => setbackOf(error, vendor, clock.now());

  async function attempt(method: string, url: string, body: unknown, only?: string): Promise<Answered> {
    const headers = {
      accept: vendor.media,
      'user-agent': 'leaver',
      ...(body === undefined ? {} : { 'content-type': vendor.media }),
      ...(only === undefined ? {} : { 'if-match': only }),
      ...(await signIn.headers({ method, url })),
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await wire.fetch(url, { method, headers, ...sent });
    if (answer.status < 200 || answer.status > 299) throw new Failure(answer);
    return answer;
  }

  /** Signing in comes first, by a patience of its own: a change whose sign-in failed was never asked for. */
  async function send(method: string, url: string, repeats: Repeats, body?: unknown, only?: string): Promise<Answered> {
    const signingIn = { operation: 'sign-in', repeats: 'read', setbackOf: taken } as const;
    await signIns.persist(signingIn, () => signIn.headers({ method, url }));
    const once = () =>
      persist({ operation: operationOf(method, url), repeats, setbackOf: taken }, () =>
        attempt(method, url, body, only),
      );
    try {
      return await once();
    } catch (error) {
      // A session's token lives for an hour; a run may live longer. What was refused was not done.
      if (refusal(error) !== 401 || !signIn.renew()) throw error;
      return once();
    }
  }

  async function reading(url: string): Promise<Answered> {
    try {
      return await send('GET', url, 'read');
    } catch (error) {
      throw errorOf(error, operationOf('GET', url), vendor);
    }
  }

  return {
    requests: wire.requests,
    clockSkew: wire.clockSkew,
    read: async <Body>(path: string) => bodyOf<Body>(await reading(base + path), path, vendor),
    find: async <Body>(path: string) => {
      try {
        return bodyOf<Body>(await send('GET', base + path, 'read'), path, vendor);
      } catch (error) {
        if (refusal(error) === 404) return null;
        throw errorOf(error, operationOf('GET', base + path), vendor);
      }
    },
    page: async <Body>(target: string) => {
      const url = target.startsWith('/') ? base + target : target;
      const answer = await reading(url);
      return { body: bodyOf<Body>(answer, target, vendor), next: nextOf(answer.headers.get('link'), vendor) };
    },
    write: async (method, path, body, only) => {
      const url = base + path;
      await pace();
      try {
        const { headers, body: answered } = await send(method, url, 'change', body, only);
        return { kind: 'done', requestId: headers.get(vendor.requestId), body: answered };
      } catch (error) {
        const status = refusal(error);
        if (status === 404 || status === 410) return { kind: 'absent' };
        const told = errorOf(error, operationOf(method, url), vendor);
        if (told.code === 'unreachable') return { kind: 'lost', error: told };
        throw told;
      }
    },
  };
}

/** What stands behind one of these in a path is somebody's id, however much it looks like a word. */
const COLLECTIONS: ReadonlySet<string> = new Set(['users', 'groups', 'roles', 'grants', 'api-tokens', 'clients']);

/** What was asked, without any of its values: `GET /api/v1/users/…`. Ids and filters may name a person. */
function operationOf(method: string, url: string): string {
  const segments = new URL(url).pathname.split('/').map((part, index, all) => {
    const isId = COLLECTIONS.has((all[index - 1] ?? '').toLowerCase()) && part !== 'me';
    return !isId && /^(?:[A-Za-z._-]{1,24}|v\d)?$/.test(part) ? part : part === '' ? '' : '…';
  });
  return `${method} ${segments.join('/')}`;
}

function bodyOf<Body>({ body }: Answered, path: string, { name, base }: Vendor): Body {
  if (typeof body === 'object' && body !== null) return body as Body;
  const operation = operationOf('GET', path.startsWith('/') ? base + path : path);
  throw new LeaverError('unreachable', `${name}'s answer makes no sense (${operation})`);
}

/**
 * The address of the next page, where it leads back to the same host: a credential is sent nowhere else. A listing that goes on
 * elsewhere was not read to its end, and must not pass for one that was (law 1).
 */
function nextOf(header: string | null, { name, base }: Vendor): string | null {
  for (const [, url = '', parameters = ''] of (header ?? '').matchAll(/<([^>]*)>((?:\s*;\s*[^,;]+)*)/g)) {
    if (!/;\s*rel\s*=\s*"?next"?\s*(?:;|$)/i.test(parameters)) continue;
    if (URL.canParse(url, base) && new URL(url, base).origin === new URL(base).origin) return new URL(url, base).href;
    throw new LeaverError('unreachable', `${name}'s listing goes on at another host than it was asked for at`, {
      mend: 'Use the address that the system itself uses.',
    });
  }
  return null;
}
