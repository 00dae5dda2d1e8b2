/** What systems answer: bounded, and without what was sent to them. Over HTTP, as a system or a proxy could. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Instant } from '../../src/core/time.js';
import { createClient } from '../../src/github/client.js';
import { readWhole, sentCredentials } from '../../src/ports/answers.js';

const TOKEN = 'a-token-that-nothing-looks-like/0123456789';
const MIB = 1024 * 1024;

async function answering(answer: (response: ServerResponse, authorization: string) => void): Promise<string> {
  const server = createServer((request, response) => answer(response, request.headers.authorization ?? ''));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clientOf(apiUrl: string) {
  let now = 0;
  const clock = {
    now: () => now as Instant,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
  return createClient(
    { kind: 'token', token: TOKEN, variable: 'LEAVER_GITHUB_TOKEN', apiUrl },
    { clock, random: () => 0 },
  );
}

describe('an answer that repeats the credential', () => {
  test('comes without it: in its body, its headers, and in Base64', async () => {
    const url = await answering((response, authorization) => {
      const sent = Buffer.from(`x:${TOKEN}`).toString('base64');
      response.writeHead(200, { 'x-github-request-id': TOKEN, 'content-type': 'application/json' });
      response.end(JSON.stringify({ echo: authorization, sent, ids: [583231] }));
    });
    const written = await clientOf(url).write('PUT /x', {});

    expect(JSON.stringify(written)).not.toContain('0123456789');
    expect(written).toMatchObject({ kind: 'done', requestId: '***', body: { ids: [583231] } });
  });

  test('is refused without it', async () => {
    const url = await answering((response, authorization) => {
      response.writeHead(403, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: `no: ${authorization}` }));
    });
    await expect(clientOf(url).read('GET /x', {})).rejects.toThrow(/no: \w+ \*\*\*/);
  });

  test('stays as it is, byte for byte, where it repeats nothing', () => {
    const sent = sentCredentials();
    sent.add(`Bearer ${TOKEN}`);
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x41]);
    expect(sent.outOf(bytes)).toBe(bytes);
  });
});

describe('an answer without an end', () => {
  /** As much as the reader takes. */
  function endless(response: ServerResponse): { readonly sent: () => number } {
    let sent = 0;
    const chunk = `"${'x'.repeat(MIB - 3)}",`;
    const more = (): void => {
      while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      sent += chunk.length;
    };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.on('drain', more);
    response.write('[');
    more();
    return { sent: () => sent };
  }

  test('is given up after 32 MiB, and is no empty listing', async () => {
    const streams: { readonly sent: () => number }[] = [];
    const url = await answering((response) => {
      streams.push(endless(response));
    });
    await expect(clientOf(url).page({ route: 'GET /x', values: {} })).rejects.toThrow('larger than 32 MiB');
    // What the sockets hold comes on top.
    for (const { sent } of streams) expect(sent()).toBeLessThan(48 * MIB);
  });

  test('is given up as well where it is small on the way', async () => {
    const bomb = gzipSync(Buffer.alloc(40 * MIB, 0x20));
    expect(bomb.byteLength).toBeLessThan(MIB);
    const url = await answering((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(bomb);
    });
    await expect(clientOf(url).query('query X { viewer { id } }', {})).rejects.toThrow('larger than 32 MiB');
  });

  test('no chunk is asked for beyond the limit', async () => {
    let asked = 0;
    async function* chunks() {
      for (;;) {
        asked += 1;
        yield new Uint8Array(1000);
      }
    }
    await expect(readWhole(chunks(), 10_000)).rejects.toThrow();
    expect(asked).toBe(11);
  });
});
