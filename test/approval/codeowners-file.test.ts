import { describe, expect, test } from 'vitest';
import {
  BEGIN,
  blockLines,
  END,
  faultyLines,
  findBlock,
  linesOf,
  overrulings,
  ruleOf,
  withBlock,
} from '../../src/approval/codeowners-file.js';

const OWN = [BEGIN, '/optouts/ @kim', END];
const PATHS = ['/optouts/', '/action.yml'];
const block = (eol = '\n') => OWN.map((line) => line + eol).join('');

describe('the block in its file', () => {
  test('an absent file becomes the block', () => {
    expect(withBlock('', OWN, PATHS)).toBe(block());
  });

  test('it comes at the end, a blank line apart, and what was there stays', () => {
    expect(withBlock('# ours\n* @everybody\n', OWN, PATHS)).toBe(`# ours\n* @everybody\n\n${block()}`);
    expect(withBlock('* @everybody', OWN, PATHS)).toBe(`* @everybody\n\n${block()}`);
  });

  test('writing it twice changes nothing', () => {
    for (const before of ['', '* @everybody', '* @everybody\r\n', '\n\n']) {
      const once = withBlock(before, OWN, PATHS);
      expect(withBlock(once, OWN, PATHS)).toBe(once);
    }
  });

  test('an outdated block is replaced where it is, and every byte around it stays', () => {
    const old = `${BEGIN} of old\n/optouts/ @gone\n${END}\n`;
    const [before, behind] = ['\t* @everybody  \n\n# ä\n', '/docs/ @writers\n\n  # no line break'];
    expect(withBlock(before + old + behind, OWN, PATHS)).toBe(before + block() + behind);
  });

  test('line breaks are those of the file', () => {
    const text = withBlock('* @everybody\r\n', OWN, PATHS);
    expect(text).toBe(`* @everybody\r\n\r\n${block('\r\n')}`);
    expect(blockLines(text)).toEqual(OWN);
  });

  test('a block whose last line has no line break stays so', () => {
    const text = `* @everybody\n\n${block().trimEnd()}`;
    expect(withBlock(text, OWN, PATHS)).toBe(text);
  });

  test('where a later line wins over it, it moves behind that line', () => {
    const text = `${block()}*.yaml @mallory\n`;
    expect(withBlock(text, OWN, PATHS)).toBe(`*.yaml @mallory\n\n${block()}`);
  });

  test.each([
    ['only its beginning', `${BEGIN}\n/a @b\n`],
    ['only its end', `/a @b\n${END}\n`],
    ['the end first', `${END}\n${BEGIN}\n`],
    ['two of them', block() + block()],
    ['a second beginning', `${BEGIN}\n${block()}`],
  ])('with %s, nobody guesses: the text stays, and the finding names the first line of it', (_, text) => {
    const found = findBlock(linesOf(text));
    if (found.kind !== 'broken') throw new Error(found.kind);
    expect(found.finding).toMatchObject({ severity: 'error', line: text.startsWith('/a') ? 2 : 1 });
    expect(withBlock(text, OWN, PATHS)).toBe(text);
  });
});

describe('lines after the block', () => {
  const behind = (...lines: string[]) => {
    const all = linesOf(`${block()}${lines.join('\n')}\n`);
    return overrulings(all, findBlock(all), PATHS);
  };

  test('one that matches a path of it wins, and is told with its number', () => {
    expect(behind('/docs/ @writers', '*.yaml @mallory', '/action.yml @mallory', '/optouts/github/x')).toEqual([
      { line: 5, text: '*.yaml @mallory', paths: ['/optouts/'] },
      { line: 6, text: '/action.yml @mallory', paths: ['/action.yml'] },
      { line: 7, text: '/optouts/github/x', paths: ['/optouts/'] },
    ]);
  });

  test('comments, lines that GitHub skips, and other paths do not', () => {
    expect(
      behind('# *.yaml @mallory', '!*.yaml @mallory', '/src/ @mallory', '/* @mallory', '').map(({ line }) => line),
    ).toEqual([7]);
  });

  test('one hidden behind a carriage return is found', () => {
    expect(behind('# all is well\r/optouts/ @mallory')).toMatchObject([{ line: 4, paths: ['/optouts/'] }]);
  });

  test('without a block, nothing can win over it', () => {
    const all = linesOf('* @everybody\n');
    expect(overrulings(all, findBlock(all), PATHS)).toEqual([]);
  });
});

describe('what a line says', () => {
  test.each([
    ['* @a @org/team b@c.example', { kind: 'rule', pattern: '*', owners: ['@a', '@org/team', 'b@c.example'] }],
    ['  /x/\t@a # why @b', { kind: 'rule', pattern: '/x/', owners: ['@a'] }],
    ['/x/', { kind: 'rule', pattern: '/x/', owners: [] }],
    ['my\\ notes/ @a', { kind: 'rule', pattern: 'my\\ notes/', owners: ['@a'] }],
    ['# * @a', { kind: 'nothing' }],
    ['', { kind: 'nothing' }],
  ])('%j', (line, rule) => {
    expect(ruleOf(line)).toEqual(rule);
  });

  test.each(['* a', '* @a,@b', '*.[ch] @a', '!x @a', '\\#x @a', '* @', '/x\u0007 @a', '# x\r* @a'])(
    '%j is skipped by GitHub, and said so',
    (line) => {
      const [finding] = faultyLines([line], { kind: 'none' });
      expect(finding).toMatchObject({ severity: 'warning', line: 1 });
      expect(finding?.message).toMatch(/^GitHub skips this line: /);
    },
  );
});
