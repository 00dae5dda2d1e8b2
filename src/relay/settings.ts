/** What the relay's host gives it, read once for each request: a host has no moment of starting. */

/** A store of the host's in which event ids are remembered beyond one instance: what Cloudflare calls a KV namespace. */
export interface KeyValue {
  get(key: string): Promise<unknown>;
  put(key: string, value: string, options: { readonly expirationTtl: number }): Promise<unknown>;
}

export type SignIn =
  | { readonly kind: 'token'; readonly token: string }
  /** `key`: PKCS #8, as text. */
  | { readonly kind: 'app'; readonly appId: string; readonly installation: string; readonly key: string };

export interface Settings {
  /** What Okta sends in the header Authorization. */
  readonly secret: string;
  /** `acme/access` */
  readonly repository: string;
  /** Without a slash at its end. */
  readonly apiUrl: string;
  readonly signIn: SignIn;
  /** Null: only this instance remembers. */
  readonly seen: KeyValue | null;
}

/** Below this a secret can be guessed. */
const SHORTEST_SECRET = 32;

/** The settings, or the names of the variables that are missing or can't be used. */
export function settingsOf(environment: Readonly<Record<string, unknown>>): Settings | readonly string[] {
  const text = (name: string) => {
    const value = environment[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const secret = text('LEAVER_RELAY_SECRET');
  const repository = text('LEAVER_RELAY_REPOSITORY');
  const apiUrl = (text('LEAVER_RELAY_GITHUB_API_URL') || 'https://api.github.com').replace(/\/+$/, '');
  const signIn = signInOf(text);
  const wrong = [
    ...(secret.length < SHORTEST_SECRET ? ['LEAVER_RELAY_SECRET'] : []),
    ...(/^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(repository) && !/(^|\/)\.\.?($|\/)/.test(repository)
      ? []
      : ['LEAVER_RELAY_REPOSITORY']),
    ...(isSafe(apiUrl) ? [] : ['LEAVER_RELAY_GITHUB_API_URL']),
    ...(signIn === null ? ['LEAVER_RELAY_APP_PRIVATE_KEY or LEAVER_RELAY_GITHUB_TOKEN'] : []),
  ];
  if (wrong.length > 0 || signIn === null) return wrong;
  return { secret, repository, apiUrl, signIn, seen: storeOf(environment['LEAVER_RELAY_SEEN']) };
}

/** An App where all three of its variables are there, else the token. */
function signInOf(text: (name: string) => string): SignIn | null {
  const [appId, installation] = [text('LEAVER_RELAY_APP_ID'), text('LEAVER_RELAY_APP_INSTALLATION_ID')];
  const key = text('LEAVER_RELAY_APP_PRIVATE_KEY').replaceAll('\\n', '\n');
  const numbers = /^[\w.-]{1,64}$/.test(appId) && /^\d{1,20}$/.test(installation);
  if (numbers && key !== '') return { kind: 'app', appId, installation, key };
  const token = text('LEAVER_RELAY_GITHUB_TOKEN');
  return /^[\x21-\x7e]{1,1024}$/.test(token) ? { kind: 'token', token } : null;
}

/** A token goes over HTTPS alone, but for a server on the same machine. */
function isSafe(url: string): boolean {
  return /^https:\/\/[\w.-]+(:\d{1,5})?(\/[\w./-]*)?$/.test(url) || /^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(url);
}

function storeOf(value: unknown): KeyValue | null {
  if (typeof value !== 'object' || value === null) return null;
  const store = value as Partial<KeyValue>;
  return typeof store.get === 'function' && typeof store.put === 'function' ? (value as KeyValue) : null;
}
