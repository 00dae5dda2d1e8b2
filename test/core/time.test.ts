/** Law 11: RFC 3339 with an offset, and nothing else. */
import { describe, expect, test } from 'vitest';
import { formatInstant, instantOf, parseDuration, parseInstant, type Timestamp } from '../../src/core/time.js';
import { DAY, HOUR, later } from '../fixtures/builders.js';

describe('law 11: one rule of time', () => {
  test.each([
    ['2026-11-23T09:00:00Z', Date.UTC(2026, 10, 23, 9)],
    ['2026-11-23t09:00:00z', Date.UTC(2026, 10, 23, 9)],
    ['2026-11-23T10:00:00+01:00', Date.UTC(2026, 10, 23, 9)],
    ['2026-11-23T03:30:00-05:30', Date.UTC(2026, 10, 23, 9)],
    ['2026-11-23T23:00:00+14:00', Date.UTC(2026, 10, 23, 9)],
    ['2027-01-01T00:30:00+01:00', Date.UTC(2026, 11, 31, 23, 30)],
    ['2026-11-23T09:00:00-00:00', Date.UTC(2026, 10, 23, 9)],
    ['2026-11-23T09:00:00.5Z', Date.UTC(2026, 10, 23, 9, 0, 0, 500)],
    ['2026-11-23T09:00:00.007Z', Date.UTC(2026, 10, 23, 9, 0, 0, 7)],
    ['2026-11-23T09:00:00.999999999Z', Date.UTC(2026, 10, 23, 9, 0, 0, 999)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
    ['1970-01-01T00:00:00Z', 0],
    ['1969-12-31T23:59:59Z', -1000],
  ])('law 11: when the text is %s, then it is that instant', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  test('law 11: when the year has two digits’ worth, then it is not taken for one of the last century', () => {
    expect(parseInstant('0050-06-01T00:00:00Z')).toBe(Date.parse('0050-06-01T00:00:00Z'));
    expect(parseInstant('0004-02-29T00:00:00Z')).toBe(Date.parse('0004-02-29T00:00:00Z'));
  });

  test.each([
    ['no offset', '2026-11-23T09:00:00'],
    ['a date alone', '2026-11-23'],
    ['no seconds', '2026-11-23T09:00Z'],
    ['a space', '2026-11-23 09:00:00Z'],
    ['29 February of a common year', '2026-02-29T00:00:00Z'],
    ['29 February of 2100', '2100-02-29T00:00:00Z'],
    ['30 February', '2024-02-30T00:00:00Z'],
    ['31 April', '2026-04-31T00:00:00Z'],
    ['month 13', '2026-13-01T00:00:00Z'],
    ['month 0', '2026-00-01T00:00:00Z'],
    ['day 0', '2026-01-00T00:00:00Z'],
    ['hour 24', '2026-01-01T24:00:00Z'],
    ['minute 60', '2026-01-01T00:60:00Z'],
    ['second 61', '2026-01-01T00:00:61Z'],
    ['an offset without a colon', '2026-01-01T00:00:00+0100'],
    ['an offset of an hour alone', '2026-01-01T00:00:00+01'],
    ['an offset of 60 minutes', '2026-01-01T00:00:00+01:60'],
    ['an offset of no zone', '2026-01-01T00:00:00+24:00'],
    ['an empty fraction', '2026-01-01T00:00:00.Z'],
    ['a comma', '2026-01-01T00:00:00,5Z'],
    ['space around it', ' 2026-01-01T00:00:00Z'],
    ['a line after it', '2026-01-01T00:00:00Z\n'],
    ['other digits', '２０２６-01-01T00:00:00Z'],
    ['nothing', ''],
  ])('law 11: when the text has %s, then it is refused', (_, text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test('law 11: each fraction of milliseconds is read exactly', () => {
    for (let ms = 0; ms < 1000; ms += 1) {
      const text = `2026-11-23T09:00:00.${String(ms).padStart(3, '0')}Z`;
      expect(parseInstant(text)).toBe(later(ms));
    }
  });

  test('when written, then in UTC, with milliseconds only where there are any', () => {
    expect(formatInstant(later(0))).toBe('2026-11-23T09:00:00Z');
    expect(formatInstant(later(7))).toBe('2026-11-23T09:00:00.007Z');
    expect(instantOf(formatInstant(later(7)))).toBe(later(7));
  });

  test('when something unvalidated comes in, then it is an error and never an instant of its own', () => {
    expect(() => instantOf('yesterday' as Timestamp)).toThrow(RangeError);
  });
});

describe('durations', () => {
  test.each([
    ['P30D', 30 * DAY],
    ['P2W', 14 * DAY],
    ['PT24H', DAY],
    ['PT1H30M', 1.5 * HOUR],
    ['P1DT12H', 1.5 * DAY],
    ['PT90S', 90_000],
    ['PT0S', 0],
    ['P0D', 0],
  ])('when the text is %s, then it is that many milliseconds', (text, length) => {
    expect(parseDuration(text)).toBe(length);
  });

  test.each([
    'P',
    'PT',
    'P1DT',
    '',
    'P1Y',
    'P1M',
    'P1W2D',
    '-P1D',
    'P-1D',
    'PT1.5H',
    'p1d',
    '30',
    'never',
    'PT1S1H',
    'P30D\n',
    'P999999D',
  ])('when the text is %j, then it is refused', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});
