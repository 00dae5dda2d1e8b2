import { describe, expect, test } from 'vitest';
import { judged, judgedEach, listed } from '../../src/core/checkup.js';

const FINDING = {
  severity: 'error',
  check: 'host/code-owner-review',
  where: 'main',
  what: 'nobody has to review',
  why: 'an opt-out could be merged by whoever asks for it',
  mend: 'Require a review from code owners.',
} as const;

describe('a check of the repository', () => {
  test('that finds what it looks for says so, without a word of the fault', () => {
    expect(judged(true, { ...FINDING, good: 'code owners have to review' })).toEqual({
      kind: 'passed',
      check: 'host/code-owner-review',
      where: 'main',
      what: 'code owners have to review',
    });
  });

  test('that does not is told with what, why and the mend', () => {
    expect(judged(false, { ...FINDING, good: 'code owners have to review' })).toEqual({ kind: 'found', ...FINDING });
  });

  test('of many things passes where there is none, and else names them', () => {
    const of = { ...FINDING, good: 'none', what: (names: string) => `too many: ${names}` };
    expect(judgedEach([], of)).toMatchObject({ kind: 'passed', what: 'none' });
    expect(judgedEach(['a', 'b'], of)).toMatchObject({ kind: 'found', what: 'too many: a, b' });
  });
});

test('of many names the first ten are told, and how many more there are', () => {
  const names = Array.from({ length: 12 }, (_, index) => `n${index}`);
  expect(listed(names.slice(0, 10))).toBe('n0, n1, n2, n3, n4, n5, n6, n7, n8, n9');
  expect(listed(names)).toBe('n0, n1, n2, n3, n4, n5, n6, n7, n8, n9 and 2 more');
});
