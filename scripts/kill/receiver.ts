/** Where the policy's channel leads: a receiver of signed webhooks, which keeps what it is sent. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** As many bytes as a signature needs; it opens nothing. */
export const SECRET = `whsec_${Buffer.from('signs what a killed run tells').toString('base64')}`;

/** A message as it came. */
export interface Taken {
  /** The same for the same message, so that who gets it twice drops it. */
  readonly id: string;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly taken: readonly Taken[];
  stop(): Promise<void>;
}

/**
 * @param struck tells whether the sender was killed at this request, before it was taken or after: then nobody is answered
 */
export async function startReceiver(struck: (where: 'before' | 'after') => Promise<boolean>): Promise<Receiver> {
  const taken: Taken[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (await struck('before')) return void response.destroy();
    taken.push({ id: String(request.headers['webhook-id']), body: Buffer.concat(chunks).toString('utf8') });
    if (await struck('after')) return void response.destroy();
    response.writeHead(204).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/news`,
    taken,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
