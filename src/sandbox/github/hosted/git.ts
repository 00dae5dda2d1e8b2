/** The git program on a bare repository: what an embedded GitHub reads and makes its objects with. */
import { spawn } from 'node:child_process';

/** A command that git refused: its words are in the message. */
export class GitRefusal extends Error {}

/** What a git command prints. Throws `GitRefusal` where it fails. */
export async function git(
  folder: string,
  args: readonly string[],
  input: string | Buffer = '',
  variables: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { status, stdout, stderr } = await run(folder, args, input, variables);
  if (status === 0) return stdout.toString('utf8');
  throw new GitRefusal(`git ${args[0]} ended with ${status}: ${stderr.trim()}`);
}

/** The same without the line break at its end, null where the command fails: there is no such thing. */
export async function ask(
  folder: string,
  args: readonly string[],
  input: string | Buffer = '',
): Promise<string | null> {
  const { status, stdout } = await run(folder, args, input);
  return status === 0 ? stdout.toString('utf8').replace(/\n$/, '') : null;
}

interface Ended {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

function run(
  folder: string,
  args: readonly string[],
  input: string | Buffer,
  variables: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = start(folder, args, variables);
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', failed);
    child.on('close', (status) => {
      done({ status, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') });
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Starts git where no configuration of this machine is heard, so that the same world is the same anywhere. */
export function start(folder: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const { PATH, SystemRoot } = process.env;
  const env = { PATH, SystemRoot, LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', ...variables };
  const all = ['--no-replace-objects', '--literal-pathspecs', '-c', 'core.quotePath=off', ...args];
  return spawn('git', all, { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] });
}

export const OID = /^[0-9a-f]{40}$/;

/** Commits that `from` has and the others lack, oldest first. */
export async function commitsBeyond(folder: string, from: string, without: readonly string[]): Promise<string[]> {
  return lines(await git(folder, ['rev-list', '--reverse', '--topo-order', from, ...without.map((one) => `^${one}`)]));
}

/** Whether a commit is a part of another's history. */
export async function isWithin(folder: string, commit: string, history: string): Promise<boolean> {
  return (await ask(folder, ['merge-base', '--is-ancestor', commit, history])) !== null;
}

export function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
