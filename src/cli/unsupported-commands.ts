/** The part of the contract that is not built yet: each ends with a clear word, never with a silent no-op. */
import type { Command } from 'commander';
import { LeaverError } from '../errors.js';

const UNSUPPORTED: readonly (readonly [name: string, does: string])[] = [
  ['shards', 'the matrix of a run on many machines'],
];

export function addUnsupportedCommands(root: Command): void {
  for (const [name, does] of UNSUPPORTED) {
    root
      .command(name)
      .description(`not supported yet: ${does}`)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        throw new LeaverError('not-supported', `"${name}" is not supported yet.`, {
          mend: '`leaver --help` lists the commands that are.',
        });
      });
  }
}
