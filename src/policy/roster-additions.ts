/** New entries, as splices at the end of their list, in the style of the entry before. */
import { isMap, isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Addition } from './roster-edits.js';
import {
  columnOf,
  endOf,
  endOfLine,
  lineEndOf,
  pairEnd,
  pairIn,
  quotingIn,
  type Splice,
  startOf,
} from './roster-places.js';
import { commentAt, type Page } from './roster-splices.js';
import { blockLines, flow, scalar } from './yaml-write.js';

/** The splices of an entry that is added to its list, or of a list that begins with it. Null where it can't be placed. */
export function additionSplices(page: Page, addition: Addition): readonly Splice[] | null {
  const list = pairIn(page.root, addition.list)?.value;
  if (list === undefined) return newList(page, addition);
  if (!isSeq(list)) return null;
  return list.flow === true ? inFlow(page, list, addition) : [inBlock(page, list, addition)];
}

/** The text of a new file. */
export function newFile(addition: Addition, header: string, end: string): string {
  const lines = [`${addition.list}:`, ...entryLines(addition).map((line) => `  ${line}`)];
  return `${header}${lines.join(end)}${end}`;
}

function newList(page: Page, addition: Addition): readonly Splice[] | null {
  const { text, root } = page;
  const last = root.items.at(-1);
  if (last === undefined) return null;
  const at = pairEnd(last, text);
  if (root.flow === true) {
    const quoting = quotingIn(root);
    const written = `, ${scalar(addition.list, quoting)}: [${flow(addition.entry, quoting)}]`;
    return [{ from: at, to: at, text: written, rank: 3 }, ...commentAt(page, at, addition.comment)];
  }
  const indent = ' '.repeat(columnOf(text, startOf(root)));
  const lines = [`${addition.list}:`, ...entryLines(addition).map((line) => `  ${line}`)];
  const [end, place] = [lineEndOf(text), endOfLine(text, at)];
  return [{ from: place, to: place, text: lines.map((line) => `${end}${indent}${line}`).join(''), rank: 3 }];
}

function inBlock({ text }: Page, list: YAMLSeq, addition: Addition): Splice {
  const [end, indent] = [lineEndOf(text), ' '.repeat(columnOf(text, startOf(list)))];
  const [before, last] = list.items.slice(-2);
  const model = last ?? before;
  const inOneLine = isMap(model) && model.flow === true;
  const lines = inOneLine ? [flowItem(model, addition)] : entryLines(addition);
  const apart = last === undefined ? !inOneLine : isApart(text, before, last);
  const at = endOfLine(text, endOf(list, text));
  const blank = apart ? end : '';
  return { from: at, to: at, text: blank + lines.map((line) => `${end}${indent}${line}`).join(''), rank: 2 };
}

/** Whether a blank line stands between two entries. */
function isApart(text: string, before: unknown, last: unknown): boolean {
  return /\n[ \t]*\r?\n/.test(text.slice(endOf(before, text), startOf(last)));
}

function flowItem(model: YAMLMap, { entry, comment }: Addition): string {
  return `- ${flow(entry, quotingIn(model))}${comment === null ? '' : `   # ${comment}`}`;
}

/** `- id: …` and the lines below it. */
function entryLines({ entry, comment }: Addition): readonly string[] {
  return blockLines(entry, comment).map((line, at) => `${at === 0 ? '- ' : '  '}${line}`);
}

function inFlow(page: Page, list: YAMLSeq, { entry, comment }: Addition): readonly Splice[] {
  const { text } = page;
  const last = list.items.at(-1);
  const quoting = isMap(last) ? quotingIn(last) : quotingIn(page.root);
  if (last === undefined) {
    const at = startOf(list) + 1;
    return [{ from: at, to: at, text: flow(entry, quoting), rank: 2 }, ...commentAt(page, at, comment)];
  }
  const at = endOf(last, text);
  const [start, from] = [startOf(list), startOf(last)];
  const onOwnLines = text.slice(start, from).includes('\n');
  const between = onOwnLines ? `${lineEndOf(text)}${' '.repeat(columnOf(text, from))}` : ' ';
  return [{ from: at, to: at, text: `,${between}${flow(entry, quoting)}`, rank: 2 }, ...commentAt(page, at, comment)];
}
