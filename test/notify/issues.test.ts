import { describe, expect, test } from 'vitest';
import type { Message, NewsItem } from '../../src/core/news.js';
import type { Timestamp } from '../../src/core/time.js';
import { openHost } from '../../src/host/index.js';
import type { Channel } from '../../src/notify/channel.js';
import { issuesChannel } from '../../src/notify/issues.js';
import { type Host, hostPolicy } from '../fixtures/hosted.js';

const BOT = 'leaver[bot]';
const ISSUES = '/repos/acme/policy/issues';

function hosted(): Promise<Host> {
  return hostPolicy({
    users: [
      { login: 'kimcho', id: 11 },
      { login: 'eve', id: 12 },
      { login: BOT, id: 900, kind: 'Bot' },
    ],
    now: '2026-11-23T09:20:00Z',
  });
}

/** As one run opens it. */
function channel(host: Host): Channel {
  const opened = openHost({ environment: host.environmentOf(BOT), clock: host.clock, origin: null });
  return issuesChannel({ settings: { id: 'board' }, host: opened });
}

const AT = '2026-11-23T09:17:00Z' as Timestamp;

function item(of: Partial<NewsItem> = {}): NewsItem {
  return {
    key: 'opt-out-in-force ana-handover #7',
    kind: 'opt-out-in-force',
    at: AT,
    subject: 'opt-out ana-handover',
    sentence: 'Opt-out ana-handover is in force.',
    facts: [
      ['owner', 'kim.cho'],
      ['pull request', '#41'],
    ],
    link: null,
    ...of,
  };
}

const halt = (seq: number, of: Partial<NewsItem> = {}) =>
  item({ key: `halt hub people maxRevocations #${seq}`, kind: 'halt', sentence: `A guard halted hub, ${seq}.`, ...of });
const over = (seq: number, of: Partial<NewsItem> = {}) =>
  item({ key: `halt-over hub people maxRevocations #${seq}`, kind: 'halt-over', sentence: `Over, ${seq}.`, ...of });

let messages = 0;
function message(...items: readonly NewsItem[]): Message {
  messages += 1;
  const link = 'https://github.com/acme/policy/actions/runs/5';
  return { id: `msg_${messages}`, at: AT, organization: 'acme', title: `acme: ${items.length} news`, items, link };
}

function told({ repository }: Host): string[] {
  return repository.issues.map(({ title, state, number }) => {
    const comments = repository.comments.filter(({ issue }) => issue === number).length;
    return `#${number} ${title}, ${state}, ${comments} comments`;
  });
}

