import { expect, test } from 'vitest';
import { painterFor } from '../../src/cli/paint.js';

test.each<[string, boolean, Record<string, string>, boolean]>([
  ['on a terminal', true, {}, true],
  ['elsewhere', false, {}, false],
  ['on a terminal, with NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['elsewhere, with FORCE_COLOR', false, { FORCE_COLOR: '1' }, true],
  ['elsewhere, with FORCE_COLOR=0', false, { FORCE_COLOR: '0' }, false],
  ['on a terminal that can do nothing', true, { TERM: 'dumb' }, false],
])('%s, colours are as asked', (_, terminal, environment, colours) => {
  expect(painterFor(terminal, environment)('bad', 'x') !== 'x').toBe(colours);
});
