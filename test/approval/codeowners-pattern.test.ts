import { describe, expect, test } from 'vitest';
import { parsePattern, patternFault } from '../../src/approval/codeowners-pattern.js';

/** Each pattern, what it is for, and what it is not for: GitHub's own examples first. */
const TABLE: readonly (readonly [pattern: string, yes: readonly string[], no: readonly string[]])[] = [
  ['*', ['a', 'a/b', 'a/b/c.ts'], []],
  ['*.js', ['a.js', 'src/deep/a.js', 'dir.js/x'], ['a.ts', 'js']],
  ['/build/logs/', ['build/logs/a', 'build/logs/b/c'], ['build/logs', 'x/build/logs/a']],
  ['docs/*', ['docs/getting-started.md'], ['docs/build-app/troubleshooting.md', 'docs', 'x/docs/a']],
  ['apps/', ['apps/a', 'x/apps/b/c'], ['apps', 'myapps/a']],
  ['/docs/', ['docs/a', 'docs/b/c'], ['x/docs/a', 'docs']],
  ['**/logs', ['logs', 'build/logs', 'build/logs/a', 'deeply/nested/logs/b/c'], ['logs.txt']],
  ['/apps/github', ['apps/github', 'apps/github/a'], ['apps/githubs', 'x/apps/github']],
  ['foo', ['foo', 'foo/a', 'a/foo', 'a/foo/b'], ['foo.txt', 'a/foo.txt']],
  ['foo/bar', ['foo/bar', 'foo/bar/a'], ['x/foo/bar', 'foo/bart']],
  ['f*', ['foo', 'foo/a', 'x/foo/a'], ['xfoo', 'a/b']],
  ['/*', ['foo'], ['foo/bar']],
  ['/*/', ['foo/a', 'foo/a/b'], ['foo']],
  ['foo/*/baz', ['foo/x/baz', 'foo/x/baz/a'], ['foo/baz', 'foo/x/y/baz']],
  ['foo/**/bar', ['foo/bar', 'foo/a/bar', 'foo/a/b/bar/c'], ['x/foo/bar', 'foo/a']],
  ['foo/bar/**', ['foo/bar/a', 'foo/bar/a/b'], ['foo/bar', 'x/foo/bar/a']],
  ['foo/**/', ['foo/a', 'foo/a/b'], ['foo']],
  ['**/*bar*', ['bar', 'a/rebar', 'a/barrio/x'], ['ba']],
  ['f?o', ['foo', 'a/fxo'], ['fo', 'fooo', 'f/o']],
  ['f\\*o', ['f*o'], ['foo']],
  ['my\\ notes/', ['my notes/a'], ['my/a']],
  ['a.c', ['a.c'], ['abc']],
  ['/', [], ['a', 'a/b']],
  ['**', ['a', 'a/b'], []],
];

describe('a pattern is for the paths that GitHub documents', () => {
  test.each(TABLE)('%s', (pattern, yes, no) => {
    const { matches } = parsePattern(pattern);
    expect([yes.filter((path) => !matches(path)), no.filter(matches)]).toEqual([[], []]);
  });

  test('paths are case sensitive', () => {
    expect(parsePattern('/Policies/').matches('policies/policy.yaml')).toBe(false);
  });

  test('a hostile pattern costs no time', () => {
    const started = performance.now();
    expect(parsePattern(`${'*a'.repeat(2000)}b`).matches('a'.repeat(4000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('whether a pattern could be for anything below a folder', () => {
  test.each([
    '*',
    '*.yaml',
    '*.md',
    'optouts',
    '/optouts/',
    '/optouts/github',
    '/optouts/*',
    '/optouts/*.yaml',
    '/optouts/**/x',
    'github/',
    '/optouts/github/mine-*.yaml',
    '/*/github/',
    '/op*/',
    '**/ana.yaml',
    'optouts/**',
  ])('%s may be, in /optouts/', (pattern) => {
    expect(parsePattern(pattern).mayMatchBelow('/optouts/')).toBe(true);
  });

  test.each(['/*', '/policies/', '/optout', '/optouts.yaml', '/x/optouts/', '/', '/*.yaml'])(
    '%s may not be, in /optouts/',
    (pattern) => {
      expect(parsePattern(pattern).mayMatchBelow('/optouts/')).toBe(false);
    },
  );

  test('a pattern that ends in /* reaches no deeper folder', () => {
    expect(parsePattern('/optouts/*').mayMatchBelow('/optouts/github/')).toBe(false);
    expect(parsePattern('/optouts/g*').mayMatchBelow('/optouts/github/')).toBe(true);
  });
});

describe('patterns that GitHub skips', () => {
  test.each(['!optouts/', 'optouts/[a-z].yaml', '\\#notes', 'a/***/b'])('%s', (pattern) => {
    expect(patternFault(pattern)).not.toBeNull();
  });

  test.each(['*', 'a\\[b', '/optouts/', 'a#b'])('%s is sound', (pattern) => {
    expect(patternFault(pattern)).toBeNull();
  });
});
