/** `leaver restore`. */
import type { Command } from 'commander';
import type { CommandResult } from '../commands/result.js';
import { repeatable, shared } from './options.js';
import { contextOf, finish, type Session, type SharedOptions } from './session.js';

type Options = SharedOptions & {
  readonly person: readonly string[];
  readonly system: readonly string[];
  readonly yes: boolean;
};

export function addRestoreCommand(root: Command, session: Session): void {
  shared(root.command('restore'))
    .description('bring back what was revoked: shows the plan, and acts on --yes')
    .argument('[revocation...]', 'system/account@time, as the JSON of a run and the journal have it')
    .addOption(repeatable('--person <id>', 'the latest revocation of each account of this person', 'nobody'))
    .addOption(repeatable('--system <id>', 'of --person, only in this system', 'all'))
    .option('--yes', 'carry the plan out; on a terminal it asks otherwise', false)
    .addHelpText(
      'after',
      `
What would be revoked again by the next run stays revoked: correct the roster,
or have an opt-out approved, first. What can't come back is named.

Examples:
  leaver restore --person ana.ruiz
  leaver restore --person ana.ruiz --yes
  leaver restore github/583231@2026-11-23T09:00:00Z --yes`,
    )
    .action(async (revocations: readonly string[], options: Options) => {
      const { restoreCommand } = await import('../commands/restore/index.js');
      const { person: people, system: systems, yes } = options;
      const actor = process.env.GITHUB_ACTOR ?? process.env.USER ?? 'unknown';
      const confirm = yes || options.format === 'json' ? null : await confirmOnTerminal(options.format);
      const result = await restoreCommand(await contextOf(options), {
        ...{ revocations, people, systems, yes, actor, confirm },
      });
      await finish(session, result, options);
    });
}

/** Shows the plan on stderr and asks there; null where nobody can be asked. */
async function confirmOnTerminal(
  format: 'text' | 'markdown',
): Promise<((plan: CommandResult) => Promise<boolean>) | null> {
  const { askerOnTerminal } = await import('./ask.js');
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return null;
  return async (plan) => {
    const [{ tell }, { painterFor }, { redactedValue, redactor }] = await Promise.all([
      import('../commands/tell.js'),
      import('./paint.js'),
      import('../ports/secrets.js'),
    ]);
    const redact = redactor(process.env);
    const told = redactedValue(plan.told, redact);
    process.stderr.write(redact(tell({ told, json: plan.json }, format, painterFor(true, process.env))));
    const asker = askerOnTerminal();
    if (asker === null) return false;
    const question = { flag: '--yes', text: 'Bring this back?', example: 'yes', choices: [], byDefault: 'no' };
    try {
      return /^y(es)?$/i.test((await asker.ask(question, null)).trim());
    } finally {
      asker.close();
    }
  };
}
