/** Commands on the embedded systems: sandbox, demo. */
import { type Command, Option } from 'commander';
import { quiet } from './options.js';
import { type Session, writeAsIs } from './session.js';

export function addSandboxCommands(root: Command, session: Session): void {
  root
    .command('sandbox')
    .description('start the embedded GitHub and AWS; prints their addresses as JSON')
    .option('--world <file>', "the live state that they start from (default: the sample organization's)")
    .addHelpText(
      'after',
      `
Runs until it is stopped (Ctrl-C). What is revoked there is revoked nowhere else.

Example, in a clone (where \`leaver\` is \`node dist/cli.js\`), in one terminal:
  leaver sandbox > sandbox.json
and in a second one, in the same folder:
  eval "$(node -p 'Object.entries(require("./sandbox.json").environment)
    .map(([name, value]) => \`export \${name}=\${JSON.stringify(value)}\`).join("\\n")')"
  leaver plan --at 2026-11-23T16:00:00Z
  leaver reconcile

The sample is set on 23 November 2026. A run goes by today's date: opt-outs that
have lapsed since hold nothing back.`,
    )
    .action(async ({ world }: { world?: string }) => {
      const [{ openSandbox, sandboxDocument }, { nodeClock }] = await Promise.all([
        import('../commands/sandbox.js'),
        import('../ports/node.js'),
      ]);
      const sandbox = await openSandbox(world ?? null, nodeClock);
      const stopped = untilStopped();
      // Its credentials are what is asked for: they were made for it, and open nothing else.
      await writeAsIs(`${JSON.stringify(sandboxDocument(sandbox), null, 2)}\n`);
      process.stderr.write('The systems are up. Ctrl-C stops them.\n');
      await stopped;
      await sandbox.stop();
    });

  root
    .command('demo')
    .description('play the whole story on the embedded systems')
    .addOption(new Option('--format <format>', 'how it is told').choices(['text', 'json']).default('text'))
    .addOption(quiet())
    .addHelpText('after', '\nExamples:\n  leaver demo\n  leaver demo --format json')
    .action(async (options: { format: 'text' | 'json'; quiet: boolean }) => {
      const { playDemo } = await import('./demo.js');
      session.status = await playDemo(options);
    });
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the program at once, as without this. */
function untilStopped(): Promise<void> {
  return new Promise((stop) => {
    const end = (): void => {
      process.off('SIGINT', end).off('SIGTERM', end);
      stop();
    };
    process.on('SIGINT', end).on('SIGTERM', end);
  });
}
