import { createHash } from 'node:crypto';
import type { SandboxRequest } from '../server.js';
import type { Operation } from './call.js';
import { proofOf } from './dpop.js';
import { OktaFailure } from './failure.js';
import { type OktaState, type OktaUser, rolesOf } from './state.js';
import type { RoleType } from './wire.js';

/** Who asks, once the credential was taken. */
export interface Caller {
  /** The user whose API token it is; null for a service app. */
  readonly user: OktaUser | null;
  /** The scopes of an access token; null for an API token, which has none and may all that its user may. */
  readonly scopes: readonly string[] | null;
  readonly roles: readonly RoleType[];
}

/** Statuses of users whose API tokens work: a suspended user's do, a deactivated one's don't ("Okta API tokens"). */
const CLOSED = new Set(['DEPROVISIONED', 'STAGED']);

/** Who sent the request. Throws Okta's refusal of what is missing, invalid or expired. */
export function callerOf(state: OktaState, request: SandboxRequest, now: Date): Caller {
  const header = request.headers.authorization?.trim() ?? '';
  const [, scheme = '', token = ''] = /^(SSWS|Bearer|DPoP)\s+(\S+)$/i.exec(header) ?? [];
  if (header === '') throw new OktaFailure('E0000005');
  if (/^ssws$/i.test(scheme)) return userOf(state, token, now);
  const issued = state.access.issued.find((one) => one.token === token);
  const live = issued !== undefined && now.getTime() < issued.expiresAt;
  if (!live) throw new OktaFailure('E0000011', '', '', challenge('invalid_token', 'The access token is invalid.'));
  if (issued.boundTo !== null) {
    const hash = createHash('sha256').update(token).digest('base64url');
    const proof = proofOf(request, now, hash);
    const bound = /^dpop$/i.test(scheme) && proof?.thumbprint === issued.boundTo;
    if (!bound) {
      throw new OktaFailure('E0000011', '', '', { 'www-authenticate': 'DPoP error="invalid_dpop_proof"' });
    }
  } else if (!/^bearer$/i.test(scheme)) {
    throw new OktaFailure('E0000011', '', '', challenge('invalid_token', 'The access token is invalid.'));
  }
  const { role } = state.access.client;
  return { user: null, scopes: issued.scopes, roles: role === null ? [] : [role] };
}

function userOf(state: OktaState, token: string, now: Date): Caller {
  const found = [...state.apiTokens.values()].find(({ secret }) => secret === token);
  const user = found === undefined ? undefined : state.users.get(found.userId);
  const expired = found !== undefined && now.getTime() >= Date.parse(found.expiresAt);
  if (user === undefined || expired || CLOSED.has(user.status)) throw new OktaFailure('E0000011');
  return { user, scopes: null, roles: rolesOf(state, user).map(({ role }) => role.type) };
}

/** Throws Okta's refusal where the caller's scopes or administrator roles do not allow an operation. */
export function checkAllowed(caller: Caller, { name, scope }: Operation): void {
  const reads = name.startsWith('GET ');
  if (caller.scopes !== null && !caller.scopes.includes(`okta.${scope}.${reads ? 'read' : 'manage'}`)) {
    const told = 'The access token provided does not contain the required scopes.';
    throw new OktaFailure('E0000006', '', '', challenge('insufficient_scope', told));
  }
  if (name === OWN_ACCOUNT) return;
  const needed = reads ? READING : scope === 'roles' ? ['SUPER_ADMIN'] : MANAGING;
  if (!caller.roles.some((role) => needed === READING || needed.includes(role))) throw new OktaFailure('E0000006');
}

/** What everybody may read. */
export const OWN_ACCOUNT = 'GET /api/v1/users/me';

/** Every administrator reads; roles of administrators are a super administrator's alone ("Standard administrator roles"). */
const READING: readonly string[] = [];
const MANAGING: readonly string[] = ['SUPER_ADMIN', 'ORG_ADMIN', 'CUSTOM'];

/** An administrator of a higher rank is out of reach: only a super administrator changes one. */
export function checkOutranks(state: OktaState, caller: Caller, user: OktaUser): void {
  if (caller.roles.includes('SUPER_ADMIN')) return;
  if (rolesOf(state, user).some(({ role }) => role.type === 'SUPER_ADMIN')) throw new OktaFailure('E0000006');
}

function challenge(error: string, description: string): Record<string, string> {
  return { 'www-authenticate': `Bearer error="${error}", error_description="${description}"` };
}
