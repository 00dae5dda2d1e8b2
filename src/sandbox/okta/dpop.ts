import type { SandboxRequest } from '../server.js';
import { isSignedBy, jwtOf, publicKeyOf } from './jwt.js';

/** A request's proof that its sender holds a key ("RFC 9449: OAuth 2.0 Demonstrating Proof of Possession", 4.3). */
export interface Proof {
  readonly thumbprint: string;
  readonly nonce: string | null;
}

/** A proof is as old as this at most, in milliseconds. */
const LIFE = 300_000;

/**
 * The proof of a request; null where there is none that holds for it.
 * @param tokenHash of the access token that is sent with it; null at the token endpoint
 */
export function proofOf(request: SandboxRequest, now: Date, tokenHash: string | null): Proof | null {
  const jwt = jwtOf(request.headers.dpop ?? '');
  const held = jwt === null ? null : publicKeyOf(jwt.header.jwk);
  if (jwt === null || held === null || jwt.header.typ !== 'dpop+jwt' || !isSignedBy(jwt, held.key)) return null;
  const { htm, htu, iat, ath, nonce, jti } = jwt.claims;
  if (htm !== request.method || htu !== request.origin + request.path || typeof jti !== 'string') return null;
  if (typeof iat !== 'number' || Math.abs(now.getTime() - iat * 1000) > LIFE) return null;
  if (tokenHash !== null && ath !== tokenHash) return null;
  return { thumbprint: held.thumbprint, nonce: typeof nonce === 'string' ? nonce : null };
}
