import { createHash } from 'node:crypto';
import type { EmbeddedSystem, Handling, SandboxReply, SandboxRequest } from '../server.js';
import { stateOf } from './build.js';
import { type Call, type Caller, failure, notFound } from './call.js';
import { answerQuery } from './graphql/answer.js';
import { routeOf } from './routing.js';
import type { GithubSeed } from './seed.js';
import { refusal, signIn } from './sign-in.js';
import type { GithubState } from './state.js';

export type * from './hosted/seed.js';
export { inTurn, settle } from './hosted/settle.js';
export type * from './hosted/state.js';
export { largeOrg } from './large-org.js';
export { acceptInvitation, renameUser } from './membership.js';
export { operationNames } from './routing.js';
export type * from './seed.js';
export type * from './state.js';

/** Requests an hour, as GitHub grants an App's installation ("Rate limits for the REST API"). */
const LIMIT = 15_000;

/** An embedded GitHub with one organization: REST and GraphQL over one state, without enforcing the rate limit. */
export function githubOrg(id: string, seed: GithubSeed): EmbeddedSystem<GithubState> {
  return { id, state: stateOf(seed), nameOf, handle };
}

function nameOf(method: string, path: string): string | null {
  return method === 'POST' && path === '/graphql' ? 'POST /graphql' : (routeOf(method, path)?.operation.name ?? null);
}

async function handle(
  request: SandboxRequest,
  state: GithubState,
  handling: Handling,
  now: Date,
): Promise<SandboxReply> {
  state.access.requests += 1;
  const common = commonHeaders(request, state, now);
  const reply = await replyTo(request, state, handling, now);
  return { ...reply, headers: { ...common, ...reply.headers } };
}

async function replyTo(
  request: SandboxRequest,
  state: GithubState,
  handling: Handling,
  now: Date,
): Promise<SandboxReply> {
  handling.operation(nameOf(request.method, request.path) ?? `${request.method} ${request.path}`);

  const caller = signIn(state, request.headers.authorization, now);
  if ('status' in caller) return caller;
  const reply = await replyFor(caller, request, state, handling, now);
  return { ...reply, headers: { ...scopesOf(caller), ...reply.headers } };
}

async function replyFor(
  caller: Caller,
  request: SandboxRequest,
  state: GithubState,
  handling: Handling,
  now: Date,
): Promise<SandboxReply> {
  const graphql = request.method === 'POST' && request.path === '/graphql';
  const route = routeOf(request.method, request.path);
  const body = jsonOf(request.body);
  if (body === null) return failure(400, 'Problems parsing JSON');
  if (graphql) {
    const changed = (object: string) => handling.changed(object);
    return answerQuery({ state, caller, now, shortPage: request.shortPage, changed }, body);
  }
  if (route === null) return notFound;
  const refused = refusal(route.operation, caller);
  if (refused !== null) return refused;
  const { org } = route.parameters;
  if (org !== undefined && org.toLowerCase() !== state.organization.login.toLowerCase()) return notFound;

  const call: Call = {
    state,
    parameters: route.parameters,
    query: request.query,
    body,
    caller,
    now,
    origin: request.origin,
    path: request.path,
    shortPage: request.shortPage,
    changed: (object) => handling.changed(object),
  };
  return route.operation.run(call);
}

/** What a classic token may do stands in every reply to it ("Scopes for OAuth apps"). */
function scopesOf({ scopes }: Caller): Record<string, string> {
  return scopes === undefined ? {} : { 'x-oauth-scopes': scopes.join(', '), 'x-accepted-oauth-scopes': '' };
}

function commonHeaders(request: SandboxRequest, state: GithubState, now: Date): Record<string, string> {
  const { requests } = state.access;
  const hour = 3_600_000;
  const id = createHash('sha256').update(`${requests} ${request.method} ${request.path}`).digest('hex').toUpperCase();
  return {
    'x-github-media-type': 'github.v3; format=json',
    'x-github-request-id': `${id.slice(0, 4)}:${id.slice(4, 10)}:${id.slice(10, 17)}:${id.slice(17, 25)}`,
    'x-ratelimit-limit': String(LIMIT),
    'x-ratelimit-remaining': String(Math.max(1, LIMIT - requests)),
    'x-ratelimit-used': String(Math.min(LIMIT - 1, requests)),
    'x-ratelimit-reset': String((Math.floor(now.getTime() / hour) + 1) * (hour / 1000)),
    'x-ratelimit-resource': request.path === '/graphql' ? 'graphql' : 'core',
  };
}

function jsonOf(text: string): Record<string, unknown> | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
