import { describe, expect, test } from 'vitest';
import type { JournalEvent, NewEvent } from '../../src/audit/journal.js';
import { newsIn, newsOf, untold } from '../../src/audit/news.js';
import { topicNotes } from '../../src/audit/told.js';
import type { SystemId } from '../../src/core/model.js';
import { at, begun, channelOf, done, ended, HUB, halted, hour, hourly, kinds, optOut, started } from './news-log.js';

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

  test('one that a later run finds ended as before is no news', () => {
    expect(kinds(hourly([begun('one'), ended('one', 'residual')], [ended('one', 'residual')]))).toEqual([
      'revocation 23T09:00',
    ]);
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
