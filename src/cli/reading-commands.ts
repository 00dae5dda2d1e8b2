/** Commands that change nothing: validate, observe, plan, explain. */
import type { Command } from 'commander';
import { byAccount, narrowed, repeatable, shared } from './options.js';
import {
  type AccountOptions,
  contextOf,
  finish,
  instantOption,
  type NarrowOptions,
  type Session,
  type SharedOptions,
} from './session.js';

interface PlanOptions {
  readonly from?: string;
  readonly out?: string;
  readonly at?: string;
}

export function addReadingCommands(root: Command, session: Session): void {
  narrowed(shared(root.command('validate')))
    .description('check the whole policy repository; needs neither Git nor network')
    .option('--at <time>', 'as if it were this time (RFC 3339 with an offset)')
    .addHelpText('after', '\nExamples:\n  leaver validate\n  leaver validate --root ../acme-access --format json')
    .action(async (options: SharedOptions & NarrowOptions & { at?: string }) => {
      const at = instantOption(options.at);
      const { validate } = await import('../commands/validate.js');
      const narrowing = { systems: options.system, people: options.person };
      await finish(session, await validate(await contextOf(options), at, narrowing), options);
    });

  narrowed(shared(root.command('observe')))
    .description('list what is live into a snapshot')
    .requiredOption('--out <file>', 'where to write the snapshot')
    .addHelpText(
      'after',
      '\nExamples:\n  leaver observe --out snapshot.json\n  leaver observe --system github --out s.json',
    )
    .action(async (options: SharedOptions & NarrowOptions & { out: string }) => {
      const { observeCommand } = await import('../commands/plan.js');
      const narrowing = { systems: options.system, people: options.person };
      await finish(session, await observeCommand(await contextOf(options), narrowing, options.out), options);
    });

  byAccount(narrowed(shared(root.command('plan'))))
    .description('compare what should be with what is live')
    .option('--from <file>', 'plan offline, from a snapshot')
    .option('--out <file>', 'write the plan as JSON, for apply')
    .option('--at <time>', 'as if it were this time (RFC 3339 with an offset)')
    .addHelpText(
      'after',
      `
Examples:
  leaver plan
  leaver plan --out plan.json
  leaver plan --from snapshot.json --at 2026-12-04T17:00:00Z --format json`,
    )
    .action(async (options: SharedOptions & NarrowOptions & AccountOptions & PlanOptions) => {
      const at = instantOption(options.at);
      const { planCommand } = await import('../commands/plan.js');
      const narrowing = { systems: options.system, people: options.person, accounts: options.account };
      const { from = null, out = null } = options;
      await finish(session, await planCommand(await contextOf(options), { narrowing, at, from, out }), options);
    });

  shared(root.command('explain'))
    .description('every account, rule and opt-out of a person, and what happens when')
    .argument('<person>', "the person's id in the roster")
    .addOption(repeatable('--system <id>', 'only this system', 'all'))
    .option('--from <file>', 'offline, from a snapshot')
    .addHelpText('after', '\nExamples:\n  leaver explain ana.ruiz\n  leaver explain ana.ruiz --from snapshot.json')
    .action(async (person: string, options: SharedOptions & Pick<NarrowOptions, 'system'> & { from?: string }) => {
      const { explainCommand } = await import('../commands/explain.js');
      const { system, from = null } = options;
      await finish(session, await explainCommand(await contextOf(options), person, system, from), options);
    });
}
