/** A hosted policy repository, and logs on a branch of it. */
import { openHost } from '../../src/host/index.js';
import type { HostLog, LogState } from '../../src/ports/host-log.js';
import type { Host } from '../fixtures/hosted.js';
import { commitOnto, gitText } from '../fixtures/hosted-commits.js';
import { BOT } from './proposing.js';

export const LOG = 'leaver/journal';
export const MALLORY = { name: 'Mallory', email: 'mallory@acme.example' };

/** The log as a run of its own opens it. */
export function logOf(host: Host, writer: string, branch = LOG, environment: Record<string, string> = {}): HostLog {
  const all = { ...host.environmentOf(BOT), ...environment };
  return openHost({ environment: all, clock: host.clock, origin: null }).log(branch, writer);
}

/** Reads, and adds on top of that. */
export async function add(log: HostLog, ...lines: string[]) {
  const { head } = await log.read();
  return log.append(lines, head);
}

export function linesIn({ files }: LogState): string[] {
  return files.flatMap(({ lines }) => lines);
}

/** What a run sees that comes anew. */
export async function allLines(host: Host): Promise<string[]> {
  return linesIn(await logOf(host, 'reader').read());
}

/** The operations since, in short: `GET git/ref`. */
export function since(host: Host, from: number): string[] {
  return host.requests
    .slice(from)
    .map(({ operation }) => operation.replace('/repos/{owner}/{repo}/', '').replace(/\/\{.*$/, ''));
}

export function git(host: Host, ...args: string[]): string {
  return gitText(host.bare, args).trim();
}

/** Puts files on the log's branch as somebody who may push would. */
export function tamper(host: Host, files: Readonly<Record<string, string | null>>): string {
  const from = git(host, 'for-each-ref', `refs/heads/${LOG}`) === '' ? null : `refs/heads/${LOG}`;
  return commitOnto(host.bare, {
    branch: LOG,
    from,
    files,
    message: 'x',
    by: MALLORY,
    at: host.clock.now(),
  });
}

/** The branch's commits, each with its parents; the last one first. */
export function history(host: Host): string[][] {
  return git(host, 'log', '--format=%H %P', LOG)
    .split('\n')
    .map((line) => line.split(' ').filter(Boolean));
}
