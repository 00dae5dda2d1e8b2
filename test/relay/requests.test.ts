import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { delivery, NOW, oktaEvent, SECRET, serveRelay } from './serving.js';

const EVENT = () => delivery(oktaEvent());

describe('who may tell the relay something', () => {
  test('Okta’s one-time verification is given back, as JSON', async () => {
    const { url } = await serveRelay();
    const response = await fetch(url, { headers: { 'x-okta-verification-challenge': 'p4YLZj3H-abc' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ verification: 'p4YLZj3H-abc' });
  });

  test.each([[{}], [{ 'x-okta-verification-challenge': '' }], [{ 'x-okta-verification-challenge': 'x'.repeat(513) }]])(
    'a GET without a challenge of Okta’s is refused',
    async (headers) => {
      const { url } = await serveRelay();
      expect((await fetch(url, { headers })).status).toBe(400);
    },
  );

  test.each(['', 'wrong', SECRET.slice(0, -1), `${SECRET}x`, SECRET.toUpperCase(), `Bearer ${SECRET}`])(
    'without the secret (%j) nothing is read and nothing is started',
    async (authorization) => {
      const served = await serveRelay();
      expect((await served.deliver(EVENT(), { authorization })).status).toBe(401);
      expect(served.dispatches()).toEqual([]);
      expect(served.log).toEqual([]);
    },
  );

  test.each(['PUT', 'DELETE', 'PATCH'])('%s is no request of Okta’s', async (method) => {
    const { url } = await serveRelay();
    expect((await fetch(url, { method, headers: { authorization: SECRET } })).status).toBe(405);
  });

  test.each([
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{"data":{}}',
    '{"data":{"events":{}}}',
    '{"__proto__":{"data":{"events":[]}}}',
  ])('a body that is no delivery (%s) is refused for good', async (body) => {
    const served = await serveRelay();
    expect((await served.deliver(body)).status).toBe(400);
  });

  test('a body that is larger than any delivery is read no further', async () => {
    const served = await serveRelay();
    const padded = JSON.stringify({ ...EVENT(), padding: 'x'.repeat(1024 * 1024) });
    expect((await served.deliver(padded)).status).toBe(413);
    expect(served.dispatches()).toEqual([]);
  });
});

describe('when the relay is not set up', () => {
  test.each([
    ['LEAVER_RELAY_SECRET', ''],
    ['LEAVER_RELAY_SECRET', 'short'],
    ['LEAVER_RELAY_REPOSITORY', 'policy'],
    ['LEAVER_RELAY_REPOSITORY', 'acme/..'],
    ['LEAVER_RELAY_GITHUB_API_URL', 'http://github.example'],
    ['LEAVER_RELAY_GITHUB_TOKEN', ''],
  ])('%s %j: it answers nobody, and its log names the variable, without its value', async (name, value) => {
    const served = await serveRelay({ environment: { [name]: value } });
    expect((await served.deliver(EVENT())).status).toBe(500);
    const challenged = await fetch(served.url, { headers: { 'x-okta-verification-challenge': 'x' } });
    expect(challenged.status).toBe(500);
    expect(served.log[0]).toContain(name);
    expect(served.log.join()).not.toContain(SECRET);
  });
});

describe('when GitHub fails', () => {
  const struck = async (...statuses: readonly number[]) => {
    const served = await serveRelay();
    for (const status of statuses) {
      served.github.faults.add({ fault: { kind: 'status', status }, matching: /dispatches/, times: 1 });
    }
    return served;
  };

  test('it is asked again, with a pause that grows', async () => {
    const served = await struck(502, 503);
    expect((await served.deliver(EVENT())).status).toBe(204);
    expect(served.dispatches()).toHaveLength(1);
    expect(served.pauses).toEqual([150, 450]);
  });

  test('for longer than Okta waits: 502, and Okta’s second try counts', async () => {
    const served = await struck(500, 500, 500);
    const body = EVENT();
    expect((await served.deliver(body)).status).toBe(502);
    expect(served.pauses.reduce((sum, one) => sum + one, 0)).toBeLessThan(3000);
    expect(served.log[0]).toContain('"failed":1,"statuses":[500]');
    expect((await served.deliver(body)).status).toBe(204);
    expect(served.dispatches()).toHaveLength(1);
  });

  test.each([403, 404, 422])('%i is not asked again: it is a setting that is wrong', async (status) => {
    const served = await struck(status);
    expect((await served.deliver(EVENT())).status).toBe(502);
    expect(served.pauses).toEqual([]);
  });

  test('what reached it before is not asked for twice when Okta tries again', async () => {
    const served = await struck(404);
    const body = delivery(oktaEvent(), oktaEvent({}, { id: '00uleo', alternateId: 'leo@acme.example' }));
    expect((await served.deliver(body)).status).toBe(502);
    expect(served.dispatches()).toHaveLength(1);
    expect((await served.deliver(body)).status).toBe(204);
    expect(
      served
        .dispatches()
        .map(({ account }) => account)
        .sort(),
    ).toEqual(['00uana', '00uleo']);
  });

  test('a server that does not answer is given up on before Okta gives up', async () => {
    const times: number[] = [];
    const started = Date.now();
    const served = await serveRelay({
      tools: {
        now: () => Date.parse(NOW) + Date.now() - started,
        request: (_, { signal }) => {
          times.push(Date.now());
          return new Promise((_, failed) => {
            signal?.addEventListener('abort', () => {
              times.push(Date.now());
              failed(new Error('aborted'));
            });
          });
        },
      },
    });
    expect((await served.deliver(EVENT())).status).toBe(502);
    // One try, for as long as there is: Okta waits three seconds.
    expect(times).toHaveLength(2);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeLessThan(2_900);
  });
});

describe('signed in as a GitHub App', () => {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  const app = (environment: Readonly<Record<string, string>> = {}) =>
    serveRelay({
      environment: {
        LEAVER_RELAY_GITHUB_TOKEN: '',
        LEAVER_RELAY_APP_ID: '811',
        LEAVER_RELAY_APP_INSTALLATION_ID: '801',
        LEAVER_RELAY_APP_PRIVATE_KEY: key.replaceAll('\n', '\\n'),
        ...environment,
      },
      tools: { request: answering },
    });
  const asked: { url: string; authorization: string; body: unknown }[] = [];
  // GitHub's answers by hand: the embedded one verifies no signature, and this is about what is sent.
  const answering = async (url: string, { headers, body }: RequestInit) => {
    const { authorization = '' } = headers as Record<string, string>;
    asked.push({ url: new URL(url).pathname, authorization, body: JSON.parse(String(body)) });
    if (!url.endsWith('/access_tokens')) return new Response(null, { status: 204 });
    return Response.json({ token: 'ghs_one', expires_at: '2026-11-23T10:00:00Z' }, { status: 201 });
  };

  test('takes a token for that repository and for contents alone, and keeps it for its hour', async () => {
    asked.length = 0;
    const served = await app();
    for (let times = 0; times < 2; times += 1) expect((await served.deliver(EVENT())).status).toBe(204);
    expect(asked.map(({ url }) => url)).toEqual([
      '/app/installations/801/access_tokens',
      '/repos/acme/policy/dispatches',
      '/repos/acme/policy/dispatches',
    ]);
    expect(asked[0]?.body).toEqual({ repositories: ['policy'], permissions: { contents: 'write' } });
    expect(asked[1]?.authorization).toBe('Bearer ghs_one');
    const [head = '', claims = ''] = (asked[0]?.authorization.split(' ')[1] ?? '').split('.');
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect([read(head).alg, read(claims).iss, read(claims).exp - read(claims).iat]).toEqual(['RS256', '811', 600]);
    served.at('2026-11-23T09:56:00Z');
    await served.deliver(delivery(oktaEvent({ published: '2026-11-23T09:55:00Z' })));
    expect(asked.filter(({ url }) => url.endsWith('/access_tokens'))).toHaveLength(2);
  });

  test('a key that is none: 502, and no word of it in the log', async () => {
    const served = await app({ LEAVER_RELAY_APP_PRIVATE_KEY: 'not-a-key-but-secret' });
    expect((await served.deliver(EVENT())).status).toBe(502);
    expect(served.log.join()).not.toContain('not-a-key');
  });
});
