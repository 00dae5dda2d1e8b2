/** The commands, their options and their help. Everything heavy is imported by the command that needs it. */
import { Command, CommanderError } from 'commander';
import type { ExitStatus } from '../commands/exit-status.js';
import { LeaverError, messageOf } from '../errors.js';
import { redactor } from '../ports/secrets.js';
import { hang } from '../report/columns.js';
import { plain } from '../text/escape.js';
import { addAnnounceCommand } from './announce-command.js';
import { addAuditCommands } from './audit-commands.js';
import { addCodeownersCommand } from './codeowners-command.js';
import { addDoctorCommand } from './doctor-command.js';
import { addImportCommand } from './import-command.js';
import { addInitCommand } from './init-command.js';
import { addOptOutCommands } from './optout-commands.js';
import { addPruneCommand } from './optout-prune-command.js';
import { addPreviewCommand } from './preview-command.js';
import { addReadingCommands } from './reading-commands.js';
import { addReportCommand } from './report-command.js';
import { addRestoreCommand } from './restore-command.js';
import { addSandboxCommands } from './sandbox-commands.js';
import type { Session } from './session.js';
import { addSyncCommand } from './sync-command.js';
import { addUnsupportedCommands } from './unsupported-commands.js';
import { addWritingCommands } from './writing-commands.js';

const ABOUT = `Revokes the access of people who have left, and makes every exception accountable.

A policy repository says who works here (policies/) and which revocations are held back for a while (optouts/).
Leaver compares that with what is live, and revokes the difference.`;

const EXAMPLES = `
Examples:
  leaver demo                            the whole story on embedded systems
  leaver init acme-access                begin a policy repository
  leaver validate                        check the policy repository here
  leaver plan                            what would be revoked now, and why
  leaver plan --from snapshot.json       the same, offline
  leaver explain ana.ruiz                all accounts and opt-outs of a person
  leaver optout new                      write an opt-out, from questions
  leaver optout list                     every exception, and until when
  leaver reconcile                       revoke the difference
In a clone, \`leaver\` is \`node dist/cli.js\`.

Exit status: 0 done, nothing outstanding; 1 bad input or a fault; 2 the plan
holds revocations (only plan); 3 halted by a guard; 4 incomplete.`;

/** Runs one command line and returns the exit status. Never throws for what a user can mend. */
export async function program(argv: readonly string[]): Promise<ExitStatus> {
  const session: Session = { status: 0, json: false };
  const root = new Command('leaver')
    .description(ABOUT)
    .version('0.1.0')
    .addHelpText('after', EXAMPLES)
    .helpCommand('help [command]', 'show the help of a command')
    .configureHelp({ helpWidth: 80 })
    // Told below, in the form of every other failure.
    .configureOutput({ outputError: () => {} })
    .exitOverride()
    .hook('preAction', (_, command) => {
      session.json = command.opts().format === 'json';
    });
  addReadingCommands(root, session);
  addPreviewCommand(root, session);
  addAnnounceCommand(root, session);
  addWritingCommands(root, session);
  addRestoreCommand(root, session);
  addReportCommand(root, session);
  addPruneCommand(addOptOutCommands(root, session), session);
  addCodeownersCommand(root, session);
  addSyncCommand(root, session);
  addAuditCommands(root, session);
  addDoctorCommand(root, session);
  addImportCommand(root, session);
  addInitCommand(root, session);
  addSandboxCommands(root, session);
  addUnsupportedCommands(root);
  try {
    await root.parseAsync([...argv], { from: 'user' });
    return session.status;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      if (error.code !== 'commander.help') await tellFailure(usageOf(error, root, argv), { json: asksForJson(argv) });
      return 1;
    }
    if (!(error instanceof LeaverError)) throw error;
    await tellFailure(error, { json: session.json || asksForJson(argv) });
    return 1;
  }
}

/** A command line that commander refused, with the mend: what it may have meant, or where the right way stands. */
function usageOf({ message }: CommanderError, root: Command, argv: readonly string[]): LeaverError {
  const [what = '', near] = message.replace(/^error: /, '').split(/\n\(?(?=Did you mean)/);
  const command = root.commands
    .map((one) => one.name())
    .find((name) => name === argv.find((word) => !word.startsWith('-')));
  const help = `\`leaver ${command === undefined ? '' : `${command} `}--help\` shows what there is.`;
  return new LeaverError('usage', what, { mend: near === undefined ? help : near.replace(/\)$/, '') });
}

function asksForJson(argv: readonly string[]): boolean {
  return argv.some((word, at) => word === '--format=json' || (word === '--format' && argv[at + 1] === 'json'));
}

async function tellFailure(error: LeaverError, { json }: Pick<Session, 'json'>): Promise<void> {
  const redact = redactor(process.env);
  const { code } = error;
  const [message, mend] = [redact(messageOf(error)), redact(error.mend)];
  const lines = [...hang('leaver: ', plain(message)), ...(mend === '' ? [] : hang('  -> ', plain(mend)))];
  process.stderr.write(`${lines.join('\n')}\n`);
  if (!json) return;
  const { write } = await import('./session.js');
  await write(`${JSON.stringify({ version: 1, status: 1, error: { code, message, mend } }, null, 2)}\n`);
}
