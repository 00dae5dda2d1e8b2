/** Text from YAML and from systems, made safe for where it is shown: it is shown as text, whatever it holds. */

/**
 * Control characters, those that change the direction or can't be seen, and halves of characters: a name must neither
 * rewrite the line it stands in nor look like another one.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5/gu;

/** What a workflow's log takes for a command: `::error::` where a word begins, `##[error]` anywhere. */
const COMMAND = /(^|\s):(?=:)|##(?=\[)/g;

/** For a terminal: no escape sequence, no line break, no hidden character. They are shown as `\u{1b}`. */
export function plain(text: string): string {
  return text.replace(UNSEEN, codePoint).replace(COMMAND, (match) => match.slice(0, -1) + codePoint(match.slice(-1)));
}

function codePoint(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

const UNLINKED = '<!-- -->';

/**
 * For Markdown as GitHub renders it, in running text and in cells: every character that could begin markup is escaped,
 * and what GitHub makes of plain text (mentions, references, also behind a low line, links, emoji, formulas) is broken by an
 * empty comment.
 */
export function markdown(text: string): string {
  return plain(text)
    .trim()
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()+!|~]/g, (character) => `\\${character}`)
    .replace(/^([-=]|\d+(?=\.))/, (start) => (/\d/.test(start) ? `${start}${UNLINKED}` : `\\${start}`))
    .replace(/[@#]/g, (character) => character + UNLINKED)
    .replace(/:(?=\/\/|(?:[\w+\\-]+:))/g, `:${UNLINKED}`)
    .replace(/www\./gi, (match) => `${match.slice(0, 3)}${UNLINKED}.`)
    .replace(/(?<![a-z0-9])GH-(?=\d)/gi, (match) => match + UNLINKED)
    .replace(/\$/g, '<span>$</span>');
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * For HTML, as text between tags and as the value of an attribute that stands in double quotes. Never for what HTML takes for
 * more than text: a script, a style, an address.
 */
export function html(text: string): string {
  return plain(text).replace(/[&<>"']/g, (character) => HTML[character] ?? '');
}

/** What a spreadsheet takes for a formula, also behind spaces and in full width; a tab and a line end are shown by `plain`. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/u;

/**
 * One field of a CSV file, always in quotes (RFC 4180), so that separators and quotes in it are text. A field that begins like
 * a formula gets an apostrophe before it, which a spreadsheet takes as the mark of text (OWASP, "CSV Injection").
 */
export function csv(text: string): string {
  const shown = plain(text);
  return `"${(FORMULA.test(shown) ? `'${shown}` : shown).replaceAll('"', '""')}"`;
}
