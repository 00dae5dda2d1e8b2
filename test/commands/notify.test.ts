import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { JOURNAL, type Journal, type NewEvent } from '../../src/audit/journal.js';
import { underLease } from '../../src/commands/lease.js';
import { sendNews } from '../../src/commands/notify.js';
import { nodeClock } from '../../src/ports/node.js';
import { mailReceiver } from '../notify/receivers.js';
import { CHAT, lapsed, MAIL, memoryLog, PAGER, pagesOf, revoked, SECRET, tellIn, toldWorld } from './notify-world.js';
import { worldOf } from './world.js';

const QUIET = { remarks: [], problems: [] };

describe('news of a run', () => {
  test('reach every channel once, and are put on record', async () => {
    const { tell, append, pager, chat, mail, world } = await toldWorld();
    await append(lapsed('ana-handover'));

    const first = await tell();

    expect(first).toEqual({
      remarks: ['chat', 'mail', 'pager'].map((id) => `Channel ${id} was told: acme: 1 opt-out lapsed.`),
      problems: [],
    });
    expect(await tell()).toEqual(QUIET);
    expect([pager.taken.length, chat.taken.length, mail.mails.length]).toEqual([1, 1, 1]);
    const record = (await world.journal()).filter(({ type }) => type === 'notifying' || type === 'notified');
    expect(record.filter((event) => 'message' in event && event.message !== 'topics')).toHaveLength(6);
  });

  test('that nobody is to be told leave no trace', async () => {
    const { tell, append, world } = await toldWorld();
    await append(lapsed('ana-handover'));

    expect(await tell([])).toEqual(QUIET);

    expect((await world.journal()).filter(({ type }) => type === 'notifying')).toEqual([]);
  });

  test('a flood of 500 revocations is one message; of 1,200 opt-outs none is lost', async () => {
    const { tell, append, pager, chat, mail } = await toldWorld({ journal: () => memoryLog(nodeClock) });
    await tell();
    await append(...Array.from({ length: 500 }, (_, index) => revoked(`p${index}`)).flat());

    await tell();
    expect([pager.taken.length, chat.taken.length, mail.mails.length]).toEqual([1, 1, 1]);
    await append(...Array.from({ length: 1200 }, (_, index) => lapsed(`q${index}`)));
    await tell();

    const pages = pagesOf(pager);
    expect(pages.map(({ keys }) => keys.length)).toEqual([500, 500, 500, 200]);
    expect(new Set(pages.flatMap(({ keys }) => keys)).size).toBe(1700);
  });
});

describe.each(['pager', 'chat', 'mail'] as const)('channel %s that takes nothing', (broken) => {
  test('makes the run red; the news stay on record, the others get theirs, and the next run delivers once', async () => {
    let mailIsDown = broken === 'mail';
    const told = await toldWorld({}, () => mailIsDown);
    const { tell, append, world, mail } = told;
    if (broken !== 'mail') told[broken].answers.push(...Array.from({ length: 40 }, () => ({ status: 503 })));
    await append(lapsed('ana-handover'), ...revoked('ben'));

    const red = await tell();

    expect(red.problems).toEqual([
      expect.stringMatching(`^channel ${broken} was not told everything: .*answers (503|451)`),
    ]);
    expect(red.problems.join()).not.toMatch(/slack-secret|127\.0\.0\.1|whsec/);
    expect(red.remarks).toHaveLength(2);
    const tries = broken === 'mail' ? 0 : told[broken].taken.length;
    const failed = (await world.journal()).filter((event) => event.type === 'notified' && event.result === 'failed');
    expect(failed).toMatchObject([{ channel: broken, why: expect.stringContaining(`channel ${broken}`) }]);

    mailIsDown = false;
    if (broken !== 'mail') told[broken].answers.length = 0;
    const good = await tell();
    expect(good.problems).toEqual([]);
    expect(
      good.remarks.filter((one) => one.includes(`channel ${broken} `) || one.includes(`Channel ${broken} `)),
    ).toEqual([`Channel ${broken} was told: acme: 1 opt-out lapsed, 1 revocation.`]);
    expect(broken === 'mail' ? mail.mails.length : told[broken].taken.length - tries).toBe(1);
    // The others are told that it took nothing.
    expect(good.remarks.filter((one) => one.endsWith('acme: 1 failure.'))).toHaveLength(2);
    expect(await tell()).toEqual(QUIET);
  });

  test('has no address: it says which variable is missing, and catches up when it is there', async () => {
    const { tell, append, environment } = await toldWorld();
    const name = `LEAVER_NOTIFY_${broken.toUpperCase()}_URL`;
    const address = environment[name] ?? '';
    delete environment[name];
    await append(lapsed('ana-handover'));

    const red = await tell();
    expect(red.problems).toEqual([expect.stringContaining(`has no ${name} in the environment. Put `)]);
    environment[name] = address;

    expect((await tell()).remarks).toContain(`Channel ${broken} was told: acme: 1 opt-out lapsed.`);
  });
});

