/** Text from YAML and from systems, made safe for where it is shown: it is shown as text, whatever it holds. */

/** Control characters, and those that change the direction or hide: a name must not rewrite the line it stands in. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** For a terminal: no escape sequence, no line break, no hidden character. They are shown as `\u{1b}`. */
export function plain(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/**
 * For Markdown as GitHub renders it, in running text and in cells: every character that could begin markup is escaped,
 * and mentions, references and links are broken by an empty comment, since GitHub makes those from plain text.
 */
export function markdown(text: string): string {
  return plain(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()+!|~]/g, (character) => `\\${character}`)
    .replace(/[@#]/g, (character) => `${character}<!-- -->`)
    .replace(/:\/\//g, ':<!-- -->//')
    .replace(/www\./gi, (match) => `${match.slice(0, 3)}<!-- -->.`);
}
