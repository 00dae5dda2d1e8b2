import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NewEvent } from '../../src/audit/journal.js';
import { linkOf, messageOf, newsIn, newsOf, untold } from '../../src/audit/news.js';
import { toldIn, topicNotes } from '../../src/audit/told.js';
import { followed, placed } from '../fixtures/events.js';
import { at, begun, channelOf, done, ended, halted, hour, hourly, optOut, started } from './news-log.js';

const lapsed = (name: string) => optOut('lapsed', { optOut: name });

describe('what a channel has not been told', () => {
  test('a channel that the log does not know is told nothing before its beginning is noted', () => {
    expect(untold(hourly([lapsed('a')]), { id: 'chat' }, [], at(hour(1)))).toEqual([]);
  });

  test('a new channel is told of the last day, not of the whole past', () => {
    const events = placed([
      { at: hour(-48), event: lapsed('long-ago') },
      { at: hour(-1), event: lapsed('lately') },
      ...topicNotes([channelOf('chat')], new Map()).map((event) => ({ at: hour(0), event })),
      { at: hour(1), event: lapsed('since') },
    ]);

    expect(untold(events, { id: 'chat' }, [], at(hour(2))).map(({ subject }) => subject)).toEqual([
      'opt-out lately',
      'opt-out since',
    ]);
  });

  test('a topic that is added later begins then, and only the topics of the policy are told', () => {
    const halts = channelOf('chat', new Set(['halts']));
    const first = topicNotes([halts], new Map());
    const before = placed([...first.map((event) => ({ at: hour(-72), event })), { at: hour(-48), event: lapsed('a') }]);
    const second = topicNotes([channelOf('chat')], toldIn(before));
    const after = followed(
      before,
      second.map((event) => ({ at: hour(0), event })),
    );
    const all = followed(after, [{ at: hour(1), event: lapsed('b') }]);

    expect(untold(before, halts, [], at(hour(0)))).toEqual([]);
    expect(untold(all, halts, [], at(hour(2))).map(({ subject }) => subject)).toEqual(['opt-out b']);
    expect(topicNotes([channelOf('chat')], toldIn(after))).toEqual([]);
  });

  test('a topic that was there already is not begun anew when another is added', () => {
    const halts = channelOf('chat', new Set(['halts']));
    const first = topicNotes([halts], new Map()).map((event) => ({ at: hour(-72), event }));
    const second = topicNotes([channelOf('chat')], toldIn(placed(first))).map((event) => ({ at: hour(0), event }));
    const events = placed([...first, { at: hour(-48), event: halted() }, ...second]);

    expect(untold(events, halts, [], at(hour(1))).map(({ kind }) => kind)).toEqual(['halt']);
  });

  test('a channel that left the policy and came back is not told what happened in between', () => {
    const first = topicNotes([channelOf('chat')], new Map()).map((event) => ({ at: hour(-99), event }));
    const open: NewEvent = { type: 'notifying', revocation: null, channel: 'chat', message: 'm', keys: ['k'] };
    const gone = topicNotes([], toldIn(placed([...first, { at: hour(-98), event: open }]))).map((event) => ({
      at: hour(-90),
      event,
    }));
    const quiet = placed([...first, { at: hour(-98), event: open }, ...gone, { at: hour(-50), event: lapsed('a') }]);
    const back = topicNotes([channelOf('chat')], toldIn(quiet)).map((event) => ({ at: hour(0), event }));

    expect(gone).toHaveLength(1);
    expect(topicNotes([], toldIn(quiet))).toEqual([]);
    expect(untold(followed(quiet, back), { id: 'chat' }, [], at(hour(1)))).toEqual([]);
    expect(toldIn(quiet).get('chat')?.open).toEqual([]);
  });

  test('what is being told, or failed to be, is no news: it is an open message', () => {
    const noted = topicNotes([channelOf('chat')], new Map());
    const events = hourly([...noted, lapsed('a')]);
    const [item] = untold(events, { id: 'chat' }, [], at(hour(1)));
    const notifying: NewEvent = {
      type: 'notifying',
      revocation: null,
      channel: 'chat',
      message: 'm',
      keys: [item?.key ?? ''],
    };
    const began = followed(events, [{ at: hour(1), event: notifying }]);

    expect(untold(began, { id: 'chat' }, [], at(hour(2)))).toEqual([]);
    expect(toldIn(began).get('chat')?.open).toEqual([{ id: 'm', keys: [item?.key], run: 'r' }]);
    const sent: NewEvent = {
      type: 'notified',
      revocation: null,
      channel: 'chat',
      message: 'm',
      result: 'sent',
      why: null,
    };
    expect(toldIn(followed(began, [{ at: hour(2), event: sent }])).get('chat')?.open).toEqual([]);
  });
});

