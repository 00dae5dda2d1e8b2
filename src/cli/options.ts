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

/** `false` goes without saying in the help. */
export function quiet(): Option {
  return new Option('--quiet', 'no progress on stderr').default(false, '');
}

/** An option that may be given more than once. */
export function repeatable<Value>(flags: string, about: string, read: (text: string) => Value): Option {
  const collect = (text: string, all: readonly Value[]): readonly Value[] => [...all, read(text)];
  return new Option(flags, `${about} (repeatable)`).argParser(collect).default([], '');
}

export const idOf = (text: string): string => text;

/** Options that narrow a run. */
export function narrowed(command: Command): Command {
  return command
    .addOption(repeatable('--system <id>', 'only this system', idOf))
    .addOption(repeatable('--person <id>', 'only this person', idOf));
}
