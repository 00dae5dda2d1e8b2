import { describe, expect, test } from 'vitest';
import { instantOf, parseDuration, parseInstant, timestampOf } from '../../src/core/time.js';

describe('a time that somebody else wrote', () => {
  test.each([
    ['2026-11-23T10:00:00+01:00', '2026-11-23T09:00:00Z'],
    ['2026-11-23T09:00:00.5Z', '2026-11-23T09:00:00.500Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00Z'],
  ])('%s is told in UTC', (text, expected) => {
    expect(timestampOf(text)).toBe(expected);
  });

  test.each(['yesterday', '2026-11-23T10:00:00', '9999-12-31T23:59:59-01:00', '0000-01-01T00:00:00+01:00'])(
    '%s is none, or lies outside the years that a timestamp can tell',
    (text) => {
      expect(timestampOf(text)).toBeNull();
    },
  );
});

test('an offset may have any minutes up to 59', () => {
  expect(parseInstant('2026-11-23T09:59:00+00:59')).toBe(parseInstant('2026-11-23T09:00:00Z'));
  expect(parseInstant('2026-11-23T09:59:00+00:60')).toBeNull();
});

test('years of two digits’ worth are the first century’s, up to the last day of it', () => {
  expect(parseInstant('0099-12-31T23:59:59Z')).toBe(Date.parse('0099-12-31T23:59:59Z'));
  expect(parseInstant('0100-01-01T00:00:00Z')).toBe(Date.parse('0100-01-01T00:00:00Z'));
});

test('weeks may have more than one digit', () => {
  expect(parseDuration('P12W')).toBe(12 * 7 * 24 * 3_600_000);
});

test('a text that was never validated is refused by name', () => {
  expect(() => instantOf('soon' as never)).toThrow('not an RFC 3339 time: soon');
});
