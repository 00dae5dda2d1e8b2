import { describe, expect, it } from 'vitest';
import type { Instant } from '../../src/core/time.js';
import { retryAfter, serverTime, untilReset } from '../../src/retry/asked.js';

const NINE = Date.UTC(2026, 10, 23, 9) as Instant;

describe('Retry-After', () => {
  it.each([
    ['7', 7000],
    [7, 7000],
    ['0', 1000],
    ['Mon, 23 Nov 2026 09:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 08:00:00 GMT', 1000],
    ['', null],
    [undefined, null],
    ['soon', null],
    ['-5', null],
    ['1.5', null],
    ['7 ', null],
    ['2026-11-23T09:00:30Z', null],
    [['7', '8'], null],
  ])('%j is %j', (header, wait) => {
    expect(retryAfter(header, NINE)).toBe(wait);
  });
});

describe('a time of reset', () => {
  it.each([
    [NINE / 1000 + 90, 91_000],
    [String(NINE / 1000 + 90), 91_000],
    [NINE / 1000 - 90, 1000],
    [undefined, null],
    ['', null],
    ['tomorrow', null],
    ['-1', null],
  ])('%j is %j', (header, wait) => {
    expect(untilReset(header, NINE)).toBe(wait);
  });
});

describe('the server’s time', () => {
  it('is its own, or ours where it tells none', () => {
    expect(serverTime('Mon, 23 Nov 2026 10:00:00 GMT', NINE)).toBe(NINE + 3_600_000);
    expect(serverTime('10:00', NINE)).toBe(NINE);
    expect(serverTime(undefined, NINE)).toBe(NINE);
  });
});
