import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slackChannel } from '../../src/notify/slack.js';
import { LISTED, mrkdwn } from '../../src/notify/slack-text.js';
import { everythingIn, HOSTILE, itemOf, messageWith, quickClock } from './messages.js';
import { httpReceiver } from './receivers.js';

interface Block {
  readonly type: string;
  readonly text?: { readonly type: string; readonly text: string; readonly verbatim?: boolean };
  readonly elements?: readonly { readonly text: string; readonly verbatim?: boolean }[];
}

async function channelTo() {
  const receiver = await httpReceiver('/services/T000/B000/slack-secret-123456');
  const clock = quickClock();
  const channel = slackChannel({ id: 'security', environment: { LEAVER_NOTIFY_SECURITY_URL: receiver.url }, clock });
  const blocks = () => (JSON.parse(receiver.taken[0]?.body ?? '') as { blocks: Block[] }).blocks;
  return { receiver, clock, channel, blocks };
}

/** All texts of a body that Slack takes for mrkdwn. */
function texts(blocks: readonly Block[]): string[] {
  return blocks.flatMap(({ text, elements = [] }) => [
    ...(text?.type === 'mrkdwn' ? [text.text] : []),
    ...elements.map((element) => element.text),
  ]);
}

describe('Slack', () => {
  test('gets the title, each news with its facts, and where to read on', async () => {
    const { channel, receiver, blocks } = await channelTo();

    await channel.send(messageWith([itemOf()], { link: 'https://github.example/acme/access/actions/runs/1?a=1&b=2' }));

    expect(receiver.taken[0]?.path).toBe('/services/T000/B000/slack-secret-123456');
    expect(JSON.parse(receiver.taken[0]?.body ?? '')).toMatchObject({
      text: 'acme: 1 opt-out in force',
      link_names: false,
    });
    expect(blocks()).toMatchObject([
      { type: 'header', text: { type: 'plain_text', text: 'acme: 1 opt-out in force', emoji: false } },
      { text: { text: '• Opt-out ana-handover is in force.\nowner: kim.cho', verbatim: true } },
      {
        type: 'context',
        elements: [
          {
            text: '<https://github.example/acme/access/actions/runs/1?a=1&amp;b=2|The run and its report>  ·  msg_0123456789abcdef',
          },
        ],
      },
    ]);
  });

  test('shows hostile text as text: no mention, no link, no markup', async () => {
    const { channel, receiver, blocks } = await channelTo();

    await channel.send(
      messageWith(
        HOSTILE.map((text) => itemOf({ sentence: text, facts: [[text, text]] })),
        { title: HOSTILE[0] ?? '' },
      ),
    );

    const shown = texts(blocks());
    expect(shown).toHaveLength(HOSTILE.length + 1);
    for (const text of [...shown, (JSON.parse(receiver.taken[0]?.body ?? '') as { text: string }).text]) {
      expect(text).not.toMatch(/[<>*`~]/);
      expect(text).not.toMatch(/@(here|channel|everyone)/i);
      expect(text.replace(/\n/g, '')).not.toMatch(/\p{Cc}|\u202e/u);
    }
  });

  test('generated text never opens a link or a mention, and is never lost', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = mrkdwn(text);
        expect(shown).not.toMatch(/[<>*`~]/);
        expect(shown).not.toMatch(/&(?!amp;|lt;|gt;)/);
        expect(shown.length).toBeGreaterThanOrEqual(text.length);
      }),
    );
  });

  test('an address that would end its link early can not', async () => {
    const { channel, blocks } = await channelTo();

    await channel.send(messageWith([itemOf()], { link: 'https://x.example/a|b>c<!here>?q=|' }));

    expect(texts(blocks()).at(-1)).toMatch(/^<https:\/\/x\.example\/[^<>|]*\|The run and its report> /);
  });

  test('a flood is one message within the limits of Slack: some are listed, the rest are counted', async () => {
    const { channel, blocks, receiver } = await channelTo();
    const long = '<&>*'.repeat(2000);

    await channel.send(
      messageWith(
        Array.from({ length: 500 }, () =>
          itemOf({ sentence: long, facts: [['left', long]], link: 'https://x.example/' }),
        ),
        { title: 'a'.repeat(400) },
      ),
    );

    expect(receiver.taken).toHaveLength(1);
    expect(blocks().length).toBeLessThanOrEqual(50);
    expect(blocks()[0]?.text?.text.length).toBeLessThanOrEqual(150);
    for (const text of texts(blocks())) {
      expect(text.length).toBeLessThanOrEqual(3000);
      expect(text).not.toMatch(/&(?!amp;|lt;|gt;)/);
    }
    expect(texts(blocks()).at(-1)).toContain(`${500 - LISTED} more`);
  });

  test.each([
    [{ status: 404, body: 'no_service' }, 'wrong-credential', 'no_service'],
    [{ status: 400, body: 'invalid_blocks' }, 'undelivered', 'invalid_blocks'],
    [{ status: 403, body: '/services/T000/B000/slack-secret-123456 is off' }, 'wrong-credential', '403'],
    [{ status: 301, headers: { location: 'https://evil.example/' } }, 'wrong-credential', '301'],
  ] as const)('that answers %j is not asked again, and the error holds no address', async (answer, code, said) => {
    const { channel, receiver } = await channelTo();
    receiver.answers.push(answer);

    const error = await channel.send(messageWith([itemOf()])).catch((caught: unknown) => caught);

    expect(error).toMatchObject({ code, message: expect.stringContaining(said) });
    expect(everythingIn(error)).not.toContain('slack-secret');
    expect(receiver.taken).toHaveLength(1);
  });

  test('is asked again after a 5xx, and as late as it asks after a 429', async () => {
    const { channel, receiver, clock } = await channelTo();
    receiver.answers.push({ status: 502 }, { status: 429, headers: { 'retry-after': '3' } });

    await channel.send(messageWith([itemOf()]));

    expect(receiver.taken).toHaveLength(3);
    expect(clock.slept.at(-1)).toBe(3000);
  });

  test('that is not there, and an address that is none, never show in an error', async () => {
    const clock = quickClock();
    const gone = { LEAVER_NOTIFY_SECURITY_URL: 'http://127.0.0.1:1/services/slack-secret-123456' };
    const none = { LEAVER_NOTIFY_SECURITY_URL: 'hooks.slack.example/services/slack-secret-123456' };

    const errors = [
      await slackChannel({ id: 'security', environment: gone, clock })
        .send(messageWith([itemOf()]))
        .catch((caught: unknown) => caught),
      await (async () => slackChannel({ id: 'security', environment: none, clock }))().catch(
        (caught: unknown) => caught,
      ),
    ];

    expect(errors).toMatchObject([{ code: 'unreachable' }, { code: 'wrong-credential' }]);
    expect(errors.map(everythingIn).join()).not.toContain('slack-secret');
  });
});
