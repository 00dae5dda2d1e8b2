/** A filter's text as words (RFC 7644, figure 1). */
import { bad } from './failure.js';

export type Word =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'value'; readonly value: string | number | boolean | null }
  | { readonly kind: 'mark'; readonly text: '(' | ')' | '[' | ']' };

const LONGEST = 10_000;
const WORD = /\s*(?:([()[\]])|("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.:]))|([\w$:.-]+))/y;

/** Throws `invalidFilter` for what is no word. */
export function wordsOf(text: string): readonly Word[] {
  if (text.length > LONGEST) throw bad('invalidFilter', 'the filter is too long');
  const words: Word[] = [];
  const trimmed = text.trimEnd();
  WORD.lastIndex = 0;
  while (WORD.lastIndex < trimmed.length) {
    const found = WORD.exec(trimmed);
    if (found === null) throw bad('invalidFilter', 'the filter holds what is neither a name, a value nor an operator');
    words.push(wordOf(found));
  }
  return words;
}

function wordOf([, mark, text, number, name = '']: RegExpExecArray): Word {
  if (mark !== undefined) return { kind: 'mark', text: mark as '(' };
  if (text !== undefined) return { kind: 'value', value: stringOf(text) };
  if (number !== undefined) return { kind: 'value', value: Number(number) };
  return { kind: 'name', text: name };
}

/** Text is written as JSON writes it. */
function stringOf(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw bad('invalidFilter', 'a text in the filter is not written as JSON writes it');
  }
}
