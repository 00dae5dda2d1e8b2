/** A composed document as plain data, with what only this step can see: duplicate keys, merge keys, hidden characters. */
import { type Document, isAlias, isMap, isScalar, isSeq, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { refusedAt } from '../documents/characters.js';
import { duplicateKey, keyNotText, type Problem, refused, refusedCharacter, tooManyKeys } from './yaml-problems.js';
import { resolvePlain } from './yaml-scalar.js';

interface Walk {
  readonly text: string;
  /** False where the text holds no refused character and no escape that could make one. */
  readonly look: boolean;
  readonly maxKeys: number;
  readonly problems: Problem[];
}

/** The document's data. Depth was limited before, so that recursion is safe; linear in the number of values. */
export function toPlain(
  document: Document,
  text: string,
  maxKeys: number,
): { data: unknown; problems: readonly Problem[] } {
  const hidden = refusedAt(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) >= 0;
  const walk: Walk = { text, look: hidden || text.includes('\\'), maxKeys, problems: [] };
  const data = plainOf(document.contents, walk);
  if (hidden && !walk.problems.some(({ code }) => code === 'character')) {
    const at = refusedAt(text.slice(1)) + 1;
    walk.problems.push(refusedCharacter(at, text, at));
  }
  return { data, problems: walk.problems };
}

function plainOf(node: unknown, walk: Walk): unknown {
  if (isScalar(node)) return scalarOf(node, walk);
  if (isMap(node)) return mapOf(node, walk);
  if (isSeq(node)) return listOf(node, walk);
  // An alias was refused when it was scanned; a key without a value has none.
  return isAlias(node) ? undefined : null;
}

function scalarOf(node: Scalar, walk: Walk): unknown {
  const { value } = node;
  if (typeof value !== 'string') return value;
  if (walk.look) lookAt(node, value, walk);
  return node.type === 'PLAIN' ? resolvePlain(value) : value;
}

function lookAt(node: Scalar, value: string, walk: Walk): void {
  const at = refusedAt(value);
  if (at < 0) return;
  const [from, to] = node.range ?? [0, 0];
  const raw = refusedAt(walk.text.slice(from, to));
  walk.problems.push(refusedCharacter(from + Math.max(raw, 0), value, at));
}

function listOf(node: YAMLSeq, walk: Walk): unknown[] {
  const { items } = node;
  const list = new Array<unknown>(items.length);
  for (let at = 0; at < items.length; at++) list[at] = plainOf(items[at], walk);
  return list;
}

function mapOf(node: YAMLMap, walk: Walk): Record<string, unknown> {
  const map: Record<string, unknown> = {};
  const { items } = node;
  if (items.length > walk.maxKeys) {
    walk.problems.push(tooManyKeys(offsetOf(node), walk.maxKeys));
    return map;
  }
  for (const { key, value } of items) {
    const name = keyOf(key, walk);
    if (name === null) continue;
    if (Object.hasOwn(map, name)) walk.problems.push(duplicateKey(offsetOf(key), name));
    else set(map, name, plainOf(value, walk));
  }
  return map;
}

/** A key's text, or null where it is refused. */
function keyOf(key: unknown, walk: Walk): string | null {
  const value = isScalar(key) ? scalarOf(key, walk) : undefined;
  if (typeof value !== 'string') {
    // An alias as a key was refused when it was scanned.
    if (!isAlias(key)) walk.problems.push(keyNotText(offsetOf(key)));
    return null;
  }
  if (value === '<<' && isScalar(key) && key.type === 'PLAIN') {
    walk.problems.push(refused('merge-key', offsetOf(key)));
    return null;
  }
  return value;
}

/** `__proto__` is a key like any other, and must not reach the prototype. */
function set(map: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') map[name] = value;
  else Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true });
}

function offsetOf(node: unknown): number {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  return range?.[0] ?? 0;
}
