/** Git for the story: the policy repository as its host has it, and clones of it, all in one temporary folder. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../../core/time.js';
import { LeaverError } from '../../errors.js';
import { GitRefusal, git } from '../../sandbox/github/hosted/git.js';

/** Text by path. */
export type Texts = Readonly<Record<string, string>>;

export interface Commit {
  readonly branch: string;
  readonly files: Texts;
  readonly message: string;
  readonly by: { readonly name: string; readonly email: string };
  readonly at: Instant;
}

export interface PolicyGit {
  /** The bare repository, as the host has it. */
  readonly bare: string;
  /** Puts a commit on a branch, as a push would: a new branch begins at `main`, the first of all at nothing. */
  push(commit: Commit): Promise<void>;
  /** A clone of `main` as it is now. */
  clone(name: string): Promise<string>;
  /** Brings a clone up to date. */
  pull(clone: string): Promise<void>;
}

/** Merging without a working tree, as the embedded host does it, came with this version. */
const OLDEST = [2, 38] as const;
const MEND = `Install git ${OLDEST.join('.')} or later, and see that it is on the PATH. \`leaver sandbox\` works without it.`;

/** No user's configuration, template or hook is heard, and nothing is tidied up behind the story's back. */
const QUIET = ['-c', 'gc.auto=0', '-c', 'maintenance.auto=false', '-c', 'core.autocrlf=false'];

/**
 * Makes the bare repository, still empty.
 * @param folder of its own, and there already
 * @throws LeaverError `unreachable` where there is no git, or one that is too old.
 */
export async function policyGit(folder: string): Promise<PolicyGit> {
  await checkGit(folder);
  const bare = join(folder, 'policy.git');
  await mkdir(bare);
  await git(bare, ['init', '--quiet', '--bare', '--template=', '--initial-branch=main']);
  const branches = new Set<string>();
  return {
    bare,
    push: async (commit) => {
      const from = branches.has(commit.branch) ? commit.branch : branches.has('main') ? 'main' : null;
      await git(bare, ['fast-import', '--quiet'], streamOf(commit, from));
      branches.add(commit.branch);
    },
    clone: async (name) => {
      // The objects stay where they are: a clone of the story lives no longer than they do.
      await git(
        folder,
        [...QUIET, 'clone', '--quiet', '--shared', '--template=', '--branch=main', bare, name],
        '',
        WHO,
      );
      return join(folder, name);
    },
    pull: async (clone) => {
      await git(clone, [...QUIET, 'pull', '--quiet', '--ff-only', 'origin', 'main'], '', WHO);
    },
  };
}

/** For the clone's own log of what it was moved to; no commit is made in one. */
const WHO = { GIT_COMMITTER_NAME: 'Leaver', GIT_COMMITTER_EMAIL: 'leaver@acme.example' };

async function checkGit(folder: string): Promise<void> {
  const told = await versionIn(folder);
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(told) ?? [];
  const [oldMajor, oldMinor] = OLDEST;
  if (Number(major) > oldMajor || (Number(major) === oldMajor && Number(minor) >= oldMinor)) return;
  throw new LeaverError('unreachable', `The demo needs git, and this machine has ${told.trim() || 'none'}`, {
    mend: MEND,
  });
}

async function versionIn(folder: string): Promise<string> {
  try {
    return await git(folder, ['--version']);
  } catch (cause) {
    const why = cause instanceof GitRefusal ? 'it does not tell its version' : 'it could not be started';
    throw new LeaverError('unreachable', `The demo needs git, and ${why}`, { mend: MEND, cause });
  }
}

/** One commit in the form of `git fast-import`. Times are in UTC, so that its id is the same on every machine. */
function streamOf({ branch, files, message, by, at }: Commit, from: string | null): string {
  const who = `${by.name} <${by.email}> ${Math.floor(at / 1000)} +0000`;
  return [
    `commit refs/heads/${branch}\nauthor ${who}\ncommitter ${who}\n${data(`${message}\n`)}`,
    from === null ? '' : `from refs/heads/${from}^0\n`,
    ...Object.entries(files).map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`),
  ].join('');
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
