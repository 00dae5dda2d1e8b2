/** Questions on a terminal: on stderr, so that stdout stays the result alone. */
import { createInterface } from 'node:readline/promises';
import type { Ask, Question } from '../commands/optout/flags.js';
import { LeaverError } from '../errors.js';
import { redactor } from '../ports/secrets.js';
import { hang, padTo, wrap } from '../report/columns.js';
import { plain } from '../text/escape.js';

/** More choices than this are only counted: a roster is no menu. */
const MOST_CHOICES = 12;

/** Null where nobody can be asked. */
export function askerOnTerminal(): { readonly ask: Ask; close(): void } | null {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return null;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new AbortController();
  lines.on('close', () => ended.abort());
  return {
    ask: async (question, fault) => {
      process.stderr.write(redactor(process.env)(questionText(question, fault)));
      try {
        return await lines.question('> ', { signal: ended.signal });
      } catch (cause) {
        throw new LeaverError('usage', 'It ended before all was answered. Nothing was written.', { cause });
      }
    },
    close: () => lines.close(),
  };
}

/** A question with its choices, its default and an example; after an answer that won't do, only why. */
export function questionText({ text, choices, example, byDefault }: Question, fault: string | null): string {
  if (fault !== null) return `${hang('  ! ', plain(fault)).join('\n')}\n`;
  const shown = choices.slice(0, MOST_CHOICES);
  const width = shown.reduce((most, { value }) => Math.max(most, value.length), 0);
  const lines = shown.flatMap(({ value, about }) =>
    hang(`  ${padTo(plain(value), width)}  `, plain(about)).map((line) => line.trimEnd()),
  );
  const more = choices.length - shown.length;
  const rest = more > 0 ? [`  and ${more} more`] : [];
  return `\n${[...wrap(plain(text), 0), ...lines, ...rest, ...hang('  ', plain(hintOf(example, byDefault)))].join('\n')}\n`;
}

function hintOf(example: string, byDefault: string | null): string {
  if (byDefault === null) return `For example: ${example}`;
  return byDefault === '' ? `For example: ${example} (Enter leaves it out)` : `Enter takes ${byDefault}`;
}
