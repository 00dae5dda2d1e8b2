import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../src/report/columns.js';
import { renderFindings } from '../../src/report/findings.js';
import { renderText } from '../../src/report/text.js';
import { everywhere, group, HOSTILE, outline, row } from './outlines.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
const SEEN_ONLY = /^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]*$/u;

/** Lines that are too wide though they could have been broken: not for one long word alone. */
function tooWide(text: string): string[] {
  const longest = (line: string) => Math.max(...line.split(' ').map(columnsOf));
  return text.split('\n').filter((line) => columnsOf(line) > 80 && longest(line) < 50);
}

describe('text for a terminal', () => {
  describe.each(Object.entries(HOSTILE))('%s', (_, hostile) => {
    const text = renderText(everywhere(hostile));
    const findings = renderFindings(
      [
        {
          severity: 'error',
          code: 'schema',
          file: 'a.yaml',
          line: 1,
          column: 1,
          path: hostile,
          message: hostile,
          mend: hostile,
        },
      ],
      null,
    );

    test('is shown as text: no escape, no hidden character, no line of its own', () => {
      for (const out of [text, findings]) {
        expect(out).toMatch(SEEN_ONLY);
        expect(out).not.toMatch(/\p{Cs}/u);
        expect(out.split('\n').filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
      }
    });

    test('fits 80 columns, but for a longer word', () => {
      expect(tooWide(text)).toEqual([]);
      expect(tooWide(findings)).toEqual([]);
    });
  });

  test.each([1, 5, 12, 29, 30, 31, 45])('a name of %i letters leaves its row within 80 columns', (length) => {
    const rows = [row({ subject: 'n'.repeat(length), detail: 'word '.repeat(60).trim(), mark: 'verified' }), row()];
    expect(tooWide(renderText(outline({ groups: [group({ rows })] })))).toEqual([]);
  });

  test('an opaque id with colons in it is shown as it is', () => {
    const arn = 'arn:aws:iam::123456789012:role/leaver';
    expect(renderText(everywhere(arn))).toContain(`  ${arn}`);
  });

  test('the digest of a plan fits its line', () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    const text = renderText(outline({ footer: [`Run of 2026-11-23 09:00 UTC, 9 requests`, `Plan ${digest}`] }));
    expect(tooWide(text)).toEqual([]);
    expect(text).toContain(`\nPlan ${digest}\n`);
  });

  test('wide letters take two columns each, so that the next column stays in its place', () => {
    const text = renderText(
      outline({
        groups: [
          group({ rows: [row({ subject: '漢字', detail: 'departed' }), row({ subject: 'anna', detail: 'departed' })] }),
        ],
      }),
    );
    const starts = text
      .split('\n')
      .filter((line) => line.includes('departed'))
      .map((line) => columnsOf(line.split('departed')[0] ?? ''));
    expect(new Set(starts).size).toBe(1);
  });

  test('a hundred thousand rows are no trouble', () => {
    const rows = Array.from({ length: 130_000 }, (_, at) => row({ subject: `n${at}` }));
    expect(renderText(outline({ groups: [group({ rows })] })).split('\n')).toHaveLength(130_004);
  });

  test('what is as declared, or never in reach, is quiet: no colour of an error', () => {
    const one = group({ asides: ['not read: codespaces'], unreachable: ['webhooks'], notes: ['halted'] });
    const painted = renderText(outline({ groups: [one] }), (tone, text) => `<${tone}>${text}</>`);
    expect(painted).toContain('<quiet>  not read: codespaces</>');
    expect(painted).toContain("<quiet>  can't reach: webhooks</>");
    expect(painted).toContain('<bad>  ! halted</>');
  });

  test('colours wrap marks and never change the text', () => {
    const shown = everywhere('departed');
    const painted = renderText(shown, (tone, text) => `<${tone}>${text}</>`);
    expect(painted).toContain('<act>revoke</>');
    expect(painted.replace(/<\w+>|<\/>/g, '')).toBe(renderText(shown));
  });
});
