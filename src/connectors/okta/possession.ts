/** Proof that a request comes from whom the access token was given to ("Configure OAuth 2.0 Demonstrating Proof-of-Possession"). */
import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { Clock } from '../../ports/ports.js';

export interface Proof {
  /** The value of the `DPoP` header for a request. `token`: the access token that goes with it. */
  of(
    request: { readonly method: string; readonly url: string },
    bound: { readonly nonce: string | null; readonly token: string | null },
  ): Promise<string>;
}

/** Proofs with a key of this run's own, which is never written anywhere. */
export async function proofOf(clock: Clock): Promise<Proof> {
  const { SignJWT } = await import('jose');
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty = 'EC', crv = 'P-256', x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } };
  return {
    of: ({ method, url }, { nonce, token }) => {
      const { origin, pathname } = new URL(url);
      const claims = {
        htm: method,
        htu: `${origin}${pathname}`,
        ...(nonce === null ? {} : { nonce }),
        ...(token === null ? {} : { ath: createHash('sha256').update(token).digest('base64url') }),
      };
      const now = Math.floor(clock.now() / 1000);
      return new SignJWT(claims).setProtectedHeader(header).setIssuedAt(now).setJti(randomUUID()).sign(privateKey);
    },
  };
}
