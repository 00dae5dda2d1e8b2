/** Branches and commits at the host ("Git references", "Git commits", "Git trees"). */
import { LeaverError } from '../errors.js';
import { statusOf } from '../github/failures.js';
import type { HostSite } from './site.js';
import type { Change } from './tree.js';
import { refused } from './writing.js';

/** The commit that a branch ends in. */
export interface Tip {
  readonly oid: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
}

/** `lost`: nobody knows whether it happened. `not`: it did not, since the branch is there by now, or gone. */
export type Moved = 'moved' | 'lost' | 'not';

/** What could not be made for want of an answer is null. */
export interface Branches {
  defaultBranch(): Promise<string>;
  /** Null where there is no such branch. */
  tip(branch: string): Promise<Tip | null>;
  makeTree(base: string, changes: readonly Change[]): Promise<string | null>;
  makeCommit(message: string, tree: string, parent: string): Promise<string | null>;
  move(branch: string, commit: string, exists: boolean): Promise<Moved>;
}

interface CommitBody {
  readonly sha: string;
  readonly message: string;
  readonly tree: { readonly sha: string };
  readonly parents: readonly { readonly sha: string }[];
}

export function branchesOf({ client, repository }: HostSite): Branches {
  const here = { owner: repository.owner, repo: repository.name };
  const commits = new Map<string, Tip>();

  /** The name of what a write made; null where its answer was lost. */
  async function made(route: string, values: Parameters<typeof client.write>[1]): Promise<string | null> {
    const result = await client.write(route, { ...here, ...values }).catch((error: unknown) => {
      throw refused(error);
    });
    if (result.kind === 'absent') throw refused(null);
    return result.kind === 'done' ? (result.body as { sha: string }).sha : null;
  }

  async function commitAt(oid: string): Promise<Tip> {
    const there = commits.get(oid);
    if (there !== undefined) return there;
    const route = 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}';
    const { message, tree, parents } = await client.read<CommitBody>(route, { ...here, commit_sha: oid });
    const tip = { oid, tree: tree.sha, parents: parents.map(({ sha }) => sha), message };
    commits.set(oid, tip);
    return tip;
  }

  return {
    defaultBranch: async () => {
      const { default_branch: name } = await client.read<{ default_branch: string }>('GET /repos/{owner}/{repo}', here);
      return name;
    },
    tip: async (branch) => {
      const route = 'GET /repos/{owner}/{repo}/git/ref/{ref}';
      const found = await client.find<{ object: { sha: string } }>(route, { ...here, ref: `heads/${branch}` });
      return found === null ? null : commitAt(found.object.sha);
    },
    makeTree: (base, changes) => {
      const tree = changes.map(({ path, text, mode }) => {
        const entry = { path, mode, type: 'blob' };
        return text === null ? { ...entry, sha: null } : { ...entry, content: text };
      });
      return made('POST /repos/{owner}/{repo}/git/trees', { base_tree: base, tree });
    },
    makeCommit: (message, tree, parent) =>
      made('POST /repos/{owner}/{repo}/git/commits', { message, tree, parents: [parent] }),
    move: async (branch, commit, exists) => {
      try {
        const result = exists
          ? await client.write('PATCH /repos/{owner}/{repo}/git/refs/{ref}', {
              ...here,
              ref: `heads/${branch}`,
              sha: commit,
              force: true,
            })
          : await client.write('POST /repos/{owner}/{repo}/git/refs', {
              ...here,
              ref: `refs/heads/${branch}`,
              sha: commit,
            });
        if (result.kind === 'absent') throw refused(null);
        return result.kind === 'done' ? 'moved' : 'lost';
      } catch (error) {
        if (error instanceof LeaverError && statusOf(error) === 422) return 'not';
        throw refused(error);
      }
    },
  };
}
