/** Commands that revoke: apply, reconcile. */
import { type Command, Option } from 'commander';
import { narrowed, type Session, shared } from './program.js';
import { contextOf, finish, type NarrowOptions, type SharedOptions } from './session.js';

type AcceptHalt = 'maxRevocations' | 'maxRevokedFraction';

export function addWritingCommands(root: Command, session: Session): void {
  narrowed(shared(root.command('apply')))
    .description('carry out a plan that was reviewed, where it still holds')
    .requiredOption('--plan <file>', 'the plan, as plan --out wrote it')
    .requiredOption('--digest <digest>', 'its digest, as it was reviewed: sha256:…')
    .addOption(
      new Option('--accept-halt <rule>', 'take the halt of this rule upon you (repeatable; it is logged)')
        .choices(['maxRevocations', 'maxRevokedFraction'])
        .argParser((rule: string, all: string[] = []) => [...all, rule]),
    )
    .addHelpText(
      'after',
      `
Examples:
  leaver apply --plan plan.json --digest sha256:1f0c…
  leaver apply --plan plan.json --digest sha256:1f0c… --accept-halt maxRevocations`,
    )
    .action(
      async (options: SharedOptions & NarrowOptions & { plan: string; digest: string; acceptHalt?: AcceptHalt[] }) => {
        const { applyCommand } = await import('../commands/apply.js');
        const { plan, digest, acceptHalt = [] } = options;
        const narrowing = { systems: options.system, people: options.person };
        const actor = process.env.GITHUB_ACTOR ?? process.env.USER ?? 'unknown';
        const result = await applyCommand(await contextOf(options), { narrowing, plan, digest, acceptHalt, actor });
        await finish(session, result, options);
      },
    );

  narrowed(shared(root.command('reconcile')))
    .description('validate, observe, plan, guard, revoke, check, report: what the Action runs')
    .addHelpText('after', '\nExamples:\n  leaver reconcile\n  leaver reconcile --person ana.ruiz --format markdown')
    .action(async (options: SharedOptions & NarrowOptions) => {
      const { reconcile } = await import('../commands/reconcile.js');
      const narrowing = { systems: options.system, people: options.person };
      await finish(session, await reconcile(await contextOf(options), narrowing), options);
    });
}
