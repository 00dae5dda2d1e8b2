/** An outline for a terminal: 80 columns, and as clear without colour as with it. */
import { columnsOf, hang, padTo, wrap } from './columns.js';
import { plain } from './escape.js';
import type { Group, Outline, Row, Tone } from './outline.js';

/** Wraps text in a colour; the one without colours gives it back. */
export type Paint = (tone: Tone, text: string) => string;
export const NO_PAINT: Paint = (_, text) => text;

/** A longer name has a line to itself, and its words begin in this column all the same. */
const LONGEST_NAME = 30;

export function renderText(outline: Outline, paint: Paint = NO_PAINT): string {
  const lines: string[] = [];
  if (outline.banner !== null) lines.push(...wrap(outline.banner, 0).map((line) => paint('bad', line)), '');
  lines.push(...wrap(plain(outline.verdict), 0).map((line) => paint(outline.tone, line)));
  lines.push(...figureLines(outline.figures));
  for (const group of outline.groups) lines.push('', ...groupLines(group, paint));
  if (outline.problems.length > 0) {
    lines.push('', paint('bad', 'Not done, or not known'));
    for (const problem of outline.problems) lines.push(...hang('  ! ', plain(problem)));
  }
  if (outline.footer.length > 0) lines.push('');
  for (const line of outline.footer) lines.push(...hang('', plain(line)).map((part) => paint('quiet', part)));
  return `${lines.join('\n')}\n`;
}

/** A figure is not torn from its label. */
function figureLines(figures: Outline['figures']): string[] {
  const glued = figures.map(({ label, value }) => `${value.toLocaleString('en-US')}\u00a0${label}`);
  if (glued.length === 0) return [];
  return wrap(glued.join(' · '), 0).map((line) => line.replaceAll('\u00a0', ' '));
}

function groupLines(group: Group, paint: Paint): string[] {
  const title = plain(group.title);
  const [aside = '', ...more] = hang(`${title}  `, plain(group.aside));
  const lines = [title + aside.slice(title.length).replace(/\S.*/, (text) => paint('quiet', text))];
  lines.push(...more.map((line) => paint('quiet', line)));
  for (const note of group.notes) lines.push(...hang('  ! ', plain(note)).map((line) => paint('bad', line)));
  lines.push(...rowsOf(group.rows, paint));
  for (const account of group.outside) lines.push(...hang('  protected: ', plain(account)));
  for (const limit of group.unreachable) lines.push(...hang("  can't reach: ", plain(limit)));
  if (group.rest !== '') lines.push(...hang('  ', plain(group.rest)).map((line) => paint('quiet', line)));
  return lines.map((line) => line.trimEnd());
}

function rowsOf(rows: readonly Row[], paint: Paint): string[] {
  const marks = widest(rows.map(({ mark }) => mark));
  const names = Math.min(widest(rows.map(({ subject }) => plain(subject))), LONGEST_NAME);
  const indent = 2 + marks + 2;
  const start = indent + names + 2;
  return rows.flatMap(({ tone, mark, subject, detail, notes }) => {
    const name = plain(subject);
    const head = `  ${paint(tone, mark)}${' '.repeat(marks - columnsOf(mark) + 2)}`;
    const details = wrap(plain(detail), start).map((text) => padTo('', start) + text);
    const alone = columnsOf(name) > names;
    const first = alone ? name : padTo(name, names + 2) + (details.shift() ?? '').slice(start);
    const lines = [
      head + first,
      ...details,
      ...notes.flatMap((note) => hang(padTo('', indent).concat('! '), plain(note))),
    ];
    return lines.map((line) => line.trimEnd()).filter((line) => line !== '');
  });
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, columnsOf(text)), 0);
}
