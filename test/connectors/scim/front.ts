/**
 * Stands before a SCIM server that is not ours: passes every request on, notes which of them changed something, and can be
 * told to disturb. What is answered is the other server's own word.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Trouble {
  /** Pages after the first fail. */
  listing: boolean;
  /** The credential does not reach the server. */
  credential: boolean;
  /** The next write is done and its reply is lost. */
  reply: boolean;
}

export interface Front {
  readonly url: string;
  readonly changes: string[];
  readonly trouble: Trouble;
  stop(): Promise<void>;
}

type Forward = (method: string, path: string, body?: string) => Promise<Response>;

/** In front of the service at this address. */
export async function frontOf(address: string): Promise<Front> {
  const { origin, pathname } = new URL(address);
  const changes: string[] = [];
  const trouble: Trouble = { listing: false, credential: false, reply: false };

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = incoming;
    const body = await textOf(incoming);
    if (trouble.listing && /\?startIndex=(?!1&)/.test(url)) return void outgoing.writeHead(502).end();
    const sent = {
      accept: 'application/scim+json',
      'content-type': 'application/scim+json',
      ...(trouble.credential ? {} : { authorization: headers.authorization ?? '' }),
    };
    const forward: Forward = (verb, path, text) =>
      fetch(`${origin}${path}`, { method: verb, headers: sent, ...(text === undefined ? {} : { body: text }) });
    const before = method === 'GET' ? null : await stateAt(forward, url);
    const answer = await forward(method, url, body === '' ? undefined : body);
    if (method !== 'GET' && before !== (await stateAt(forward, url))) changes.push(`${method} ${url}`);
    if (method !== 'GET' && trouble.reply) {
      trouble.reply = false;
      return void incoming.socket.destroy();
    }
    outgoing.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
    outgoing.end(await answer.text());
  }

  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch((error: unknown) => outgoing.writeHead(500).end(String(error)));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    changes,
    trouble,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** What a resource is, but for when it was changed. */
async function stateAt(forward: Forward, path: string): Promise<string> {
  const answer = await forward('GET', path);
  const told = (await answer.json()) as Record<string, unknown>;
  return answer.ok ? JSON.stringify({ ...told, meta: null }) : String(answer.status);
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  return text;
}
