/** Whatever a roster looks like, and whatever is written into it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { AccountId, PersonId, SystemId } from '../../src/core/model.js';
import { refusedAt } from '../../src/documents/characters.js';
import { oneLine } from '../../src/documents/one-line.js';
import { editRoster, type RosterEdit } from '../../src/policy/roster-edit.js';

const FILE = 'policies/people/staff.yaml';
const NUMBER = Number(process.env.LEAVER_PROPERTY_RUNS ?? (process.env.LEAVER_LONG === '1' ? 10_000 : 300));

/** Text that YAML could take for something else, and that could break out of its place. */
const hostile = fc
  .oneof(
    fc.constantFrom(
      'no',
      'null',
      '~',
      '1e5',
      '0x1F',
      '2026-01-01',
      "O'Brien",
      '"',
      '# no',
      'a # b',
      'a: b',
      '- x',
      '{',
      '*a',
      '&a',
    ),
    fc.constantFrom(
      '!x',
      '%',
      '@x',
      '`x',
      'it\'s: "so"',
      'Аna Ruiz',
      'Łukasz',
      '山田',
      '…',
      '[x, y]',
      ', b: c',
      '\\n',
      '| x',
      '<<',
      'a\\"b',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 24 }),
  )
  .map((text) => oneLine(text))
  .filter((text) => text !== '' && !/gh[pousr]_|AKIA|xox/.test(text));

interface Shape {
  readonly flow: boolean;
  readonly quote: 'plain' | 'single' | 'double';
  readonly status: string | null;
  readonly statusFirst: boolean;
  readonly accounts: 'none' | 'flow' | 'block' | 'short' | 'deep' | 'empty';
  readonly comment: boolean;
  readonly apart: boolean;
  readonly name: string;
}

const shape: fc.Arbitrary<Shape> = fc.record({
  flow: fc.boolean(),
  quote: fc.constantFrom('plain', 'single', 'double'),
  status: fc.constantFrom(null, 'active', 'suspended', 'departed'),
  statusFirst: fc.boolean(),
  accounts: fc.constantFrom('none', 'flow', 'block', 'short', 'deep', 'empty'),
  comment: fc.boolean(),
  apart: fc.boolean(),
  name: hostile,
});

const quoted = (text: string, quote: Shape['quote']) =>
  quote === 'single' ? `'${text}'` : quote === 'double' ? JSON.stringify(text) : text;

/** The lines of one entry, below a dash that is not indented. */
function entry(at: number, { flow, quote, status, statusFirst, accounts, comment, name }: Shape): string[] {
  const pairs = [`id: p${at}`, `name: ${JSON.stringify(name)}`, `email: ${quoted(`p${at}@acme.example`, quote)}`];
  if (status !== null) pairs.splice(statusFirst ? 1 : 3, 0, `status: ${quoted(status, quote)}`);
  const claim = `{ id: "${at}", name: ${quoted(`login${at}`, quote)} }`;
  const remark = comment ? '   # said of this: "x", { y }' : '';
  const inFlow: Record<Shape['accounts'], string[]> = {
    none: [],
    empty: ['accounts: {}'],
    short: [`accounts: { hub: login${at} }`],
    flow: [`accounts: { hub: ${claim}, }`],
    block: [`accounts: { hub: ${claim} }`],
    deep: [`accounts: { hub: { id: "${at}" } }`],
  };
  if (flow) return [`- { ${[...pairs, ...inFlow[accounts]].join(', ')} }${remark}`];
  const inBlock: Record<Shape['accounts'], string[]> = {
    ...inFlow,
    block: ['accounts:', '  # of the hub', `  hub: ${claim}${remark}`],
    short: ['accounts:', `  hub: login${at}${remark}`],
    deep: ['accounts:', '  hub:', `    id: "${at}"${remark}`],
  };
  const lines = [...pairs.map((pair, index) => (index === 1 ? pair + remark : pair)), ...inBlock[accounts]];
  return lines.map((line, index) => `${index === 0 ? '- ' : '  '}${line}`);
}

interface Roster {
  readonly text: string;
  readonly chunks: readonly string[];
}

const roster: fc.Arbitrary<Roster> = fc
  .record({
    shapes: fc.array(shape, { minLength: 1, maxLength: 6 }),
    end: fc.constantFrom('\n', '\r\n'),
    indent: fc.constantFrom('', '  ', '    '),
    head: fc.constantFrom('', '# yaml-language-server: $schema=x\n', '---\n', '\ufeff'),
    tail: fc.constantFrom('', '\n', '\n# the end\n', '\nservices:\n  - { id: bot, owner: p0 }\n'),
  })
  .map(({ shapes, end, indent, head, tail }) => {
    const entries = shapes.map((one, at) => {
      const lines = entry(at, one).map((line) => indent + line);
      return one.apart && at > 0 ? ['', ...lines] : lines;
    });
    const inEnds = (text: string) => text.replaceAll('\n', end);
    const chunks = entries.map((lines) => lines.join(end));
    return { text: inEnds(`${head}people:\n`) + chunks.join(end) + inEnds(tail), chunks };
  });

const person = (at: number) => `p${at}` as PersonId;
const claim = fc
  .record({ id: fc.option(hostile), name: fc.option(hostile) })
  .filter(({ id, name }) => id !== null || name !== null);

