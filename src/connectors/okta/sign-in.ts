/** The two ways of signing in to Okta's API. */
import { createPrivateKey, type KeyObject, randomUUID } from 'node:crypto';
import { LeaverError } from '../../errors.js';
import type { SignIn, Wire } from '../../http/client.js';
import { type Answered, Failure } from '../../http/failures.js';
import type { Clock } from '../../ports/ports.js';
import type { Config } from './config.js';
import { type Proof, proofOf } from './possession.js';

/** A sign-in that knows what it was granted. */
export interface OktaSignIn extends SignIn {
  /** The scopes of the access token; null where a token signs in, which Okta tells nothing of. */
  granted(): Promise<readonly string[] | null>;
  /** The number of the sign-in that the next request goes by; null where it will sign in anew. */
  current(): number | null;
}

/** An API token in each request ("Create an API token"). */
export function apiTokenSignIn(token: string): OktaSignIn {
  return {
    headers: async () => ({ authorization: `SSWS ${token}` }),
    renew: () => false,
    granted: async () => null,
    current: () => 0,
  };
}

/** What an assertion is good for, and how long before its end an access token is left alone, in milliseconds. */
const ASSERTED = 5 * 60_000;
const EARLY = 60_000;

interface Session {
  readonly token: string;
  readonly scopes: readonly string[];
  readonly until: number;
  /** Null: a bearer's. */
  readonly proof: Proof | null;
}

/**
 * A service app that proves who it is with a signed statement ("Implement OAuth for Okta with a service app"). One that only reads was
 * granted no `manage` scope, which is no fault.
 * @param wanted the scopes to ask for
 */
