/**
 * Edits of roster files as small changes of their text: comments, order, quotes and line ends stay as they are. What comes
 * out is read again, and refused unless it says exactly what was meant.
 */
import { isDeepStrictEqual } from 'node:util';
import { isMap, isSeq } from 'yaml';
import { isValid } from '../documents/check.js';
import { LeaverError } from '../errors.js';
import { LIMITS } from './limits.js';
import { additionSplices, newFile } from './roster-additions.js';
import {
  type Addition,
  additionOf,
  type Change,
  changed,
  holderOf,
  type ListName,
  type RosterEdit,
} from './roster-edits.js';
import { lineEndOf, pairIn, type Splice } from './roster-places.js';
import { type Page, splicesOf } from './roster-splices.js';
import { composeAgain, readYaml } from './yaml.js';

export type { Holder, NewPerson, NewService, RosterEdit } from './roster-edits.js';

type Entry = Readonly<Record<string, unknown>>;

/** A file and what has been made of it so far. */
interface Sheet {
  text: string;
  /** What the text has to say. */
  readonly lists: Partial<Record<ListName, Entry[]>>;
}

/** Where somebody's entry stands. */
interface Place {
  readonly file: string;
  readonly list: ListName;
  readonly index: number;
}

interface Book {
  readonly sheets: Map<string, Sheet>;
  /** By list and id. */
  readonly places: Map<string, Place>;
}

/** An edit by whose entry it is about. */
type Step = { readonly key: string } & (
  | { readonly kind: 'add'; readonly addition: Addition }
  | { readonly kind: 'change'; readonly change: Change }
);

/**
 * Makes the edits; those of one entry in their order.
 * @param files the texts of all roster files, by path
 * @returns only the files that change
 * Throws `invalid-policy` where a file is no valid roster, `usage` where a holder is not found or an added id is there
 * already, and `not-supported`, naming the file, where an edit would have to write more anew than it changes, or its values
 * can't stand in a roster.
 */
export function editRoster(
  files: ReadonlyMap<string, string>,
  edits: readonly RosterEdit[],
): ReadonlyMap<string, string> {
  if (edits.length === 0) return new Map();
  const book = open(files);
  const steps = beginLists(book, edits.map(stepOf));
  for (const wave of wavesOf(steps)) makeAtOnce(book, wave);
  const touched = [...book.sheets].filter(([file, { text }]) => text !== files.get(file));
  for (const [file, { text, lists }] of touched) {
    if (!isDeepStrictEqual(read(text), lists)) throw cannot(file, 'a value of it can not stand in a roster as it is');
  }
  return new Map(touched.map(([file, { text }]) => [file, text]));
}

function open(files: ReadonlyMap<string, string>): Book {
  const sheets = new Map<string, Sheet>();
  const places = new Map<string, Place>();
  for (const [file, text] of files) {
    const lists = read(text);
    if (lists === null) {
      const mend = 'Run `leaver validate`, and mend what it finds.';
      throw new LeaverError('invalid-policy', `${file} is no valid roster file, so it can't be edited`, { mend });
    }
    sheets.set(file, { text, lists });
    for (const list of ['people', 'services'] as const) {
      for (const [index, { id }] of (lists[list] ?? []).entries()) places.set(`${list} ${id}`, { file, list, index });
    }
  }
  return { sheets, places };
}

/** What a text says; null where it is no valid roster file. */
function read(text: string): Sheet['lists'] | null {
  const { data, whole, problems } = readYaml(text, LIMITS, LIMITS.nodesOfRoster);
  return whole && problems.length === 0 && isValid('people', data) ? (data as Sheet['lists']) : null;
}

function stepOf(edit: RosterEdit): Step {
  const addition = additionOf(edit);
  if (addition !== null) return { kind: 'add', addition, key: `${addition.list} ${addition.id}` };
  const change = edit as Change;
  const { kind, id } = holderOf(change);
  return { kind: 'change', change, key: `${kind === 'person' ? 'people' : 'services'} ${id}` };
}

/** The first entry of a list or file that is not there yet goes before all else. Returns the other steps. */
function beginLists(book: Book, steps: readonly Step[]): readonly Step[] {
  return steps.filter((step) => {
    if (step.kind !== 'add') return true;
    const { addition } = step;
    const sheet = book.sheets.get(addition.file);
    if (sheet?.lists[addition.list] !== undefined) return true;
    if (sheet !== undefined) makeAtOnce(book, [step]);
    else {
      const { header, end } = headerFor(addition.file, book.sheets);
      book.sheets.set(addition.file, { text: newFile(addition, header, end), lists: {} });
      enter(book, addition);
    }
    return false;
  });
}

