/** The command group `leaver optout`: new, list, check; prune is added to it. */
import type { Command } from 'commander';
import type { DraftFlags } from '../commands/optout/flags.js';
import { narrowed, repeatable, shared } from './options.js';
import {
  contextOf,
  finish,
  instantOption,
  type NarrowOptions,
  type Session,
  type SharedOptions,
  write,
} from './session.js';

/** Returns the group, so that further commands can be added to it. */
export function addOptOutCommands(root: Command, session: Session): Command {
  const group = root
    .command('optout')
    .description('write, list, check and prune opt-outs')
    .addHelpText(
      'after',
      `
\`leaver optout COMMAND --help\` tells more.

Examples:
  leaver optout new                      write one, from questions
  leaver optout list                     the register of every exception
  leaver optout check ana-handover-prod  why one stands as it does
  leaver optout prune                    propose to remove what has lapsed`,
    );
  addNew(group, session);
  addList(group, session);
  addCheck(group, session);
  return group;
}

function addList(group: Command, session: Session): void {
  narrowed(shared(group.command('list')))
    .description('the register: opt-outs and all else that stands outside, and how each stands')
    .option('--at <time>', 'how it will stand then (RFC 3339 with an offset)')
    .addHelpText(
      'after',
      `
Standing: active (in force), expiring (in force, soon to lapse), pending (not
begun or not merged yet), lapsed, unapproved, unverifiable (the approval could
not be read), invalid. Only active and expiring ones hold anything back.

Ends with 4 where an opt-out is invalid or unverifiable.

Examples:
  leaver optout list
  leaver optout list --person ana.ruiz
  leaver optout list --system aws-prod --at 2026-12-31T17:00:00Z
  leaver optout list --format json`,
    )
    .action(async (options: SharedOptions & NarrowOptions & { at?: string }) => {
      const at = instantOption(options.at);
      const { optOutList } = await import('../commands/optout/list.js');
      const narrowing = { systems: options.system, people: options.person };
      await finish(session, await optOutList(await contextOf(options), narrowing, at), options);
    });
}

function addCheck(group: Command, session: Session): void {
  shared(group.command('check'))
    .description("explains one opt-out's standing, rule by rule")
    .argument('<id>', "the opt-out's id")
    .option('--at <time>', 'how it will stand then (RFC 3339 with an offset)')
    .addHelpText(
      'after',
      `
Ends with 0 where it stands (active, expiring, pending), 4 where its approval
could not be verified, and 1 where it exempts nobody (unapproved, lapsed,
invalid).

Examples:
  leaver optout check ana-handover-prod
  leaver optout check ana-handover-prod --at 2026-12-04T17:00:00Z`,
    )
    .action(async (id: string, options: SharedOptions & { at?: string }) => {
      const at = instantOption(options.at);
      const { optOutCheck } = await import('../commands/optout/check.js');
      await finish(session, await optOutCheck(await contextOf(options), id, at), options);
    });
}

interface NewOptions extends SharedOptions {
  readonly id?: string;
  readonly person?: string;
  readonly pause?: boolean;
  readonly guard: readonly string[];
  readonly system: readonly string[];
  readonly entitlement: readonly string[];
  readonly reason?: string;
  readonly justification?: string;
  readonly ticket?: string;
  readonly requestedBy?: string;
  readonly owner?: string;
  readonly starts?: string;
  readonly expires?: string;
  readonly renewalOf?: string;
  readonly print?: boolean;
}

function addNew(group: Command, session: Session): void {
  shared(group.command('new'))
    .description('write one opt-out, from questions on a terminal or from flags')
    .option('--id <id>', 'its id; the file is named after it')
    .option('--person <id>', 'whom it exempts; or --pause, or --guard')
    .option('--pause', 'nothing is revoked in its systems for a while')
    .addOption(repeatable('--guard <name=value>', 'a guard that it raises', 'none'))
    .addOption(repeatable('--system <id>', 'a system that it is for', 'none'))
    .addOption(repeatable('--entitlement <id>', 'only this entitlement', 'the whole account'))
    .option('--reason <reason>', "one of the policy's reasons")
    .option('--justification <text>', 'why it is needed')
    .option('--ticket <ticket>', 'the ticket that it belongs to')
    .option('--requested-by <id>', 'who asks for it')
    .option('--owner <id>', 'the designated owner who answers for it')
    .option('--starts <time>', 'from when on: a time, or a span from now (default: its merge)')
    .option('--expires <time>', 'until when: a time with an offset, or a span (7d, 36h, P7D)')
    .option('--renewal-of <id>', 'the opt-out that it renews')
    .option('--print', 'only print the file to stdout; write nothing')
    .addHelpText(
      'after',
      `
On a terminal, whatever no flag gives is asked. In a script, what is missing is
an error. A span counts from --starts, or from now. The file is checked before
it is written, and never written over another; then you are told whose approval
it needs.

Ends with 1 where the policy refuses the opt-out, and nothing is written then.

Examples:
  leaver optout new
  leaver optout new --id ana-handover --person ana.ruiz --system aws-prod \\
    --reason handover --justification "Finishes the ledger migration." \\
    --requested-by mei.tanaka --owner kim.cho --expires 7d
  leaver optout new --id freeze --pause --system github --system aws-prod \\
    --justification "Cut-over of the directory." --requested-by sam.lee \\
    --owner kim.cho --starts 2026-12-05T20:00:00Z --expires 8h --print`,
    )
    .action(async (options: NewOptions) => {
      const [{ optOutNew }, { askerOnTerminal }] = await Promise.all([
        import('../commands/optout/new.js'),
        import('./ask.js'),
      ]);
      const context = await contextOf(options);
      const terminal = askerOnTerminal();
      const { print = false } = options;
      try {
        const result = await optOutNew(context, flagsOf(options), terminal?.ask ?? null, print);
        if (!print || result.text === null || options.format === 'json') return await finish(session, result, options);
        await write(result.text);
      } finally {
        terminal?.close();
      }
    });
}

function flagsOf(options: NewOptions): DraftFlags {
  const { id = null, person = null, pause = false, reason = null, justification = null, ticket = null } = options;
  const { requestedBy = null, owner = null, starts = null, expires = null, renewalOf = null } = options;
  return {
    ...{ id, person, pause, reason, justification, ticket, requestedBy, owner, starts, expires, renewalOf },
    guards: options.guard,
    systems: options.system,
    entitlements: options.entitlement,
  };
}
