/** How a command line becomes a context, and a result becomes output. */
import type { Context } from '../commands/context.js';
import type { ExitStatus } from '../commands/exit-status.js';
import type { CommandResult } from '../commands/result.js';
import { type Instant, parseInstant } from '../core/time.js';
import { LeaverError } from '../errors.js';
import type { Progress } from '../ports/ports.js';
import { redactedValue, redactor } from '../ports/secrets.js';
import { plain } from '../text/escape.js';

/** What a command's action leaves behind: commander's actions return nothing. */
export interface Session {
  status: ExitStatus;
  /** Set when a command starts: whether stdout has to hold one JSON document, whatever happens. */
  json: boolean;
}

export interface SharedOptions {
  readonly root: string;
  readonly format: 'text' | 'json' | 'markdown';
  readonly quiet: boolean;
}

export interface AccountOptions {
  readonly account: readonly string[];
}

export interface NarrowOptions {
  readonly system: readonly string[];
  readonly person: readonly string[];
}

/** Progress goes to stderr, so that stdout is the result alone. */
export function progressOf({ quiet }: Pick<SharedOptions, 'quiet'>): Progress {
  return quiet ? () => {} : (message) => process.stderr.write(`${plain(message)}\n`);
}

/** Throws `usage` where there is no folder of that name: an empty one would be told as a policy without people. */
export async function contextOf(options: SharedOptions): Promise<Context> {
  const { isFolder } = await import('../ports/node.js');
  if (!(await isFolder(options.root))) {
    throw new LeaverError('usage', 'There is no such folder as --root names.', {
      mend: 'Name the policy repository: the folder that holds policies/ and optouts/.',
    });
  }
  const { compose } = await import('../compose.js');
  return compose({ root: options.root, environment: process.env, progress: progressOf(options) });
}

/** `--at`: RFC 3339 with an offset. Throws `usage` otherwise. */
export function instantOption(text: string | undefined): Instant | null {
  if (text === undefined) return null;
  const at = parseInstant(text);
  if (at !== null) return at;
  throw new LeaverError('usage', `--at ${text} is not a time that Leaver can read.`, {
    mend: 'Write it with its offset, such as 2026-12-31T17:00:00+01:00 or 2026-12-31T16:00:00Z.',
  });
}

/** Prints a result in the format that was asked for, and sets the status. */
export async function finish(session: Session, result: CommandResult, { format }: SharedOptions): Promise<void> {
  if (format === 'json') {
    // In chunks: the text of a large plan is never in memory as a whole.
    const { documentChunks } = await import('../documents/json-document.js');
    for (const chunk of documentChunks(result.json)) await write(chunk);
  } else {
    const { tell } = await import('../commands/tell.js');
    // Before it is wrapped and escaped: a credential in pieces would not be found.
    const told = redactedValue(result.told, redactor(process.env));
    await write(tell({ told, json: result.json }, format, await painter()));
  }
  session.status = result.status;
}

/** Writes to stdout without any credential. */
export function write(text: string): Promise<void> {
  return writeAsIs(redactor(process.env)(text));
}

/** Waits until all is written, so that a pipe gets the whole of a large plan. */
export function writeAsIs(text: string): Promise<void> {
  return new Promise((done, fail) => {
    process.stdout.write(text, (error) => (error == null ? done() : fail(error)));
  });
}

async function painter() {
  const { painterFor } = await import('./paint.js');
  return painterFor(process.stdout.isTTY === true, process.env);
}
