import { describe, expect, test } from 'vitest';
import { type Checkpoint, hashOf, START, sha256 } from '../../src/audit/chain.js';
import { eventOf } from '../../src/audit/line.js';
import { type Tampering, verifyLog } from '../../src/audit/verify.js';
import { canonicalJson } from '../../src/core/digest.js';
import { forgedLine, headOf, linesOf, type Written } from '../fixtures/log-lines.js';

const MANY = 10_000;
const PLACE = 6_000;
const LOG = linesOf(
  Array.from({ length: MANY }, (_, index): Written => {
    const key = `opt-out o${index} "hash":"sha256:${index}"`;
    return { event: { type: 'reminded', revocation: null, key, pullRequest: index } };
  }),
);
const END = headOf(LOG.at(-1) ?? '');

function verified(lines: readonly string[], checkpoints: readonly Checkpoint[] = []) {
  return verifyLog(
    lines.map((line, index) => ({ line, where: `log:${index + 1}` })),
    checkpoints,
  );
}

/** What was found, as `line kind`. */
async function found(lines: readonly string[], checkpoints: readonly Checkpoint[] = []): Promise<string[]> {
  const { tamperings } = await verified(lines, checkpoints);
  return tamperings.map(({ line, kind }: Tampering) => `${line} ${kind}`);
}

const changed = (line: string): string => line.replace('opt-out o', 'opt-out x');

/** A changed line that bears a hash of its own. */
function rehashed(line: string): string {
  const envelope = JSON.parse(changed(line));
  return canonicalJson({ ...envelope, hash: hashOf(envelope) });
}

/** The log up to a line, and what follows written anew. */
function rewrittenFrom(index: number): string[] {
  const kept = LOG.slice(0, index);
  const after = index === 0 ? START : headOf(kept.at(-1) ?? '');
  const event = { type: 'released', revocation: null } as const;
  return [
    ...kept,
    ...linesOf(
      Array.from({ length: MANY - index }, () => ({ event })),
      after,
    ),
  ];
}

test('a log of ten thousand events that nobody touched is whole', async () => {
  expect(await verified(LOG, [END, headOf(LOG[17] ?? '')])).toMatchObject({
    events: MANY,
    head: END,
    tamperings: [],
    checkpoints: 2,
  });
});

test('an empty log is whole, and says that it holds nothing', async () => {
  expect(await verified([])).toEqual({
    ...{ events: 0, head: null, from: null, to: null, tamperings: [], more: 0, checkpoints: 0 },
  });
});

describe('each kind of tampering with a log of ten thousand events is found, at its line', () => {
  const at = (index: number) => LOG[index] ?? '';
  const put = (...lines: string[]) => LOG.toSpliced(PLACE, 0, ...lines);

  test.each<[string, readonly string[], readonly string[]]>([
    ['an event is changed', LOG.with(PLACE, changed(at(PLACE))), [`${PLACE + 1} changed`]],
    ['an event is changed, and its hash with it', LOG.with(PLACE, rehashed(at(PLACE))), [`${PLACE + 2} replaced`]],
    ['an event is dropped', LOG.toSpliced(PLACE, 1), [`${PLACE + 1} missing`]],
    [
      'an event is put in',
      put(forgedLine(headOf(at(PLACE - 1)), 'released', { revocation: null })),
      [`${PLACE + 2} unexpected`],
    ],
    ['an event stands twice', put(at(PLACE - 1)), [`${PLACE + 1} unexpected`]],
    [
      'two events change places',
      LOG.with(PLACE, at(PLACE + 1)).with(PLACE + 1, at(PLACE)),
      [`${PLACE + 1} missing`, `${PLACE + 2} unexpected`, `${PLACE + 3} missing`],
    ],
    ['the first events are cut off', LOG.slice(3), ['1 missing']],
    ['a line is cut in the middle', LOG.with(PLACE, at(PLACE).slice(0, 80)), [`${PLACE + 1} unreadable`]],
    ['a line is something else', put('null'), [`${PLACE + 1} unreadable`, `${PLACE + 2} unexpected`]],
  ])('when %s', async (_, lines, expected) => {
    expect(await found(lines)).toEqual(expected);
  });

  test('when its last events are cut off, by a checkpoint that was kept elsewhere', async () => {
    const cut = LOG.slice(0, -2);
    expect(await found(cut)).toEqual([]);
    expect(await found(cut, [END])).toEqual([`${MANY - 1} cut-off`]);
  });

  test.each([0, PLACE])(
    'when all from event %s on is written anew, by a checkpoint that was kept elsewhere',
    async (from) => {
      const anew = rewrittenFrom(from);
      expect(await found(anew)).toEqual([]);
      expect(await found(anew, [END])).toEqual([`${MANY} rewritten`]);
    },
  );

  test('any byte of an event: by a change that leaves it readable or not, at its line or the next', async () => {
    const few = LOG.slice(0, 3);
    const line = few[1] ?? '';
    for (let index = 0; index < line.length; index += 1) {
      const other = line[index] === '1' ? '2' : '1';
      const lines = await found(few.with(1, line.slice(0, index) + other + line.slice(index + 1)));
      expect(lines.length, `byte ${index}`).toBeGreaterThan(0);
      expect(Number.parseInt(lines[0] ?? '', 10), `byte ${index}`).toBeLessThanOrEqual(3);
    }
  });
});

