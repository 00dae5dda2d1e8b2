import { onTestFinished } from 'vitest';
import { type Instant, parseInstant } from '../../../src/core/time.js';
import { type ScimSeed, type ScimState, scim } from '../../../src/sandbox/scim/index.js';
import { type RunningSystem, serve } from '../../../src/sandbox/server.js';

export const NOW = '2026-11-23T09:00:00Z';
export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** A dashboard with one of everything, as a world would describe it. */
export const acme: ScimSeed = {
  users: [
    {
      userName: 'ana.ruiz',
      id: 'u-ana',
      externalId: 'E-17',
      name: { formatted: 'Ana Ruiz', familyName: 'Ruiz', givenName: 'Ana' },
      email: 'ana@acme.example',
      emails: [{ value: 'ana@home.example', type: 'home' }],
      roles: ['admin', { value: 'billing', display: 'Billing' }],
      entitlements: ['seat'],
      groups: ['Developers', 'g-admins'],
      enterprise: { department: 'Ledger', employeeNumber: '17' },
    },
    { userName: 'bo.lind', id: 'u-bo', name: 'Bo Lind', email: 'bo@acme.example', groups: ['Developers'] },
    { userName: 'cy.moss', id: 'u-cy', active: false, lastModified: '2026-03-01T00:00:00Z' },
  ],
  groups: [
    { displayName: 'Developers', id: 'g-devs' },
    { displayName: 'Admins', id: 'g-admins' },
  ],
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON object of the body; empty where there is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Asking {
  readonly body?: unknown;
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Ask = (method: string, path: string, asking?: Asking) => Promise<Answer>;

/** Requests as any client makes them, with the right token unless told otherwise. */
export function asker(base: string): Ask {
  return async (method, path, { body, token = 'sandbox', headers = {} } = {}) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(text === undefined ? {} : { 'content-type': 'application/scim+json' }),
        ...headers,
      },
      ...(text === undefined ? {} : { body: text }),
    });
    const told = await answer.text();
    return { status: answer.status, headers: answer.headers, body: told === '' ? {} : JSON.parse(told) };
  };
}

export interface Service {
  readonly server: RunningSystem<ScimState>;
  readonly ask: Ask;
  /** Lets time pass, in milliseconds. */
  pass(milliseconds: number): void;
  changes(): readonly string[];
}

/** The service on a port of its own until the test ends. */
export async function service(seed: ScimSeed = acme): Promise<Service> {
  let now = parseInstant(NOW) as Instant;
  const server = await serve(scim('dashboard', seed), { now: () => now, sleep: async () => {} });
  onTestFinished(() => server.stop());
  return {
    server,
    ask: asker(`${server.url}${server.system.state.path}`),
    pass: (milliseconds) => {
      now = (now + milliseconds) as Instant;
    },
    changes: () => server.changes.map(({ operation, object }) => `${operation} ${object}`),
  };
}

export const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** The body of a PATCH with these operations. */
export function operations(...Operations: readonly unknown[]): Asking {
  return { body: { schemas: [PATCH_SCHEMA], Operations } };
}

/** The path of a user. */
export function userAt(id: string): string {
  return `/Users/${id}`;
}

export function filtered(filter: string, endpoint = '/Users'): string {
  return `${endpoint}?filter=${encodeURIComponent(filter)}`;
}

/** The user names of a listing. */
export function namesIn({ body }: Answer): readonly string[] {
  return (body.Resources as readonly { userName: string }[]).map(({ userName }) => userName);
}

/** What an error says: its status twice, and its type. */
export function errorIn({ status, body, headers }: Answer) {
  return { status, told: body.status, scimType: body.scimType ?? null, type: headers.get('content-type') };
}

/** An error in SCIM's own form. */
export function scimError(status: number, scimType: string | null = null) {
  return { status, told: String(status), scimType, type: 'application/scim+json' };
}
