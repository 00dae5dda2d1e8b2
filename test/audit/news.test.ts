import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JournalEvent, NewEvent } from '../../src/audit/journal.js';
import { linkOf, messageOf, newsIn, newsOf, untold } from '../../src/audit/news.js';
import { toldIn, topicNotes } from '../../src/audit/told.js';
import type { ChannelSettings, SystemId } from '../../src/core/model.js';
import { TOPICS } from '../../src/core/news.js';
import { parseInstant } from '../../src/core/time.js';
import { DUE, placed } from '../fixtures/events.js';

const DAY_1 = '2026-11-23T09:00:00Z';
const HUB = 'hub' as SystemId;

const at = (text: string) => parseInstant(text) ?? expect.fail(text);
/** So many hours after the first day's morning. */
const hour = (hours: number) => new Date(at(DAY_1) + hours * 3_600_000).toISOString();

const channelOf = (id: string, topics: ChannelSettings['topics'] = new Set(TOPICS)): ChannelSettings => ({
  id,
  kind: 'webhook',
  topics,
});

const optOut = (transition: string, more: object = {}): NewEvent =>
  ({
    ...{ type: 'opt-out', revocation: null, optOut: 'ana-handover', transition, standing: null, person: 'ana.ruiz' },
    ...{ systems: ['hub'], owner: 'kim.cho', requestedBy: 'sam.lee', approvedBy: [], pullRequest: 41 },
    ...{ expiresAt: '2026-12-01T00:00:00Z', why: '' },
    ...more,
  }) as NewEvent;

const begun = (revocation: string, account = 'id:ana'): NewEvent =>
  ({
    ...{ type: 'begun', revocation, account: { id: account }, ...DUE },
    decision: { id: `hub/${account}`, person: 'ana.ruiz', service: null, reason: 'departed', stage: 'suspend' },
  }) as unknown as NewEvent;
const ended = (revocation: string, ending = 'verified'): NewEvent =>
  ({ type: 'ended', revocation, ending, left: [] }) as NewEvent;

const started = (systems: string[] = [], url: string | null = null): NewEvent => ({
  ...{
    type: 'run-started',
    revocation: null,
    command: 'reconcile',
    cause: { event: 'local', url },
    systems,
    people: [],
  },
});
const halted = (more: object = {}): NewEvent =>
  ({
    ...{
      type: 'halted',
      revocation: null,
      system: 'hub',
      class: 'people',
      rule: 'maxRevocations',
      limit: 5,
      actual: 9,
    },
    ...{ digest: 'sha256:0' },
    ...more,
  }) as NewEvent;
const done = (status = 0, problems: string[] = [], sight: object = {}): NewEvent =>
  ({
    ...{ type: 'run-ended', revocation: null, status, digest: null, problems },
    figures: { revoked: 0, failed: 0, exempt: 0, review: 0, settled: 0, kept: 0, optOuts: 0 },
    systems: [{ system: 'hub', completeness: 'complete', accounts: 3, at: DAY_1, ...sight }],
  }) as NewEvent;

/** Runs an hour apart, each of these events. */
function hourly(...runs: NewEvent[][]): JournalEvent[] {
  return placed(runs.flatMap((events, index) => events.map((event) => ({ at: hour(index), run: `r${index}`, event }))));
}

const kinds = (events: readonly JournalEvent[]) =>
  newsIn(events).map(({ kind, at: when }) => `${kind} ${when.slice(8, 16)}`);

describe('news of opt-outs', () => {
  test('each transition is told in its own word, but for an approval that is in force next', () => {
    const all = ['requested', 'approved', 'activated', 'expiring', 'lapsed', 'reverted', 'refused'];

    const news = newsIn(hourly(all.map((transition) => optOut(transition))));

    expect(news.map(({ kind }) => kind)).toEqual(
      ['requested', 'in-force', 'expiring', 'lapsed', 'reverted', 'refused'].map((word) => `opt-out-${word}`),
    );
    expect(news[1]).toMatchObject({
      key: 'opt-out-in-force ana-handover #3',
      subject: 'opt-out ana-handover',
      facts: [
        ['for', 'ana.ruiz'],
        ['systems', 'hub'],
        ['until', '2026-12-01T00:00:00Z'],
        ['owner', 'kim.cho'],
        ['requested by', 'sam.lee'],
        ['pull request', '#41'],
      ],
    });
  });
});