describe('a run that is killed', () => {
  /** A log that fails at the event of this type, before or after it was written, until it is mended. */
  function failing(type: NewEvent['type'], when: 'before' | 'after') {
    const state = { isBroken: true };
    const wrap = (journal: Journal): Journal => ({
      ...journal,
      append: async (event) => {
        const hit = state.isBroken && event.type === type && !('message' in event && event.message === 'topics');
        if (hit && when === 'before') throw new Error('killed');
        await journal.append(event);
        if (hit) throw new Error('killed');
      },
    });
    return { state, wrap };
  }

  test('between sending and recording: the next one sends the same message with the same id', async () => {
    const { state, wrap } = failing('notified', 'before');
    const { tell, append, pager, mail, chat } = await toldWorld({ journal: wrap });
    await append(lapsed('ana-handover'));

    const killed = await tell();
    state.isBroken = false;
    const next = await tell();

    expect(killed.problems).toHaveLength(3);
    expect(next).toMatchObject({ problems: [], remarks: { length: 3 } });
    const [first, second] = pagesOf(pager);
    expect(second).toEqual(first);
    expect(pager.taken[0]?.body).toBe(pager.taken[1]?.body);
    expect(new Set(mail.mails.map(({ headers }) => headers.get('message-id')?.[0])).size).toBe(1);
    // Slack knows no ids: told twice, and never not at all.
    expect(chat.taken).toHaveLength(2);
    expect(await tell()).toEqual(QUIET);
  });

  test('between its intent and sending: nothing was sent, and the next one sends it once', async () => {
    const { state, wrap } = failing('notifying', 'after');
    const { tell, append, pager, mail, chat, world } = await toldWorld({ journal: wrap });
    await append(lapsed('ana-handover'));

    await tell();
    expect([pager.taken.length, chat.taken.length, mail.mails.length]).toEqual([0, 0, 0]);
    state.isBroken = false;
    await append(lapsed('ben-leave'));
    await tell();

    expect(pagesOf(pager).map(({ keys }) => keys.map((key) => key.split(' ')[1]))).toEqual([
      ['ana-handover'],
      ['ben-leave'],
    ]);
    const begun = (await world.journal()).find(
      (event) => event.type === 'notifying' && event.channel === 'pager' && event.message !== 'topics',
    );
    expect(pagesOf(pager)[0]?.id).toBe(begun?.type === 'notifying' ? begun.message : '');
    expect([chat.taken.length, mail.mails.length]).toEqual([2, 2]);
  });

  test('law 9: before its intent is on record: nothing is sent, since nobody would know', async () => {
    const { state, wrap } = failing('notifying', 'before');
    const { tell, append, pager } = await toldWorld({ journal: wrap });
    await append(lapsed('ana-handover'));

    expect((await tell()).problems).toHaveLength(3);
    expect(pager.taken).toEqual([]);
    state.isBroken = false;
    await tell();

    expect(pager.taken).toHaveLength(1);
  });
});

test('two runs at once tell once: only one holds the lease, and the other finds it told', async () => {
  const { append, pager, world, environment } = await toldWorld();
  const other = worldOf({}, { environment, root: world.root });
  await append(lapsed('ana-handover'));

  const both = await Promise.allSettled([tellIn(world, [PAGER]), tellIn(other, [PAGER])]);
  const again = [await tellIn(world, [PAGER]), await tellIn(other, [PAGER])];

  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(again).toEqual([QUIET, QUIET]);
  expect(pager.taken).toHaveLength(1);
});

