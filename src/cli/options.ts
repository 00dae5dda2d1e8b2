/** Options that commands share. */
import { type Command, Option } from 'commander';

/** Options that every command on a policy repository shares. */
export function shared(command: Command): Command {
  return command
    .option('--root <dir>', 'the policy repository', '.')
    .addOption(
      new Option('--format <format>', 'how results are told').choices(['text', 'json', 'markdown']).default('text'),
    )
    .option('--quiet', 'no progress on stderr', false);
}

/** Options that narrow a run. */
export function narrowed(command: Command): Command {
  const collect = (value: string, all: string[]): string[] => [...all, value];
  return command
    .option('--system <id>', 'only this system (repeatable)', collect, [])
    .option('--person <id>', 'only this person (repeatable)', collect, []);
}
