import { expect, test } from 'vitest';
import { type ExportFormat, exported } from '../../src/audit/export.js';
import type { PlacedLine } from '../../src/audit/verify.js';
import { verifyLog } from '../../src/audit/verify.js';
import { type Instant, parseInstant } from '../../src/core/time.js';
import { LeaverError } from '../../src/errors.js';
import { csv } from '../../src/text/escape.js';
import { linesOf } from '../fixtures/log-lines.js';
import { REVOCATION, SAMPLES } from './event-samples.js';

const LINES = linesOf(SAMPLES.map((event, index) => ({ event, at: `2026-11-23T09:${String(index + 10)}:00Z` })));

async function* placed(lines: readonly string[]): AsyncIterable<PlacedLine> {
  for (const [index, line] of lines.entries()) yield { line, where: `log:${index + 1}` };
}

async function all(
  format: ExportFormat,
  {
    from = null,
    to = null,
    lines = LINES,
  }: { from?: string | null; to?: string | null; lines?: readonly string[] } = {},
): Promise<string[]> {
  const at = (text: string | null): Instant | null => (text === null ? null : parseInstant(text));
  const out: string[] = [];
  for await (const line of exported(placed(lines), { format, from: at(from), to: at(to), csvField: csv }))
    out.push(line);
  return out;
}

test('jsonl gives the very lines, so that the copy is as whole as the log', async () => {
  const out = await all('jsonl');
  expect(out).toEqual(LINES.map((line) => `${line}\n`));
  const verdict = await verifyLog(out.map((line, index) => ({ line: line.trimEnd(), where: String(index) })));
  expect(verdict.tamperings).toEqual([]);
});

test('a period takes in both its ends, in every form', async () => {
  const within = { from: '2026-11-23T09:12:00Z', to: '2026-11-23T09:14:00Z' };
  expect(await all('jsonl', within)).toHaveLength(3);
  expect(await all('ocsf', within)).toHaveLength(3);
  expect(await all('csv', within)).toHaveLength(4);
});

test('ocsf has one event for each, with what OCSF needs of its class', async () => {
  const events = (await all('ocsf')).map((line) => JSON.parse(line));
  expect(events).toHaveLength(SAMPLES.length);
  for (const event of events) {
    expect(event).toMatchObject({
      type_uid: event.class_uid * 100 + event.activity_id,
      category_uid: event.class_uid === 3001 ? 3 : 0,
      metadata: { version: '1.6.0', product: { name: 'Leaver' } },
      actor: { user: { uid: 'kim-cho' } },
    });
    expect(Number.isSafeInteger(event.time)).toBe(true);
    expect([1, 3, 4]).toContain(event.severity_id);
  }
  const of = (type: string) => events[SAMPLES.findIndex((one) => one.type === type)];
  expect(of('ended')).toMatchObject({ class_uid: 3001, activity_id: 5, status_id: 1, user: { uid: '583231' } });
  expect(of('restore-outcome')).toMatchObject({ class_uid: 3001, activity_id: 2, status_id: 2 });
  expect(of('halted')).toMatchObject({ class_uid: 0, severity_id: 4, unmapped: { rule: 'maxRevocations', actual: 9 } });
});

test('an account change knows what was done to the account though its beginning lies before the period', async () => {
  const [first = ''] = await all('ocsf', { from: '2026-11-23T09:16:00Z' });
  expect(JSON.parse(first)).toMatchObject({ activity_name: 'leaver.revocation.ended', activity_id: 5 });
});

test('csv has a head, a row for each event, and no formula', async () => {
  const hostile = {
    type: 'intent',
    revocation: REVOCATION,
    step: 1,
    action: '=HYPERLINK("x")',
    object: 'a","b\n',
  } as const;
  const rows = await all('csv', { lines: linesOf([{ event: hostile }]) });
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatch(/^sequence,time,event,run,actor,commit,revocation,.*,hash\r\n$/);
  expect(rows[1]).toContain(`"'=HYPERLINK(""x"")"`);
  expect(rows[1]?.split('\n')).toHaveLength(2);
});

test('a line that is no event, or was changed, ends the export and is named', async () => {
  const lines = LINES.with(4, (LINES[4] ?? '').replace('org:acme', 'org:evil'));
  const error = await all('ocsf', { lines }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LeaverError);
  expect(error).toMatchObject({ code: 'journal', message: 'log:5 is not an event that bears its own hash' });
});
