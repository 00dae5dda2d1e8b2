/** Texts of Leaver's own at the host: a marker that nobody sees on the first line, then what people read. */

/** The host refuses a longer body of a comment, an issue or a pull request. */
export const MOST_CHARACTERS = 65_536;
const CUT = '\n\n_Cut here: the rest is longer than the host takes._\n';

/** The marker on a line of its own, then the body, cut at a line where it is too long. */
export function markedText(marker: string, body: string): string {
  const text = `${marker}\n${body}`.trimEnd();
  if (text.length <= MOST_CHARACTERS) return text;
  const kept = text.slice(0, MOST_CHARACTERS - CUT.length);
  return `${kept.slice(0, kept.lastIndexOf('\n'))}${CUT}`.trimEnd();
}

export function isMarked(text: string, marker: string): boolean {
  return text === marker || text.startsWith(`${marker}\n`);
}

/** The host may change line ends, and nothing else. */
export function textOf(body: string | null | undefined): string {
  return (body ?? '').replace(/\r\n/g, '\n');
}
