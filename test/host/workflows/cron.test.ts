import { describe, expect, test } from 'vitest';
import { longestPause } from '../../../src/host/workflows/cron.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('the longest pause that a schedule leaves', () => {
  test.each([
    [['17 * * * *'], HOUR],
    [['17,47 * * * *'], HOUR / 2],
    [['0 */6 * * *'], 6 * HOUR],
    [['5 8-18 * * *'], 14 * HOUR],
    [['0 9 * * 1-5'], 3 * DAY],
    [['0 9 * * MON-FRI'], 3 * DAY],
    [['0 0 1 * *'], 31 * DAY],
    [['0 0 1 JAN,JUL *'], 184 * DAY],
    [['0 0 1 * 1'], 7 * DAY],
    [['0 0 * * *', '0 12 * * *'], 12 * HOUR],
    [['10/20 * * * *'], 20 * 60_000],
  ])('%j', (crons, pause) => {
    expect(longestPause(crons)).toBe(pause);
  });

  test.each([
    [[]],
    [['* * * *']],
    [['61 * * * *']],
    [['0 0 30 2 *']],
    [['* * * * 9']],
    [['5-1 * * * *']],
    [['*/0 * * * *']],
    [['a b c d e']],
    [['1 * * * *', 'x']],
  ])('%j promises nothing', (crons: string[]) => {
    expect(longestPause(crons)).toBeNull();
  });
});
