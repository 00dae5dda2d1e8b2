import { formatInstant, type Instant } from '../../core/time.js';
import type { EmbeddedSystem, Handling, SandboxReply, SandboxRequest } from '../server.js';
import type { Call } from './call.js';
import { resourceTypes, schemas, serviceProviderConfig } from './discovery.js';
import { absent, failureReply, ScimFailure } from './failure.js';
import { list } from './listing.js';
import { stateFrom } from './plant.js';
import { create, patch, read, remove, replace } from './resources.js';
import type { ScimSeed } from './seed.js';
import { isActive, type ResourceKind, type ScimState, userOf } from './state.js';

export { type ScimType, scimFault } from './failure.js';
export { largeDirectory } from './large-directory.js';
export type * from './seed.js';
export { isActive, membersOf, type ScimState, type StoredResource, userOf } from './state.js';

/**
 * One admin dashboard as its SCIM 2.0 service shows it (RFC 7643, RFC 7644), with the quirks of the seed. Its address is the
 * server's with `state.path` behind it. Throws `invalid-document` for a seed that contradicts itself.
 */
export function scim(id: string, seed: ScimSeed): EmbeddedSystem<ScimState> {
  const state = stateFrom(seed);
  return { id, state, nameOf: (method, path) => nameOf(method, tailOf(state, path)), handle };
}

/** Where anybody may ask whether a user could sign in to the dashboard itself: 204, 403 while inactive, or 404. */
export const SIGN_IN = '/sign-in';

function handle(request: SandboxRequest, state: ScimState, handling: Handling, now: Date): SandboxReply {
  if (request.path === SIGN_IN) return signIn(state, request.query.get('user') ?? '', handling);
  const tail = tailOf(state, request.path);
  handling.operation(nameOf(request.method, tail));
  try {
    if (tail === null) throw absent('endpoint');
    authorize(state, request);
    const call: Call = {
      state,
      query: request.query,
      headers: request.headers,
      body: request.body,
      now: formatInstant(now.getTime() as Instant),
      base: `${request.origin}${state.path}`,
      shortPage: request.shortPage,
      changed: (object) => handling.changed(object),
    };
    return answerTo(request.method, tail, call);
  } catch (error) {
    if (error instanceof ScimFailure) return failureReply(error);
    throw error;
  }
}

function signIn(state: ScimState, who: string, handling: Handling): SandboxReply {
  handling.operation(`GET ${SIGN_IN}`);
  if (userOf(state, who) === null) return { status: 404 };
  return { status: isActive(state, who) ? 204 : 403 };
}

/** Throws 401 without a valid token, 403 where it may only read. */
function authorize({ token, readingToken }: ScimState, { method, headers }: SandboxRequest): void {
  const given = /^Bearer +(.+)$/i.exec(headers.authorization ?? '')?.[1]?.trim();
  if (given === token) return;
  if (given !== readingToken) throw new ScimFailure(401, null, 'Authorization failure: the token is not valid');
  if (method !== 'GET') throw new ScimFailure(403, null, 'the token may only read');
}

type Tail = readonly [endpoint: string, id: string | null];

/** What stands behind the service's path: an endpoint, and an id perhaps; null where it leads elsewhere. */
function tailOf(state: ScimState, path: string): Tail | null {
  if (!path.startsWith(`${state.path}/`)) return null;
  const [endpoint = '', id, more] = path
    .slice(state.path.length + 1)
    .replace(/\/$/, '')
    .split('/');
  return more === undefined ? [endpoint, id === undefined ? null : decoded(id)] : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function nameOf(method: string, tail: Tail | null): string {
  if (tail === null) return `${method} elsewhere`;
  const [endpoint, id] = tail;
  return `${method} /${endpoint}${id === null ? '' : '/{id}'}`;
}

const RESOURCES: Readonly<Record<string, ResourceKind>> = { Users: 'User', Groups: 'Group' };

function answerTo(method: string, [endpoint, id]: Tail, call: Call): SandboxReply {
  const kind = Object.hasOwn(RESOURCES, endpoint) ? RESOURCES[endpoint] : undefined;
  if (kind !== undefined) return answerOf(method, kind, id, call);
  if (endpoint === 'Me' || endpoint === 'Bulk') throw new ScimFailure(501, null, `/${endpoint} is not supported`);
  if (endpoint !== 'ServiceProviderConfig' && endpoint !== 'ResourceTypes' && endpoint !== 'Schemas') {
    throw absent('endpoint');
  }
  if (method !== 'GET') throw notAllowed(method);
  if (endpoint === 'ResourceTypes') return resourceTypes(call, id);
  if (endpoint === 'Schemas') return schemas(call, id);
  if (id !== null) throw absent('endpoint');
  return serviceProviderConfig(call);
}

function answerOf(method: string, kind: ResourceKind, id: string | null, call: Call): SandboxReply {
  if (kind === 'Group' && call.state.quirks.noGroups === true) throw absent('endpoint');
  const one = { ...call, kind };
  switch (id === null ? method : `${method} one`) {
    case 'GET':
      return list(one);
    case 'POST':
      return create(one);
    case 'GET one':
      return read(one, id ?? '');
    case 'PUT one':
      return replace(one, id ?? '');
    case 'PATCH one':
      return patch(one, id ?? '');
    case 'DELETE one':
      return remove(one, id ?? '');
    default:
      throw notAllowed(method);
  }
}

function notAllowed(method: string): ScimFailure {
  return new ScimFailure(405, null, `${method} is not allowed here`);
}
