/** Commands that revoke: apply, reconcile. */
import { type Command, InvalidArgumentError } from 'commander';
import { byAccount, narrowed, shared } from './options.js';
import {
  type AccountOptions,
  contextOf,
  finish,
  type NarrowOptions,
  type Session,
  type SharedOptions,
} from './session.js';

const ACCEPTED = ['maxRevocations', 'maxRevokedFraction'] as const;
type AcceptHalt = (typeof ACCEPTED)[number];

/** Commander leaves a repeatable option's choices unchecked. */
function ruleOf(text: string): AcceptHalt {
  const rule = ACCEPTED.find((known) => known === text);
  if (rule !== undefined) return rule;
  throw new InvalidArgumentError(`Allowed choices are ${ACCEPTED.join(', ')}.`);
}

export function addWritingCommands(root: Command, session: Session): void {
  narrowed(shared(root.command('apply')))
    .description('carry out a plan that was reviewed, where it still holds')
    .requiredOption('--plan <file>', 'the plan, as plan --out wrote it')
    .requiredOption('--digest <digest>', 'its digest, as it was reviewed: sha256:…')
    .option(
      '--accept-halt <rule>',
      `take the halt of this rule upon you (${ACCEPTED.join(' or ')}; repeatable; it is logged)`,
      (rule: string, all: AcceptHalt[] = []) => [...all, ruleOf(rule)],
    )
    .addHelpText(
      'after',
      `
Examples:
  leaver apply --plan plan.json --digest sha256:1f0c…
  leaver apply --plan plan.json --digest sha256:1f0c… \\
    --accept-halt maxRevocations`,
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

  byAccount(narrowed(shared(root.command('reconcile'))))
    .description('validate, observe, plan, guard, revoke, check, report: what the Action runs')
    .addHelpText(
      'after',
      `
Examples:
  leaver reconcile
  leaver reconcile --person ana.ruiz --format markdown
  leaver reconcile --account 00ub0oNGTSWTBKOLGLNR`,
    )
    .action(async (options: SharedOptions & NarrowOptions & AccountOptions) => {
      const { reconcile } = await import('../commands/reconcile.js');
      const narrowing = { systems: options.system, people: options.person, accounts: options.account };
      await finish(session, await reconcile(await contextOf(options), narrowing), options);
    });
}
