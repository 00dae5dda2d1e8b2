/** `leaver optout prune`. */
import type { Command } from 'commander';
import { spanOf } from '../commands/optout/times.js';
import { LeaverError } from '../errors.js';
import { shared } from './options.js';
import { contextOf, finish, type Session, type SharedOptions } from './session.js';

/** Adds `prune` to the group `optout`. */
export function addPruneCommand(optout: Command, session: Session): void {
  shared(optout.command('prune'))
    .description('propose to remove lapsed opt-outs, as one pull request that is kept up to date')
    .option('--older-than <duration>', 'how long ago they lapsed at least (P7D, 7d, 36h)', 'P1D')
    .option('--write', 'remove the files in the working tree instead', false)
    .addHelpText('after', '\nExamples:\n  leaver optout prune\n  leaver optout prune --older-than P7D --write')
    .action(async (options: SharedOptions & { olderThan: string; write: boolean }) => {
      const olderThan = durationOption(options.olderThan);
      const { pruneCommand } = await import('../commands/optout/prune.js');
      await finish(session, await pruneCommand(await contextOf(options), { olderThan, write: options.write }), options);
    });
}

function durationOption(text: string): number {
  const duration = spanOf(text);
  if (duration !== null) return duration;
  throw new LeaverError('usage', `--older-than ${text} is not a duration that Leaver can read.`, {
    mend: 'Write it in weeks, days, hours, minutes or seconds, such as P1D, 1d or 12h.',
  });
}
