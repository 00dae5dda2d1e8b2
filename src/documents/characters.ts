/**
 * Characters that make a text look like another one: control, zero-width and bidirectional characters. No text of a
 * policy repository may hold them, so that a reviewer sees what a program reads (the attack known as Trojan Source).
 */

/** Tabs and line ends are ordinary here; where a text must be one line, its schema says so. */
const REFUSED =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: the marks are meant by themselves
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]|\udb40[\udc00-\udc7f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const PLAIN = /^[\t\n\r\x20-\x7e]*$/;

const NAMES: Readonly<Record<number, string>> = {
  173: 'SOFT HYPHEN',
  847: 'COMBINING GRAPHEME JOINER',
  1564: 'ARABIC LETTER MARK',
  4447: 'HANGUL CHOSEONG FILLER',
  4448: 'HANGUL JUNGSEONG FILLER',
  6158: 'MONGOLIAN VOWEL SEPARATOR',
  8203: 'ZERO WIDTH SPACE',
  8204: 'ZERO WIDTH NON-JOINER',
  8205: 'ZERO WIDTH JOINER',
  8206: 'LEFT-TO-RIGHT MARK',
  8207: 'RIGHT-TO-LEFT MARK',
  8232: 'LINE SEPARATOR',
  8233: 'PARAGRAPH SEPARATOR',
  8234: 'LEFT-TO-RIGHT EMBEDDING',
  8235: 'RIGHT-TO-LEFT EMBEDDING',
  8236: 'POP DIRECTIONAL FORMATTING',
  8237: 'LEFT-TO-RIGHT OVERRIDE',
  8238: 'RIGHT-TO-LEFT OVERRIDE',
  8288: 'WORD JOINER',
  8294: 'LEFT-TO-RIGHT ISOLATE',
  8295: 'RIGHT-TO-LEFT ISOLATE',
  8296: 'FIRST STRONG ISOLATE',
  8297: 'POP DIRECTIONAL ISOLATE',
  12644: 'HANGUL FILLER',
  65279: 'ZERO WIDTH NO-BREAK SPACE',
  65440: 'HALFWIDTH HANGUL FILLER',
};

/** Where the first refused character stands, or -1. */
export function refusedAt(text: string): number {
  return PLAIN.test(text) ? -1 : text.search(REFUSED);
}

/** `U+202E RIGHT-TO-LEFT OVERRIDE`; a letter is shown besides: `U+0430 "а"`. */
export function nameCharacter(text: string, at: number): string {
  const code = text.codePointAt(at) ?? 0;
  const point = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const name = NAMES[code];
  if (name !== undefined) return `${point} ${name}`;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return `${point} (a control character)`;
  return text.slice(at).search(REFUSED) === 0
    ? `${point} (an invisible character)`
    : `${point} "${String.fromCodePoint(code)}"`;
}

/** Where the first character beyond ASCII stands, or -1: letters of another script look like those of an id. */
export function beyondAsciiAt(text: string): number {
  return text.search(/[^\x20-\x7e]/);
}
