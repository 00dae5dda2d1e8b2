/** Real receivers on this machine: an HTTP server and a mail server, and what they took. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';

export interface Taken {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answering {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How a receiver answers: at once, never, or by breaking the connection. */
export type Answer = Answering | 'silence' | 'break';

export interface HttpReceiver {
  readonly url: string;
  readonly taken: Taken[];
  /** What the next requests are answered, one each; after these, 200. */
  readonly answers: Answer[];
}

export async function httpReceiver(path = '/in'): Promise<HttpReceiver> {
  const taken: Taken[] = [];
  const answers: Answer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      taken.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      const answer = answers.shift() ?? { status: 200, body: 'ok' };
      if (answer === 'silence') return;
      if (answer === 'break') {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status, answer.headers);
      response.end(answer.body ?? '');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, taken, answers };
}

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
  /** Header lines, unfolded, by their name in lower case. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

export interface MailReceiver {
  readonly port: number;
  readonly mails: ReceivedMail[];
}

/** A mail server that takes what its options let through. */
export async function mailReceiver(options: SMTPServerOptions = {}): Promise<MailReceiver> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 100,
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const source = Buffer.concat(chunks).toString('utf8');
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), source, headers: headersOf(source) });
        done();
      });
    },
    ...options,
  });
  // What a client does that gives up is no fault of the test.
  server.on('error', () => {});
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  onTestFinished(() => new Promise<void>((done) => server.close(() => done())));
  return { port: (server.server.address() as AddressInfo).port, mails };
}

export interface DrippingServer {
  readonly port: number;
  /** How many connections are open. */
  open(): number;
}

/** A mail server that never ends its answer to the first command: one more line of it, again and again, past its end. */
export async function drippingServer(every: number): Promise<DrippingServer> {
  const sockets = new Set<Socket>();
  const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.write('220 here\r\n');
    let timer: NodeJS.Timeout | undefined;
    socket.once('data', () => {
      timer = setInterval(() => socket.write('250-x\r\n'), every);
    });
    socket.on('close', () => {
      clearInterval(timer);
      sockets.delete(socket);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  return { port: (server.address() as AddressInfo).port, open: () => sockets.size };
}

function headersOf(source: string): ReadonlyMap<string, readonly string[]> {
  const [head = ''] = source.split('\r\n\r\n');
  const all = new Map<string, string[]>();
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [name = '', ...rest] = line.split(':');
    all.set(name.toLowerCase(), [...(all.get(name.toLowerCase()) ?? []), rest.join(':').trim()]);
  }
  return all;
}

/** A part of a mail, decoded: `text/plain` or `text/html`. */
export function partOf({ source }: ReceivedMail, type: string): string {
  const part =
    source.split(/\r\n--[^\r\n]+\r\n/).find((one) => one.toLowerCase().startsWith(`content-type: ${type}`)) ?? '';
  const at = part.indexOf('\r\n\r\n');
  const [head, body] = [part.slice(0, at), part.slice(at + 4)];
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  if (!/quoted-printable/i.test(head)) return body;
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
