/** Where things stand in a roster's text: offsets from the composed nodes, and the lines around them. */
import { isCollection, isMap, isScalar, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Quoting } from './yaml-write.js';

/** The text between two offsets goes, and other text comes. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Of those at one offset, the lower comes first: a line's end, then lines of the same entry, then whole entries. */
  readonly rank: 0 | 1 | 2 | 3;
}

/** `\r\n` where the text has it. */
export function lineEndOf(text: string): string {
  return /\r\n/.test(text) ? '\r\n' : '\n';
}

/** The pair of that key, in a mapping without duplicate keys. */
export function pairIn(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

export function startOf(node: unknown): number {
  return (node as Node).range?.[0] ?? 0;
}

/** Where a value ends: its last character, without comments, blank lines and the line's end behind it. */
export function endOf(node: unknown, text: string): number {
  if (isCollection(node) && node.flow !== true) {
    const last = node.items.at(-1);
    const inner = isMap(node) ? pairEnd(last as Pair, text) : endOf(last, text);
    return Math.max(inner, startOf(node));
  }
  const end = (node as Node).range?.[1] ?? 0;
  const isBlock = isScalar(node) && (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL');
  return isBlock ? end - (/\r?\n$/.exec(text.slice(0, end))?.[0].length ?? 0) : end;
}

export function pairEnd({ key, value }: Pair, text: string): number {
  return Math.max(endOf(key, text), value === null ? 0 : endOf(value, text));
}

/** The end of the line that an offset is in, before what ends it. */
export function endOfLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  if (at < 0) return text.length;
  return at > offset && text[at - 1] === '\r' ? at - 1 : at;
}

/** How far an offset is from the beginning of its line; a byte order mark is no column. */
export function columnOf(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return offset - start - (start === 0 && text.charCodeAt(0) === 0xfeff ? 1 : 0);
}

/** How the values of a flow mapping are written: all in double quotes where its keys are, as in JSON. */
export function quotingIn(map: YAMLMap): Quoting {
  const [first] = map.items;
  return isScalar(first?.key) && first.key.type === 'QUOTE_DOUBLE' ? 'double' : 'plain';
}

/** How a scalar is written now; null where it stands on lines of its own. */
export function quotingOf(node: unknown): Quoting | null {
  if (!isScalar(node)) return null;
  if (node.type === 'QUOTE_DOUBLE') return 'double';
  if (node.type === 'QUOTE_SINGLE') return 'single';
  return node.type === 'PLAIN' ? 'plain' : null;
}

/** Whether an offset is within a scalar: a comment there would be its text. */
export function isInScalar(root: unknown, offset: number): boolean {
  if (isScalar(root)) return (root.range?.[0] ?? 0) < offset && offset < (root.range?.[1] ?? 0);
  if (!isCollection(root)) return false;
  const range = root.range;
  if (range != null && (offset < range[0] || offset > range[2])) return false;
  return (root.items as readonly unknown[]).some((item) => {
    const pair = item as Pair;
    return isMap(root) ? isInScalar(pair.key, offset) || isInScalar(pair.value, offset) : isInScalar(item, offset);
  });
}