describe('a message', () => {
  const about = { organization: 'acme', channel: 'chat', link: null };

  test('tells the most urgent first, and counts each kind in its title', () => {
    const events = hourly([
      started(),
      begun('a'),
      ended('a'),
      begun('b', 'id:b'),
      ended('b'),
      halted(),
      optOut('expiring'),
      done(3),
    ]);

    const message = messageOf(newsIn(events), about);

    expect(message.title).toBe('acme: 1 halt, 1 opt-out expiring, 2 revocations');
    expect(message.items.map(({ kind }) => kind)).toEqual(['halt', 'opt-out-expiring', 'revocation', 'revocation']);
  });

  test('has an id that follows from its news and its channel, in whatever order they come', () => {
    const news = newsIn(hourly([optOut('lapsed'), optOut('refused'), halted()]));

    fc.assert(
      fc.property(fc.shuffledSubarray([...news], { minLength: news.length }), (shuffled) => {
        expect(messageOf(shuffled, about)).toEqual(messageOf(news, about));
      }),
    );
    expect(messageOf(news, { ...about, channel: 'pager' }).id).not.toBe(messageOf(news, about).id);
    expect(messageOf(news.slice(1), about).id).not.toBe(messageOf(news, about).id);
  });

  test('says so where the log can not tell any more what a key was', () => {
    expect(newsOf(hourly([halted()]), ['a key of an older Leaver'])).toMatchObject([
      { key: 'a key of an older Leaver', facts: [['key', 'a key of an older Leaver']] },
    ]);
  });

  test('leads to its run, where that has an address of a page', () => {
    const page = 'https://github.example/acme/access/actions/runs/7';

    const own = 'https://github.example/acme/access';
    expect(linkOf(hourly([started([], page)]), 'r0', own)).toBe(page);
    expect(linkOf(hourly([started([], 'javascript:alert(1)')]), 'r0', own)).toBeNull();
    expect(linkOf(hourly([started([], 'nonsense')]), 'r0', own)).toBeNull();
    expect(linkOf(hourly([started()]), 'another', own)).toBeNull();
  });
});

describe('a channel is not silenced by what somebody writes into the log', () => {
  const noted = topicNotes([channelOf('chat')], new Map());
  const note = (keys: readonly string[], message = 'topics'): NewEvent => {
    return { type: 'notifying', revocation: null, channel: 'chat', message, keys };
  };
  const told = (events: readonly Parameters<typeof placed>[0][number][]) =>
    untold(placed(events), { id: 'chat' }, [], at(hour(3))).map(({ kind }) => kind);

  test('by a note of its topics at a time to come', () => {
    const events = [
      ...noted.map((event) => ({ at: hour(0), event })),
      { at: hour(1), event: note([]) },
      { at: '2099-01-01T00:00:00Z', event: note(noted.flatMap((one) => ('keys' in one ? one.keys : []))) },
      { at: hour(2), event: lapsed('a') },
    ];
    expect(told(events)).toEqual(['opt-out-lapsed']);
  });

  test('by the key of news that nobody can know yet', () => {
    const events = [
      ...noted.map((event) => ({ at: hour(0), event })),
      { at: hour(1), event: note([`opt-out-lapsed a #${noted.length + 2}`], 'm') },
      { at: hour(2), event: lapsed('a') },
    ];
    expect(told(events)).toEqual(['opt-out-lapsed']);
  });

  test('by a time long past on what really happens', () => {
    const events = [
      ...noted.map((event) => ({ at: hour(0), event })),
      { at: '2020-01-01T00:00:00Z', event: lapsed('a') },
    ];
    expect(told(events)).toEqual(['opt-out-lapsed']);
  });

  test('by a halt at a time to come, told already', () => {
    const future = '2099-01-01T00:00:00Z';
    const events = [
      ...noted.map((event) => ({ at: hour(0), event })),
      { at: future, event: halted() },
      { at: future, event: note([`halt ${noted.length + 1}`], 'm') },
      { at: hour(2), event: halted() },
    ];
    expect(told(events)).toContain('halt');
  });
});
