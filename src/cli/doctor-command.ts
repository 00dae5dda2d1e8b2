/** `leaver doctor` on the command line. */
import type { Command } from 'commander';
import { repeatable, shared } from './options.js';
import { contextOf, finish, type NarrowOptions, type Session, type SharedOptions } from './session.js';

type DoctorFlags = SharedOptions & Pick<NarrowOptions, 'system'> & { offline: boolean; verbose: boolean };

export function addDoctorCommand(root: Command, session: Session): void {
  shared(root.command('doctor'))
    .description('is the repository protected as assumed, are the credentials sufficient and not excessive')
    .addOption(repeatable('--system <id>', 'of the systems only this one', 'all'))
    .option('--offline', 'ask neither the host nor any system', false)
    .option('--verbose', 'also tell what is as it should be', false)
    .addHelpText(
      'after',
      `
Looks at the policy, the workflows, CODEOWNERS, the clone, the host's rules and each
system, and changes nothing. The host is GITHUB_REPOSITORY, else the clone's origin.
Ends with 1 where something is an error.

Examples:
  leaver doctor
  leaver doctor --offline
  leaver doctor --format json`,
    )
    .action(async (options: DoctorFlags) => {
      const { doctor } = await import('../commands/doctor/index.js');
      const { offline, verbose, system } = options;
      await finish(session, await doctor(await contextOf(options), { offline, verbose, systems: system }), options);
    });
}