const wanted = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('set-status'),
      at: fc.nat(5),
      status: fc.constantFrom('active', 'suspended', 'departed'),
      comment: fc.option(fc.string({ unit: 'grapheme' })),
    }),
    fc.record({
      kind: fc.constant('set-email'),
      at: fc.nat(5),
      email: fc.stringMatching(/^[^\s@\p{C}]{1,9}@[^\s@\p{C}]{1,9}$/u),
    }),
    fc.record({ kind: fc.constant('set-account'), at: fc.nat(5), system: fc.constantFrom('hub', 'okta'), claim }),
    fc.record({
      kind: fc.constant('add-person'),
      name: hostile,
      accounts: fc.option(claim),
      comment: fc.option(hostile),
    }),
  ),
  { minLength: 1, maxLength: 6 },
);
type Wanted = (typeof wanted extends fc.Arbitrary<infer T> ? T : never)[number];

function editsOf(all: readonly Wanted[], people: number): RosterEdit[] {
  return all.map((one, index): RosterEdit => {
    if (one.kind === 'add-person') {
      const given = one as Extract<Wanted, { name: string }>;
      const accounts = new Map(given.accounts === null ? [] : [['okta' as SystemId, given.accounts as never]]);
      const id = `new${index}`;
      return {
        kind: 'add-person',
        file: FILE,
        person: { id, name: given.name, email: `${id}@acme.example`, accounts, comment: given.comment },
      };
    }
    const { at, ...rest } = one as Extract<Wanted, { at: number }>;
    const whom = person(at % people);
    if (rest.kind !== 'set-account') return { ...rest, person: whom } as RosterEdit;
    return { ...rest, holder: { kind: 'person', id: whom } } as unknown as RosterEdit;
  });
}

type Read = { people: Record<string, unknown>[] };

type Claim = { readonly id: AccountId | null; readonly name: string | null };

function written({ id, name }: Claim): unknown {
  if (id === null) return name;
  return name === null ? { id } : { id, name };
}

/** The edit as anybody would make it on the plain document. */
function make(edit: RosterEdit, people: Record<string, unknown>[]): void {
  if (edit.kind === 'add-service') return;
  if (edit.kind === 'add-person') {
    const { id, name, email, accounts } = edit.person;
    const okta = accounts.get('okta' as SystemId);
    people.push({ id, name, email, ...(okta === undefined ? {} : { accounts: { okta: written(okta) } }) });
    return;
  }
  const one = people.find(({ id }) => id === holderOf(edit)) ?? {};
  if (edit.kind === 'set-email') one.email = edit.email;
  else if (edit.kind === 'set-account')
    one.accounts = { ...(one.accounts as object), [edit.system]: written(edit.claim) };
  else if ((one.status ?? 'active') !== edit.status) one.status = edit.status;
}

function holderOf(edit: RosterEdit): string {
  if (edit.kind === 'set-account') return edit.holder.id;
  return edit.kind === 'set-status' || edit.kind === 'set-email' ? edit.person : '';
}

function meant(document: Read, edits: readonly RosterEdit[]): Read {
  const people = document.people.map((one) => ({ ...one }));
  for (const edit of edits) make(edit, people);
  return { ...document, people };
}

/** Comments of people inside a claim that would have to go: the one thing that is not done. */
const isRefused = (error: unknown) => (error as { code?: string }).code === 'not-supported';

describe('edits of any roster', () => {
  test('say exactly what was meant, and leave every other entry as it is, byte for byte', () => {
    let made = 0;
    fc.assert(
      fc.property(roster, wanted, ({ text, chunks }, all) => {
        const edits = editsOf(all, chunks.length);
        let after: string;
        try {
          after = editRoster(new Map([[FILE, text]]), edits).get(FILE) ?? text;
        } catch (error) {
          expect(isRefused(error), String(error)).toBe(true);
          expect(text).toMatch(/hub:\r?\n/);
          return;
        }
        made += 1;
        expect(parse(after)).toEqual(meant(parse(text) as Read, edits));
        const touched = new Set(edits.map(holderOf));
        let from = text.indexOf('people:');
        expect(after.slice(0, from)).toBe(text.slice(0, from));
        for (const [at, chunk] of chunks.entries()) {
          if (touched.has(person(at))) continue;
          const found = after.indexOf(chunk, from);
          expect(found).toBeGreaterThanOrEqual(0);
          from = found + chunk.length;
        }
        expect(after.endsWith('\n')).toBe(text.endsWith('\n'));
        if (text.includes('\r\n')) expect(after).not.toMatch(/[^\r]\n/);
        else expect(after).not.toContain('\r');
      }),
      { numRuns: NUMBER },
    );
    expect(made).toBeGreaterThan(NUMBER * 0.8);
  });

  test('of no comment is taken away', () => {
    fc.assert(
      fc.property(roster, wanted, ({ text, chunks }, all) => {
        try {
          const after = editRoster(new Map([[FILE, text]]), editsOf(all, chunks.length)).get(FILE) ?? text;
          const count = (of: string) => of.split('# said of this').length + of.split('# of the hub').length;
          expect(count(after)).toBeGreaterThanOrEqual(count(text));
        } catch (error) {
          if (!isRefused(error)) throw error;
        }
      }),
      { numRuns: NUMBER },
    );
  });
});

test('any text becomes one line that a document may hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const line = oneLine(text);
      expect(refusedAt(line)).toBe(-1);
      expect(line).not.toMatch(/[\r\n\t]|^ | $/);
      expect(line.length).toBeLessThanOrEqual(256);
    }),
  );
});
