/** Options that commands share. */
import { type Command, Option } from 'commander';

/** Options that every command on a policy repository shares. */
export function shared(command: Command): Command {
  return command
    .option('--root <dir>', 'the policy repository', '.')
    .addOption(
      new Option('--format <format>', 'how results are told').choices(['text', 'json', 'markdown']).default('text'),
    )
    .addOption(quiet());
}

/** Silences progress. */
export function quiet(): Option {
  return new Option('--quiet', 'no progress on stderr').default(false, 'off');
}

/**
 * An option that may be given more than once.
 * @param without what it means not to give it, for the help
 */
export function repeatable(flags: string, about: string, without: string): Option {
  const collect = (text: string, all: readonly string[]): readonly string[] => [...all, text];
  return new Option(flags, `${about} (repeatable)`).argParser(collect).default([], without);
}

/** Narrows a run to whom the identity provider's event is about. */
export function byAccount(command: Command): Command {
  return command.addOption(
    repeatable('--account <id>', 'only whose account at the identity provider this is, by its id or name', 'everybody'),
  );
}

/** Options that narrow a run. */
export function narrowed(command: Command): Command {
  return command
    .addOption(repeatable('--system <id>', 'only this system', 'all'))
    .addOption(repeatable('--person <id>', 'only this person', 'everybody'));
}
