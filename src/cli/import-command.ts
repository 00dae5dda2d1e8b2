/** `leaver import`. */
import type { Command } from 'commander';
import { shared } from './options.js';
import { contextOf, finish, type Session, type SharedOptions } from './session.js';

export function addImportCommand(root: Command, session: Session): void {
  shared(root.command('import'))
    .description('a roster from what is live, accounts pinned by id; shows it, and with --write writes it')
    .option('--write', 'change the files in policies/people; otherwise nothing is written', false)
    .addHelpText(
      'after',
      `
Observes all systems. People are whoever is active at the identity provider, or
without one whoever the systems tell of by an e-mail address or a name such as
ana.ruiz. Their other accounts are found by e-mail address, and by name where
exactly one person fits. New people and services go to
policies/people/imported.yaml; those that the roster has get what they lack.
Services are guesses, marked to be confirmed. What is not certain is told, and
not written. Run again, it changes only what is new.

Ends with 4 where a system was not seen whole: nothing new is taken from it.

Examples:
  leaver import
  leaver import --format json
  leaver import --write`,
    )
    .action(async (options: SharedOptions & { write: boolean }) => {
      const { importCommand } = await import('../commands/import.js');
      await finish(session, await importCommand(await contextOf(options), { write: options.write }), options);
    });
}
