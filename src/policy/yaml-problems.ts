/** What can be wrong with a YAML text before anybody asks what it means. */
import { withoutCredentials } from '../core/credential-formats.js';
import { nameCharacter } from '../documents/characters.js';
import type { FindingCode } from './finding.js';
import type { Limits } from './limits.js';

export interface Problem {
  readonly code: FindingCode;
  readonly offset: number;
  readonly message: string;
  readonly mend: string;
  /** The value is still what its author meant. */
  readonly harmless: boolean;
}

/** What the syntax of YAML offers and a policy repository refuses, by the first character that shows it. */
export type Refused = 'anchor' | 'alias' | 'tag' | 'directive' | 'further-document' | 'merge-key';

const REFUSALS: Readonly<Record<Refused, { readonly message: string; readonly mend: string }>> = {
  anchor: {
    message: 'An anchor (`&…`) is refused.',
    mend: 'Write the value out wherever it is needed, or quote it if it is text.',
  },
  alias: { message: 'An alias (`*…`) is refused.', mend: 'Write the value out, or quote it if it is text.' },
  tag: { message: 'A tag (`!…`) is refused.', mend: 'Leave the tag out, or quote the value if it is text.' },
  directive: { message: 'A directive (`%…`) is refused: every file is YAML 1.2.', mend: 'Leave the line out.' },
  'further-document': {
    message: 'A further document in the same file is refused.',
    mend: 'Move what follows `---` into a file of its own.',
  },
  'merge-key': { message: 'A merge key (`<<`) is refused.', mend: 'Write out the keys that it would merge.' },
};

export function refused(what: Refused, offset: number): Problem {
  return { code: 'refused-syntax', offset, ...REFUSALS[what], harmless: what === 'anchor' };
}

export function tooDeep(offset: number, { depth }: Limits): Problem {
  return tooLarge(
    offset,
    `Lists and mappings stand more than ${depth} levels deep in each other.`,
    'No document here needs more than eight levels.',
  );
}

/** @param most how many values were left to this file. */
export function tooManyValues(offset: number, most: number): Problem {
  const message = `The file holds more than ${thousands(most)} values, and no more are read of it.`;
  return tooLarge(offset, message, 'Split a roster into several files; no other document is that large.');
}

export function tooManyKeys(offset: number, keys: number): Problem {
  return tooLarge(
    offset,
    `A mapping holds more than ${thousands(keys)} keys.`,
    'No document here has a mapping that large.',
  );
}

function tooLarge(offset: number, message: string, mend: string): Problem {
  return { code: 'too-large', offset, message, mend, harmless: false };
}

export function syntax(offset: number, message: string): Problem {
  const mend = 'Look at the indentation, quotes and brackets here and on the line before.';
  return { code: 'syntax', offset, message: `Not YAML: ${message.replace(/\.?$/, '.')}`, mend, harmless: false };
}

export function emptyFile(): Problem {
  const mend = 'Write the document, or delete the file.';
  return { code: 'empty', offset: 0, message: 'The file is empty.', mend, harmless: false };
}

export function duplicateKey(offset: number, key: string): Problem {
  const message = `The key ${quoteKey(key)} stands twice in the same mapping.`;
  return { code: 'duplicate-key', offset, message, mend: 'Keep one of them.', harmless: true };
}

export function keyNotText(offset: number): Problem {
  const mend = 'Put the key in quotes, or give it a name.';
  return { code: 'syntax', offset, message: 'A key must be text.', mend, harmless: false };
}

export function refusedCharacter(offset: number, text: string, at: number): Problem {
  const message = `${nameCharacter(text, at)} is refused: it hides what the text says.`;
  return {
    code: 'character',
    offset,
    message,
    mend: 'Delete the character; type the text anew if you cannot see it.',
    harmless: true,
  };
}

/** @param name what it looks like; what it says is not repeated. */
export function pastedCredential(offset: number, name: string): Problem {
  return {
    code: 'credential',
    offset,
    message: `This looks like ${name}. No credential may stand in a policy repository.`,
    mend: 'Revoke it where it was made, then take it out: whoever can read the history has it. Credentials come from the environment.',
    harmless: true,
  };
}

function quoteKey(key: string): string {
  const shown = withoutCredentials(key);
  return `\`${shown.length > 64 ? `${shown.slice(0, 64)}…` : shown}\``;
}

function thousands(value: number): string {
  return value.toLocaleString('en-US');
}