describe('news of revocations', () => {
  test('one is told when it ends, and again when a later run finds another end', () => {
    const events = hourly(
      [begun('one'), ended('one', 'pending')],
      [ended('one', 'pending')],
      [ended('one', 'verified')],
    );

    expect(kinds(events)).toEqual(['revocation 23T09:00', 'revocation 23T11:00']);
  });

  test('one that fails in every hourly run is told once a day, and when it succeeds', () => {
    const runs = Array.from({ length: 30 }, (_, index) => [begun(`try-${index}`), ended(`try-${index}`, 'failed')]);

    const events = hourly(...runs, [begun('last'), ended('last')]);

    expect(kinds(events)).toEqual(['revocation 23T09:00', 'revocation 24T09:00', 'revocation 24T15:00']);
  });
});

describe('news of halts', () => {
  const run = (...events: NewEvent[]) => [started(), ...events, done(events.length > 0 ? 3 : 0)];

  test('an unchanged halt in hourly runs is told when it begins and once a day', () => {
    const runs = Array.from({ length: 26 }, () => run(halted()));

    expect(kinds(hourly(...runs))).toEqual(['halt 23T09:00', 'halt 24T09:00']);
  });

  test('a halt of other numbers, of another class or of another rule is news', () => {
    const events = hourly(
      run(halted()),
      run(halted({ actual: 10 }), halted({ class: 'orphans' })),
      run(halted({ actual: 10 })),
    );

    expect(kinds(events).filter((one) => one.startsWith('halt 2'))).toEqual([
      'halt 23T09:00',
      'halt 23T10:00',
      'halt 23T10:00',
    ]);
  });

  test('it is over when a whole run passes without it, and begins anew after that', () => {
    expect(kinds(hourly(run(halted()), run(), run(halted())))).toEqual([
      'halt 23T09:00',
      'halt-over 23T10:00',
      'halt 23T11:00',
    ]);
  });

  test.each([
    ['was narrowed', [started(['other']), done()]],
    ['did not see the system whole', [started(), done(4, [], { completeness: 'partial' })]],
    ['got to no plan', [started(), { ...done(1), figures: null } as NewEvent]],
    ['was killed', [started()]],
  ])('a run that %s does not end it', (_, between) => {
    const news = kinds(hourly(run(halted()), between, run(halted())));

    expect(news.filter((one) => /^halt/.test(one))).toEqual(['halt 23T09:00']);
  });
});

describe('news of failures', () => {
  const fails = (...problems: string[]) => [started(), done(4, problems)];

  test('the same problems are told when they begin and once a day; other ones at once', () => {
    const same = Array.from({ length: 25 }, () => fails('hub was not seen whole: 500'));

    expect(kinds(hourly(...same, fails('hub was not seen whole: 403')))).toEqual([
      'failure 23T09:00',
      'failure 24T09:00',
      'failure 24T10:00',
    ]);
  });

  test('problems that differ in times and order alone are the same', () => {
    const events = hourly(
      fails('hub did not answer, tried for 31 s', 'the clock is 6 minutes behind since 2026-11-23T09:00:00Z'),
      fails('the clock is 7 minutes behind since 2026-11-23T10:00:01.5Z', 'hub did not answer, tried for 1,032 s'),
    );

    expect(kinds(events)).toEqual(['failure 23T09:00']);
  });

  test('a good run between two failures makes the second one news', () => {
    expect(kinds(hourly(fails('x'), [started(), done()], fails('x')))).toEqual([
      'failure 23T09:00',
      'failure 23T11:00',
    ]);
  });

  test('a bad run of one person does not hide the next bad whole run', () => {
    const one = [{ ...started(), people: ['ana.ruiz'] } as NewEvent, done(4, ['x'])];

    expect(kinds(hourly(fails('x'), one, fails('x'), one))).toEqual(['failure 23T09:00', 'failure 23T10:00']);
  });

  test('a channel and a sink that take nothing are told to the other channels, once a day', () => {
    const failed: NewEvent = {
      type: 'notified',
      revocation: null,
      channel: 'pager',
      message: 'm',
      result: 'failed',
      why: '503',
    };
    const stuck: NewEvent = { type: 'undelivered', revocation: null, sink: 'archive', why: '503' };
    const noted = topicNotes([channelOf('pager'), channelOf('chat')], new Map());
    const events = hourly([...noted], [failed, stuck], [failed, stuck]);

    const subjects = (id: string) => untold(events, { id }, [], at(hour(3))).map(({ subject }) => subject);
    expect(subjects('chat')).toEqual(['channel pager', 'sink archive']);
    expect(subjects('pager')).toEqual(['sink archive']);
  });
});

