/** The command that tells what a pull request would do. */
import { type Command, InvalidArgumentError } from 'commander';
import { LeaverError } from '../errors.js';
import { shared } from './options.js';
import { contextOf, finish, type Session, type SharedOptions } from './session.js';

export function addPreviewCommand(root: Command, session: Session): void {
  shared(root.command('preview'))
    .description('what merging a proposal would do, to whom; nothing of it is run')
    .requiredOption('--proposed <dir>', "a folder with the proposal's policies/ and optouts/")
    .option('--comment <number>', 'keep a comment on this pull request up to date', pullRequestNumber)
    .option('--head <commit>', "the proposal's commit, to name it in the comment")
    .addHelpText(
      'after',
      `
--root is the repository as it is today: its systems are read, with its settings
and the credentials here. --proposed is read as data alone.

Examples:
  leaver preview --proposed ../acme-access-my-branch
  leaver preview --root base --proposed head --comment 41`,
    )
    .action(async (options: SharedOptions & { proposed: string; comment?: number; head?: string }) => {
      const { isFolder, nodeFiles } = await import('../ports/node.js');
      if (!(await isFolder(options.proposed))) {
        throw new LeaverError('usage', 'There is no such folder as --proposed names.', {
          mend: 'Name a checkout of the proposal: the folder that holds its policies/ and optouts/.',
        });
      }
      const { previewCommand } = await import('../commands/preview/index.js');
      const { comment = null, head = null } = options;
      const proposed = nodeFiles(options.proposed);
      const result = await previewCommand(await contextOf(options), { proposed, comment, head });
      await finish(session, result, options);
    });
}

function pullRequestNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is the number of a pull request, such as 41.');
}