describe('what stands in the way of one message', () => {
  test('does not keep back others where the receiver refuses that one alone; the run stays red for it', async () => {
    const { tell, append, pager } = await toldWorld();
    pager.answers.push({ status: 413 }, { status: 413 });
    await append(lapsed('ana-handover'));
    await tell([PAGER]);
    await append(lapsed('ben-leave'));

    const second = await tell([PAGER]);
    const third = await tell([PAGER]);

    expect(second.problems).toEqual([expect.stringContaining('answers 413')]);
    expect(second.remarks).toEqual(['Channel pager was told: acme: 1 opt-out lapsed.']);
    expect(third).toEqual({ problems: [], remarks: ['Channel pager was told: acme: 1 opt-out lapsed.'] });
    expect(pagesOf(pager).map(({ keys }) => keys[0]?.split(' ')[1])).toEqual([
      'ana-handover',
      'ana-handover',
      'ben-leave',
      'ana-handover',
    ]);
  });

  test('gathers what follows where the receiver takes nothing: one message when it is back, besides the first', async () => {
    const { tell, append, pager } = await toldWorld();
    for (const name of ['a', 'b', 'c']) {
      pager.answers.push({ status: 404 });
      await append(lapsed(name));
      await tell([PAGER]);
    }

    await tell([PAGER]);

    expect(
      pagesOf(pager)
        .slice(-2)
        .map(({ keys }) => keys.map((key) => key.split(' ')[1])),
    ).toEqual([['a'], ['b', 'c']]);
  });

  test('a mail that one address refuses makes the run red, and is not sent over and over to the others', async () => {
    const { world, append, environment } = await toldWorld();
    const some = await mailReceiver({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: ({ address }, _, done) =>
        done(address.startsWith('gone') ? Object.assign(new Error('who?'), { responseCode: 550 }) : null),
    });
    environment.LEAVER_NOTIFY_MAIL_URL = `smtp://127.0.0.1:${some.port}`;
    const channels = [{ ...MAIL, to: ['s@acme.example', 'gone@acme.example'] }];
    await append(lapsed('ana-handover'));

    const first = await tellIn(world, channels);

    expect(first.problems).toEqual([expect.stringContaining('refuses 1 of 2 addresses')]);
    expect(await tellIn(world, channels)).toEqual(QUIET);
    expect(some.mails).toHaveLength(1);
  });
});

describe('a channel that never answers', () => {
  test('ends at its deadline as a problem, the others are told, and the next run sends the same message', async () => {
    const { world, pager, append, tell } = await toldWorld();
    await append(lapsed('ana-handover'));
    const hanging: typeof world.context.channel = async (settings) =>
      settings.id === 'chat' ? { id: 'chat', send: () => new Promise(() => {}) } : world.context.channel(settings);
    const journal = world.context.journal('file');
    const desired = { organization: 'acme', channels: [PAGER, CHAT], systems: [] };

    const sent = await underLease(journal, () =>
      sendNews({ ...world.context, channel: hanging }, desired, journal, world.context.clock.now(), 200),
    );

    expect(sent.problems).toEqual([expect.stringContaining('channel chat: it took longer than 0.2 s')]);
    expect(pager.taken).toHaveLength(1);
    expect((await tell([PAGER, CHAT])).remarks.join()).toContain('Channel chat was told: acme: 1 opt-out lapsed.');
  });
});

describe('a log that', () => {
  test('can not be read: nobody is told, the run says so, and nothing is thrown', async () => {
    const { world, pager, append } = await toldWorld();
    await append(lapsed('ana-handover'));
    const journal = { ...world.context.journal('file'), read: async () => Promise.reject(new Error('unreadable')) };

    const sent = await sendNews(
      world.context,
      { organization: 'acme', channels: [PAGER], systems: [] },
      journal,
      world.context.clock.now(),
    );

    expect(sent).toEqual({ remarks: [], problems: ['no channel was told anything: unreadable'] });
    expect(pager.taken).toEqual([]);
  });

  test('holds no address and no secret of a channel, whatever went wrong', async () => {
    const { tell, append, pager, chat, world } = await toldWorld();
    pager.answers.push({ status: 401, body: SECRET });
    chat.answers.push({ status: 404, body: '/services/T0/B0/slack-secret-123456' });
    await append(lapsed('ana-handover'));

    await tell([PAGER, CHAT]);

    expect(readFileSync(join(world.root, JOURNAL), 'utf8')).not.toMatch(/slack-secret|whsec_|127\.0\.0\.1/);
  });
});
