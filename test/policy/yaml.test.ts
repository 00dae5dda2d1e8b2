import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/policy/limits.js';
import { readYaml } from '../../src/policy/yaml.js';

const read = (text: string, nodesLeft = LIMITS.nodes) => readYaml(text, LIMITS, nodesLeft);

function codesOf(text: string, nodesLeft?: number) {
  return read(text, nodesLeft).problems.map(({ code, offset }) => [code, offset]);
}

describe('when a text is plain YAML 1.2', () => {
  it('resolves scalars as the core schema does, and no others', () => {
    const text =
      '[~, null, true, False, 12, -0x1F, 0x1F, 0o17, 1.5, 1e3, -.inf, "1", yes, on, 2026-12-31, 1_000, 08, .]';
    expect(read(text).data).toEqual([
      null,
      null,
      true,
      false,
      12,
      '-0x1F',
      31,
      15,
      1.5,
      1000,
      Number.NEGATIVE_INFINITY,
      '1',
      'yes',
      'on',
      '2026-12-31',
      '1_000',
      8,
      '.',
    ]);
  });

  it('reads keys that are names of the language as keys like any other', () => {
    const { data, whole } = read('{ __proto__: 1, constructor: 2 }');
    expect(whole).toBe(true);
    expect(Object.keys(data as object)).toEqual(['__proto__', 'constructor']);
  });

  it('takes a first document mark, a byte order mark and comments', () => {
    expect(read('\ufeff# roster\n---\na: 1 # one\n')).toMatchObject({ data: { a: 1 }, problems: [] });
  });

  it('takes `&`, `*`, `!` and `%` inside of text', () => {
    expect(read('a: x & y\nb: "*"\nc: R&D!\nd: |\n  &x *y !z\n  %w\n').problems).toEqual([]);
  });
});

describe('when a text asks for more than is needed, it is refused where it does', () => {
  it.each([
    ['an anchor', 'a: &x 1', 3],
    ['an alias', 'a: *x', 3],
    ['a tag', 'a: !!str 1', 3],
    ['a directive', '%YAML 1.1\n---\na: 1', 0],
    ['a further document', 'a: 1\n---\nb: 2', 5],
    ['a merge key', '{ <<: 1 }', 2],
  ])('%s', (_what, text, offset) => {
    expect(codesOf(text)).toContainEqual(['refused-syntax', offset]);
  });

  it.each([
    ['a duplicate key', 'a: 1\na: 2', ['duplicate-key', 5]],
    ['a key that is no text', '1: a', ['syntax', 0]],
    ['a hidden character behind an escape', 'a: "\\u202e"', ['character', 3]],
    ['nothing at all', '', ['empty', 0]],
    ['only a comment', '# nothing', ['empty', 0]],
  ])('%s', (_what, text, expected) => {
    expect(codesOf(text)).toEqual([expected]);
  });
});

describe('when a text is hostile, a limit stops it early and in linear time', () => {
  it.each([
    ['lists in one line', '['.repeat(10_000)],
    ['mappings in one line', '{a: '.repeat(10_000)],
    ['dashes', '- '.repeat(10_000)],
    ['questions', '? '.repeat(10_000)],
    ['indentation', Array.from({ length: 10_000 }, (_, level) => `${' '.repeat(level % 400)}a:`).join('\n')],
  ])('10,000 levels of %s', (_what, text) => {
    const { problems, data } = read(text);
    expect(problems.map(({ code }) => code)).toContain('too-large');
    expect(data).toBeUndefined();
  });

  it('takes 32 levels', () => {
    expect(read(`${'['.repeat(32)}${']'.repeat(32)}`).problems).toEqual([]);
    expect(codesOf(`${'['.repeat(34)}${']'.repeat(34)}`)[0]?.[0]).toBe('too-large');
  });

  it('counts values, those left out too', () => {
    for (const text of [`[${'1,'.repeat(200)}]`, `[${','.repeat(200)}]`, '- 1\n'.repeat(200), ':\n'.repeat(200)]) {
      expect(codesOf(text, 100).map(([code]) => code)).toEqual(['too-large']);
    }
    expect(codesOf('[1, 2, {a: b}]', 100)).toEqual([]);
  });

  it('reads 30,000 entries in about ten times the time of 3,000', () => {
    const time = (entries: number) => {
      const text = '- { id: a, name: b }\n'.repeat(entries);
      const begin = process.cpuUsage();
      expect(read(text).problems).toEqual([]);
      const { user, system } = process.cpuUsage(begin);
      return user + system;
    };
    time(3_000);
    expect(time(30_000) / time(3_000)).toBeLessThan(40);
  });

  it('refuses a mapping of very many keys, and a million faults, with few findings', () => {
    const keys = Array.from({ length: 2_000 }, (_, at) => `k${at}: 1`).join('\n');
    expect(codesOf(keys)).toEqual([['too-large', 0]]);
    expect(read(`[${'&a x,'.repeat(100_000)}]`).problems.length).toBeLessThan(1000);
    expect(read('---\n'.repeat(100_000)).problems.length).toBeLessThan(10);
  });
});
