import { createHash, createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';

/** A signed JWT, taken apart; nothing of it is believed yet ("RFC 7519: JSON Web Token"). */
export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: string;
  readonly signature: Buffer;
}

/** The parts of a compact JWT; null for what is none. */
export function jwtOf(text: string): Jwt | null {
  const parts = text.split('.');
  const [header, claims] = parts.slice(0, 2).map(recordOf);
  if (parts.length !== 3 || !header || !claims) return null;
  return { header, claims, signed: `${parts[0]}.${parts[1]}`, signature: Buffer.from(parts[2] ?? '', 'base64url') };
}

/** Whether a key made the signature, by one of the algorithms that Okta takes: RS and ES with 256, 384 or 512 bits. */
export function isSignedBy({ header, signed, signature }: Jwt, key: KeyObject): boolean {
  const [, family, bits] = /^(RS|ES)(256|384|512)$/.exec(String(header.alg)) ?? [];
  if (bits === undefined || key.asymmetricKeyType !== (family === 'RS' ? 'rsa' : 'ec')) return false;
  return verify(`sha${bits}`, Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** A public key that came as a JWK, and its thumbprint ("RFC 7638"); null for what is none. */
export function publicKeyOf(jwk: unknown): { readonly key: KeyObject; readonly thumbprint: string } | null {
  try {
    const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
    const { crv, e, kty, n, x, y } = key.export({ format: 'jwk' });
    const needed = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y };
    return { key, thumbprint: createHash('sha256').update(JSON.stringify(needed)).digest('base64url') };
  } catch {
    return null;
  }
}

function recordOf(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
