/** Asks GitHub for a run ("Create a repository dispatch event", "Generating a JSON Web Token (JWT) for a GitHub App"). */
import type { Settings, SignIn } from './settings.js';

export interface Tools {
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly request: (url: string, init: RequestInit) => Promise<Response>;
}

/** What GitHub said: `done`, or the status of the last answer, null where there was none. */
export type Asked = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly status: number | null };

/** Pauses before a further try; there are three seconds in all. */
const PAUSES = [150, 450];
/** With less time left than this, a further try could not be answered. */
const TOO_LATE = 250;
/** A token is taken anew when less of its hour is left. */
const MARGIN = 5 * 60_000;

export interface GitHub {
  /** Starts a run. Never throws. @param deadline until when, in milliseconds since the epoch */
  dispatch(settings: Settings, payload: Readonly<Record<string, string>>, deadline: number): Promise<Asked>;
}

/** GitHub for one instance of the relay, which keeps an App's token for as long as it is good. */
export function githubFor(tools: Tools): GitHub {
  const tokens = new Map<string, { readonly token: string; readonly until: number }>();

  async function send(url: string, token: string, body: unknown, deadline: number): Promise<Response> {
    return tools.request(url, {
      method: 'POST',
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'user-agent': 'leaver-relay',
        'x-github-api-version': '2022-11-28',
      },
      body: JSON.stringify(body),
      // A repository that was renamed answers with its new place: the token is for the one that was named.
      redirect: 'manual',
      signal: AbortSignal.timeout(Math.max(1, deadline - tools.now())),
    });
  }

  /** A token, or GitHub's refusal. */
  async function tokenFor({ signIn, apiUrl, repository }: Settings, deadline: number): Promise<string | Response> {
    if (signIn.kind === 'token') return signIn.token;
    const key = `${apiUrl} ${signIn.appId} ${signIn.installation}`;
    const known = tokens.get(key);
    if (known !== undefined && known.until - MARGIN > tools.now()) return known.token;
    const url = `${apiUrl}/app/installations/${signIn.installation}/access_tokens`;
    // No more than the dispatch needs, whatever else the App may do.
    const least = { repositories: [repository.split('/')[1]], permissions: { contents: 'write' } };
    const answer = await send(url, await jsonWebToken(signIn, tools.now()), least, deadline);
    if (answer.status !== 201) return answer;
    const { token, expires_at: until } = (await answer.json()) as { token: string; expires_at: string };
    tokens.set(key, { token, until: Date.parse(until) });
    return token;
  }

  /** One try: the status, null where nothing came back. */
  async function attempt(settings: Settings, payload: Readonly<Record<string, string>>, deadline: number) {
    try {
      const token = await tokenFor(settings, deadline);
      if (typeof token !== 'string') return token.status;
      const url = `${settings.apiUrl}/repos/${settings.repository}/dispatches`;
      const { status } = await send(url, token, { event_type: 'departure', client_payload: payload }, deadline);
      // It may have been revoked: the next try takes a new one.
      if (status === 401) tokens.clear();
      return status;
    } catch {
      return null;
    }
  }

  return {
    async dispatch(settings, payload, deadline) {
      for (let tried = 0; ; tried += 1) {
        const status = await attempt(settings, payload, deadline);
        if (status !== null && status >= 200 && status < 300) return { kind: 'done' };
        const pause = PAUSES[tried];
        const again = status === null || status === 401 || status === 429 || status >= 500;
        if (!again || pause === undefined || deadline - tools.now() < pause + TOO_LATE) {
          return { kind: 'failed', status };
        }
        await tools.sleep(pause);
      }
    },
  };
}

/** Signed with the App's key; good for nine minutes, and issued a minute ago for clocks that differ. */
async function jsonWebToken({ appId, key }: Extract<SignIn, { kind: 'app' }>, now: number): Promise<string> {
  const seconds = Math.floor(now / 1000);
  const claims = { iat: seconds - 60, exp: seconds + 9 * 60, iss: appId };
  const signed = `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded(claims)}`;
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const bytes = Uint8Array.from(atob(key.replace(/-----[^-]*-----|\s/g, '')), (letter) => letter.charCodeAt(0));
  const signer = await crypto.subtle.importKey('pkcs8', bytes, algorithm, false, ['sign']);
  const signature = new Uint8Array(await crypto.subtle.sign(algorithm, signer, new TextEncoder().encode(signed)));
  return `${signed}.${base64Url(String.fromCharCode(...signature))}`;
}

function encoded(value: unknown): string {
  return base64Url(JSON.stringify(value));
}

function base64Url(binary: string): string {
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
