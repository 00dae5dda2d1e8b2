/** Changes of an entry that is there, as splices of its text: nothing is written anew that need not be. */
import { isMap, isScalar, type YAMLMap } from 'yaml';
import { type Change, changed, claimAsWritten, commentOf, isSo } from './roster-edits.js';
import {
  columnOf,
  endOf,
  endOfLine,
  isInScalar,
  lineEndOf,
  pairEnd,
  pairIn,
  quotingIn,
  quotingOf,
  type Splice,
  startOf,
} from './roster-places.js';
import { flow, type Plain, pairOf, type Quoting, scalar } from './yaml-write.js';

/** The text that a change is made in. */
export interface Page {
  readonly text: string;
  readonly root: YAMLMap;
}

/** Null where it would have to write more anew than it changes. Empty where it is so already. */
export function splicesOf(
  page: Page,
  entry: YAMLMap,
  data: Readonly<Record<string, unknown>>,
  change: Change,
): readonly Splice[] | null {
  switch (change.kind) {
    case 'set-status':
      return isSo(data, change) ? [] : statusSplices(page, entry, change.status, commentOf(change.comment));
    case 'set-email':
      return replaceScalar(pairIn(entry, 'email')?.value, change.email);
    case 'set-account': {
      const { accounts = {} } = changed(data, change) as { accounts?: Readonly<Record<string, Plain>> };
      const claim = accounts[change.system] ?? claimAsWritten(change.claim);
      return accountSplices(page, entry, { key: change.system, value: claim }, commentOf(change.comment ?? null));
    }
  }
}

function statusSplices(page: Page, entry: YAMLMap, status: string, comment: string | null): readonly Splice[] | null {
  const there = pairIn(entry, 'status');
  if (there !== undefined) {
    const replaced = replaceScalar(there.value, status);
    return replaced === null ? null : [...replaced, ...commentAt(page, endOf(there.value, page.text), comment)];
  }
  const before = ['email', 'name', 'id'].find((key) => pairIn(entry, key) !== undefined) ?? null;
  const pair = before === null ? undefined : pairIn(entry, before);
  if (pair === undefined) return null;
  const after = pairEnd(pair, page.text);
  if (entry.flow !== true) return [newLine(page, entry, after, `status: ${status}${behind(comment)}`)];
  const inserted: Splice = { from: after, to: after, text: `, ${pairOf('status', status, quotingIn(entry))}`, rank: 1 };
  return [inserted, ...commentAt(page, after, comment)];
}

/** A pair of a mapping. */
interface Written {
  readonly key: string;
  readonly value: Plain;
}

function accountSplices(
  page: Page,
  entry: YAMLMap,
  { key: system, value: claim }: Written,
  comment: string | null,
): readonly Splice[] | null {
  const accounts = pairIn(entry, 'accounts')?.value;
  if (accounts === undefined) {
    return insertPair(page, entry, { key: 'accounts', value: { [system]: claim } }, comment);
  }
  if (!isMap(accounts)) return null;
  const there = pairIn(accounts, system)?.value;
  if (there === undefined) return insertPair(page, accounts, { key: system, value: claim }, comment);
  const quoting = accounts.flow === true ? quotingIn(accounts) : 'plain';
  const replaced = claimSplices(page, there, claim, quoting);
  if (replaced === null || replaced.length === 0) return replaced;
  return [...replaced, ...commentAt(page, endOf(there, page.text), comment)];
}

/** A claim in the place of the one that is there. */
function claimSplices(page: Page, there: unknown, claim: Plain, quoting: Quoting): readonly Splice[] | null {
  if (typeof claim === 'string' || Array.isArray(claim)) {
    return typeof claim === 'string' && isScalar(there)
      ? replaceScalar(there, claim)
      : replaceWhole(page, there, claim, quoting);
  }
  if (!isMap(there)) return replaceWhole(page, there, claim, quoting);
  const surplus = there.items.some((pair) => !isScalar(pair.key) || !(String(pair.key.value) in claim));
  if (surplus) return replaceWhole(page, there, claim, quoting);
  const splices: Splice[] = [];
  for (const [key, value] of Object.entries(claim)) {
    const old = pairIn(there, key);
    const made = old === undefined ? insertPair(page, there, { key, value }) : replaceScalar(old.value, String(value));
    if (made === null) return null;
    splices.push(...made);
  }
  return splices;
}

