import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatInstant } from '../core/time.js';
import type { Clock } from '../ports/ports.js';
import { type Fault, FaultSchedule } from './faults.js';

/** A request as an embedded system sees it. */
export interface SandboxRequest {
  readonly method: string;
  /** Without the query, not decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The server's own address, for links in replies: `http://127.0.0.1:41234`. */
  readonly origin: string;
  /** A fault's wish: give at most so many entries of a page, and say that more follow. */
  readonly shortPage: number | null;
}

export interface SandboxReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, anything else as JSON; absent for an empty body. */
  readonly body?: unknown;
}

/** One change of state, for tests and for the story: never a secret. */
export interface Change {
  readonly at: string;
  readonly system: string;
  /** The protocol's own name of the operation: `DELETE /orgs/{org}/members/{username}`, `AttachUserPolicy`. */
  readonly operation: string;
  /** Whom or what it changed: `anaruiz`, `user/ana.ruiz`, `team/backend/anaruiz`. */
  readonly object: string;
}

/** One request that came in, for counting. */
export interface RequestSeen {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** The protocol's own name of the operation, as the system told it; the path's template in REST. */
  readonly operation: string;
  /** 0 where the connection was closed before the system saw it. */
  readonly status: number;
}

/** What a handler may do besides answering. */
export interface Handling {
  /** Names the operation for the request log; call it first. */
  operation(name: string): void;
  /** Logs a change of state. */
  changed(object: string): void;
}

/** An embedded system: plain data, and how a request reads and changes it. */
export interface EmbeddedSystem<State> {
  /** Its id in the change log. */
  readonly id: string;
  /** All that it knows; must survive `structuredClone`, which is how stale reads are made. */
  state: State;
  /** The operation that a method and path stand for, where they tell it: names requests that a fault struck first. */
  nameOf?(method: string, path: string): string | null;
  handle(request: SandboxRequest, state: State, handling: Handling, now: Date): SandboxReply | Promise<SandboxReply>;
}

export interface RunningSystem<State> {
  readonly url: string;
  readonly system: EmbeddedSystem<State>;
  readonly changes: readonly Change[];
  readonly requests: readonly RequestSeen[];
  readonly faults: FaultSchedule;
  stop(): Promise<void>;
}

const MAX_BODY = 4 * 1024 * 1024;

/** Serves an embedded system on a free port of the loopback address. */
export async function serve<State>(system: EmbeddedSystem<State>, clock: Clock): Promise<RunningSystem<State>> {
  const service: Service<State> = {
    system,
    clock,
    changes: [],
    requests: [],
    faults: new FaultSchedule(),
    before: null,
  };
  let origin = '';
  const server = createServer((incoming, outgoing) => {
    answer(service, origin, incoming, outgoing).catch((error: unknown) => {
      send(outgoing, { status: 500, body: { message: `the embedded system failed: ${String(error)}` } }, clock);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { changes, requests, faults } = service;
  return { url: origin, system, changes, requests, faults, stop: () => stop(server) };
}

interface Service<State> {
  readonly system: EmbeddedSystem<State>;
  readonly clock: Clock;
  readonly changes: Change[];
  readonly requests: RequestSeen[];
  readonly faults: FaultSchedule;
  /** The state before the last change, kept only while a fault may ask for it. */
  before: State | null;
}

async function answer<State>(
  service: Service<State>,
  origin: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const url = new URL(incoming.url ?? '/', origin);
  const method = incoming.method ?? 'GET';
  const body = await bodyOf(incoming);
  const fault = service.faults.next(method, url.pathname + url.search, body);
  const seen = { method, path: url.pathname, query: url.search };
  if (fault?.kind === 'reset') {
    service.requests.push({ ...seen, operation: nameOf(service, method, url.pathname), status: 0 });
    incoming.socket.destroy();
    return;
  }
  if (fault?.kind === 'latency') await new Promise((done) => setTimeout(done, fault.milliseconds));
  const request: SandboxRequest = {
    method,
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers as Record<string, string | undefined>,
    body,
    origin,
    shortPage: fault?.kind === 'short-page' ? fault.entries : null,
  };
  const { operation, reply } =
    fault?.kind === 'status'
      ? { operation: nameOf(service, method, url.pathname), reply: replyOf(fault) }
      : await handled(service, request, fault?.kind === 'stale');
  service.requests.push({ ...seen, operation, status: reply.status });
  if (fault?.kind === 'lost-reply') incoming.socket.destroy();
  else send(outgoing, reply, service.clock);
}

/** Lets the system answer, and logs what it changed. Reads alone can be stale: what would change something is done. */
async function handled<State>(
  service: Service<State>,
  request: SandboxRequest,
  stale: boolean,
): Promise<{ operation: string; reply: SandboxReply }> {
  const { system, clock, faults, before } = service;
  const kept = faults.wantsStale() ? structuredClone(system.state) : null;
  const done = await attempt(service, request, system.state);
  if (stale && before !== null && done.objects.length === 0) {
    return attempt(service, request, structuredClone(before));
  }
  if (done.objects.length > 0) service.before = kept;
  const at = formatInstant(clock.now());
  for (const object of done.objects) {
    service.changes.push({ at, system: system.id, operation: done.operation, object });
  }
  return done;
}

async function attempt<State>(service: Service<State>, request: SandboxRequest, state: State) {
  const objects: string[] = [];
  let operation = `${request.method} ${request.path}`;
  const handling: Handling = {
    operation: (name) => {
      operation = name;
    },
    changed: (object) => {
      objects.push(object);
    },
  };
  const reply = await service.system.handle(request, state, handling, new Date(service.clock.now()));
  return { operation, objects, reply };
}

/** The operation's name in the log where a fault kept the request from the system. */
function nameOf<State>(service: Service<State>, method: string, path: string): string {
  return service.system.nameOf?.(method, path) ?? `${method} ${path}`;
}

function replyOf(fault: Fault & { kind: 'status' }): SandboxReply {
  return {
    status: fault.status,
    ...(fault.headers === undefined ? {} : { headers: fault.headers }),
    ...(fault.body === undefined ? {} : { body: fault.body }),
  };
}

function send(outgoing: ServerResponse, reply: SandboxReply, clock: Clock): void {
  if (outgoing.headersSent) return;
  const text = reply.body === undefined ? '' : typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  const type = typeof reply.body === 'string' ? 'text/xml' : 'application/json; charset=utf-8';
  outgoing.writeHead(reply.status, {
    date: new Date(clock.now()).toUTCString(),
    ...(text === '' ? {} : { 'content-type': type }),
    ...reply.headers,
  });
  outgoing.end(text);
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY) throw new Error('request body over 4 MiB');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function stop(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}
