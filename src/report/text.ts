/** An outline for a terminal: 80 columns, and as clear without colour as with it. */

import { plain } from '../text/escape.js';
import { barOf } from './bar.js';
import { columnsOf, hang, padTo, WIDTH, wrap } from './columns.js';
import type { Group, Outline, Row, Tone } from './outline.js';

export { wrap };

/** Wraps text in a colour; the one without colours gives it back. */
export type Paint = (tone: Tone, text: string) => string;
export const NO_PAINT: Paint = (_, text) => text;

/** A longer name has a line to itself, and its words begin in this column all the same. */
const LONGEST_NAME = 30;

export function renderText(outline: Outline, paint: Paint = NO_PAINT): string {
  const head = outline.banner === null ? [] : [...wrap(outline.banner, 0).map((line) => paint('bad', line)), ''];
  const verdict = wrap(plain(outline.verdict), 0).map((line) => paint(outline.tone, line));
  const groups = outline.groups.flatMap((group) => ['', ...groupLines(group, paint)]);
  const problems = outline.problems.flatMap((problem) => hang('  ! ', plain(problem)));
  if (problems.length > 0) problems.unshift('', paint('bad', 'Not done, or not known'));
  const footer = outline.footer.flatMap((line) => wrap(plain(line), 0).map((part) => paint('quiet', part)));
  if (footer.length > 0) footer.unshift('');
  const lines = [head, verdict, figureLines(outline.figures), problems, groups, footer].flat();
  return `${lines.join('\n')}\n`;
}

/** A figure is not torn from its label. */
function figureLines(figures: Outline['figures']): string[] {
  const glued = figures.map(({ label, value }) => `${value.toLocaleString('en-US')}\u00a0${label}`);
  if (glued.length === 0) return [];
  return wrap(glued.join(' · '), 0).map((line) => line.replaceAll('\u00a0', ' '));
}

function groupLines(group: Group, paint: Paint): string[] {
  const notes = group.notes.flatMap((note) => hang('  ! ', plain(note)).map((line) => paint('bad', line)));
  const quiet = (prefix: string, texts: readonly string[]) =>
    texts.flatMap((text) => hang(prefix, plain(text)).map((line) => paint('quiet', line)));
  const outside = group.outside.flatMap((account) => hang('  protected: ', plain(account)));
  const known = [quiet('  ', group.asides), quiet("  can't reach: ", group.unreachable)].flat();
  const rest = quiet('  ', group.rest === '' ? [] : [group.rest]);
  return [titleLines(group, paint), notes, rowsOf(group.rows, paint), outside, known, rest].flat();
}

/** The aside stands beside the title, or below one that is too long for that. */
function titleLines({ title, aside }: Group, paint: Paint): string[] {
  const name = plain(title);
  if (columnsOf(name) + 2 + columnsOf(plain(aside)) <= WIDTH)
    return [`${name}  ${paint('quiet', plain(aside))}`.trimEnd()];
  return [...wrap(name, 0), ...hang('  ', plain(aside)).map((line) => paint('quiet', line))];
}

function rowsOf(rows: readonly Row[], paint: Paint): string[] {
  const marks = widest(rows.map(({ mark }) => mark));
  const names = Math.min(widest(rows.map(({ subject }) => plain(subject))), LONGEST_NAME);
  const indent = 2 + marks + 2;
  const start = names === 0 ? indent : indent + names + 2;
  return rows.flatMap(({ tone, mark, subject, detail, bar, facts = [], labelled = [], notes }) => {
    const drawn = bar === undefined ? '' : barOf(bar);
    const [name, why] = [plain(subject), `${drawn} ${plain(detail)}`.trim()];
    const head = `  ${paint(tone, mark)}${' '.repeat(marks - columnsOf(mark) + 2)}`;
    const fits = columnsOf(name) <= names && widest(why.split(' ')) <= WIDTH - start;
    const [first = '', ...more] = fits
      ? hang(padTo(padTo('', indent) + name, start), why)
      : [...hang(padTo('', indent), name), ...hang(padTo('', indent + 2), why)];
    const said = facts.flatMap((fact) => hang(padTo('', indent), plain(fact)).map((line) => paint('quiet', line)));
    const labels = widest(labelled.map(([label]) => label)) + 2;
    for (const [label, text] of labelled) said.push(...hang(padTo('', indent) + padTo(label, labels), plain(text)));
    const below = notes.flatMap((note) => hang(`${padTo('', indent)}! `, plain(note)));
    const lines = [head + first.slice(indent), ...more].map((line) => {
      return drawn === '' ? line : line.replace(drawn, () => paint(tone, drawn));
    });
    return [...lines, ...said, ...below].map((line) => line.trimEnd()).filter((line) => line !== '');
  });
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, columnsOf(text)), 0);
}
