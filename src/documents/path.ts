import { withoutCredentials } from '../core/credential-formats.js';

/** Where a value stands in a document. */
export type Path = readonly (string | number)[];

const LONGEST_SHOWN = 72;
/** Of a longer text nothing is shown that a credential in it could reach beyond. */
const LONGEST_LOOKED_AT = 16_384;
const PLAIN_KEY = new RegExp(`^[\\w-]{1,${LONGEST_SHOWN}}$`);

/** `people[3].accounts.github`; a key that is too long to read is cut. */
export function formatPath(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (PLAIN_KEY.test(part)) text += text === '' ? part : `.${part}`;
    else text += `[${show(part)}]`;
  }
  return text;
}

/** The path of a JSON pointer (RFC 6901) into `data`, which tells lists from mappings. */
export function parsePointer(pointer: string, data: unknown): Path {
  const path: (string | number)[] = [];
  let node = data;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(node) ? Number(key) : key);
    node = typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[key] : undefined;
  }
  return path;
}

/** The value at a path, or undefined. */
export function valueAt(data: unknown, path: Path): unknown {
  let node = data;
  for (const part of path)
    node = typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[part] : undefined;
  return node;
}

/** A value as a message shows it: as JSON, cut, and with every character beyond ASCII's visible ones that hides escaped. */
export function show(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  // Before it is cut: half of a credential would not be known for one.
  const shown = typeof value === 'string' ? withoutCredentials(value.slice(0, LONGEST_LOOKED_AT)) : value;
  const text = JSON.stringify(typeof shown === 'string' ? shown.slice(0, LONGEST_SHOWN + 1) : shown) ?? 'nothing';
  const cut = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  return cut.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);
}
