/** `leaver codeowners`. */
import type { Command } from 'commander';
import { shared } from './options.js';
import { contextOf, finish, type Session, type SharedOptions } from './session.js';

export function addCodeownersCommand(root: Command, session: Session): void {
  shared(root.command('codeowners'))
    .description('write its block of CODEOWNERS from the owners in the policy')
    .option('--check', 'write nothing; end with 1 where the file is stale')
    .option('--file <file>', "the file, where the policy repository isn't its clone's top")
    .addHelpText(
      'after',
      `
Each optouts/<system>/ goes to that system's owners; the other opt-outs,
policies/, the workflows and the action go to the policy's. Logins are the
account names that the roster has in the policy's approvalSystem. What stands
around the block stays; where a later line would win over it, it moves behind.

Ends with 1 where something has to be mended first; with --check, where the file
is stale too.

Examples:
  leaver codeowners
  leaver codeowners --check
  leaver codeowners --root acme-access --file .github/CODEOWNERS`,
    )
    .action(async (options: SharedOptions & { check?: boolean; file?: string }) => {
      const { codeownersCommand } = await import('../commands/codeowners.js');
      const { check = false, file = null } = options;
      await finish(session, await codeownersCommand(await contextOf(options), { check, file }), options);
    });
}