export function serviceAppSignIn(config: Config, wanted: readonly string[], wire: Wire, clock: Clock): OktaSignIn {
  const { credential, base, variable } = config;
  if (credential.kind !== 'app') throw new LeaverError('internal', 'a service app has a private key');
  const key = keyIn(credential.privateKey, variable);
  const address = `${base}/oauth2/v1/token`;
  let session: Session | null = null;
  let beginning: Promise<Session> | null = null;
  let signIns = 0;

  async function ask(scopes: readonly string[], proof: Proof | null, nonce: string | null): Promise<Answered> {
    const { SignJWT } = await import('jose');
    const now = Math.floor(clock.now() / 1000);
    const { clientId, keyId } = credential as Extract<Config['credential'], { kind: 'app' }>;
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: algorithmOf(key), ...(keyId === null ? {} : { kid: keyId }) })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(address)
      .setIssuedAt(now)
      .setExpirationTime(now + ASSERTED / 1000)
      .setJti(randomUUID())
      .sign(key);
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      scope: scopes.join(' '),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    });
    const proved =
      proof === null ? {} : { dpop: await proof.of({ method: 'POST', url: address }, { nonce, token: null }) };
    const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', ...proved };
    return wire.fetch(address, { method: 'POST', headers, body: body.toString() });
  }

  /** One access token with these scopes, by as many requests as Okta asks for; a text where it refuses the scopes. */
  async function tokenWith(scopes: readonly string[]): Promise<Session | 'scopes'> {
    let proof: Proof | null = null;
    let nonce: string | null = null;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const answer = await ask(scopes, proof, nonce);
      const refused = errorIn(answer);
      if (refused === 'invalid_dpop_proof' && proof === null) proof = await proofOf(clock);
      else if (refused === 'use_dpop_nonce' && nonce === null) nonce = answer.headers.get('dpop-nonce');
      else return isAboutScopes(refused) ? 'scopes' : sessionIn(answer, scopes, proof);
    }
    throw refusedBy('', 'it asks for ever more proof');
  }

  /** The scopes that the app was granted, of those that Leaver uses; null until they are known. */
  let known: readonly string[] | null = null;

  /** Okta may refuse all scopes for one that the app was not granted: then what it was granted is found out, once. */
  async function begin(): Promise<Session> {
    const whole = await tokenWith(known ?? wanted);
    if (whole !== 'scopes') return whole;
    const reading = wanted.filter((scope) => scope.endsWith('.read'));
    const session = await tokenWith(reading);
    const mayAct = (await tokenWith(['okta.users.manage'])) !== 'scopes';
    if (session !== 'scopes' && !mayAct) return remembered(session, reading);
    const granted: string[] = [];
    for (const scope of wanted) if ((await tokenWith([scope])) !== 'scopes') granted.push(scope);
    const found = granted.length === 0 ? 'scopes' : await tokenWith(granted);
    if (found === 'scopes')
      throw refusedBy('invalid_scope', 'the app was granted none of the scopes that Leaver needs');
    return remembered(found, granted);
  }

  function remembered(session: Session, scopes: readonly string[]): Session {
    known = scopes;
    return session;
  }

  function sessionIn(answer: Answered, asked: readonly string[], proof: Proof | null): Session {
    const { status, body } = answer;
    if (status === 429 || status === 408 || status >= 500) throw new Failure(answer);
    const token = textIn(body, 'access_token');
    if (status !== 200 || token === '') throw refusedBy(errorIn(answer), textIn(body, 'error_description'));
    const seconds = Number((body as Readonly<Record<string, unknown>>)['expires_in']);
    const scopes = textIn(body, 'scope').split(' ').filter(Boolean);
    return {
      token,
      scopes: scopes.length > 0 ? scopes : asked,
      until: clock.now() + (Number.isFinite(seconds) ? seconds * 1000 : 0) - EARLY,
      proof: textIn(body, 'token_type').toLowerCase() === 'dpop' ? proof : null,
    };
  }

  function refusedBy(code: string, why: string): LeaverError {
    const told = [code, why]
      .filter((one) => one !== '')
      .join(': ')
      .slice(0, 200);
    const message = `Okta does not sign the service app in with the key in ${variable}${told === '' ? '' : ` (${told})`}`;
    const mend =
      'Compare client id, key id, public key and granted scopes with the app in Okta, and the machine with the right time.';
    return new LeaverError('wrong-credential', message, { mend });
  }

  /** Requests that go side by side sign in once. */
  async function current(): Promise<Session> {
    if (session !== null && session.until > clock.now()) return session;
    beginning ??= begin().finally(() => {
      beginning = null;
    });
    const begun = await beginning;
    if (session !== begun) signIns += 1;
    session = begun;
    return session;
  }

  return {
    headers: async (request) => {
      const { token, proof } = await current();
      if (proof === null) return { authorization: `Bearer ${token}` };
      return { authorization: `DPoP ${token}`, dpop: await proof.of(request, { nonce: null, token }) };
    },
    renew: () => {
      session = null;
      return true;
    },
    granted: async () => (await current()).scopes,
    current: () => (session !== null && session.until > clock.now() ? signIns : null),
  };
}

function isAboutScopes(code: string): boolean {
  return code === 'invalid_scope' || code === 'access_denied' || code === 'consent_required';
}

function errorIn({ status, body }: Answered): string {
  return status === 400 || status === 401 || status === 403 ? textIn(body, 'error') : '';
}

function textIn(body: unknown, key: string): string {
  const value = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[key] : null;
  return typeof value === 'string' ? value : '';
}

/** A key as PEM, its lines told apart by line breaks or by `\n` as some secret stores write them, or as a JWK. */
function keyIn(text: string, variable: string): KeyObject {
  try {
    const key = text.startsWith('{')
      ? createPrivateKey({ key: JSON.parse(text), format: 'jwk' })
      : createPrivateKey(text.replaceAll('\\n', '\n'));
    algorithmOf(key);
    return key;
  } catch {
    // What went wrong may quote the key.
    throw new LeaverError('wrong-credential', `${variable} holds no private key that Okta knows`, {
      mend: `Put the private key of the service app into ${variable}: RSA or EC, as PEM or as a JWK.`,
    });
  }
}

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  if (asymmetricKeyType === 'rsa') return 'RS256';
  const algorithm = CURVES[asymmetricKeyDetails?.namedCurve ?? ''];
  if (asymmetricKeyType !== 'ec' || algorithm === undefined) throw new Error('no key of that kind');
  return algorithm;
}
