import { onTestFinished } from 'vitest';
import { type Instant, parseInstant } from '../../../src/core/time.js';
import { type OktaSeed, type OktaState, okta, oktaAccess } from '../../../src/sandbox/okta/index.js';
import { type RunningSystem, serve } from '../../../src/sandbox/server.js';
import { assertionOf } from './assertion.js';

export const NOW = '2026-11-23T09:00:00Z';

/** An organization with one of everything, as a world would describe it. */
export const acme: OktaSeed = {
  organization: { name: 'acme', id: '00oACME0000000000001' },
  users: [
    {
      login: 'ana.ruiz@acme.example',
      id: '00u00000000000000001',
      profile: { employeeNumber: '583231' },
      roles: [
        'HELP_DESK_ADMIN',
        { type: 'CUSTOM', id: 'irb1', role: 'cr0audit', resourceSet: 'iamall', label: 'Audit' },
      ],
      grants: ['openid', { scope: 'calendar:read', id: 'oagCalendar' }],
    },
    { login: 'kim.cho@acme.example', id: '00u00000000000000002', roles: ['SUPER_ADMIN'] },
    { login: 'sam.lee@acme.example', id: '00u00000000000000003', status: 'SUSPENDED', roles: ['ORG_ADMIN'] },
    { login: 'gone@acme.example', id: '00u00000000000000004', status: 'DEPROVISIONED' },
    { login: 'new@acme.example', id: '00u00000000000000005', status: 'STAGED' },
    { login: 'locked@acme.example', id: '00u00000000000000006', status: 'LOCKED_OUT' },
  ],
  groups: [
    { name: 'engineering', id: '00gEngineering', members: ['ana.ruiz@acme.example', 'sam.lee@acme.example'] },
    { name: 'directory', id: '00gDirectory', type: 'APP_GROUP', members: ['ana.ruiz@acme.example'] },
    { name: 'support', members: ['locked@acme.example'], roles: ['HELP_DESK_ADMIN'] },
    { name: 'platform', id: '00gPlatform', members: ['ana.ruiz@acme.example'], roles: ['APP_ADMIN'] },
  ],
  apiTokens: [
    { name: 'ci', id: '00TCi', user: 'ana.ruiz@acme.example', clientName: 'Okta API' },
    { name: 'old', id: '00TOld', user: 'kim.cho@acme.example', expiresAt: '2026-01-01T00:00:00.000Z' },
    {
      name: 'paused',
      id: '00TPaused',
      user: 'sam.lee@acme.example',
      network: { connection: 'ZONE', include: ['nzo1'] },
    },
    { name: 'admin', id: '00TAdmin', user: 'kim.cho@acme.example' },
  ],
};

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire is looked at field by field.
  readonly body: any;
}

export interface Organization {
  readonly url: string;
  readonly running: RunningSystem<OktaState>;
  /** Asks as the service app, or with another `Authorization` header; an empty one sends none. */
  ask(method: string, path: string, options?: { body?: unknown; authorization?: string }): Promise<Asked>;
  wait(milliseconds: number): void;
  now(): number;
}

/** An embedded organization that runs until the test ends, and the service app's token for all of its scopes. */
export async function organization(seed: OktaSeed = acme): Promise<Organization> {
  let now = parseInstant(NOW) as number;
  const clock = { now: () => now as Instant, sleep: async () => {} };
  const running = await serve(okta('okta', seed), clock);
  onTestFinished(() => running.stop());
  const access = await oktaAccess(running.system.state);
  let bearer = '';
  if (access.kind === 'token') bearer = `SSWS ${access.token}`;
  else {
    const { scopes } = running.system.state.access.client;
    const assertion = assertionOf(access, { url: running.url, now });
    const { body } = await askAt(running.url, 'POST', '/oauth2/v1/token', {
      body: tokenForm(assertion, scopes.join(' ')),
    });
    bearer = `Bearer ${body.access_token}`;
  }
  return {
    url: running.url,
    running,
    ask: (method, path, { body, authorization = bearer } = {}) =>
      askAt(running.url, method, path, {
        headers: authorization === '' ? {} : { authorization },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    wait: (milliseconds) => {
      now += milliseconds;
    },
    now: () => now,
  };
}

/** What a service app sends for a token. */
export function tokenForm(assertion: string, scope: string): URLSearchParams {
  return new URLSearchParams({
    grant_type: 'client_credentials',
    scope,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  });
}

export async function askAt(url: string, method: string, path: string, init: RequestInit = {}): Promise<Asked> {
  const response = await fetch(path.startsWith('http') ? path : url + path, { method, ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

/** The address of the next page; null at the end. */
export function nextOf({ headers }: Asked): string | null {
  return /<([^>]*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? null;
}
