import { describe, expect, it } from 'vitest';
import { patienceOf, type Request } from '../../src/retry/patience.js';
import type { Setback } from '../../src/retry/policy.js';
import { RULES, type Rules } from '../../src/retry/rules.js';
import { settle } from '../../src/retry/settle.js';
import { NOW, testClock } from '../connectors/github-org/world.js';

/** Wide apart, so that each deadline can be told from the others. */
const rules: Rules = { ...RULES.github, passing: { ...RULES.github.passing, deadline: 60_000 } };
const passing: Setback = { kind: 'passing', asked: null };
const request = (setback: Setback, operation = 'GET /a'): Request => ({
  operation,
  repeats: 'read',
  setbackOf: () => setback,
});
const down = () => Promise.reject(new Error('down'));
const up = async () => 'up';

function start() {
  const clock = testClock();
  return { clock, patience: patienceOf({ rules, clock, random: () => 0 }) };
}

describe('what requests know of each other’s failures', () => {
  it.each([
    ['the same operation', 'GET /a'],
    ['another operation', 'GET /b'],
  ])('when %s failed, the next failures share what is left of its deadline', async (_, operation) => {
    const { clock, patience } = start();
    await expect(patience.persist(request(passing), down)).rejects.toThrow('down');
    for (let again = 0; again < 50; again += 1) {
      await expect(patience.persist(request(passing, operation), down)).rejects.toThrow('down');
    }
    expect(clock.now() - NOW).toBeLessThanOrEqual(rules.passing.deadline);
  });

  it('once the operation was answered, its next failure has the whole deadline again', async () => {
    const { clock, patience } = start();
    await expect(patience.persist(request(passing), down)).rejects.toThrow('down');
    const alone = clock.slept.length;
    await patience.persist(request(passing), up);
    await expect(patience.persist(request(passing), down)).rejects.toThrow('down');
    expect(clock.slept).toHaveLength(2 * alone);
  });

  it('once another operation was answered, a third one has the whole deadline', async () => {
    const { clock, patience } = start();
    await expect(patience.persist(request(passing), down)).rejects.toThrow('down');
    const alone = clock.slept.length;
    await patience.persist(request(passing, 'GET /b'), up);
    await expect(patience.persist(request(passing, 'GET /c'), down)).rejects.toThrow('down');
    expect(clock.slept).toHaveLength(2 * alone);
  });

  it('a refusal is an answer: it shows that somebody is there', async () => {
    const { clock, patience } = start();
    const nobody: Setback = { kind: 'nobody' };
    await expect(patience.persist(request({ kind: 'final' }), down)).rejects.toThrow('down');
    expect(clock.slept).toEqual([]);
    await expect(patience.persist(request(nobody), down)).rejects.toThrow('down');
    const never = start();
    await expect(never.patience.persist(request(nobody), down)).rejects.toThrow('down');
    expect(never.clock.now() - NOW).toBeLessThanOrEqual(rules.nobody.deadline);
    expect(clock.now() - NOW).toBeGreaterThan(rules.nobody.deadline);
    expect(clock.now() - NOW).toBeLessThanOrEqual(rules.passing.deadline);
  });

  it('a trouble of long ago does not count against a new one', async () => {
    const { clock, patience } = start();
    await expect(patience.persist(request(passing), down)).rejects.toThrow('down');
    const alone = clock.slept.length;
    await clock.sleep(3_600_000);
    await expect(patience.persist(request(passing), down)).rejects.toThrow('down');
    expect(clock.slept).toHaveLength(2 * alone + 1);
  });
});

describe('a change whose outcome is unknown', () => {
  const unclear = { kind: 'unclear', why: 'no answer' } as const;

  it('is looked at before it is made again', async () => {
    const { clock } = start();
    const story: string[] = [];
    const make = async () => {
      story.push('make');
      return story.length < 5 ? unclear : ({ kind: 'settled', settled: 'done' } as const);
    };
    const look = async () => {
      story.push('look');
      return false;
    };
    expect(await settle({ clock, waits: [1, 4, 15] }, make, look)).toEqual({ kind: 'settled', settled: 'done' });
    expect(story).toEqual(['make', 'look', 'make', 'look', 'make']);
    expect(clock.slept).toEqual([1, 4]);
  });

  it('is not made again where a look finds it done', async () => {
    const { clock } = start();
    let made = 0;
    const make = async () => {
      made += 1;
      return unclear;
    };
    expect(await settle({ clock, waits: [1, 4, 15] }, make, async () => true)).toEqual({ kind: 'found' });
    expect(made).toBe(1);
  });

  it('stays unclear at the end of the waits, with the last reason', async () => {
    const { clock } = start();
    const made = await settle(
      { clock, waits: [1, 4, 15] },
      async () => unclear,
      async () => false,
    );
    expect(made).toEqual(unclear);
    expect(clock.slept).toEqual([1, 4, 15]);
  });

  it('is not made again where it can’t be looked at', async () => {
    const { clock } = start();
    let made = 0;
    const make = async () => {
      made += 1;
      return unclear;
    };
    await expect(settle({ clock, waits: [1] }, make, down)).rejects.toThrow('down');
    expect(made).toBe(1);
  });
});
