/** Every escape: what a strict reader of the form reads back is the text as it may be seen, and nothing more. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csv, html, markdown, plain } from '../../src/text/escape.js';

const RUNS = { numRuns: process.env.LEAVER_LONG === undefined ? 1_000 : 10_000 };

/** Pieces that mean something somewhere, and plain ones between them. */
const HOSTILE = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '<script>',
          '</td>',
          '<!--',
          '-->',
          '&amp;',
          '&#60;',
          '"',
          "'",
          '`',
          '```',
          '|',
          '\\',
          '[x](javascript:y)',
          '![',
          '@all',
        ],
        ...[
          '#1',
          'GH-1',
          '::error::',
          '::stop-commands::x',
          '##[error]',
          ':tada:',
          'http://x',
          'www.x.y',
          '$x$',
          '# ',
          '- ',
          '1. ',
        ],
        ...[
          '=1+1',
          '+1',
          '-1',
          '@SUM(A1)',
          '\t=1',
          '\r=1',
          '|cmd',
          '%0A',
          '\uff1d1',
          '\u001b[2J',
          '\u001b]8;;x\u0007',
          '\u009b31m',
        ],
        ...[
          '\n',
          '\r\n',
          '\r',
          '\t',
          '\u0000',
          '\u0085',
          '\u2028',
          '\u202e',
          '\u200b',
          '\ufeff',
          '\ud800',
          '  ',
          ' ',
          ',',
          ';',
          '~~',
          '**',
          '_',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('ana', 'ruiz', 'é', '李'),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));

function each(check: (text: string) => void): void {
  fc.assert(
    fc.property(HOSTILE, (text) => {
      check(text);
    }),
    RUNS,
  );
}

describe('on a terminal, and in the log of a workflow', () => {
  test('no character acts, none is unseen, and no line begins anew', () => {
    each((text) => {
      expect(plain(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    });
  });

  test('no command of a workflow begins, wherever the text is broken into lines', () => {
    each((text) => {
      for (const line of plain(text).split(/\s/)) expect(line).not.toMatch(/^::|##\[/);
    });
  });

  test('what was there can be told: only unseen characters and colons of commands are shown otherwise', () => {
    each((text) => {
      const read = plain(text).replace(/\\u\{([0-9a-f]+)\}/g, (_, hex) =>
        String.fromCodePoint(Number.parseInt(hex, 16)),
      );
      // The text may itself hold what looks like such an escape.
      if (!text.includes('\\u{')) expect(read).toBe(text);
    });
  });
});

describe('in HTML', () => {
  const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  const parsed = (text: string) => text.replace(/&([a-z]+|#39);/g, (_, name) => ENTITIES[name] ?? '?');

  test('no tag, attribute or comment begins or ends in it', () => {
    each((text) => {
      expect(html(text)).not.toMatch(/[<>"']/);
      expect(html(text).replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
    });
  });

  test('a reader gets the text as it may be seen', () => {
    each((text) => expect(parsed(html(text))).toBe(plain(text)));
  });
});

describe('in CSV', () => {
  /** RFC 4180 to the letter: fields in quotes, a quote in them written twice. */
  function fieldsOf(line: string): readonly string[] {
    const fields: string[] = [];
    let rest = `${line},`;
    while (rest !== '') {
      const [whole, field] = /^"((?:[^"]|"")*)",/.exec(rest) ?? [];
      if (whole === undefined || field === undefined) throw new Error(`no field at ${rest}`);
      fields.push(field.replaceAll('""', '"'));
      rest = rest.slice(whole.length);
    }
    return fields;
  }

  test('each text stays in its field and on its line', () => {
    fc.assert(
      fc.property(HOSTILE, HOSTILE, (one, other) => {
        const line = [one, other].map(csv).join(',');
        expect(line).not.toMatch(/[\r\n]/);
        expect(fieldsOf(line).map((field) => field.replace(/^'/, ''))).toEqual(
          [one, other].map((text) => plain(text).replace(/^'/, '')),
        );
      }),
      RUNS,
    );
  });

  test('no field is a formula, behind spaces or in full width neither', () => {
    each((text) => {
      const [field = ''] = fieldsOf(csv(text));
      expect(field).not.toMatch(/^\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/u);
    });
    expect(csv('=HYPERLINK("http://x")')).toBe(`"'=HYPERLINK(""http://x"")"`);
    expect(csv('\t=1')).toBe('"\\u{9}=1"');
    expect(csv('Ana Ruiz')).toBe('"Ana Ruiz"');
  });
});

describe('in Markdown as GitHub renders it', () => {
  /** What a renderer makes of text without markup: escapes and entities are read, comments and the span go. */
  const rendered = (text: string) =>
    text
      .replaceAll('<span>$</span>', '$')
      .replaceAll('<!-- -->', '')
      .replace(
        /\\([!-/:-@[-`{-~])|&(amp|lt|gt);/g,
        (_, sign, name) => sign ?? { amp: '&', lt: '<', gt: '>' }[name as string] ?? '?',
      );

  test('a reader gets the text as it may be seen', () => {
    each((text) => expect(rendered(markdown(text))).toBe(plain(text).trim()));
  });

  test('nothing in it is markup', () => {
    each((text) => {
      const bare = markdown(text)
        .replaceAll('<span>$</span>', '')
        .replaceAll('<!-- -->', '\u0000')
        .replace(/\\[!-/:-@[-`{-~]/g, '.');
      expect(bare).not.toMatch(/[<>`*_{}[\]()+!|~$\\]/);
      expect(bare.replace(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
      expect(bare).not.toMatch(/@[\w-]|#\d|:\/\/|www\.|\bGH-\d|^(?:[-=>]|#+(?:\s|$)|\d+\. |\s)/i);
    });
  });
});
