import { describe, expect, test } from 'vitest';
import { findingsMarkdown } from '../../src/report/findings.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import { markdown } from '../../src/text/escape.js';
import { everywhere, group, HOSTILE, outline, row } from './outlines.js';

describe('Markdown for a job summary', () => {
  test.each(Object.entries(HOSTILE))('%s changes nothing around it, wherever it stands', (_, hostile) => {
    const text = renderMarkdown(everywhere(hostile));

    expect(text.replaceAll(markdown(hostile), 'ana')).toBe(renderMarkdown(everywhere('ana')));
  });

  test.each(Object.entries(HOSTILE))('%s stays text', (_, hostile) => {
    // What is escaped, and comments that break links, are no markup.
    const bare = markdown(hostile)
      .replace(/\\[\\`*_{}[\]()+!|~=-]/g, '.')
      .replaceAll('<span>$</span>', '.');

    expect(bare).not.toMatch(/[`*_[\]|~$]/);
    expect(bare.replaceAll('<!-- -->', '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    expect(bare).not.toMatch(/@\w|#\d|:\/\/|www\.|GH-\d|:tada:/i);
    expect(bare).not.toMatch(/^(?:\s|#+ |[-=]|\d+\. )/);
    expect(bare.split('\n')).toHaveLength(1);
  });

  test('an ordinary name is left readable', () => {
    expect(markdown('Ana Ruiz (ana.ruiz), deploy-bot at 09:00 UTC')).toBe(
      'Ana Ruiz \\(ana.ruiz\\), deploy-bot at 09:00 UTC',
    );
  });
});

describe('beyond the size that the host shows', () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => row({ subject: `name-${at}`, detail: 'é'.repeat(60) }));

  test('the summary is cut at a row, says so, and fits', () => {
    const text = renderMarkdown(outline({ groups: [group({ rows })] }));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024 * 1024);
    expect(
      text
        .trimEnd()
        .endsWith('_Cut here: the rest is beyond the size that the host shows. The JSON report holds it all._'),
    ).toBe(true);
    expect(
      text
        .split('\n')
        .filter((line) => line.startsWith('| 🔴'))
        .every((line) => line.endsWith(' |')),
    ).toBe(true);
  });

  test('findings are cut alike', () => {
    const finding = {
      severity: 'error',
      code: 'schema',
      file: 'a.yaml',
      line: 1,
      column: 1,
      path: '',
      mend: '',
    } as const;
    const many = Array.from({ length: 20_000 }, () => ({ ...finding, message: 'é'.repeat(60) }));
    const text = findingsMarkdown(many, null);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024 * 1024);
    expect(text).toContain('_Cut here');
  });

  test('what fits is not cut', () => {
    expect(renderMarkdown(outline({ groups: [group({ rows: rows.slice(0, 9) })] }))).not.toContain('Cut here');
  });
});
