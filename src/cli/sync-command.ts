/** `leaver sync`. */
import type { Command } from 'commander';
import { shared } from './options.js';
import { contextOf, finish, type Session, type SharedOptions } from './session.js';

export function addSyncCommand(root: Command, session: Session): void {
  shared(root.command('sync'))
    .description('bring the roster up to the identity provider, as one pull request that is kept up to date')
    .option('--write', 'write the files in the working tree instead', false)
    .addHelpText(
      'after',
      `
Who is active at the provider and claimed by nobody is proposed in
policies/people/joiners.yaml; who is suspended there, or gone, is marked as
departed; logins and addresses follow the account's immutable id. What is not
certain is told, and nothing is changed for it.

Ends with 3 where more people left at once than the provider's guards allow, and
with 4 where the provider was not seen whole: nothing is changed then.

Examples:
  leaver sync
  leaver sync --write
  leaver sync --format json`,
    )
    .action(async (options: SharedOptions & { write: boolean }) => {
      const { syncCommand } = await import('../commands/sync/index.js');
      await finish(session, await syncCommand(await contextOf(options), { write: options.write }), options);
    });
}
