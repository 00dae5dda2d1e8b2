import type { components } from '@octokit/openapi-types';
import type { SandboxReply } from '../server.js';
import type { Area, Lack } from './seed.js';
import type { GithubState, User } from './state.js';

/** A body as GitHub's own API description has it, so that a wrong shape does not compile. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** Who asks, once the token was taken. */
export interface Caller {
  /** `jwt` is an App itself, before it took a token for one of its installations. */
  readonly kind: 'app' | 'user' | 'jwt';
  readonly user: User;
  readonly lacks: readonly Lack[];
  /** A classic token's scopes, which every reply names; absent for any other credential. */
  readonly scopes?: readonly string[];
}

/** One request to one operation. */
export interface Call {
  readonly state: GithubState;
  /** The template's parameters by GitHub's names, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The body's JSON object; empty where there was none. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly now: Date;
  /** The server's own address. */
  readonly origin: string;
  readonly path: string;
  readonly shortPage: number | null;
  /** Logs a change of state. */
  changed(object: string): void;
}

/** An operation: GitHub's method and template, the permission that it needs, and what it does. */
export interface Operation {
  readonly name: string;
  /** More than one: any of them is enough. */
  readonly area: Area | readonly Area[];
  /** Who may call it; both kinds of credential where absent. A JWT is all that a bare App has. */
  readonly only?: 'app' | 'user' | 'jwt';
  readonly run: (call: Call) => SandboxReply | Promise<SandboxReply>;
}

/** Declares an operation: `operation('GET /orgs/{org}', 'metadata', …)`. */
export function operation(
  name: string,
  area: Operation['area'],
  run: Operation['run'],
  only?: Operation['only'],
): Operation {
  return only === undefined ? { name, area, run } : { name, area, run, only };
}

export function ok(body: unknown): SandboxReply {
  return { status: 200, body };
}

export const noContent: SandboxReply = { status: 204 };

/** An error as GitHub words it ("Troubleshooting the REST API"). */
export function failure(status: number, message: string): SandboxReply {
  const body: Schema<'basic-error'> = {
    message,
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  };
  return { status, body };
}

export const notFound = failure(404, 'Not Found');

/** A 422 as GitHub words it. */
export function invalid(field: string, message: string): SandboxReply {
  const body: Schema<'validation-error'> & { status: string } = {
    message: 'Validation Failed',
    documentation_url: 'https://docs.github.com/rest',
    errors: [{ resource: 'Organization', field, code: 'custom', message }],
    status: '422',
  };
  return { status: 422, body };
}

const MOST_A_PAGE = 100;

/** One page of entries, and the headers that tell where the others are. */
export interface Page<Entry> {
  readonly entries: readonly Entry[];
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The page that was asked for ("Using pagination in the REST API"): 30 entries where the request says nothing, 100 at
 * most. A short page loses nothing to a client that follows `next`: that link begins where the page ended.
 */
export function pageOf<Entry>(call: Call, entries: readonly Entry[]): Page<Entry> {
  const size = Math.min(positive(call.query.get('per_page')) ?? 30, MOST_A_PAGE);
  const page = positive(call.query.get('page')) ?? 1;
  const after = call.query.get('after_entries');
  const start = after !== null && /^\d{1,9}$/.test(after) ? Number(after) : (page - 1) * size;
  const end = start + Math.min(size, call.shortPage ?? size);
  const last = Math.max(1, Math.ceil(entries.length / size));
  const links: string[] = [];
  if (page > 1) links.push(link(call, page - 1, 'prev'), link(call, 1, 'first'));
  if (end < entries.length) {
    const from = end === page * size ? null : end;
    links.push(link(call, page + 1, 'next', from), link(call, Math.max(last, page + 1), 'last'));
  }
  return { entries: entries.slice(start, end), headers: links.length === 0 ? {} : { link: links.join(', ') } };
}

/** A listing whose body is the bare array. */
export function listing<Entry, Shown>(
  call: Call,
  entries: readonly Entry[],
  show: (entry: Entry) => Shown,
): SandboxReply {
  const page = pageOf(call, entries);
  return { status: 200, headers: page.headers, body: page.entries.map(show) };
}

function link(call: Call, page: number, relation: string, afterEntries: number | null = null): string {
  const query = new URLSearchParams(call.query);
  query.set('page', String(page));
  query.delete('after_entries');
  if (afterEntries !== null) query.set('after_entries', String(afterEntries));
  return `<${call.origin}${call.path}?${query.toString()}>; rel="${relation}"`;
}

function positive(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
