import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Journal } from '../../src/audit/journal.js';
import { newsIn } from '../../src/audit/news.js';
import type { Message } from '../../src/core/news.js';
import { LeaverError } from '../../src/errors.js';
import type { Channel } from '../../src/notify/channel.js';
import { nodeClock } from '../../src/ports/node.js';
import { CHAT, lapsed, MAIL, memoryLog, PAGER, record, revoked, tellIn } from './notify-world.js';

const RUNS = process.env.LEAVER_LONG === '1' ? 2000 : 50;
const worldless = { clock: nodeClock, progress: () => {} };
const CHANNELS = [PAGER, CHAT, MAIL];

/** What a receiver does with a message: takes it, refuses it, is away, or takes it and is not heard. */
const WAYS = ['takes', 'takes', 'refuses', 'away', 'unheard'] as const;
type Way = (typeof WAYS)[number];

const run = fc.record({
  optOuts: fc.nat(2),
  revocations: fc.nat(2),
  /** In the order of messages. */
  ways: fc.array(fc.constantFrom(...WAYS), { maxLength: 12 }),
  /** The log breaks at its so manieth event of this run: before it is written, or after. */
  breaks: fc.option(fc.record({ at: fc.nat(8), when: fc.constantFrom('before', 'after') }), { nil: null }),
});

test('in whatever order receivers and the log fail, each news is told at least once, and once to who drops repeats', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 6 }), async (runs) => {
      const taken = new Map<string, Message[]>(CHANNELS.map(({ id }) => [id, []]));
      let ways: Way[] = [];
      let breaks: { at: number; when: string } | null = null;
      const open = async (id: string): Promise<Channel> => ({
        id,
        send: async (message) => {
          const way = ways.shift() ?? 'takes';
          if (way === 'takes' || way === 'unheard') taken.get(id)?.push(message);
          if (way === 'refuses') throw new LeaverError('undelivered', 'refused');
          if (way !== 'takes') throw new LeaverError('unreachable', 'no answer');
        },
      });
      const kept = memoryLog(nodeClock);
      const journal: Journal = {
        ...kept,
        append: async (event) => {
          const hit = breaks !== null && breaks.at-- === 0 ? breaks.when : '';
          if (hit === 'before') throw new Error('killed');
          await kept.append(event);
          if (hit === 'after') throw new Error('killed');
        },
      };
      const world = {
        context: { ...worldless, channel: ({ id }: { id: string }) => open(id), journal: () => journal },
      };
      let number = 0;
      const name = () => {
        number += 1;
        return `n${number}`;
      };
      for (const one of runs) {
        const events = [
          ...Array.from({ length: one.optOuts }, () => lapsed(name())),
          ...Array.from({ length: one.revocations }, () => revoked(name())).flat(),
        ];
        await record(journal, events);
        ways = [...one.ways];
        breaks = one.breaks;
        await tellIn(world, CHANNELS).catch(() => {});
        breaks = null;
      }
      ways = [];
      expect((await tellIn(world, CHANNELS)).problems).toEqual([]);
      // What failed on the way is news for the others: told by one run more.
      await tellIn(world, CHANNELS);

      const expected = newsIn(await kept.read())
        .filter(({ kind }) => kind !== 'failure')
        .map(({ key }) => key);
      for (const [id, messages] of taken) {
        const kept = new Map(messages.map((message) => [message.id, message]));
        for (const message of messages) expect(message, id).toEqual(kept.get(message.id));
        const keys = [...kept.values()].flatMap(({ items }) => items.map(({ key }) => key));
        expect(new Set(keys).size, `${id} is told each once`).toBe(keys.length);
        expect(keys.filter((key) => !key.startsWith('failure')).sort(), `${id} is told all`).toEqual(
          [...expected].sort(),
        );
      }
    }),
    { numRuns: RUNS },
  );
}, 600_000);
