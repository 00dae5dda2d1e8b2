import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Instant } from '../../src/core/time.js';
import { createHttpClient, type SignIn, type Vendor, wireOf } from '../../src/http/client.js';
import { whyOf } from '../../src/http/failures.js';
import { RULES } from '../../src/retry/rules.js';

type Answer = (request: IncomingMessage & { text: string }, response: ServerResponse) => void;

const TOKEN = 'a-token-of-the-system-73hd';
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A server that gives these answers in turn, the last one from then on; and a client of it. */
async function answering(...answers: readonly Answer[]) {
  const seen: { method: string; path: string; text: string; authorization: string }[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { method = '', url = '', headers } = request;
    seen.push({ method, path: url, text, authorization: headers.authorization ?? '' });
    const answer = answers[Math.min(seen.length, answers.length) - 1] as Answer;
    answer(Object.assign(request, { text }), response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  stops.push(
    () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  );
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let now = Date.UTC(2026, 10, 23, 9) as Instant;
  const slept: number[] = [];
  const clock = {
    now: () => now,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds);
      now = (now + milliseconds) as Instant;
    },
  };
  const vendor: Vendor = {
    name: 'Shop',
    base,
    variable: 'LEAVER_SYSTEM_SHOP_TOKEN',
    rules: RULES.okta,
    media: 'application/json',
    requestId: 'x-request-id',
    said: (body) => ({ message: String((body as { error?: unknown }).error ?? ''), code: 'E1' }),
    reset: 'x-reset',
  };
  let renewals = 0;
  const signIn: SignIn = {
    headers: async () => ({ authorization: `Bearer ${TOKEN}${renewals}` }),
    renew: () => {
      renewals += 1;
      return renewals === 1;
    },
  };
  const client = createHttpClient(vendor, signIn, wireOf(clock), { clock, random: () => 0 });
  return { client, seen, slept, base };
}

const json =
  (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
const cut: Answer = (_, response) => void response.socket?.destroy();

describe('reading', () => {
  it('gives the body, and sends the credential to that address alone', async () => {
    const { client, seen } = await answering(json({ id: 1 }));
    expect(await client.read('/users/1')).toEqual({ id: 1 });
    expect(seen).toMatchObject([{ method: 'GET', path: '/users/1', authorization: `Bearer ${TOKEN}0` }]);
    expect(client.requests()).toBe(1);
  });

  it('waits as long as the system asks, and no longer than the deadline', async () => {
    const { client, slept } = await answering(json({}, 429, { 'retry-after': '7' }), json({ id: 1 }));
    expect(await client.read('/users/1')).toEqual({ id: 1 });
    expect(slept).toEqual([7000]);
    const never = await answering(json({}, 429, { 'retry-after': '100' }));
    await expect(never.client.read('/users/1')).rejects.toMatchObject({ code: 'rate-limited' });
    expect(never.slept.length).toBeLessThan(5);
  });

  it('when the answer breaks off or is a 5xx, asks again; at the deadline it is unreachable, never empty', async () => {
    const { client } = await answering(cut, json({}, 503), json({ id: 1 }));
    expect(await client.read('/users/1')).toEqual({ id: 1 });
    const dead = await answering(json({ error: 'down' }, 500));
    await expect(dead.client.read('/users/1')).rejects.toMatchObject({ code: 'unreachable' });
  });

  it.each([
    [200, 'nonsense'],
    [204, ''],
    [302, ''],
  ])('when the answer is %i without JSON, says that it makes no sense', async (status, text) => {
    const { client } = await answering((_, response) => {
      response.writeHead(status, { location: 'https://elsewhere.example/' }).end(text);
    });
    await expect(client.read('/users/1')).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('signs in anew once where the session ended, and then gives up', async () => {
    const once = await answering(json({}, 401), json({ id: 1 }));
    expect(await once.client.read('/users/1')).toEqual({ id: 1 });
    expect(once.seen[1]?.authorization).toBe(`Bearer ${TOKEN}1`);
    const refused = await answering(json({ error: 'no' }, 401));
    await expect(refused.client.read('/users/1')).rejects.toMatchObject({ code: 'wrong-credential' });
    expect(refused.seen.length).toBe(2);
  });

  it('tells neither ids, nor filters, nor what was sent', async () => {
    const unreadable = await answering(json({}, 403));
    await expect(unreadable.client.read('/scim/Users/anaruiz')).rejects.toThrow('(GET /scim/Users/…)');
    const { client } = await answering((request, response) =>
      json({ error: `you sent ${request.headers.authorization} for ana.ruiz1` }, 403)(request, response),
    );
    const error = await client.read('/users/ana.ruiz1?filter=ana').catch((thrown: unknown) => thrown);
    expect(String(error)).not.toContain(TOKEN);
    expect(String(error)).toContain('(GET /users/…)');
    expect(whyOf(error)).toBe('status 403');
  });

  it('null is for 404 alone', async () => {
    expect(await (await answering(json({}, 404))).client.find('/users/1')).toBeNull();
    await expect((await answering(json({}, 403))).client.find('/users/1')).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('listing', () => {
  it('goes on where the answer says', async () => {
    const { client, base } = await answering((request, response) =>
      json([], 200, { link: `<http://${request.headers.host}/users?after=2>; rel="next", <x>; rel="self"` })(
        request,
        response,
      ),
    );
    expect((await client.page('/users')).next).toBe(`${base}/users?after=2`);
  });

  it('law 1: goes on nowhere but at the same host, and such a listing is not whole', async () => {
    const { client, seen } = await answering(json([], 200, { link: '<https://elsewhere.example/users>; rel="next"' }));
    await expect(client.page('/users')).rejects.toMatchObject({ code: 'unreachable' });
    expect(seen.length).toBe(1);
  });
});

describe('changing', () => {
  it('names the request, and counts what is not there as done', async () => {
    const { client, seen } = await answering(
      json({ ok: true }, 200, { 'x-request-id': 'r1' }),
      json({}, 404),
      json({}, 410),
    );
    expect(await client.write('POST', '/users/1/suspend', { now: true })).toMatchObject({
      kind: 'done',
      requestId: 'r1',
    });
    expect(seen[0]?.text).toBe('{"now":true}');
    expect(await client.write('DELETE', '/users/1')).toEqual({ kind: 'absent' });
    expect(await client.write('DELETE', '/users/1')).toEqual({ kind: 'absent' });
  });

  it.each([
    ['cut off', cut],
    ['a 502', json({}, 502)],
  ] as const)('when the answer is %s, is not made again: it may have happened', async (_, answer) => {
    const { client, seen } = await answering(answer);
    expect((await client.write('DELETE', '/users/1')).kind).toBe('lost');
    expect(seen.length).toBe(1);
  });

  it('is made again after a limit, which turned it away', async () => {
    const { client, seen } = await answering(json({}, 429, { 'retry-after': '1' }), json({}));
    expect((await client.write('DELETE', '/users/1')).kind).toBe('done');
    expect(seen.length).toBe(2);
  });

  it('is an error where it is refused', async () => {
    const { client } = await answering(json({ error: 'not allowed' }, 400));
    await expect(client.write('DELETE', '/users/1')).rejects.toMatchObject({ code: 'forbidden' });
  });
});
