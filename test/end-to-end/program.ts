/** The command line as a program of its own, from its sources. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** How long a test may take that plays the whole story. */
export const PATIENCE = 180_000;

/** Starts the program from its sources, with an environment of its own. */
export function leaver(
  argv: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const register = new URL('../../ts-node.register.mjs', import.meta.url).href;
  const env = { PATH: process.env.PATH, TS_NODE_PROJECT: join(root, 'tsconfig.json'), ...environment };
  return spawn(process.execPath, ['--import', register, join(root, 'src/cli.ts'), ...argv], { cwd, env });
}

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function finished(child: ChildProcess): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((done) => {
    child.on('close', (status) => done({ status, stdout, stderr }));
  });
}

/** Settings that would change commits, branches and logs, or run something, if they were heard. */
export function homeWithSettings(folder: string): string {
  const home = join(folder, 'home');
  const hooks = join(home, 'hooks');
  mkdirSync(hooks, { recursive: true });
  const names = ['post-checkout', 'post-merge', 'reference-transaction'];
  for (const name of names) writeFileSync(join(hooks, name), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const settings = [
    `[core]\n\thooksPath = ${hooks}\n\tquotePath = true`,
    '[init]\n\tdefaultBranch = trunk',
    '[commit]\n\tgpgSign = true',
    '[log]\n\tshowSignature = true',
    '[pull]\n\trebase = true',
  ];
  writeFileSync(join(home, '.gitconfig'), `${settings.join('\n')}\n`);
  return home;
}
