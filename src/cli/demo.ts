/** The demo in a terminal: the story on stdout, what is being done on stderr. */
import type { ExitStatus } from '../commands/exit-status.js';
import { plain } from '../text/escape.js';
import { painterFor } from './paint.js';
import { write } from './session.js';

export interface DemoCommandOptions {
  readonly format: 'text' | 'json';
  readonly quiet: boolean;
}

/** Plays the demo and tells it. */
export async function playDemo({ format, quiet }: DemoCommandOptions): Promise<ExitStatus> {
  const [{ demo }, { compose }] = await Promise.all([import('../commands/demo/index.js'), import('../compose.js')]);
  const status = quiet ? silent : statusLine();
  const told = format === 'text';
  const result = await demo({
    compose,
    progress: status.show,
    paint: painterFor(told && process.stdout.isTTY === true, process.env),
    tell: async (text) => {
      status.clear();
      if (told) await write(text);
    },
  });
  status.clear();
  if (!told) await write(`${JSON.stringify(result.json, null, 2)}\n`);
  return result.status;
}

interface StatusLine {
  show(message: string): void;
  clear(): void;
}

const silent: StatusLine = { show: () => {}, clear: () => {} };

/** One line that the next replaces on a terminal; a line each elsewhere, where nothing can be taken back. */
function statusLine(): StatusLine {
  const { stderr } = process;
  if (stderr.isTTY !== true) return { show: (message) => void stderr.write(`${plain(message)}\n`), clear: () => {} };
  const clear = (): void => void stderr.write('\r\u001b[K');
  return {
    show: (message) => {
      clear();
      stderr.write(`  ${plain(message).slice(0, 76)}`);
    },
    clear,
  };
}
