/** `leaver report`. */
import type { Command } from 'commander';
import { shared } from './options.js';
import { contextOf, finish, type Session, type SharedOptions } from './session.js';

export function addReportCommand(root: Command, session: Session): void {
  shared(root.command('report'))
    .description('the register and the last runs as a page that needs nothing else')
    .requiredOption('--out <dir>', 'where to write index.html, register.ics and report.json')
    .option('--from <file>', 'offline, from a snapshot')
    .addHelpText(
      'after',
      `
Nothing is revoked, and no file that Leaver did not make is overwritten. The page
names people: put it where only those can read it who may.

Examples:
  leaver report --out page
  leaver report --out page --from snapshot.json`,
    )
    .action(async (options: SharedOptions & { out: string; from?: string }) => {
      const { reportCommand } = await import('../commands/report.js');
      const { out, from = null } = options;
      await finish(session, await reportCommand(await contextOf(options), { out, from }), options);
    });
}
