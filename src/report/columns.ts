/** Fitting text into the columns of a terminal. */

/** How wide text output is. */
export const WIDTH = 80;

/** Letters of East Asian scripts and emoji take two columns, marks that sit on a letter none. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const MARK = /\p{M}/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the fast path is exactly ASCII
const ASCII = /^[\x00-\x7f]*$/;

/** How many columns a text takes that `plain` made safe. */
export function columnsOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let columns = 0;
  for (const letter of text) columns += WIDE.test(letter) ? 2 : MARK.test(letter) ? 0 : 1;
  return columns;
}

/** Filled up with spaces to so many columns. */
export function padTo(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

/** Breaks at spaces so that `indent` plus the line fits; a word that is longer stands alone. */
export function wrap(text: string, indent: number): string[] {
  const room = Math.max(20, WIDTH - indent);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > room) {
      lines.push(line.trimEnd());
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line.trimEnd()];
}

/** Lines of at most 80 columns, the first behind `prefix`, the others below its text. */
export function hang(prefix: string, text: string): string[] {
  const below = ' '.repeat(columnsOf(prefix));
  return wrap(text, below.length).map((line, index) => (index === 0 ? prefix : below) + line);
}
