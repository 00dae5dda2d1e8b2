/** Outlines to render. */
import type { Group, Outline, Row } from '../../src/report/outline.js';

export function row(of: Partial<Row> = {}): Row {
  return { tone: 'act', mark: 'revoke', subject: 'ana.ruiz (ana)', detail: 'departed', notes: [], ...of };
}

export function group(of: Partial<Group> = {}): Group {
  return {
    title: 'hub',
    aside: '2 accounts, seen whole',
    notes: [],
    asides: [],
    rows: [],
    rest: '',
    unreachable: [],
    outside: [],
    ...of,
  };
}

export function outline(of: Partial<Outline> = {}): Outline {
  return {
    banner: null,
    tone: 'good',
    verdict: 'Nothing to revoke.',
    figures: [],
    groups: [],
    problems: [],
    footer: [],
    ...of,
  };
}

/** The same text wherever an outline holds text from outside. */
export function everywhere(text: string): Outline {
  return outline({
    verdict: text,
    groups: [
      group({
        title: text,
        aside: text,
        notes: [text],
        rows: [row({ subject: text, detail: text, notes: [text] })],
        rest: text,
        asides: [text],
        unreachable: [text],
        outside: [text],
      }),
    ],
    problems: [text],
    footer: [text],
  });
}

/** What somebody may have written into a name or a justification, or a server into an error. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'escape sequence': 'ana\u001b[2K\u001b[1A\u001b]0;title\u0007',
  'one-byte escape': 'ana\u009b31m',
  'line break': 'ana\nhub  0 accounts\r\nnothing',
  'workflow command': 'ana ::error::pwned',
  'workflow command at the start': '::add-mask::a',
  'older workflow command': 'ana ##[error]pwned',
  bidi: 'ana\u202egnp.exe\u2066',
  'zero width': 'a\u200bn\ufeffa\u00ad',
  'tag letters': 'ana\u{e0041}\u{e0042}',
  'half a character': 'ana\ud800',
  'long word': 'x'.repeat(400),
  'many words': 'word '.repeat(200).trim(),
  'wide letters': '漢字仮名'
    .repeat(15)
    .replace(/(.{6})/gu, '$1 ')
    .trim(),
  html: '<img src=x onerror=alert(1)><script>alert(1)</script> &lt;b&gt;',
  markdown: '**bold** _it_ `code` ~~gone~~ [link](https://evil.example) ![img](http://evil.example/x.png)',
  table: 'a | b || c \\| d',
  heading: '# ana',
  list: '- ana',
  'ordered list': '1. ana',
  rule: '===',
  'code block': '    ana',
  mention: '@acme/security please see #1 and GH-12, acme/secret#3',
  'bare link': 'https://evil.example and www.evil.example and mailto:eve@evil.example',
  'emoji and formula': ':tada: $x^2$ :+1:',
};
