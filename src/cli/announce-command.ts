/** The command that tells people of the opt-outs that a pull request opens. */
import { type Command, InvalidArgumentError } from 'commander';
import { LeaverError } from '../errors.js';
import { shared } from './options.js';
import { contextOf, finish, type Session, type SharedOptions } from './session.js';

export function addAnnounceCommand(root: Command, session: Session): void {
  shared(root.command('announce'))
    .description('tell the channels of the opt-outs that a pull request opens; nothing of it is run')
    .requiredOption('--proposed <dir>', "a folder with the pull request's policies/ and optouts/")
    .requiredOption('--pull-request <number>', 'its number', pullRequestNumber)
    .addHelpText(
      'after',
      `
--root is the repository as it is today: its policy says who is told, and what
opens the channels is in the environment. --proposed is read as data alone.

Example:
  leaver announce --root base --proposed head --pull-request 41`,
    )
    .action(async (options: SharedOptions & { proposed: string; pullRequest: number }) => {
      const { isFolder, nodeFiles } = await import('../ports/node.js');
      if (!(await isFolder(options.proposed))) {
        throw new LeaverError('usage', 'There is no such folder as --proposed names.', {
          mend: 'Name a checkout of the pull request: the folder that holds its policies/ and optouts/.',
        });
      }
      const { announceCommand } = await import('../commands/announce.js');
      const { proposed, pullRequest } = options;
      const result = await announceCommand(await contextOf(options), { proposed: nodeFiles(proposed), pullRequest });
      await finish(session, result, options);
    });
}

function pullRequestNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is the number of a pull request, such as 41.');
}
