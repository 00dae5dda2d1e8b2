/** A branch keeps what is in it: an event that any reader would choke on must be none, before anybody reads it. */
import { describe, expect, test } from 'vitest';
import { START } from '../../src/audit/chain.js';
import { TYPES } from '../../src/audit/envelope.js';
import { eventOf } from '../../src/audit/line.js';
import { MOST_NEWS, newsIn } from '../../src/audit/news.js';
import { forgedLine, linesOf } from '../fixtures/log-lines.js';
import { SAMPLES } from './event-samples.js';

type Data = Readonly<Record<string, unknown>>;
type Path = readonly string[];

const USED = { lastUsedAt: '2026-11-01T00:00:00Z', lastUsedBy: 's3 in eu-west-1' };
const ENTITLEMENT = { kind: 'credential', id: 'key:1', role: 'r', type: 'access-key', admin: false, status: 'active' };

/** What is in an event of a kind, as forged lines give it; with what may be there besides. */
const EVENTS = SAMPLES.map(({ type, ...data }): readonly [string, Data] => {
  if (type !== 'begun') return [type, data];
  const { account, ...rest } = data as unknown as { readonly account: object };
  return [type, { ...rest, account: { ...account, entitlements: [{ ...ENTITLEMENT, ...USED }] } }];
});

/** Where null, or nothing at all, may stand: everything else has to be there. */
const NULLABLE =
  /^(over|requestId|why|digest|figures|pullRequest|standing|person|owner|requestedBy|expiresAt|url|service|entitlement|lapsedOptOut|email|suspendedAt|within|lastUsedAt|lastUsedBy)$/;
const NEVER_NULL: ReadonlySet<string> = new Set(['halted digest', 'accepted digest', 'opt-out why', 'undelivered why']);
const OPTIONAL = /^account\.entitlements\.0\.(role|type|admin|status|lastUsedAt|lastUsedBy)$/;

/** The envelope's own `actor` counts; evidence is its connector's, whatever is in it. */
function isOthers(type: string, path: Path): boolean {
  return path[0] === 'actor' || (type === 'evidence' && path.length > 1);
}

function pathsIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [
    ...(at.length === 0 ? [] : [at]),
    ...Object.entries(value).flatMap(([key, one]) => pathsIn(one, [...at, key])),
  ];
}

/** The data with something else in one place; `undefined`: with nothing there. */
function changed(data: Data, path: Path, to: unknown): Data {
  const copy = structuredClone(data);
  let parent = copy as Record<string, unknown>;
  for (const key of path.slice(0, -1)) parent = parent[key] as Record<string, unknown>;
  parent[path.at(-1) ?? ''] = to;
  return copy;
}

const read = (type: string, data: Data) => eventOf(forgedLine(START, type, data));
const at = (data: Data, path: Path) =>
  path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], data);

const FIELDS = EVENTS.flatMap(([type, data]) =>
  pathsIn(data)
    .filter((path) => !isOthers(type, path))
    .map((path) => [type, path.join('.'), path, data] as const),
);

test('there is a sample of every type', () => {
  expect(new Set(EVENTS.map(([type]) => type))).toEqual(new Set(Object.keys(TYPES)));
});

describe.each(EVENTS)('an event of the type %s', (type, data) => {
  test('is read, as it is and with what a newer Leaver adds to it', () => {
    expect(read(type, data)).toMatchObject({ type });
    expect(read(type, { ...data, addedLater: { nested: [1] } })).toMatchObject({ type, addedLater: { nested: [1] } });
  });

  test.each([
    ['run', 5],
    ['actor', null],
    ['commit', 5],
    ['previous', null],
    ['time', 'yesterday'],
    ['time', 5],
    ['time', '9999-12-31T23:59:59-14:00'],
  ])('is none with the %s %j', (field, value) => {
    expect(eventOf(forgedLine(START, type, data, { [field]: value }))).toBeNull();
  });
});

describe.each(FIELDS)('%s: %s', (type, name, path, data) => {
  const field = path.at(-1) ?? '';
  const isInArray = /^\d+$/.test(field);

  test('of another type it makes no event', () => {
    const is = at(data, path);
    const others = [5.5, 'no such word', true, {}, ['a', 5]].filter((other) => {
      // Any record is evidence.
      if (field === 'record') return typeof other !== 'object' || Array.isArray(other);
      // A name or a sentence may be any text, and a number of accounts or of milliseconds any number.
      if (typeof other === 'string') return typeof is !== 'string' && !NULLABLE.test(field);
      if (typeof other === 'number') return typeof is !== 'number' && field !== 'within';
      return typeof other !== typeof is || typeof other === 'object';
    });
    expect(others.length).toBeGreaterThan(2);
    for (const other of others) expect(read(type, changed(data, path, other)), JSON.stringify(other)).toBeNull();
  });

  test('null stands there only where it may', () => {
    const may = NULLABLE.test(field) && !NEVER_NULL.has(`${type} ${name}`);
    const isAbout = name === 'revocation' && at(data, path) === null;
    expect(read(type, changed(data, path, null)) !== null).toBe(may || isAbout);
  });

  test.skipIf(isInArray)('without it, it is an event only where it may be left out', () => {
    // A restoration's event without its restoration is read as one of the revocation, of which there is no such type.
    expect(read(type, changed(data, path, undefined)) !== null).toBe(OPTIONAL.test(name));
  });
});

