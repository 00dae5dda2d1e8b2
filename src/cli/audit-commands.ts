/** `leaver audit`: what is asked of the log. */
import { type Command, Option } from 'commander';
import { quiet, repeatable, shared } from './options.js';
import { contextOf, finish, type Session, type SharedOptions, write } from './session.js';

export function addAuditCommands(root: Command, session: Session): void {
  const audit = root.command('audit').description('the audit log: whether it is whole, its export, its evidence');
  addVerifyCommand(audit, session);
  addExportCommand(audit, session);
  addEvidenceCommand(audit, session);
}

type VerifyFlags = SharedOptions & { readonly log?: string; readonly checkpoint: readonly string[] };

function addVerifyCommand(audit: Command, session: Session): void {
  shared(audit.command('verify'))
    .description('find any event that was changed, dropped, inserted, reordered or cut off, and say at which line')
    .option('--log <file>', 'a copy of the log, such as a sink or an export keeps it')
    .addOption(repeatable('--checkpoint <seq@hash>', "where a run's summary says that the log ended", 'none'))
    .addHelpText(
      'after',
      `
Ends with 1 where anything is wrong. A checkpoint that was kept elsewhere shows
a log that was cut off at its end, or written anew as a whole.

Examples:
  leaver audit verify
  leaver audit verify --checkpoint 1284@sha256:9f2c…
  leaver audit verify --log copy.jsonl`,
    )
    .action(async (options: VerifyFlags) => {
      const { verifyCommand } = await import('../commands/audit/verify.js');
      const { log = null, checkpoint: checkpoints } = options;
      await finish(session, await verifyCommand(await contextOf(options), { log, checkpoints }), options);
    });
}

type ExportOptions = Omit<SharedOptions, 'format'> & {
  readonly format: 'ocsf' | 'csv' | 'jsonl';
  readonly from?: string;
  readonly to?: string;
};

function addExportCommand(audit: Command, session: Session): void {
  audit
    .command('export')
    .description('the log for a SIEM (OCSF), a spreadsheet (CSV) or an archive (its own lines)')
    .option('--root <dir>', 'the policy repository', '.')
    .addOption(new Option('--format <format>', 'the form').choices(['ocsf', 'csv', 'jsonl']).default('jsonl'))
    .option('--from <time>', 'from this date or RFC 3339 time on')
    .option('--to <time>', 'up to this date or time, which belongs to it')
    .addOption(quiet())
    .addHelpText(
      'after',
      `
Examples:
  leaver audit export --format csv --from 2026-01-01 --to 2026-03-31 > q1.csv
  leaver audit export --format ocsf | your-siem-agent`,
    )
    .action(async (options: ExportOptions) => {
      const { exportCommand } = await import('../commands/audit/export.js');
      const { format, from = null, to = null } = options;
      const shown = { ...options, format: 'text' } as const;
      const answer = await exportCommand(await contextOf(shown), { format, from, to });
      if (answer.kind === 'invalid') return finish(session, answer.result, shown);
      for await (const line of answer.lines) await write(line);
    });
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
