/** A CODEOWNERS file, line by line: Leaver's own block in it, and what others wrote around it. */
import { parsePattern, patternFault } from './codeowners-pattern.js';

export const BEGIN = '# >>> leaver codeowners: written from the policy; change that, not these lines';
export const END = '# <<< leaver codeowners';
/** What a marker line begins with, so that a block of another version is found again. */
const [BEGINS, ENDS] = ['# >>> leaver codeowners', '# <<< leaver codeowners'];

/** Below this size GitHub reads the file at all ("About code owners", CODEOWNERS file size). */
export const MOST_BYTES = 3 * 1024 * 1024;

/** Something that a person should know or mend. */
export interface CodeownersFinding {
  readonly severity: 'error' | 'warning';
  /** From 1; null where no line is meant. */
  readonly line: number | null;
  readonly message: string;
  readonly mend: string;
}

/** Where the block is: between two lines of the file, the markers counted in. */
export type Block =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly first: number; readonly last: number }
  | { readonly kind: 'broken'; readonly finding: CodeownersFinding };

/** Lines with their line breaks, so that joining them gives the very text back. */
export function linesOf(text: string): readonly string[] {
  return text.split(/(?<=\n)/);
}

function bare(line: string): string {
  return line.replace(/\r?\n$/, '');
}

/** Finds the block. Markers that do not make exactly one pair are `broken`: nothing is guessed. */
export function findBlock(lines: readonly string[]): Block {
  const at = (start: string) => lines.flatMap((line, index) => (line.trim().startsWith(start) ? [index] : []));
  const [begins, ends] = [at(BEGINS), at(ENDS)];
  const [first, last] = [begins[0], ends[0]];
  if (first === undefined && last === undefined) return { kind: 'none' };
  const whole = begins.length === 1 && ends.length === 1 && first !== undefined && last !== undefined && first < last;
  if (whole) return { kind: 'found', first, last };
  const what =
    begins.length > 1 || ends.length > 1 ? 'stand more than once' : 'are not a pair, the first one before the second';
  return {
    kind: 'broken',
    finding: {
      severity: 'error',
      line: Math.min(...begins, ...ends) + 1,
      message: `The lines that mark Leaver's block ${what}, so nobody can say what is its own.`,
      mend: 'Delete every line with `leaver codeowners` in it and the lines between them, then run `leaver codeowners`.',
    },
  };
}

/** A path that the block owns: a folder where it ends with a slash. */
export type OwnedPath = string;

/** A line after the block that is for one of its paths, and so wins over it. */
export interface Overruling {
  readonly line: number;
  readonly text: string;
  readonly paths: readonly OwnedPath[];
}

export function overrulings(
  lines: readonly string[],
  block: Block,
  paths: readonly OwnedPath[],
): readonly Overruling[] {
  if (block.kind !== 'found') return [];
  return lines.slice(block.last + 1).flatMap((text, index): Overruling[] => {
    // Should a reader take a lone carriage return for a line's end, what follows it is a line.
    const patterns = bare(text)
      .split('\r')
      .map(ruleOf)
      .flatMap((rule) => (rule.kind === 'rule' ? [parsePattern(rule.pattern)] : []));
    const won = paths.filter((path) =>
      patterns.some((one) => (path.endsWith('/') ? one.mayMatchBelow(path) : one.matches(path.replace(/^\//, '')))),
    );
    return won.length === 0 ? [] : [{ line: block.last + index + 2, text: bare(text).trim(), paths: won }];
  });
}

export type Rule =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'rule'; readonly pattern: string; readonly owners: readonly string[] }
  | { readonly kind: 'fault'; readonly why: string };

const OWNER = /^(?:@[\w-]+(?:\/[\w.-]+)?|[^\s@]+@[^\s@]+)$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/;

/** What one line says. A rule without owners is one: it takes ownership away. */
export function ruleOf(line: string): Rule {
  if (CONTROL.test(bare(line))) return { kind: 'fault', why: 'it holds a control character' };
  const text = bare(line).trim();
  if (text === '' || text.startsWith('#')) return { kind: 'nothing' };
  const words = text.match(/(?:\\.|[^\s\\])+|\\$/g) ?? [];
  const comment = words.findIndex((word, index) => index > 0 && word.startsWith('#'));
  const [pattern = '', ...owners] = comment < 0 ? words : words.slice(0, comment);
  const why = patternFault(pattern);
  if (why !== null) return { kind: 'fault', why };
  const odd = owners.find((owner) => !OWNER.test(owner));
  if (odd !== undefined) return { kind: 'fault', why: `"${odd}" is no @login, @organization/team or e-mail address` };
  return { kind: 'rule', pattern, owners };
}

/** Lines outside the block that GitHub skips, which nobody is told of there. */
export function faultyLines(lines: readonly string[], block: Block): readonly CodeownersFinding[] {
  return lines.flatMap((line, index): CodeownersFinding[] => {
    if (block.kind === 'found' && index >= block.first && index <= block.last) return [];
    const rule = ruleOf(line);
    if (rule.kind !== 'fault') return [];
    const message = `GitHub skips this line: ${rule.why}.`;
    return [{ severity: 'warning', line: index + 1, message, mend: 'Correct the line, or delete it.' }];
  });
}

/**
 * The text with this block in it: where it was, at the end where there was none or where a later line would win over it.
 * Everything else stays byte for byte; only a last line without a line break gets one before a block that comes after it.
 * @param own the block's lines, markers included, without line breaks
 */
export function withBlock(text: string, own: readonly string[], paths: readonly OwnedPath[]): string {
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  const written = own.map((line) => line + eol).join('');
  const lines = linesOf(text);
  const block = findBlock(lines);
  if (block.kind === 'broken') return text;
  if (block.kind === 'none') return atEnd(text, written, eol);
  const [before, behind] = [lines.slice(0, block.first).join(''), lines.slice(block.last + 1).join('')];
  if (overrulings(lines, block, paths).length === 0) {
    // The last line of the file may stand without a line break, and stays so.
    const last = lines[block.last]?.endsWith('\n') === false && behind === '' ? written.slice(0, -eol.length) : written;
    return before + last + behind;
  }
  return atEnd(before + behind, written, eol);
}

function atEnd(text: string, written: string, eol: string): string {
  if (text === '') return written;
  const ended = text.endsWith('\n') ? text : text + eol;
  return ended + (/\n\r?\n$/.test(ended) ? '' : eol) + written;
}

/** The block's lines as they stand; none where there is no block. */
export function blockLines(text: string): readonly string[] {
  const lines = linesOf(text);
  const block = findBlock(lines);
  return block.kind === 'found' ? lines.slice(block.first, block.last + 1).map(bare) : [];
}
