/** `leaver init`: flags in scripts, questions on a terminal. */
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, Option } from 'commander';
import type { Ask } from '../commands/init/answers.js';
import { LeaverError } from '../errors.js';
import { repeatable } from './options.js';
import { finish, type Session, type SharedOptions } from './session.js';

type Options = Pick<SharedOptions, 'format'> & {
  readonly organization?: string;
  readonly githubOrg?: string;
  readonly awsAccount?: string;
  readonly okta?: string;
  readonly owner: readonly string[];
  readonly action?: string;
};

export function addInitCommand(root: Command, session: Session): void {
  root
    .command('init')
    .description('a new policy repository: documents, workflows, CODEOWNERS; in report mode')
    .argument('<dir>', 'a folder that does not exist yet, or an empty clone')
    .option('--organization <name>', 'its name in the policy, such as acme')
    .option('--github-org <login>', 'the GitHub organization to watch')
    .option('--aws-account <id>', 'an AWS account to watch: 12 digits')
    .option('--okta <domain>', 'the Okta organization that says who is still here, such as acme.okta.com')
    .addOption(
      repeatable('--owner <owner>', 'a designated owner: "Name <email> login account-number"; have two', 'asked'),
    )
    .option('--action <ref>', 'use a released action: "owner/repo@<commit> # v1.2.3" (default: copy this one)')
    .addOption(
      new Option('--format <format>', 'how the result is told').choices(['text', 'json', 'markdown']).default('text'),
    )
    .addHelpText(
      'after',
      `
On a terminal, what is missing is asked for. The number of a GitHub account:
gh api users/kimcho --jq .id

Examples:
  leaver init acme-access
  leaver init acme-access --organization acme --github-org acme-inc \\
    --okta acme.okta.com \\
    --owner "Kim Cho <kim@acme.example> kimcho 583231" \\
    --owner "Sam Lee <sam@acme.example> samlee 583232"`,
    )
    .action(async (dir: string, options: Options) => {
      const [{ init }, { nodeNewFolder }, { nodeClock, nodeFiles }] = await Promise.all([
        import('../commands/init/index.js'),
        import('../ports/node-new-folder.js'),
        import('../ports/node.js'),
      ]);
      const { organization = null, githubOrg = null, awsAccount = null, okta = null } = options;
      const { owner: owners, action = null } = options;
      const questions = openQuestions();
      try {
        const result = await init({
          flags: { organization, githubOrg, awsAccount, okta, owners, action },
          ask: questions.ask,
          folder: nodeNewFolder(dir),
          name: basename(resolve(dir)),
          own: nodeFiles(packageFolder()),
          now: nodeClock.now(),
        });
        await finish(session, result, { format: options.format, root: dir, quiet: true });
      } finally {
        questions.close();
      }
    });
}

/** One level above `src/`, or above `dist/` where it runs bundled. */
function packageFolder(): string {
  const here = fileURLToPath(import.meta.url).replaceAll('\\', '/');
  const at = Math.max(here.lastIndexOf('/src/'), here.lastIndexOf('/dist/'));
  return at < 0 ? dirname(here) : here.slice(0, at);
}

/** Asks on a terminal alone: a script would wait for ever. */
function openQuestions(): { readonly ask: Ask; close(): void } {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return { ask: null, close: () => {} };
  let close = (): void => {};
  let answered = true;
  let opened: Promise<(question: string) => Promise<string>> | null = null;
  const open = async () => {
    const { createInterface } = await import('node:readline/promises');
    // On stderr, so that stdout is the result alone.
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    close = () => lines.close();
    const ended = new Promise<never>((_, fail) => {
      lines.once('close', () => {
        if (!answered) process.stderr.write('\n');
        fail(new LeaverError('usage', 'The questions were left unanswered: nothing was written.'));
      });
    });
    ended.catch(() => {});
    return (question: string) => Promise.race([lines.question(question), ended]);
  };
  return {
    ask: async (question) => {
      opened ??= open();
      answered = false;
      const answer = await (await opened)(question);
      answered = true;
      return answer;
    },
    close: () => close(),
  };
}
