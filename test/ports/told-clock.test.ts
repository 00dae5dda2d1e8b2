import { describe, expect, test } from 'vitest';
import type { Instant } from '../../src/core/time.js';
import { toldClock } from '../../src/ports/told-clock.js';

function scene() {
  const told: number[] = [];
  const slept: number[] = [];
  let now = 0;
  const clock = toldClock(
    {
      now: () => now as Instant,
      sleep: async (milliseconds) => {
        slept.push(milliseconds);
      },
    },
    (seconds) => told.push(seconds),
  );
  return { clock, told, slept, pass: (milliseconds: number) => (now += milliseconds) };
}

describe('a clock that tells of waits', () => {
  test('when a wait is long enough to look like a hang, tells it and waits', async () => {
    const { clock, told, slept } = scene();
    await clock.sleep(4000);
    expect({ told, slept }).toEqual({ told: [4], slept: [4000] });
  });

  test('when it is short, waits in silence', async () => {
    const { clock, told, slept } = scene();
    await clock.sleep(1100);
    expect({ told, slept }).toEqual({ told: [], slept: [1100] });
  });

  test('when several wait side by side, tells it once; a later wait is told again', async () => {
    const { clock, told, pass } = scene();
    await Promise.all([clock.sleep(4000), clock.sleep(4100)]);
    pass(4100);
    await clock.sleep(9000);
    expect(told).toEqual([4, 9]);
  });
});
