import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockSkew, largerSkew } from '../../src/core/clock-skew.js';
import type { Instant } from '../../src/core/time.js';

const at = (milliseconds: number) => milliseconds as Instant;
const NINE = Date.UTC(2026, 10, 23, 9);
const SAID = 'Mon, 23 Nov 2026 09:00:00 GMT';

describe('the skew of a server’s clock', () => {
  it.each([
    ['our clock shows the same', SAID, NINE, NINE, 0],
    ['the header hides most of a second', SAID, NINE + 999, NINE + 999, 0],
    ['our clock is more than that second ahead', SAID, NINE + 1000, NINE + 1500, -1],
    ['our clock is six minutes ahead', SAID, NINE + 360_000, NINE + 360_000, -359_001],
    ['our clock is six minutes behind', SAID, NINE - 360_000, NINE - 360_000, 360_000],
    ['the answer took a minute, within which it was written', SAID, NINE - 30_000, NINE + 30_000, 0],
    ['the answer took a minute, and came from the future all the same', SAID, NINE - 90_000, NINE - 30_000, 30_000],
    ['our clock was set back in between', SAID, NINE + 5000, NINE - 5000, 0],
  ])('when %s, is the least that explains the answer', (_, date, sent, received, skew) => {
    expect(clockSkew({ date, sent: at(sent), received: at(received) })).toBe(skew);
  });

  it.each([
    null,
    undefined,
    '',
    'now',
    '0',
    '2026-11-23T09:00:00Z',
    'Mon, 23 Nov 2026 09:00:00 CET',
    'Tue, 23 Nov 2026 09:00:00 GMT',
    'Mon, 31 Feb 2026 09:00:00 GMT',
    'Mon, 23 Nov 2026 25:00:00 GMT',
    'Monday, 23-Nov-26 09:00:00 GMT',
    'Mon, 23 Nov 2026 09:00:00 GMT, Mon, 23 Nov 2026 09:00:00 GMT',
    `${SAID}\u001b[31m`,
  ])('when the header is %j, is not known', (date) => {
    expect(clockSkew({ date, sent: at(NINE), received: at(NINE) })).toBeNull();
  });

  it('is never of the other sign or larger than the truth, nor off by more than a second and the time under way', () => {
    const times = fc.record({
      sent: fc.integer({ min: NINE, max: NINE + 1e9 }),
      there: fc.integer({ min: 0, max: 60_000 }),
      back: fc.integer({ min: 0, max: 60_000 }),
      truth: fc.integer({ min: -1e9, max: 1e9 }),
    });
    fc.assert(
      fc.property(times, ({ sent, there, back, truth }) => {
        const date = new Date(sent + there + truth).toUTCString();
        const skew = clockSkew({ date, sent: at(sent), received: at(sent + there + back) }) ?? Number.NaN;
        expect(skew * truth).toBeGreaterThanOrEqual(0);
        expect(Math.abs(skew)).toBeLessThanOrEqual(Math.abs(truth));
        expect(Math.abs(truth - skew)).toBeLessThan(1000 + there + back);
      }),
    );
  });
});

describe('of two skews', () => {
  it.each([
    [null, null, null],
    [null, 0, 0],
    [0, null, 0],
    [-7, 5, -7],
    [5, -7, -7],
  ])('%j and %j: the larger', (a, b, larger) => {
    expect(largerSkew(a, b)).toBe(larger);
  });
});
