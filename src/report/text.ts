/** An outline for a terminal: 80 columns, and as clear without colour as with it. */

import { plain } from './escape.js';
import type { Outline, Row, Tone } from './outline.js';

/** Wraps text in a colour; the one without colours gives it back. */
export type Paint = (tone: Tone, text: string) => string;
export const NO_PAINT: Paint = (_, text) => text;

const WIDTH = 80;

export function renderText(outline: Outline, paint: Paint = NO_PAINT): string {
  const lines: string[] = [];
  if (outline.banner !== null) lines.push(...wrap(outline.banner, 0).map((line) => paint('bad', line)), '');
  lines.push(...wrap(plain(outline.verdict), 0).map((line) => paint(outline.tone, line)));
  const figures = outline.figures.map(({ label, value }) => `${value} ${label}`).join('  ·  ');
  if (figures !== '') lines.push(figures);
  for (const group of outline.groups) {
    lines.push('', `${plain(group.title)}  ${paint('quiet', plain(group.aside))}`);
    for (const note of group.notes) lines.push(...hang('  ! ', plain(note)).map((line) => paint('bad', line)));
    lines.push(...rowsOf(group.rows, paint));
    for (const limit of group.unreachable) lines.push(...hang("  can't reach: ", plain(limit)));
    if (group.rest !== '') lines.push(paint('quiet', `  ${plain(group.rest)}`));
  }
  if (outline.problems.length > 0) {
    lines.push('', paint('bad', 'Not done, or not known'));
    for (const problem of outline.problems) lines.push(...hang('  ! ', plain(problem)));
  }
  if (outline.footer.length > 0) lines.push('');
  for (const line of outline.footer) lines.push(paint('quiet', plain(line)));
  return `${lines.join('\n')}\n`;
}

function rowsOf(rows: readonly Row[], paint: Paint): string[] {
  const marks = Math.max(...rows.map(({ mark }) => mark.length), 0);
  const subjects = Math.min(Math.max(...rows.map(({ subject }) => plain(subject).length), 0), 30);
  return rows.flatMap(({ tone, mark, subject, detail, notes }) => {
    const name = plain(subject);
    const head = `  ${mark.padEnd(marks)}  ${name.padEnd(subjects)}  `;
    const indent = 2 + marks + 2;
    const [first = '', ...more] = wrap(plain(detail), 4 + marks + subjects + 2 - 2);
    // A name that is too long for its column has the line to itself.
    const lines =
      name.length > subjects
        ? [head.trimEnd(), ...[first, ...more].map((text) => pad(indent + subjects + 2) + text)]
        : [head + first, ...more.map((text) => pad(head.length) + text)];
    const [top = '', ...others] = lines.map((line) => line.trimEnd());
    const painted = top.replace(mark, () => paint(tone, mark));
    return [painted, ...others, ...notes.flatMap((note) => hang(`${pad(indent)}! `, plain(note)))];
  });
}

function pad(length: number): string {
  return ' '.repeat(length);
}

/** Lines of at most 80 columns, the first behind `prefix`, the others below its text. */
function hang(prefix: string, text: string): string[] {
  return wrap(text, prefix.length).map((line, index) => (index === 0 ? prefix : pad(prefix.length)) + line);
}

/** Breaks at spaces so that `indent` plus the line fits; a word that is longer stands alone. */
export function wrap(text: string, indent: number): string[] {
  const room = Math.max(20, WIDTH - indent);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
