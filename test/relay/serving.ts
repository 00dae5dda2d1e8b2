/** The relay behind a real HTTP server, as a host without web-standard handlers runs it, and the embedded GitHub behind it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type RelayTools, relayOf } from '../../src/relay/relay.js';
import { type Host, hostPolicy } from '../fixtures/hosted.js';
import { tokenOf } from '../fixtures/hosted-people.js';

export const SECRET = 'okta-tells-this-to-the-relay-and-to-nobody-else';
export const NOW = '2026-11-23T09:00:00Z';

export interface Served {
  readonly url: string;
  readonly github: Host;
  /** Lines of the relay's log. */
  readonly log: string[];
  /** How long it paused between tries, in milliseconds. */
  readonly pauses: number[];
  /** Moves the relay's clock. */
  at(time: string): void;
  /** What GitHub was asked to start. */
  dispatches(): readonly Readonly<Record<string, unknown>>[];
  deliver(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

export interface Serving {
  readonly environment?: Readonly<Record<string, unknown>>;
  readonly tools?: Partial<RelayTools>;
}

/** Starts both; they go with the test. */
export async function serveRelay({ environment = {}, tools = {} }: Serving = {}): Promise<Served> {
  const github = await hostPolicy({ users: [{ login: 'kimcho', id: 101 }], now: NOW });
  const [log, pauses]: [string[], number[]] = [[], []];
  let now = Date.parse(NOW);
  const relay = relayOf({
    now: () => now,
    sleep: async (milliseconds) => {
      pauses.push(milliseconds);
      now += milliseconds;
      // Whoever races with a pause is given the time to win.
      await new Promise((done) => setTimeout(done, 20));
    },
    request: (url, init) => fetch(url, init),
    log: (line) => void log.push(line),
    ...tools,
  });
  const settings = {
    LEAVER_RELAY_SECRET: SECRET,
    LEAVER_RELAY_REPOSITORY: 'acme/policy',
    LEAVER_RELAY_GITHUB_TOKEN: tokenOf('kimcho'),
    LEAVER_RELAY_GITHUB_API_URL: github.url,
    ...environment,
  };
  const url = await listen((request) => relay.fetch(request, settings));
  const deliver: Served['deliver'] = (body, headers = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { authorization: SECRET, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    ...{ url, github, log, pauses, deliver },
    at: (time) => {
      now = Date.parse(time);
    },
    dispatches: () =>
      github.repository.dispatches.map(({ eventType, clientPayload }) => ({ eventType, ...clientPayload })),
  };
}

/** Serves a web-standard handler on a free port; it goes with the test. */
export async function listen(handler: (request: Request) => Promise<Response>): Promise<string> {
  const server = createServer((incoming, outgoing) => void answer(handler, incoming, outgoing));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function answer(
  handler: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  out: ServerResponse,
) {
  const { method = 'GET', headers } = incoming;
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(chunks);
  const response = await handler(
    new Request(`http://relay.example${incoming.url ?? '/'}`, {
      method,
      headers: headers as Record<string, string>,
      body,
    }),
  );
  out.writeHead(response.status, Object.fromEntries(response.headers));
  out.end(Buffer.from(await response.arrayBuffer()));
}

let made = 0;

/** An event of Okta's System Log about Ana's account, as an event hook delivers it ("LogEvent"). */
export function oktaEvent(of: Readonly<Record<string, unknown>> = {}, user: Readonly<Record<string, unknown>> = {}) {
  made += 1;
  return {
    actor: { id: '00uadmin', type: 'User', alternateId: 'admin@acme.example', displayName: 'An Admin' },
    displayMessage: 'Suspend Okta user',
    eventType: 'user.lifecycle.suspend',
    outcome: { result: 'SUCCESS', reason: null },
    published: '2026-11-23T08:59:58.120Z',
    severity: 'INFO',
    uuid: `f790999f-fe87-467a-9880-${String(made).padStart(12, '0')}`,
    version: '0',
    target: [
      {
        id: '00uana',
        type: 'User',
        alternateId: 'ana@acme.example',
        displayName: 'Ana Ruiz',
        detailEntry: null,
        ...user,
      },
    ],
    ...of,
  };
}

/** A delivery of Okta's. */
export function delivery(...events: readonly unknown[]) {
  return {
    eventType: 'com.okta.event_hook',
    eventTypeVersion: '1.0',
    cloudEventsVersion: '0.1',
    source: 'https://acme.okta.example/api/v1/eventHooks/whoql0HfiLGPWc8Jx0g3',
    eventId: 'b5a188b9-5ece-4636-b041-482ffda96311',
    eventTime: NOW,
    contentType: 'application/json',
    data: { events },
  };
}
