import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { webhookChannel } from '../../src/notify/webhook.js';
import { AT, everythingIn, HOSTILE, itemOf, messageWith, quickClock } from './messages.js';
import { httpReceiver } from './receivers.js';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four bytes or more').toString('base64')}`;
const OTHER = `whsec_${Buffer.from('another secret, also of enough bytes').toString('base64')}`;

async function channelTo(more: Readonly<Record<string, string>> = {}) {
  const receiver = await httpReceiver('/in?token=address-secret-1234');
  const clock = quickClock();
  const environment = { LEAVER_NOTIFY_PAGER_ONE_URL: receiver.url, LEAVER_NOTIFY_PAGER_ONE_SECRET: SECRET, ...more };
  return { receiver, clock, channel: webhookChannel({ id: 'pager.one', environment, clock }) };
}

const verify = (secret: string, { headers, body }: { headers: object; body: string }) =>
  new Webhook(secret).verify(body, headers as Record<string, string>);

describe('a webhook', () => {
  test('is signed: the receiver verifies it with the library, and reads the message', async () => {
    const { receiver, channel } = await channelTo();

    await channel.send(messageWith([itemOf()]));

    const [taken] = receiver.taken;
    expect(taken?.headers['webhook-id']).toBe('msg_0123456789abcdef');
    expect(verify(SECRET, taken as never)).toEqual({
      type: 'leaver.news',
      timestamp: AT,
      data: { organization: 'acme', title: 'acme: 1 opt-out in force', link: null, items: [itemOf()] },
    });
  });

  test('that somebody changed on its way is not verified', async () => {
    const { receiver, channel } = await channelTo();
    await channel.send(messageWith([itemOf()]));
    const [taken] = receiver.taken;
    const body = taken?.body.replace('ana-handover', 'eve-handover') ?? '';

    expect(() => verify(SECRET, { headers: taken?.headers ?? {}, body })).toThrow('No matching signature');
    expect(() => verify(OTHER, taken as never)).toThrow('No matching signature');
  });

  test('is signed with the old secret and the new one while both are given', async () => {
    const { receiver, channel } = await channelTo({ LEAVER_NOTIFY_PAGER_ONE_SECRET: `${OTHER} ${SECRET}` });

    await channel.send(messageWith([itemOf()]));

    const [taken] = receiver.taken;
    expect(verify(SECRET, taken as never)).toEqual(verify(OTHER, taken as never));
  });

  test('keeps its id and body over tries, with a new time and signature', async () => {
    const { receiver, channel, clock } = await channelTo();
    receiver.answers.push({ status: 503 }, 'break');

    await channel.send(messageWith([itemOf()]));

    expect(receiver.taken).toHaveLength(3);
    expect(new Set(receiver.taken.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set(['msg_0123456789abcdef']),
    );
    expect(new Set(receiver.taken.map(({ body }) => body)).size).toBe(1);
    expect(clock.slept.length).toBe(2);
    for (const taken of receiver.taken) verify(SECRET, taken);
  });

  test('waits as long as the receiver asks', async () => {
    const { receiver, channel, clock } = await channelTo();
    receiver.answers.push({ status: 429, headers: { 'retry-after': '7' } });

    await channel.send(messageWith([itemOf()]));

    expect(clock.slept).toEqual([7000]);
    expect(receiver.taken).toHaveLength(2);
  });

  test.each([
    [{ status: 400 }, 'undelivered'],
    [{ status: 413 }, 'undelivered'],
    [{ status: 401 }, 'wrong-credential'],
    [{ status: 410 }, 'wrong-credential'],
    [{ status: 302, headers: { location: 'http://127.0.0.1:1/elsewhere' } }, 'wrong-credential'],
  ] as const)('that is refused with %j is tried once, and fails as %s', async (answer, code) => {
    const { receiver, channel } = await channelTo();
    receiver.answers.push(answer);

    await expect(channel.send(messageWith([itemOf()]))).rejects.toMatchObject({ code });

    expect(receiver.taken).toHaveLength(1);
  });

  test('that never succeeds ends in bounded time, and its error holds neither address nor secret', async () => {
    const { receiver, channel, clock } = await channelTo();
    receiver.answers.push(
      ...Array.from({ length: 50 }, () => ({ status: 500, body: `${SECRET} address-secret-1234` })),
    );

    const error = await channel.send(messageWith([itemOf()])).catch((caught: unknown) => caught);

    expect(error).toMatchObject({ code: 'unreachable' });
    expect(clock.slept.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(10_000);
    expect(everythingIn(error)).not.toContain('address-secret-1234');
    expect(everythingIn(error)).not.toContain(SECRET.slice(6));
  });

  test('to where nobody listens tells the mend, and not the address', async () => {
    const environment = {
      LEAVER_NOTIFY_PAGER_URL: 'http://127.0.0.1:1/in?token=address-secret-1234',
      LEAVER_NOTIFY_PAGER_SECRET: SECRET,
    };
    const channel = webhookChannel({ id: 'pager', environment, clock: quickClock() });

    const error = await channel.send(messageWith([itemOf()])).catch((caught: unknown) => caught);

    expect(error).toMatchObject({ code: 'unreachable', mend: expect.stringContaining('LEAVER_NOTIFY_PAGER_URL') });
    expect(everythingIn(error)).not.toContain('address-secret');
  });

  test.each([
    ['no address', { LEAVER_NOTIFY_PAGER_SECRET: SECRET }, 'missing-credential'],
    ['no secret', { LEAVER_NOTIFY_PAGER_URL: 'https://in.example/' }, 'missing-credential'],
    [
      'an empty secret',
      { LEAVER_NOTIFY_PAGER_URL: 'https://in.example/', LEAVER_NOTIFY_PAGER_SECRET: ' ' },
      'missing-credential',
    ],
    [
      'a short secret',
      { LEAVER_NOTIFY_PAGER_URL: 'https://in.example/', LEAVER_NOTIFY_PAGER_SECRET: 'whsec_c2hvcnQ=' },
      'wrong-credential',
    ],
    [
      'a secret of another form',
      { LEAVER_NOTIFY_PAGER_URL: 'https://in.example/', LEAVER_NOTIFY_PAGER_SECRET: 'hunter2-hunter2-hunter2' },
      'wrong-credential',
    ],
    [
      'an address without encryption',
      { LEAVER_NOTIFY_PAGER_URL: 'http://in.example/hook-secret-123', LEAVER_NOTIFY_PAGER_SECRET: SECRET },
      'wrong-credential',
    ],
    [
      'an address that only looks local',
      { LEAVER_NOTIFY_PAGER_URL: 'http://127.0.0.1.evil.example/hook-secret-123', LEAVER_NOTIFY_PAGER_SECRET: SECRET },
      'wrong-credential',
    ],
    [
      'no address at all',
      { LEAVER_NOTIFY_PAGER_URL: 'hook-secret-123', LEAVER_NOTIFY_PAGER_SECRET: SECRET },
      'wrong-credential',
    ],
  ] as const)('with %s is not opened', (_, environment, code) => {
    let error: unknown = null;
    try {
      webhookChannel({ id: 'pager', environment, clock: quickClock() });
    } catch (caught) {
      error = caught;
    }

    expect(error).toMatchObject({ code, mend: expect.stringContaining('LEAVER_NOTIFY_PAGER_') });
    expect(everythingIn(error)).not.toContain('hook-secret-123');
    expect(everythingIn(error)).not.toContain('hunter2');
  });

  test('brings hostile text whole, as JSON', async () => {
    const { receiver, channel } = await channelTo();

    await channel.send(messageWith(HOSTILE.map((sentence) => itemOf({ sentence }))));

    const { data } = verify(SECRET, receiver.taken[0] as never) as { data: { items: { sentence: string }[] } };
    expect(data.items.map(({ sentence }) => sentence)).toEqual(HOSTILE);
  });
});
