/** Text from a system made fit for a document: one line, without the characters that no document may hold. */
import { refusedAt } from './characters.js';

/** What the schemas allow for a line of text. */
const LONGEST = 256;

/**
 * The text as one line. What the documents refuse (control, invisible and bidirectional characters) is left out, white
 * space is one space each; it may come out empty.
 */
export function oneLine(text: string, longest: number = LONGEST): string {
  const characters = [...text.replace(/[\s\u0085]+/g, ' ')];
  const kept = characters.filter((character) => refusedAt(character) < 0);
  const line = kept.join('').replace(/ +/g, ' ').trim();
  return line.length <= longest ? line : `${cut(line, longest - 1)}…`;
}

/** Never within a character. */
function cut(text: string, most: number): string {
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
}
