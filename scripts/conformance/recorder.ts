import { createServer, type IncomingMessage, type OutgoingHttpHeaders, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Exchange } from './github-check.js';

/** A proxy on the loopback address that passes everything on and keeps it. */
export interface Recorder {
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  stop(): Promise<void>;
}

/** Records the traffic with an embedded server; links in its replies lead back through the recorder. */
export async function recordTraffic(target: string): Promise<Recorder> {
  const exchanges: Exchange[] = [];
  let own = '';

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const requestBody = await textOf(incoming);
    const headers: OutgoingHttpHeaders = { ...incoming.headers, host: new URL(target).host };
    const reply = await new Promise<IncomingMessage>((answered, failed) => {
      const passed = request(new URL(incoming.url ?? '/', target), { method: incoming.method, headers }, answered);
      passed.on('error', failed);
      passed.end(requestBody);
    });
    const responseBody = await textOf(reply);
    exchanges.push({
      method: incoming.method ?? 'GET',
      target: incoming.url ?? '/',
      requestBody,
      status: reply.statusCode ?? 0,
      contentType: reply.headers['content-type'] ?? '',
      responseBody,
    });
    const replied: OutgoingHttpHeaders = { ...reply.headers };
    for (const name of ['link', 'location']) {
      const value = replied[name];
      if (typeof value === 'string') replied[name] = value.replaceAll(target, own);
    }
    delete replied['transfer-encoding'];
    outgoing.writeHead(reply.statusCode ?? 502, replied);
    outgoing.end(responseBody);
  }

  const server = createServer((incoming, outgoing) => {
    // The embedded server dropped the connection, so its client sees the same.
    pass(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: own,
    exchanges,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
