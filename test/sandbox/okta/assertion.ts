import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { OktaAccess } from '../../../src/sandbox/okta/index.js';

export type Key = Extract<OktaAccess, { kind: 'key' }>;

export interface Assertion {
  readonly url: string;
  readonly now: number;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly key?: KeyObject;
}

/** An assertion as the service app signs it; `claims` and `header` replace what a test wants wrong. */
export function assertionOf({ clientId, keyId, privateKey }: Key, given: Assertion): string {
  const key = given.key ?? createPrivateKey(privateKey);
  const seconds = Math.floor(given.now / 1000);
  const alg = key.asymmetricKeyType === 'rsa' ? 'RS256' : 'ES256';
  const claims = {
    iss: clientId,
    sub: clientId,
    aud: `${given.url}/oauth2/v1/token`,
    iat: seconds,
    exp: seconds + 300,
  };
  return signed({ alg, kid: keyId, ...given.header }, { ...claims, jti: randomUUID(), ...given.claims }, key);
}

/** A compact JWT. */
export function signed(header: object, claims: object, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/** Makes proofs of possession of one key. */
export function proofs(): (claims: {
  htm: string;
  htu: string;
  iat: number;
  nonce?: string;
  token?: string;
}) => string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: publicKey.export({ format: 'jwk' }) };
  return ({ token, ...claims }) => {
    const ath = token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') };
    return signed(header, { ...claims, ...ath, jti: randomUUID() }, privateKey);
  };
}