/** The line that tells editors the schema, as the other files of the folder have it, and their line ends. */
function headerFor(
  file: string,
  sheets: ReadonlyMap<string, Sheet>,
): { readonly header: string; readonly end: string } {
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  for (const [path, { text }] of sheets) {
    if (path.slice(0, path.lastIndexOf('/') + 1) !== folder) continue;
    const line = /^\ufeff?(# yaml-language-server: \$schema=\S+)[ \t]*\r?$/m.exec(text.slice(0, 1000))?.[1];
    if (line !== undefined) return { header: line + lineEndOf(text), end: lineEndOf(text) };
  }
  return { header: '', end: '\n' };
}

/** Each wave holds at most one step for an entry, so that each file is composed only once a wave. */
function wavesOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const waves: Step[][] = [];
  const counts = new Map<string, number>();
  for (const step of steps) {
    const at = counts.get(step.key) ?? 0;
    counts.set(step.key, at + 1);
    const wave = waves[at] ?? [];
    wave.push(step);
    waves[at] = wave;
  }
  return waves;
}

function makeAtOnce(book: Book, steps: readonly Step[]): void {
  const pages = new Map<string, Page>();
  const splices = new Map<string, Splice[]>();
  for (const step of steps) {
    const file = step.kind === 'add' ? step.addition.file : placeOf(book, step.key).file;
    const page = pages.get(file) ?? pageOf(file, book);
    pages.set(file, page);
    const made = step.kind === 'add' ? added(book, page, step) : edited(book, page, step);
    if (made === null)
      throw cannot(file, `the entry of ${step.key.split(' ')[1]} is written in a way that is not edited`);
    const there = splices.get(file) ?? [];
    there.push(...made);
    splices.set(file, there);
  }
  for (const [file, made] of splices) {
    const sheet = book.sheets.get(file);
    if (sheet !== undefined) sheet.text = spliced(sheet.text, made);
  }
}

function added(book: Book, page: Page, { addition, key }: Step & { kind: 'add' }): readonly Splice[] | null {
  if (book.places.has(key)) throw new LeaverError('usage', `${addition.id} is in the roster already`);
  enter(book, addition);
  return additionSplices(page, addition);
}

function enter({ sheets, places }: Book, { file, list, id, entry }: Addition): void {
  const lists = sheets.get(file)?.lists ?? {};
  const entries = lists[list] ?? [];
  places.set(`${list} ${id}`, { file, list, index: entries.push(entry) - 1 });
  lists[list] = entries;
}

function edited(book: Book, page: Page, { change, key }: Step & { kind: 'change' }): readonly Splice[] | null {
  const { file, list, index } = placeOf(book, key);
  const entries = book.sheets.get(file)?.lists[list] ?? [];
  const before = entries[index] ?? {};
  const seq = pairIn(page.root, list)?.value;
  const entry = isSeq(seq) ? seq.items[index] : undefined;
  entries[index] = changed(before, change);
  return isMap(entry) ? splicesOf(page, entry, before, change) : null;
}

function placeOf({ places }: Book, key: string): Place {
  const place = places.get(key);
  if (place !== undefined) return place;
  const [list, id] = key.split(' ');
  throw new LeaverError('usage', `there is no ${list === 'people' ? 'person' : 'service'} ${id} in the roster`);
}

function pageOf(file: string, { sheets }: Book): Page {
  const text = sheets.get(file)?.text ?? '';
  const root = composeAgain(text, LIMITS)?.contents;
  if (!isMap(root)) throw cannot(file, 'it holds no mapping');
  return { text, root };
}

/** Those at one offset in their rank, and then in the order of the edits. */
function spliced(text: string, splices: readonly Splice[]): string {
  const sorted = [...splices].sort((one, other) => one.from - other.from || one.rank - other.rank);
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, text: written } of sorted) {
    parts.push(text.slice(at, from), written);
    at = to;
  }
  return parts.join('') + text.slice(at);
}

function cannot(file: string, why: string): LeaverError {
  const mend = 'Make this change by hand.';
  return new LeaverError('not-supported', `${file} can't be edited as asked: ${why}`, { mend });
}

/** In which file each person stands. Throws as {@link editRoster}. */
export function filesOfPeople(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const places = [...open(files).places].filter(([, { list }]) => list === 'people');
  return new Map(places.map(([key, { file }]) => [key.slice('people '.length), file]));
}
