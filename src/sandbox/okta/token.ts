import { createPublicKey } from 'node:crypto';
import type { SandboxReply, SandboxRequest } from '../server.js';
import { proofOf } from './dpop.js';
import { letters } from './ids.js';
import { isSignedBy, type Jwt, jwtOf } from './jwt.js';
import type { OktaClient, OktaState } from './state.js';

/** The org authorization server's token endpoint ("Implement OAuth for Okta with a service app"). */
export const TOKEN_ENDPOINT = '/oauth2/v1/token';

const HOUR = 3_600;
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What an app gets for a signed assertion: an access token for an hour, or OAuth's error object. */
export function grantToken(request: SandboxRequest, state: OktaState, now: Date): SandboxReply {
  const form = new URLSearchParams(request.body);
  const { client } = state.access;
  if (form.get('grant_type') !== 'client_credentials') {
    return refused(400, 'unsupported_grant_type', 'The authorization grant type is not supported.');
  }
  if (form.get('client_assertion_type') !== ASSERTION) {
    return refused(401, 'invalid_client', 'The client_assertion_type is invalid.');
  }
  const jwt = jwtOf(form.get('client_assertion') ?? '');
  const fault = jwt === null ? 'The client_assertion is not a JWT.' : faultOf(jwt, state, request, now);
  if (fault !== null || jwt === null) return refused(401, 'invalid_client', fault ?? '');
  const scopes = (form.get('scope') ?? '').split(' ').filter((one) => one !== '');
  if (scopes.length === 0 || !scopes.every((scope) => client.scopes.includes(scope))) {
    return refused(
      400,
      'invalid_scope',
      'One or more scopes are not configured for the authorization server resource.',
    );
  }
  const bound = boundTo(request, state, now);
  if (typeof bound === 'object' && bound !== null) return bound;
  state.access.assertions.add(String(jwt.claims.jti ?? jwt.signed));
  const token = `sandbox${letters(`access ${state.access.requests} ${now.getTime()}`, 40)}`;
  state.access.issued.push({ token, scopes, expiresAt: now.getTime() + HOUR * 1000, boundTo: bound });
  const type = bound === null ? 'Bearer' : 'DPoP';
  return { status: 200, body: { token_type: type, expires_in: HOUR, access_token: token, scope: scopes.join(' ') } };
}

/** What is wrong with an assertion ("JWT with private key"), in Okta's words where they are known; null: nothing. */
function faultOf(jwt: Jwt, state: OktaState, request: SandboxRequest, now: Date): string | null {
  const { client, assertions } = state.access;
  const { iss, sub, aud, exp, jti } = jwt.claims;
  const seconds = now.getTime() / 1000;
  if (iss !== client.id || sub !== client.id) {
    return "The client_assertion's issuer and subject must be the client_id.";
  }
  const key = keyOf(jwt, client);
  if (key === null) return 'The client_assertion JWT kid is invalid.';
  if (!isSignedBy(jwt, createPublicKey(key))) return 'The client_assertion signature is invalid.';
  if (aud !== request.origin + TOKEN_ENDPOINT) {
    return 'The audience claim for client_assertion must be the endpoint invoked for the request.';
  }
  if (typeof exp !== 'number') return 'The client_assertion has no expiration.';
  if (exp <= seconds) return 'The client_assertion token is expired.';
  if (exp > seconds + HOUR) return 'The client_assertion token has an expiration too far into the future.';
  if (assertions.has(String(jti ?? jwt.signed))) return 'The client_assertion token has already been used.';
  return null;
}

/** The key that an assertion names; it may name none where there is one alone. */
function keyOf({ header }: Jwt, { keys }: OktaClient): string | null {
  if (header.kid !== undefined) return keys.get(String(header.kid)) ?? null;
  const [only, ...others] = keys.values();
  return others.length === 0 ? (only ?? null) : null;
}

/** The key that the token is bound to, null where the app's tokens are bearer's; or a refusal ("Configure OAuth 2.0 DPoP"). */
function boundTo(request: SandboxRequest, state: OktaState, now: Date): string | null | SandboxReply {
  if (!state.access.client.dpop) return null;
  const proof = proofOf(request, now, null);
  if (proof === null) return refused(400, 'invalid_dpop_proof', 'The DPoP proof JWT header is missing or invalid.');
  const nonce = letters(`nonce of ${state.organization.id}`, 32);
  if (proof.nonce === nonce) return proof.thumbprint;
  const told = refused(400, 'use_dpop_nonce', 'Authorization server requires nonce in DPoP proof.');
  return { ...told, headers: { 'dpop-nonce': nonce } };
}

function refused(status: number, error: string, description: string): SandboxReply {
  return { status, body: { error, error_description: description } };
}
