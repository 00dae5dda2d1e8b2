import { describe, expect, test } from 'vitest';
import { emailChannel } from '../../src/notify/email.js';
import { LISTED } from '../../src/notify/email-text.js';
import { isPartly } from '../../src/notify/sending.js';
import { everythingIn, HOSTILE, itemOf, messageWith, quickClock } from './messages.js';
import { drippingServer, mailReceiver, partOf } from './receivers.js';

const FROM = 'leaver@acme.example';
const TO = ['security@acme.example', 'audit@acme.example'];

const channelAt = (url: string, clock = quickClock()) =>
  emailChannel({ id: 'mail', from: FROM, to: TO, environment: { LEAVER_NOTIFY_MAIL_URL: url }, clock });

const caughtFrom = (sent: Promise<void>) => sent.then(() => null).catch((caught: unknown) => caught);

describe('mail', () => {
  test('has a text and an HTML body, one Message-ID, and says that a machine sent it', async () => {
    const server = await mailReceiver({ disabledCommands: ['AUTH', 'STARTTLS'] });

    await channelAt(`smtp://127.0.0.1:${server.port}`).send(messageWith([itemOf()], { link: 'https://x.example/1' }));

    const [mail] = server.mails;
    expect(mail).toMatchObject({ from: FROM, to: TO });
    expect(mail?.headers.get('message-id')).toEqual(['<msg_0123456789abcdef@acme.example>']);
    expect(mail?.headers.get('auto-submitted')).toEqual(['auto-generated']);
    expect(mail?.headers.get('subject')).toEqual(['[leaver] acme: 1 opt-out in force']);
    expect(partOf(mail as never, 'text/plain').replace(/\r\n/g, '\n')).toContain(
      '- Opt-out ana-handover is in force.\n  owner: kim.cho\n',
    );
    expect(partOf(mail as never, 'text/html')).toContain(
      '<li>Opt-out ana-handover is in force.<br>owner: kim.cho</li>',
    );
  });

  test('signs in with the user and password of its address', async () => {
    const users: unknown[] = [];
    const server = await mailReceiver({
      authOptional: false,
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, done) => {
        users.push([username, password]);
        done(null, { user: username });
      },
    });

    await channelAt(`smtp://bot%40acme.example:p%40ss%3Aword%2F12@127.0.0.1:${server.port}`).send(
      messageWith([itemOf()]),
    );

    expect(users).toEqual([['bot@acme.example', 'p@ss:word/12']]);
    expect(server.mails).toHaveLength(1);
  });

  test('that is refused to sign in fails once, and no error shows the user, the password or the address', async () => {
    let asked = 0;
    const server = await mailReceiver({
      authOptional: false,
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, done) => {
        asked += 1;
        done(new Error(`no such user ${username} with ${password}`));
      },
    });

    const error = await caughtFrom(
      channelAt(`smtp://robot-user:swordfish-1234@127.0.0.1:${server.port}`).send(messageWith([itemOf()])),
    );

    expect(error).toMatchObject({ code: 'wrong-credential', mend: expect.stringContaining('LEAVER_NOTIFY_MAIL_URL') });
    expect(everythingIn(error)).not.toMatch(/swordfish|robot-user/);
    expect(asked).toBe(1);
  });

  test('can not be made to hold another header or another recipient', async () => {
    const server = await mailReceiver({ disabledCommands: ['AUTH', 'STARTTLS'] });
    const items = HOSTILE.map((text) => itemOf({ sentence: text, facts: [[text, text]], link: null }));

    for (const title of HOSTILE) {
      await channelAt(`smtp://127.0.0.1:${server.port}`).send(
        messageWith(items, { title, id: 'msg_1>\r\nBcc: e@evil.example' }),
      );
    }

    expect(server.mails).toHaveLength(HOSTILE.length);
    for (const mail of server.mails) {
      expect(mail.to).toEqual(TO);
      expect([...mail.headers.keys()].filter((name) => /bcc|^cc$|reply-to/.test(name))).toEqual([]);
      expect(mail.headers.get('subject')).toHaveLength(1);
      expect(mail.headers.get('message-id')).toEqual(['<msg_1Bcceevilexample@acme.example>']);
      expect(partOf(mail, 'text/html')).not.toMatch(/<(script|img)/i);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would take for a command
      expect(partOf(mail, 'text/plain')).not.toMatch(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u202e]/u);
    }
  });

  test('lists many, and counts the rest', async () => {
    const server = await mailReceiver({ disabledCommands: ['AUTH', 'STARTTLS'] });

    await channelAt(`smtp://127.0.0.1:${server.port}`).send(messageWith(Array.from({ length: 500 }, () => itemOf())));

    expect(partOf(server.mails[0] as never, 'text/plain').match(/^- /gm)).toHaveLength(LISTED);
    expect(partOf(server.mails[0] as never, 'text/html')).toContain(`${500 - LISTED} more`);
  });

  test('to a server that is greylisting is sent again', async () => {
    let turns = 0;
    const server = await mailReceiver({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onMailFrom: (_, __, done) => {
        turns += 1;
        done(turns > 1 ? null : Object.assign(new Error('later'), { responseCode: 451 }));
      },
    });

    await channelAt(`smtp://127.0.0.1:${server.port}`).send(messageWith([itemOf()]));

    expect(server.mails).toHaveLength(1);
  });

  test('that some addresses refuse is told of, and counts as sent to the others', async () => {
    const server = await mailReceiver({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: ({ address }, _, done) =>
        done(address === TO[1] ? Object.assign(new Error('who?'), { responseCode: 550 }) : null),
    });

    const error = await caughtFrom(channelAt(`smtp://127.0.0.1:${server.port}`).send(messageWith([itemOf()])));

    expect(error).toMatchObject({ code: 'undelivered', message: expect.stringContaining('1 of 2') });
    expect(isPartly(error)).toBe(true);
    expect(server.mails).toMatchObject([{ to: [TO[0]] }]);
  });

  test('that all addresses refuse is not sent', async () => {
    const server = await mailReceiver({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: (_, __, done) => done(Object.assign(new Error('who?'), { responseCode: 550 })),
    });

    const error = await caughtFrom(channelAt(`smtp://127.0.0.1:${server.port}`).send(messageWith([itemOf()])));

    expect(error).toMatchObject({ code: 'undelivered' });
    expect(isPartly(error)).toBe(false);
  });

  test('to a server whose certificate nobody vouches for is not sent', async () => {
    const server = await mailReceiver({ secure: true });

    const error = await caughtFrom(
      channelAt(`smtps://u:swordfish-1234@127.0.0.1:${server.port}`).send(messageWith([itemOf()])),
    );

    expect(error).toMatchObject({ code: 'unreachable' });
    expect(everythingIn(error)).not.toContain('swordfish');
    expect(server.mails).toEqual([]);
  });

  test('to another machine is never sent without encryption', async () => {
    const server = await mailReceiver({ disabledCommands: ['AUTH', 'STARTTLS'] });

    // The same server, by an address that is not known to be this machine's.
    const error = await caughtFrom(channelAt(`smtp://[::ffff:127.0.0.1]:${server.port}`).send(messageWith([itemOf()])));

    expect(error).toMatchObject({ code: 'unreachable' });
    expect(server.mails).toEqual([]);
  });

  test('to a server that is not there ends in bounded time', async () => {
    const clock = quickClock();

    const error = await caughtFrom(channelAt('smtp://127.0.0.1:1', clock).send(messageWith([itemOf()])));

    expect(error).toMatchObject({ code: 'unreachable' });
    expect(clock.slept.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(10_000);
  });

  test('to a server whose answer never ends is given up in time, and leaves no connection open', async () => {
    const server = await drippingServer(50);
    const environment = { LEAVER_NOTIFY_MAIL_URL: `smtp://127.0.0.1:${server.port}` };
    const channel = emailChannel({
      ...{ id: 'mail', from: FROM, to: TO, environment, clock: quickClock(), patience: 300 },
    });

    const error = await caughtFrom(channel.send(messageWith([itemOf()])));

    expect(error).toMatchObject({ code: 'unreachable', message: expect.stringContaining('ETIMEDOUT') });
    await expect.poll(server.open, { timeout: 3_000 }).toBe(0);
  }, 15_000);

  test('begins no other try when nobody waits for it any more', async () => {
    const late = new AbortController();
    let turns = 0;
    const server = await mailReceiver({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onMailFrom: (_, __, done) => {
        turns += 1;
        late.abort();
        done(Object.assign(new Error('later'), { responseCode: 451 }));
      },
    });

    const sent = channelAt(`smtp://127.0.0.1:${server.port}`).send(messageWith([itemOf()]), late.signal);

    expect(await caughtFrom(sent)).not.toBeNull();
    expect(turns).toBe(1);
  });

  test.each(['mail.acme.example', 'http://mail.acme.example', 'smtp:///nowhere'])('has no server at %j', (url) => {
    expect(() => channelAt(url)).toThrow(expect.objectContaining({ code: 'wrong-credential' }));
  });
});