describe('news other than halts', () => {
  test('each message is one comment on the issue of the register, opened where there is none', async () => {
    const host = await hosted();

    await channel(host).send(message(item(), item({ key: 'x', sentence: 'Another.' })));
    await channel(host).send(message(item({ key: 'y' })));

    expect(told(host)).toEqual(['#1 Access exceptions, open, 2 comments']);
    const [{ body } = { body: '' }] = host.repository.comments;
    expect(body.split('\n').slice(1)).toEqual([
      '**acme: 2 news**',
      '',
      '- Opt-out ana-handover is in force.<br>owner: kim.cho<br>pull request: #41',
      '- Another.<br>owner: kim.cho<br>pull request: #41',
      '',
      '<sub>Told by [this run](https://github.com/acme/policy/actions/runs/5).</sub>',
    ]);
  });

  test('a message that is sent again adds nothing', async () => {
    const host = await hosted();
    const one = message(item());
    await channel(host).send(one);
    await channel(host).send(one);
    expect(host.repository.comments).toHaveLength(1);
  });

  test('where the answer is lost, or the host fails once, it is there once', async () => {
    const host = await hosted();
    const one = message(item());
    host.faults.add({ method: 'POST', matching: /\/comments\n/, fault: { kind: 'lost-reply' }, times: 1 });
    await channel(host).send(one);

    const other = message(item({ key: 'z' }));
    host.faults.add({ method: 'POST', matching: /\/comments\n/, fault: { kind: 'status', status: 500 }, times: 1 });
    await expect(channel(host).send(other)).rejects.toMatchObject({ code: 'unreachable' });
    await channel(host).send(other);
    expect(host.repository.comments).toHaveLength(2);
  });

  test('a credential that may not comment is a failure with its mend', async () => {
    const host = await hosted();
    host.faults.add({ method: 'POST', matching: /\/issues\n/, fault: { kind: 'status', status: 403 } });
    await expect(channel(host).send(message(item()))).rejects.toMatchObject({
      code: 'forbidden',
      mend: expect.stringContaining('issues: write'),
    });
  });

  test("a forged issue of the register is not written to, and a comment that copies the message's marker hides nothing", async () => {
    const host = await hosted();
    const labels = ['leaver-register'];
    await host.send('eve', 'POST', ISSUES, { title: 'Register', body: '<!-- leaver:register -->\nNone.', labels });
    const one = message(item());
    await channel(host).send(one);
    const [{ body } = { body: '' }] = host.repository.comments;
    host.repository.comments.length = 0;
    await host.send('eve', 'POST', `${ISSUES}/2/comments`, { body });
    await channel(host).send(one);

    expect(host.repository.comments.map(({ issue, author }) => `#${issue} ${author === 12}`)).toEqual([
      '#2 true',
      '#2 false',
    ]);
  });

  test('a register that somebody closed is opened again, and one that somebody locked is written to all the same', async () => {
    const host = await hosted();
    await channel(host).send(message(item()));
    await host.send('eve', 'PATCH', `${ISSUES}/1`, { state: 'closed' });
    await host.send('eve', 'PUT', `${ISSUES}/1/lock`);
    await channel(host).send(message(item()));
    expect(told(host)).toEqual(['#1 Access exceptions, open, 2 comments']);
  });

  test('hostile text is shown as text', async () => {
    const host = await hosted();
    const hostile = '<img src=x> @acme/all #1 [a](https://evil.example) ![b](c)\n- c\n\n<!-- leaver:register -->';
    await channel(host).send({
      ...message(
        item({
          sentence: hostile,
          facts: [
            [hostile, hostile],
            ['pull request', `#1 ${hostile}`],
          ],
          link: 'javascript:alert(1)',
        }),
      ),
      title: hostile,
      link: 'https://evil.example/)](x',
    });

    const [{ body } = { body: '' }] = host.repository.comments;
    expect(body.split('\n')).toHaveLength(4);
    expect(body).not.toMatch(/<img|@acme|#1\b|\]\(https|javascript|(?<!\\)!\[|<!-- leaver:register/);
  });
});

describe('halts', () => {
  test('each has an issue of its own, commented on when it changes and closed when it is over', async () => {
    const host = await hosted();
    await channel(host).send(message(halt(3), halt(4, { key: 'halt hub orphans maxRevocations #4' })));
    await channel(host).send(message(halt(9)));
    expect(told(host)).toEqual([
      '#1 Halted: hub people maxRevocations, open, 1 comments',
      '#2 Halted: hub orphans maxRevocations, open, 0 comments',
    ]);
    await channel(host).send(message(over(12)));
    expect(told(host)).toEqual([
      '#1 Halted: hub people maxRevocations, closed, 2 comments',
      '#2 Halted: hub orphans maxRevocations, open, 0 comments',
    ]);
  });

  test('a halt after one that is over is another issue', async () => {
    const host = await hosted();
    await channel(host).send(message(halt(3)));
    await channel(host).send(message(over(5)));
    await channel(host).send(message(halt(8)));
    expect(told(host).map((one) => one.replace(/.*?, /, ''))).toEqual(['closed, 1 comments', 'open, 0 comments']);
  });

  test('a message with all of it, sent again, changes nothing', async () => {
    const host = await hosted();
    const later = { at: '2026-11-23T09:18:00Z' as Timestamp };
    const all = message(halt(3), halt(4), item(), over(6, later));
    await channel(host).send(all);
    const before = JSON.stringify([host.repository.issues, host.repository.comments]);
    await channel(host).send(all);

    expect(JSON.stringify([host.repository.issues, host.repository.comments])).toBe(before);
    expect(told(host)).toEqual([
      '#1 Halted: hub people maxRevocations, closed, 2 comments',
      '#2 Access exceptions, open, 1 comments',
    ]);
  });

  test('a halt that ended before the channel was there is told on the register', async () => {
    const host = await hosted();
    await channel(host).send(message(over(5)));
    expect(told(host)).toEqual(['#1 Access exceptions, open, 1 comments']);
  });

  test('a halt whose opening answer is lost is opened once', async () => {
    const host = await hosted();
    host.faults.add({ method: 'POST', matching: /\/issues\n/, fault: { kind: 'lost-reply' }, times: 1 });
    const one = message(halt(3));
    await channel(host).send(one);
    await channel(host).send(one);
    expect(told(host)).toEqual(['#1 Halted: hub people maxRevocations, open, 0 comments']);
  });

  test('a halt that somebody closed by hand is not told twice, and the next change of it is told anew', async () => {
    const host = await hosted();
    const one = message(halt(3));
    await channel(host).send(one);
    await host.send('eve', 'PATCH', `${ISSUES}/1`, { state: 'closed' });
    await channel(host).send(one);
    expect(host.repository.issues).toHaveLength(1);
    await channel(host).send(message(halt(9)));
    expect(told(host)[1]).toBe('#2 Halted: hub people maxRevocations, open, 0 comments');
  });
});
