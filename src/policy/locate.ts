/** Positions for messages: computed only for files that have a finding, by composing their text once more. */
import { type Document, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Path } from './finding.js';
import type { Limits } from './limits.js';
import { composeAgain } from './yaml.js';

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Locator {
  /** The position of the value at a path, or of its key; of the nearest there is where the path leads nowhere. */
  at(path: Path, target: 'key' | 'value'): Position;
  atOffset(offset: number): Position;
  /** The path of the innermost value around an offset. */
  pathAt(offset: number): Path;
}

export function locator(text: string, limits: Limits): Locator {
  const starts = lineStarts(text);
  let composed: Document | null | undefined;
  const contents = () => {
    if (composed === undefined) composed = composeAgain(text, limits);
    return composed?.contents ?? null;
  };
  const keys = new Map<unknown, ReadonlyMap<string, Pair>>();

  function atOffset(offset: number): Position {
    const at = Math.min(offset, text.length);
    const line = countNotAfter(starts, at);
    // A byte order mark is no column.
    const bom = line === 1 && text.charCodeAt(0) === 0xfeff && at > 0 ? 1 : 0;
    return { line, column: at - (starts[line - 1] ?? 0) + 1 - bom };
  }

  function pairAt(map: unknown, key: string): Pair | undefined {
    let index = keys.get(map);
    if (index === undefined) {
      index = isMap(map) ? new Map(map.items.map((pair) => [textOf(pair.key), pair] as const).reverse()) : new Map();
      keys.set(map, index);
    }
    return index.get(key);
  }

  function step(node: unknown, part: string | number): { readonly key?: unknown; readonly value: unknown } | null {
    if (typeof part === 'number') return isSeq(node) && part < node.items.length ? { value: node.items[part] } : null;
    return pairAt(node, part) ?? null;
  }

  function at(path: Path, target: 'key' | 'value'): Position {
    let node: unknown = contents();
    let offset = offsetOf(node) ?? 0;
    for (const [depth, part] of path.entries()) {
      const next = step(node, part);
      if (next === null) break;
      const ofKey = target === 'key' && depth === path.length - 1;
      offset = (ofKey ? offsetOf(next.key) : offsetOf(next.value)) ?? offsetOf(next.key) ?? offset;
      node = next.value;
    }
    return atOffset(offset);
  }

  return { at, atOffset, pathAt: (offset) => pathTo(contents(), offset) };
}

function pathTo(root: unknown, offset: number): Path {
  const path: (string | number)[] = [];
  let node = root;
  for (;;) {
    if (isMap(node)) {
      const pair = last(node.items, (item) => (offsetOf(item.key) ?? 0) <= offset);
      if (pair === undefined) return path;
      path.push(textOf(pair.key));
      node = pair.value;
    } else if (isSeq(node)) {
      const index = lastIndex(node.items, (item) => (offsetOf(item) ?? 0) <= offset);
      if (index < 0) return path;
      path.push(index);
      node = node.items[index];
    } else return path;
    if ((offsetOf(node) ?? 0) > offset) return path;
  }
}

function last<T>(items: readonly T[], holds: (item: T) => boolean): T | undefined {
  return items[lastIndex(items, holds)];
}

function lastIndex<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let found = -1;
  for (let index = 0; index < items.length; index++) {
    if (!holds(items[index] as T)) break;
    found = index;
  }
  return found;
}

function textOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

function offsetOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

/** The offset at which each line begins. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** How many of the sorted numbers are at most `value`. */
function countNotAfter(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
