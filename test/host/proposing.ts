/** A hosted policy repository, and Leaver's bot that proposes changes to it. */
import { expect } from 'vitest';
import { openHost } from '../../src/host/index.js';
import type { Proposal, ProposedFile } from '../../src/ports/host-changes.js';
import { type Host, hostPolicy } from '../fixtures/hosted.js';
import { gitText } from '../fixtures/hosted-commits.js';

export const BOT = 'leaver[bot]';
export const BRANCH = 'leaver/prune';

export const FILES = {
  'README.md': 'Policy\n',
  'optouts/a.yaml': 'id: a\n',
  'optouts/b.yaml': 'id: b\n',
  'optouts/aws/c.yaml': 'id: c\n',
  'policies/policy.yaml': 'organization: acme\n',
};

export async function hosted(organization = {}): Promise<Host> {
  return hostPolicy({
    users: [
      { login: 'kimcho', id: 11 },
      { login: 'samlee', id: 12 },
      { login: BOT, id: 13, kind: 'Bot' },
    ],
    files: FILES,
    now: '2026-11-23T09:00:00Z',
    organization,
  });
}

/** Proposes as a run of its own would. */
export function propose(host: Host, proposal: Proposal) {
  const { changes } = openHost({ environment: host.environmentOf(BOT), clock: host.clock, origin: null });
  return changes.propose(proposal);
}

/** Removes these files, seen as they were at first. */
export function removing(...paths: (keyof typeof FILES)[]): Proposal {
  return proposing(paths.map((path) => ({ path, text: null, seen: FILES[path] })));
}

export function proposing(files: readonly ProposedFile[], branch = BRANCH): Proposal {
  const say: Proposal['say'] = (paths) => ({
    title: `Change ${paths.length}`,
    body: paths.map((path) => `- ${path}`).join('\n'),
    message: `Change ${paths.length}\n\n${paths.join('\n')}`,
  });
  return { branch, say, files };
}

export function git(host: Host, ...args: string[]): string {
  return gitText(host.bare, args).trim();
}

/** What the branch changes against the default branch: `D optouts/a.yaml`. */
export function changesOf(host: Host, branch = BRANCH): string[] {
  return git(host, 'diff', '--no-renames', '--name-status', 'main', branch)
    .split('\n')
    .filter(Boolean)
    .map((line) => line.replace('\t', ' '));
}

/** There is one open pull request, its branch is one commit on the default branch, and it changes just this. */
export function expectOneProposal(host: Host, changes: readonly string[]): void {
  expect(host.repository.pulls.filter(({ state }) => state === 'open')).toMatchObject([
    { head: BRANCH, base: 'main', title: `Change ${changes.length}` },
  ]);
  expect(changesOf(host)).toEqual(changes);
  expect(git(host, 'rev-parse', `${BRANCH}^`)).toBe(git(host, 'rev-parse', 'main'));
}

/** The requests since, as `METHOD operation`, that were no reads. */
export function writesSince(host: Host, from: number): string[] {
  return host.requests.slice(from).flatMap(({ method, operation }) => (method === 'GET' ? [] : [operation]));
}