test('the same event written down in another way is the same event', async () => {
  const line = LOG[1] ?? '';
  const { data, ...rest } = JSON.parse(line);
  const spaced = JSON.stringify({ ...rest, data }, null, 1).replaceAll('\n', ' ');
  expect(await found(LOG.slice(0, 3).with(1, spaced))).toEqual([]);
});

const DATA = '{"key":"k","pullRequest":null,"revocation":null}';
const SWAPPED = '{"pullRequest":null,"key":"k","revocation":null}';
const [ONE = ''] = linesOf([{ event: { type: 'reminded', revocation: null, key: 'k', pullRequest: null } }]);

test('with keys in another order in its data, it is the same event to runs and to the verdict', async () => {
  const line = ONE.replace(DATA, SWAPPED);
  expect(line).not.toBe(ONE);
  expect([await found([line]), eventOf(line) !== null]).toEqual([[], true]);
});

test.each<[string, (line: string) => string]>([
  ['keys in another order in its data', (line) => line.replace(DATA, SWAPPED)],
  [
    'keys in another order in a list in its data',
    (line) => line.replace(DATA, '{"key":"k","more":[[{"b":1,"a":2}]],"pullRequest":null,"revocation":null}'),
  ],
  ['white space', (line) => line.replace(DATA, DATA.replace(',', ', '))],
  ['keys in another order', (line) => line.replace(/("actor":"[^"]*"),("commit":"[^"]*"),/, '$2,$1,')],
])('a hash over the text of a line with %s is none: the verdict is that of every run', async (_, written) => {
  const line = written(ONE);
  const text = line.replace(/"hash":"[^"]*",/, '');
  const forged = line.replace(/"hash":"[^"]*"/, `"hash":"${sha256(text)}"`);
  expect(forged).not.toBe(ONE);
  expect(eventOf(forged)).toBeNull();
  expect(await found([forged])).toEqual(['1 changed']);
});

test.each<[string, string, object]>([
  ['of a type that nobody knows', 'leaver.future.thing', {}],
  ['with a field that is none', 'accepted', { revocation: null, digest: 'd', rules: 'no' }],
  ['without its fields', 'begun', { revocation: 'a' }],
  ['that is dated at no time', 'released', { revocation: null }],
])('an event %s is in the chain, and no run can read it', async (what, type, data) => {
  const line = forgedLine(START, type, data, what.endsWith('no time') ? { time: 'yesterday' } : {});
  expect(eventOf(line)).toBeNull();
  const after = linesOf([{ event: { type: 'released', revocation: null } }], headOf(line));
  const verdict = await verified([line, ...after]);
  expect(verdict.tamperings).toEqual([
    { line: 1, where: 'log:1', kind: 'unreadable', what: 'event 1 is no event that a run can read' },
  ]);
  expect(verdict.from).toMatch(/^2026-11-23/);
});

test('a line that is nested too deep to be walked through is unreadable, and throws nothing', async () => {
  const deep = ONE.replace('"key":"k"', `"key":${'['.repeat(200_000)}${']'.repeat(200_000)}`);
  expect(await found([deep])).toEqual(['1 unreadable']);
});

test('an event dated more than an hour before the one before it is out of time; clocks differ by minutes', async () => {
  const times = ['09:30:00Z', '08:30:00Z', '09:30:00.5Z', '08:30:00Z', '10:30:00+02:00', '23:59:59Z', '09:00:00Z'];
  const lines = linesOf(
    times.map((time) => ({ event: { type: 'released', revocation: null }, at: `2026-11-23T${time}` })),
  );
  const { tamperings } = await verified(lines);
  expect(tamperings.map(({ line, kind }) => `${line} ${kind}`)).toEqual(['4 out-of-time', '7 out-of-time']);
  expect(tamperings[0]?.what).toBe(
    'event 4 is dated 2026-11-23T08:30:00Z, more than an hour before the event before it',
  );
});

test('an event whose text holds what looks like a hash is hashed as a whole', async () => {
  const text = '"datacontenttype":"application/json","hash":"sha256:';
  const [line = ''] = linesOf([{ event: { type: 'reminded', revocation: null, key: text, pullRequest: null } }]);
  expect(await found([line])).toEqual([]);
  expect(await found([line.replace('application/json\\"', 'application/xml\\"')])).toEqual(['1 changed']);
});

test('letters outside of ASCII are hashed as RFC 8785 has them', async () => {
  const key = 'Zoë\u2028😀';
  const [line = ''] = linesOf([{ event: { type: 'reminded', revocation: null, key, pullRequest: null } }]);
  expect(line).toMatch(/^[\x20-\x7e]+$/);
  expect(await found([line])).toEqual([]);
  expect(await found([line.replace('Zo\\u00eb', 'Zo\\u00ea')])).toEqual(['1 changed']);
});

test('of very many findings it tells a hundred and the number of the rest', async () => {
  const { tamperings, more } = await verified(LOG.map(changed));
  expect([tamperings.length, more]).toEqual([100, MANY - 100]);
});