/** In the quotes that it has. Null where it stands on lines of its own. */
function replaceScalar(node: unknown, text: string): readonly Splice[] | null {
  const quoting = quotingOf(node);
  if (quoting === null || !isScalar(node)) return null;
  if (node.value === text) return [];
  return [{ from: startOf(node), to: node.range?.[1] ?? 0, text: scalar(text, quoting), rank: 0 }];
}

/** A claim in another form. Null where comments of people stand within. */
function replaceWhole({ text }: Page, node: unknown, claim: Plain, quoting: Quoting): readonly Splice[] | null {
  const [from, to] = [startOf(node), endOf(node, text)];
  if (isScalar(node) && quotingOf(node) === null) return null;
  const old = text.slice(from, to);
  if (old.includes('\n') && old.includes('#')) return null;
  return [{ from, to, text: flow(claim, quoting), rank: 0 }];
}

/** A pair behind the last one of a mapping, with a comment behind its line. */
function insertPair(
  page: Page,
  map: YAMLMap,
  { key, value }: Written,
  comment: string | null = null,
): readonly Splice[] | null {
  const { text } = page;
  const last = map.items.at(-1);
  if (map.flow === true) return insertInFlow(page, map, { key, value }, comment);
  if (last === undefined) return null;
  const after = pairEnd(last, text);
  if (key !== 'accounts' || typeof value === 'string' || Array.isArray(value)) {
    return [newLine(page, map, after, `${pairOf(key, value)}${behind(comment)}`)];
  }
  const inner = Object.entries(value).map(([system, claim]) => `  ${pairOf(system, claim)}${behind(comment)}`);
  return [newLine(page, map, after, 'accounts:', ...inner)];
}

function insertInFlow(page: Page, map: YAMLMap, { key, value }: Written, comment: string | null): readonly Splice[] {
  const { text } = page;
  const last = map.items.at(-1);
  const at = last === undefined ? startOf(map) + 1 : pairEnd(last, text);
  const written =
    last === undefined
      ? ` ${pairOf(key, value)}${text[at] === '}' ? ' ' : ''}`
      : `, ${pairOf(key, value, quotingIn(map))}`;
  // Where the line ends here, the comment would come to stand before what is inserted.
  if (at === endOfLine(text, at)) return [{ from: at, to: at, text: `${written}${behind(comment)}`, rank: 1 }];
  return [{ from: at, to: at, text: written, rank: 1 }, ...commentAt(page, at, comment)];
}

/** Lines behind the one that an offset is in, where the keys of the mapping begin. */
function newLine({ text }: Page, map: YAMLMap, offset: number, ...lines: readonly string[]): Splice {
  const [end, indent] = [lineEndOf(text), ' '.repeat(columnOf(text, startOf(map)))];
  const at = endOfLine(text, offset);
  return { from: at, to: at, text: lines.map((line) => `${end}${indent}${line}`).join(''), rank: 1 };
}

/** Behind the line that an offset is in; left out where that is the middle of a text. */
export function commentAt({ text, root }: Page, offset: number, comment: string | null): readonly Splice[] {
  if (comment === null) return [];
  const at = endOfLine(text, offset);
  if (isInScalar(root, at)) return [];
  const line = text.slice(offset, at);
  // Two accounts of one line may have the same to say.
  if (line.endsWith(`# ${comment}`) || line.endsWith(`; ${comment}`)) return [];
  const there = /^\s*#.*\S/.test(line);
  return [{ from: at, to: at, text: there ? `; ${comment}` : behind(comment), rank: 0 }];
}

function behind(comment: string | null): string {
  return comment === null ? '' : `   # ${comment}`;
}
