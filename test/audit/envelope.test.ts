import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { GENESIS, hashOf } from '../../src/audit/chain.js';
import { TYPES } from '../../src/audit/envelope.js';
import { eventOf } from '../../src/audit/line.js';
import { linesOf } from '../fixtures/log-lines.js';
import { ORIGIN } from '../fixtures/origin.js';
import { REVOCATION, SAMPLES } from './event-samples.js';

const LINES = linesOf(SAMPLES.map((event) => ({ event })));
const schema = JSON.parse(readFileSync(new URL('../../schemas/log-event.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv({ strict: false, formats: { 'date-time': true } });
const validate = ajv.compile(schema);

test('there is a sample of every kind of event, and the schema names every one', () => {
  expect(SAMPLES.map(({ type }) => type).sort()).toEqual(Object.keys(TYPES).sort());
  expect([...schema.properties.type.enum].sort()).toEqual(Object.values(TYPES).sort());
});

describe.each(SAMPLES.map((event, index) => [event.type, event, LINES[index] ?? ''] as const))(
  '%s',
  (_, event, line) => {
    test('is a CloudEvent that the schema describes', () => {
      const value = JSON.parse(line);
      validate(value);
      expect(validate.errors ?? []).toEqual([]);
      expect(value).toMatchObject({ specversion: '1.0', source: ORIGIN.source, datacontenttype: 'application/json' });
    });

    test('names who, which commit and which run, and comes back as it was', () => {
      const { commit, actor } = ORIGIN;
      expect(eventOf(line)).toMatchObject({ ...event, commit, actor, run: 'run-0' });
    });
  },
);

test('each bears a hash over all of it, and the hash of the one before', () => {
  const all = LINES.map((line) => JSON.parse(line));
  for (const [index, envelope] of all.entries()) {
    expect(envelope.hash).toBe(hashOf(envelope));
    expect(envelope.previous).toBe(index === 0 ? GENESIS : all[index - 1].hash);
  }
});

test('law 9: an event whose line was changed in any attribute is none', () => {
  for (const line of LINES) {
    const value = JSON.parse(line);
    for (const key of Object.keys(value)) {
      expect(eventOf(JSON.stringify({ ...value, [key]: `${value[key]}x` })), `${value.type} ${key}`).toBeNull();
    }
  }
});

test('what is about an account says so as OCSF does', () => {
  const data = (type: string) => JSON.parse(LINES[SAMPLES.findIndex((one) => one.type === type)] ?? '').data;
  expect(data('begun').ocsf).toEqual({
    ...{ class_uid: 3001, category_uid: 3, activity_id: 5, type_uid: 300_105, status_id: 99 },
    user: { uid: '583231' },
  });
  expect(data('restored').ocsf).toMatchObject({ activity_id: 2, type_uid: 300_102, status_id: 2 });
  expect(JSON.parse(LINES[2] ?? '').subject).toBe(REVOCATION);
});