const sample = (type: string): Data => EVENTS.find(([of]) => of === type)?.[1] ?? {};

test.each<[string, string, unknown]>([
  ['begun', 'decision.reason', 'constructor'],
  ['begun', 'decision.stage', 'x'],
  ['begun', 'decision.kind', 'keep'],
  ['begun', 'decision.account.id', 'another'],
  ['begun', 'account.status', 'gone'],
  ['begun', 'account.read', 'guessed'],
  ['begun', 'account.suspendedAt', 'long ago'],
  ['begun', 'account.entitlements.0.kind', 'thing'],
  ['begun', 'account.entitlements.0.status', 'resting'],
  ['begun', 'account.entitlements.0.lastUsedAt', 'long ago'],
  ['begun', 'trigger.kind', 'whim'],
  ['begun', 'trigger.at', 'long ago'],
  ['begun', 'promised.objective', 'best'],
  ['begun', 'promised.within', -1],
  ['outcome', 'result', 'unknown'],
  ['restore-outcome', 'result', 'toString'],
  ['ended', 'ending', 'toString'],
  ['restored', 'ending', 'verified'],
  ['halted', 'class', 'machines'],
  ['halted', 'rule', 'toString'],
  ['accepted', 'rules.0', 'toString'],
  ['opt-out', 'transition', 'toString'],
  ['opt-out', 'standing', 'toString'],
  ['opt-out', 'expiresAt', 'never'],
  ['opt-out', 'owner', 'x'.repeat(4_001)],
  ['opt-out', 'why', 'x'.repeat(100_001)],
  ['run-ended', 'systems.0.completeness', 'toString'],
  ['run-ended', 'systems.0.at', 'never'],
  ['run-ended', 'status', 4.5],
  ['notified', 'result', 'lost'],
  ['notified', 'message', 'topics'],
  ['notified', 'message', 'msg_1\r\nx: y'],
  ['notifying', 'message', 'msg_1\n'],
  ['notifying', 'message', 'a\nb'],
  ['notifying', 'message', `msg_${'a'.repeat(65)}`],
  ['notifying', 'keys', []],
  ['notifying', 'keys.0', 'a\nb'],
  ['notifying', 'keys.0', 'x'.repeat(501)],
])('%s: %s as %j is none', (type, name, value) => {
  expect(read(type, changed(sample(type), name.split('.'), value))).toBeNull();
});

test.each([
  ['step', 'intent'],
  ['limit', 'halted'],
  ['within', 'begun'],
  ['revoked', 'run-ended'],
])('a number that is none in %s makes no event', (field, type) => {
  const line = forgedLine(START, type, sample(type));
  // Canonical JSON writes it as null: the hash fits either.
  const path = FIELDS.find(([of, , one]) => of === type && one.at(-1) === field)?.[2] ?? [];
  const nulled = forgedLine(START, type, changed(sample(type), path, null));
  const endless = nulled.replace(`"${field}":null`, `"${field}":1e999`);
  expect(endless).not.toBe(nulled);
  expect([eventOf(line) !== null, eventOf(endless)]).toEqual([true, null]);
});

test('a channel that tells of nothing any more is noted without topics', () => {
  expect(read('notifying', { ...sample('notifying'), message: 'topics', keys: [] })).not.toBeNull();
});

test('what is nested too deep to be walked through is no event, and throws nothing', () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const line = forgedLine(START, 'evidence', { revocation: 'a', record: { deep: 5 } });
  expect(eventOf(line.replace('"deep":5', `"deep":${deep}`))).toBeNull();
});

test('as many news as a message tells are recorded, whatever ids their accounts have', () => {
  const id = `hub/id\n\u0085${'x'.repeat(3_000)}`;
  const decision = { ...(sample('begun').decision as object), id };
  const ended = { type: 'ended', revocation: 'r', ending: 'verified', left: [] } as const;
  const begun = { type: 'begun', ...sample('begun'), revocation: 'r', decision } as never;
  const events = linesOf([{ event: begun }, { event: ended }]).flatMap((line) => eventOf(line) ?? []);
  const [key = ''] = newsIn(events, null).map((item) => item.key);
  expect(key).toMatch(/^revocation verified hub\/id/);
  const keys = Array.from({ length: MOST_NEWS }, () => key);
  expect(read('notifying', { ...sample('notifying'), keys })).not.toBeNull();
});

test('an event takes nothing over from what it names as its prototype', () => {
  const data = JSON.parse('{"revocation":null,"__proto__":{"lost":5}}');
  expect(read('mended', data)).toBeNull();
});