describe('news of systems unseen', () => {
  const noted = topicNotes([channelOf('chat')], new Map());
  const keys = (events: JournalEvent[], hours: number, systems = [HUB]) =>
    untold(events, { id: 'chat' }, systems, at(hour(hours))).map(({ key }) => key);
  const seen = hourly(
    [...noted, started(), done()],
    [started(), done(4, [], { completeness: 'partial', at: hour(1) })],
  );

  test('one is told a day after it was last seen whole, once for each day', () => {
    expect(keys(seen, 23.9).filter((key) => key.startsWith('unseen'))).toEqual([]);
    expect(keys(seen, 24)).toContain('unseen hub since 2026-11-23T09:00:00Z day 1');
    expect(keys(seen, 47)).toContain('unseen hub since 2026-11-23T09:00:00Z day 1');
    expect(keys(seen, 49)).toContain('unseen hub since 2026-11-23T09:00:00Z day 2');
  });

  test('one that left the policy is not told, nor one that no run has tried yet', () => {
    expect(keys(seen, 49, [])).toEqual([expect.stringMatching(/^failure/)]);
    expect(keys(seen, 49, ['new' as SystemId])).toEqual([expect.stringMatching(/^failure/)]);
  });

  test('one that was never seen whole counts from the first run that tried', () => {
    const never = hourly([...noted, started(), done(4, [], { completeness: 'partial' })]);

    expect(keys(never, 25)).toContain('unseen hub since 2026-11-23T09:00:00Z day 1');
  });

  test('its news can be told again from its key, also when it has been seen since', () => {
    const [item] = newsOf(seen, ['unseen hub since 2026-11-23T09:00:00Z day 2']);

    expect(item).toMatchObject({ kind: 'unseen', sentence: expect.stringContaining('for 2 days') });
  });
});

describe('what a channel has not been told', () => {
  const lapsed = (name: string) => optOut('lapsed', { optOut: name });

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
    const after = [...before, ...placed(second.map((event) => ({ at: hour(0), event })))];
    const all = [...after, ...placed([{ at: hour(1), event: lapsed('b') }])];

    expect(untold(before, halts, [], at(hour(0)))).toEqual([]);
    expect(untold(all, halts, [], at(hour(2))).map(({ subject }) => subject)).toEqual(['opt-out b']);
    expect(topicNotes([channelOf('chat')], toldIn(after))).toEqual([]);
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
    expect(untold([...quiet, ...placed(back)], { id: 'chat' }, [], at(hour(1)))).toEqual([]);
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
    const began = [...events, ...placed([{ at: hour(1), event: notifying }])];

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
    expect(toldIn([...began, ...placed([{ at: hour(2), event: sent }])]).get('chat')?.open).toEqual([]);
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

    expect(linkOf(hourly([started([], page)]), 'r0')).toBe(page);
    expect(linkOf(hourly([started([], 'javascript:alert(1)')]), 'r0')).toBeNull();
    expect(linkOf(hourly([started([], 'nonsense')]), 'r0')).toBeNull();
    expect(linkOf(hourly([started()]), 'another')).toBeNull();
  });
});
