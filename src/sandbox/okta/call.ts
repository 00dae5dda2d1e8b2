import type { SandboxReply } from '../server.js';
import { invalid } from './failure.js';
import type { Caller } from './sign-in.js';
import type { OktaState } from './state.js';

/** One request to one operation. */
export interface Call {
  readonly state: OktaState;
  /** The template's parameters by Okta's names, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The body's JSON object; empty where there was none. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly now: Date;
  /** The organization's own address. */
  readonly origin: string;
  readonly path: string;
  readonly shortPage: number | null;
  /** Logs a change of state. */
  changed(object: string): void;
}

/** An operation: Okta's method and template, the scope that it needs, and what it does. */
export interface Operation {
  readonly name: string;
  readonly scope: Scope;
  readonly run: (call: Call) => SandboxReply;
}

/** The area of a scope, `okta.users.read` for what reads and `okta.users.manage` for what changes ("OAuth 2.0 Scopes"). */
export type Scope = 'users' | 'groups' | 'roles' | 'apiTokens';

/** Declares an operation: `operation('GET /api/v1/users', 'users', …)`. */
export function operation(name: string, scope: Scope, run: Operation['run']): Operation {
  return { name, scope, run };
}

export function ok(body: unknown): SandboxReply {
  return { status: 200, body };
}

export const noContent: SandboxReply = { status: 204 };

/** A time as Okta writes it. */
export function timeOf(now: Date): string {
  return now.toISOString();
}

/** How long a page is where a request does not say, and at most. */
export interface PageSize {
  readonly usual: number;
  readonly most: number;
}

export interface Page<Entry> {
  readonly entries: readonly Entry[];
  /** Where the next page is; null at the end. */
  readonly next: string | null;
}

/**
 * The page that was asked for ("Pagination"). The cursor is the id of the last entry that was given, so that nobody is left out
 * or told twice where others come and go between two pages; clients see only that it is opaque.
 * @param entries in order of their ids
 */
export function pageOf<Entry extends { readonly id: string }>(
  call: Call,
  entries: readonly Entry[],
  { usual, most }: PageSize,
): Page<Entry> {
  const size = Math.min(call.shortPage ?? most, sizeAsked(call.query.get('limit')) ?? usual, most);
  const after = cursorOf(call.query.get('after'));
  const rest = after === null ? entries : entries.filter(({ id }) => id > after);
  const shown = rest.slice(0, size);
  const last = shown.at(-1);
  if (last === undefined || shown.length === rest.length) return { entries: shown, next: null };
  const query = new URLSearchParams(call.query);
  query.set('after', Buffer.from(last.id).toString('base64url'));
  return { entries: shown, next: `${call.origin}${call.path}?${query.toString()}` };
}

/** A listing whose body is the bare array, its links in the `Link` header. */
export function listing<Entry extends { readonly id: string }, Shown>(
  call: Call,
  entries: readonly Entry[],
  size: PageSize,
  show: (entry: Entry) => Shown,
): SandboxReply {
  const page = pageOf(call, entries, size);
  const query = call.query.toString();
  const self = `<${call.origin}${call.path}${query === '' ? '' : `?${query}`}>; rel="self"`;
  const link = page.next === null ? self : `${self}, <${page.next}>; rel="next"`;
  return { status: 200, headers: { link }, body: page.entries.map(show) };
}

/** Entries in the order that cursors go by. */
export function inOrder<Entry extends { readonly id: string }>(entries: Iterable<Entry>): Entry[] {
  return [...entries].sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
}

function sizeAsked(text: string | null): number | null {
  if (text === null) return null;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw invalid('limit', 'limit: must be a positive number');
  return Number(text);
}

function cursorOf(text: string | null): string | null {
  if (text === null) return null;
  const id = Buffer.from(text, 'base64url').toString();
  if (!/^[A-Za-z0-9]{1,64}$/.test(id)) throw invalid('after', 'after: not a cursor of this listing');
  return id;
}
