/** A proposal under which less is logged, told or promised says so; one under which more is says nothing. */
import { describe, expect, test } from 'vitest';
import type { ChannelSettings, LogSink } from '../../src/core/model.js';
import { TOPICS, type Topic } from '../../src/core/news.js';
import { weakenings } from '../../src/core/preview-policy.js';
import { DAY, desired, HOUR } from '../fixtures/builders.js';

type Parts = Parameters<typeof desired>[0];

const told = (base: Parts, proposed: Parts) =>
  weakenings(desired(base), desired(proposed)).map(({ where, what }) => `${where} ${what}`);

const s3 = (of: Partial<Extract<LogSink, { kind: 's3' }>> = {}): LogSink => ({
  ...{ id: 'vault', kind: 's3', bucket: 'logs', prefix: 'leaver/', region: null, retention: 30 * DAY },
  ...of,
});
const file = (path: string): LogSink => ({ id: 'disk', kind: 'file', path });
const chat = (...topics: Topic[]): ChannelSettings => ({
  ...{ id: 'chat', kind: 'slack', topics: new Set(topics.length === 0 ? TOPICS : topics) },
});
const mail = (...to: string[]): ChannelSettings => ({
  ...{ id: 'mail', kind: 'email', from: 'l@acme.example', to, topics: new Set(TOPICS) },
});

describe('of two policies only the way to the one that watches less is told', () => {
  test.each<[string, Parts, Parts, string[]]>([
    [
      'a copy of the log that is taken away',
      { sinks: [s3(), file('a')] },
      { sinks: [s3()] },
      ['policy audit.sinks.disk is taken away: the log would not be copied there any more'],
    ],
    [
      'a copy that is kept for less long',
      { sinks: [s3()] },
      { sinks: [s3({ retention: DAY })] },
      ['policy audit.sinks.vault.retention: 30 days -> a day'],
    ],
    [
      'a copy that is kept for as long as the bucket says',
      { sinks: [s3()] },
      { sinks: [s3({ retention: null })] },
      ["policy audit.sinks.vault.retention: 30 days -> the bucket's own default"],
    ],
    [
      'a channel that is taken away',
      { channels: [chat(), mail('a@acme.example')] },
      { channels: [chat()] },
      ['policy notify.mail is taken away: nobody would be told there any more'],
    ],
    [
      'a channel that is told of less',
      { channels: [chat()] },
      { channels: [chat('halts', 'failures', 'unseen')] },
      ['policy notify.chat.topics: opt-outs, revocations would not be told there any more'],
    ],
    [
      'somebody who is not written to any more',
      { channels: [mail('a@acme.example', 'b@acme.example')] },
      { channels: [mail('b@acme.example')] },
      ['policy notify.mail.to: a@acme.example would not be told any more'],
    ],
    [
      'a promise that is longer',
      { objectives: { standard: DAY, privileged: HOUR } },
      { objectives: { standard: 2 * DAY, privileged: HOUR } },
      ['policy objectives.standard: a day -> 2 days'],
    ],
    [
      'a promise that is taken away',
      { objectives: { standard: DAY, privileged: HOUR } },
      { objectives: { standard: DAY, privileged: null } },
      ['policy objectives.privileged is taken away: it was an hour'],
    ],
    [
      'justifications that are shown',
      { showJustifications: false },
      { showJustifications: true },
      ['policy report.justifications: shown: why an opt-out is needed, which may be personal, would be on the page'],
    ],
    [
      'a journal that is kept on a disk',
      { journal: 'branch' },
      { journal: 'file' },
      ['policy journal: branch -> file: the log would end with the disk of the machine that runs Leaver'],
    ],
  ])('%s', (_, more, less, expected) => {
    expect(told(more, less)).toEqual(expected);
    expect(told(less, more)).toEqual([]);
    expect(told(more, more)).toEqual([]);
  });

  test('a copy or a channel that leads elsewhere is told, either way', () => {
    expect(told({ sinks: [file('a')] }, { sinks: [file('b')] })).toEqual([
      'policy audit.sinks.disk: file a -> file b: what is logged from now on would not be in the copy there is',
    ]);
    expect(told({ sinks: [s3()] }, { sinks: [s3({ bucket: 'other' })] })).toHaveLength(1);
    expect(told({ sinks: [s3()] }, { sinks: [s3({ region: 'eu-west-1' })] })).toHaveLength(1);
    const issues: ChannelSettings = { id: 'chat', kind: 'issues', topics: new Set(TOPICS) };
    expect(told({ channels: [chat()] }, { channels: [issues] })).toEqual([
      'policy notify.chat: slack -> issues: others would be told',
    ]);
  });
});
