/** `leaver audit`: what is asked of the log. */
import type { Command } from 'commander';
import { shared } from './options.js';
import { contextOf, finish, type Session, type SharedOptions } from './session.js';

export function addAuditCommands(root: Command, session: Session): void {
  const audit = root.command('audit').description('the audit log: its evidence');
  addEvidenceCommand(audit, session);
}

type EvidenceFlags = SharedOptions & { readonly person?: string; readonly period?: string; readonly out?: string };

function addEvidenceCommand(audit: Command, session: Session): void {
  shared(audit.command('evidence'))
    .description('the pack that an auditor asks for: of one person, or of a period')
    .option('--person <id>', 'all that is on record of this person')
    .option('--period <from..to>', 'dates (whole days in UTC) or RFC 3339 times; both ends belong to it')
    .option('--out <dir>', 'write evidence.json and evidence.html there')
    .addHelpText(
      'after',
      `
Ends with 4 where something is outstanding or the log is not whole.

Examples:
  leaver audit evidence --person ana.ruiz
  leaver audit evidence --period 2026-01-01..2026-03-31 --out evidence`,
    )
    .action(async (options: EvidenceFlags) => {
      const { evidenceCommand } = await import('../commands/audit/evidence.js');
      const { person = null, period = null, out = null } = options;
      await finish(session, await evidenceCommand(await contextOf(options), { person, period, out }), options);
    });
}
