import { describe, expect, test } from 'vitest';
import { barOf } from '../../src/report/bar.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import { renderText } from '../../src/report/text.js';
import { group, HOSTILE, outline, row } from './outlines.js';

describe('a bar', () => {
  test.each([
    [1, '██████████'],
    [0.5, '█████░░░░░'],
    [0.001, '█░░░░░░░░░'],
    [0, '░░░░░░░░░░'],
    [7, '██████████'],
    [-1, '░░░░░░░░░░'],
  ])('of %d is %s', (share, bar) => {
    expect(barOf(share)).toBe(bar);
  });

  test('stands before the detail, and alone has the colour of its row', () => {
    const rows = [row({ bar: 0.5, detail: 'left', tone: 'hold' })];
    const text = renderText(outline({ groups: [group({ rows })] }), (tone, part) => `<${tone}>${part}</${tone}>`);
    expect(text).toContain('  <hold>█████░░░░░</hold> left\n');
    expect(renderMarkdown(outline({ groups: [group({ rows })] }))).toContain('| █████░░░░░ left |');
  });
});

describe('facts below a row', () => {
  test('stand below its name, and warnings after them', () => {
    const rows = [row({ facts: ['a fact '.repeat(20)], notes: ['a warning'] })];
    const lines = renderText(outline({ groups: [group({ rows })] })).split('\n');
    const start = lines.find((line) => line.includes('ana.ruiz'))?.indexOf('ana.ruiz') ?? -1;
    const facts = lines.filter((line) => line.includes('a fact'));
    expect(facts.length).toBeGreaterThan(1);
    expect(facts.map((line) => line.search(/\S/))).toEqual(facts.map(() => start));
    expect(lines.lastIndexOf(facts.at(-1) ?? '') + 1).toBe(lines.findIndex((line) => line.includes('! a warning')));
  });

  test.each(Object.entries(HOSTILE))('%s in one is shown as text', (_, hostile) => {
    const told = outline({ groups: [group({ rows: [row({ facts: [hostile], bar: 1 })] })] });
    const text = renderText(told);
    expect(text).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]*$/mu);
    expect(text.split('\n').filter((line) => /^\s*::|##\[|\p{Cc}|\p{Cf}/u.test(line))).toEqual([]);
    expect(renderMarkdown(told)).not.toMatch(/<img|<script|\]\(http|[^>]@acme/);
  });
});
