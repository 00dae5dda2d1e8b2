import { describe, expect, test } from 'vitest';
import { calendarOf } from '../../../src/report/page/calendar.js';
import { pageModelOf } from '../../../src/report/page/page-model.js';
import { companyOf } from './company.js';
import { hostileModel } from './hostile.js';

const model = pageModelOf(companyOf(300));
const feed = calendarOf(model);
/** Folded lines made whole again, as a reader does (RFC 5545, section 3.1). */
const unfolded = (text: string) => text.replaceAll('\r\n ', '').split('\r\n');

describe('the calendar', () => {
  test('has an entry for each opt-out in force and for each person who leaves, at its end', () => {
    const lines = unfolded(feed);
    expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(model.inForce.length + model.leaving.length);
    expect(model.leaving.length).toBeGreaterThan(0);
    const [first] = model.inForce;
    expect(lines).toContain(`UID:opt-out.${first?.id}@acme.leaver`);
    expect(lines).toContain('DTSTART:20261123T183600Z');
    expect(lines.filter((line) => line.startsWith('DTSTAMP:'))[0]).toBe('DTSTAMP:20261123T090000Z');
  });

  test('every line ends with CR and LF and is 75 octets at most', () => {
    expect(feed.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(feed.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(feed.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    expect(feed).toContain('\r\n ');
  });

  test('a long name of many octets is folded between characters', () => {
    const [first] = model.inForce;
    if (first === undefined) throw new Error('nothing is in force');
    const long = calendarOf({ ...model, inForce: [{ ...first, id: 'ä€😀'.repeat(40) }], leaving: [] });
    expect(long.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    expect(unfolded(long).join('\n')).toContain('ä€😀'.repeat(40));
    expect(long).not.toContain('\ufffd');
  });

  test('names nobody but by id, and says no reason', () => {
    const told = calendarOf(pageModelOf(companyOf(300, { showJustifications: true })));
    expect(told).not.toContain('migration');
    expect(told).not.toMatch(/[A-Z][a-z]+ (?:Adeyemi|Ito|Berg|Kim)\b/);
  });

  test('no text begins a line or a property of its own', () => {
    const { inForce, ...rest } = hostileModel();
    const [first] = inForce;
    if (first === undefined) throw new Error('nothing is in force');
    const id = 'x\r\nBEGIN:VALARM\r\nATTACH:https://evil.example;a,b\\';
    const lines = unfolded(calendarOf({ ...rest, inForce: [{ ...first, id }] }));
    expect(lines.filter((line) => /^(?:BEGIN:VALARM|ATTACH)/.test(line))).toEqual([]);
    expect(lines.join('\n')).toContain('evil.example\\;a\\,b\\\\');
  });

  test('an entry keeps its uid when its end is moved', () => {
    const uids = (text: string) => unfolded(text).filter((line) => line.startsWith('UID:'));
    const [first] = model.inForce;
    if (first?.terms == null) throw new Error('nothing is in force');
    const moved = { ...first, terms: { ...first.terms, expiresAt: model.at } };
    expect(uids(calendarOf({ ...model, inForce: [moved], leaving: [] }))).toEqual(
      uids(calendarOf({ ...model, inForce: [first], leaving: [] })),
    );
  });
});
