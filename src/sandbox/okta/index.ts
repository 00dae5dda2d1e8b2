import type { EmbeddedSystem, Handling, SandboxReply, SandboxRequest } from '../server.js';
import { stateOf } from './build.js';
import { type Call, ok } from './call.js';
import { failureReply, OktaFailure } from './failure.js';
import { letters } from './ids.js';
import { ORGANIZATION, routeOf } from './routing.js';
import type { OktaSeed } from './seed.js';
import { callerOf, checkAllowed } from './sign-in.js';
import type { OktaState } from './state.js';
import { grantToken, TOKEN_ENDPOINT } from './token.js';
import type { WellKnownOrgMetadata, Wire } from './wire.js';

export { type OktaAccess, oktaAccess, secretOf } from './access.js';
export { largeOrg } from './large-org.js';
export { changeStatus, renameLogin } from './lifecycle.js';
export { operationNames } from './routing.js';
export type * from './seed.js';
export type * from './state.js';
export { groupsOf, rolesOf, userNamed } from './state.js';

/** Requests a minute, as Okta grants them for most endpoints ("Rate limits"). Told in headers, not enforced. */
const LIMIT = 600;
const MINUTE = 60_000;

/** An embedded Okta with one organization. Throws where a seed contradicts itself. */
export function okta(id: string, seed: OktaSeed): EmbeddedSystem<OktaState> {
  return { id, state: stateOf(seed), nameOf, handle };
}

function nameOf(method: string, path: string): string | null {
  if (path === TOKEN_ENDPOINT || path === ORGANIZATION) return `${method} ${path}`;
  const routed = routeOf(method, path);
  return routed.kind === 'operation' ? routed.operation.name : null;
}

function handle(request: SandboxRequest, state: OktaState, handling: Handling, now: Date): SandboxReply {
  state.access.requests += 1;
  handling.operation(nameOf(request.method, request.path) ?? `${request.method} ${request.path}`);
  const requestId = letters(`request ${state.organization.id} ${state.access.requests}`, 27);
  const reply = replyTo(request, state, handling, now, requestId);
  return { ...reply, headers: { ...commonHeaders(state, now, requestId), ...reply.headers } };
}

function replyTo(
  request: SandboxRequest,
  state: OktaState,
  handling: Handling,
  now: Date,
  requestId: string,
): SandboxReply {
  const { method, path } = request;
  if (method === 'POST' && path === TOKEN_ENDPOINT) return grantToken(request, state, now);
  if (method === 'GET' && path === ORGANIZATION) return ok(organizationOf(state, request.origin));
  try {
    return answer(request, state, handling, now);
  } catch (error) {
    if (error instanceof OktaFailure) return failureReply(error, `oae${requestId}`);
    throw error;
  }
}

function answer(request: SandboxRequest, state: OktaState, handling: Handling, now: Date): SandboxReply {
  const caller = callerOf(state, request, now);
  const routed = routeOf(request.method, request.path);
  if (routed.kind === 'elsewhere') throw new OktaFailure('E0000022');
  if (routed.kind === 'nowhere') throw new OktaFailure('E0000008');
  checkAllowed(caller, routed.operation);
  const call: Call = {
    state,
    parameters: routed.parameters,
    query: request.query,
    body: jsonOf(request.body),
    caller,
    now,
    origin: request.origin,
    path: request.path,
    shortPage: request.shortPage,
    changed: (object) => handling.changed(object),
  };
  return routed.operation.run(call);
}

/** What an organization tells everybody ("Retrieve the well-known org metadata"). */
function organizationOf({ organization }: OktaState, origin: string): Wire<WellKnownOrgMetadata> {
  return {
    id: organization.id,
    cell: 'sandbox',
    pipeline: 'idx',
    settings: { analyticsCollectionEnabled: false, bugReportingEnabled: true, omEnabled: false },
    _links: { organization: { href: origin }, alternate: { href: `https://${domainOf(organization.name)}` } },
  };
}

/** The domain that settings name the organization by: `acme` is at acme.okta.com. */
function domainOf(name: string): string {
  return name.includes('.') ? name : `${name}.okta.com`;
}

function commonHeaders({ access }: OktaState, now: Date, requestId: string): Record<string, string> {
  return {
    'x-okta-request-id': requestId,
    'x-rate-limit-limit': String(LIMIT),
    'x-rate-limit-remaining': String(Math.max(1, LIMIT - access.requests)),
    'x-rate-limit-reset': String((Math.floor(now.getTime() / MINUTE) + 1) * 60),
  };
}

function jsonOf(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // What is no JSON is refused like what is no object.
  }
  throw new OktaFailure('E0000003');
}
