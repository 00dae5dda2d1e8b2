import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { derivedId } from './ids.js';
import type { OktaState } from './state.js';

/** What opens the way in for the runner of an embedded organization, and nothing else. */
export type OktaAccess =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'key'; readonly clientId: string; readonly keyId: string; readonly privateKey: string };

/**
 * The runner's way in: the API token of a user, or for the service app a new key, whose public half the organization knows from
 * now on ("Implement OAuth for Okta with a service app").
 * @param algorithm RS256 needs a key that takes a tenth of a second to make; ES256 none to speak of
 * @returns the private key as PEM (PKCS #8)
 */
export async function oktaAccess(state: OktaState, algorithm: 'RS256' | 'ES256' = 'ES256'): Promise<OktaAccess> {
  const { runner, client } = state.access;
  if (runner.kind === 'user') return { kind: 'token', token: runner.token };
  const { publicKey, privateKey } = await keyPair(algorithm);
  const keyId = derivedId('kid', `${client.id} ${client.keys.size + 1}`);
  client.keys.set(keyId, publicKey);
  return { kind: 'key', clientId: client.id, keyId, privateKey };
}

const made = promisify(generateKeyPair);

async function keyPair(algorithm: 'RS256' | 'ES256') {
  const publicKeyEncoding = { type: 'spki', format: 'pem' } as const;
  const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const;
  return algorithm === 'RS256'
    ? made('rsa', { modulusLength: 2048, publicKeyEncoding, privateKeyEncoding })
    : made('ec', { namedCurve: 'P-256', publicKeyEncoding, privateKeyEncoding });
}

/**
 * What opens a seeded API token, to ask from outside whether it still works: `GET /api/v1/users/me` with `SSWS` answers 401
 * E0000011 once it was revoked. Throws where there is no such token, or no more.
 */
export function secretOf(state: OktaState, name: string): string {
  const token = [...state.apiTokens.values()].find((one) => one.name === name);
  if (token === undefined) throw new Error(`the embedded Okta has no API token ${name}`);
  return token.secret;
}
