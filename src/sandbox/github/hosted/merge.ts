import type { User } from '../state.js';
import { ask, commitsBeyond, git } from './git.js';
import { type CommitObject, coAuthorsIn, type Objects, objectsIn, type Signature, writeCommit } from './objects.js';
import { signatureOf } from './people.js';
import type { HostedPull, HostedRepository } from './state.js';

export type MergeMethod = 'merge' | 'squash' | 'rebase';

export interface Merge {
  readonly method: MergeMethod;
  readonly by: User;
  readonly author: User | null;
  readonly at: Date;
  readonly title: string | null;
  readonly message: string | null;
}

/** Who GitHub writes as the committer of what it makes itself. */
const GITHUB = { name: 'GitHub', email: 'noreply@github.com' };

/** Merges a pull request into its base: the merge's commit and all that it brought, or null where Git can't ("About merge methods on GitHub"). */
export async function merge(
  repository: HostedRepository,
  pull: HostedPull,
  wanted: Merge,
): Promise<{ commit: string; landed: readonly string[] } | null> {
  const { git: folder } = repository;
  const base = pull.baseSha;
  const objects = objectsIn(folder);
  try {
    const commit = await written(repository, pull, base, wanted, objects);
    if (commit === null) return null;
    await git(folder, ['update-ref', `refs/heads/${pull.base}`, commit, base]);
    return { commit, landed: await commitsBeyond(folder, commit, [base]) };
  } finally {
    objects.close();
  }
}

async function written(
  { git: folder }: HostedRepository,
  pull: HostedPull,
  base: string,
  wanted: Merge,
  objects: Objects,
): Promise<string | null> {
  if (wanted.method === 'rebase') return rebased(folder, pull, base, wanted, objects);
  const tree = await mergedTree(folder, base, pull.headSha);
  if (tree === null) return null;
  const squash = wanted.method === 'squash';
  const at = Math.floor(wanted.at.getTime() / 1000);
  const author = signatureOf((squash ? wanted.author : null) ?? wanted.by, at);
  return writeCommit(folder, {
    tree,
    parents: squash ? [base] : [base, pull.headSha],
    author,
    committer: { ...GITHUB, at },
    message: squash ? await squashMessage(pull, wanted, author, objects) : mergeMessage(pull, wanted),
  });
}

/** The tree of a three-way merge, null where the two sides conflict. */
export async function mergedTree(folder: string, ours: string, theirs: string): Promise<string | null> {
  return (await ask(folder, ['merge-tree', '--write-tree', '--no-messages', ours, theirs]))?.split('\n')[0] ?? null;
}

function mergeMessage(pull: HostedPull, { title, message }: Merge): string {
  return `${title ?? `Merge pull request #${pull.number} from ${pull.head}`}\n\n${message ?? pull.title}`;
}

/** With everybody else who wrote a commit of it as co-authors, as GitHub does it. */
async function squashMessage(pull: HostedPull, wanted: Merge, author: Signature, objects: Objects): Promise<string> {
  const commits = await commitsOf(pull, objects);
  const others = new Map<string, string>();
  for (const commit of commits) {
    for (const { name, email } of [commit.author, ...coAuthorsIn(commit.message)]) {
      if (email !== author.email) others.set(email, `Co-authored-by: ${name} <${email}>`);
    }
  }
  const body = wanted.message ?? commits.map(({ message }) => `* ${message.split('\n')[0]}`).join('\n');
  return [wanted.title ?? `${pull.title} (#${pull.number})`, body, [...others.values()].join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

async function commitsOf(pull: HostedPull, objects: Objects): Promise<CommitObject[]> {
  const found = await Promise.all(pull.commits.map((oid) => objects.commit(oid)));
  return found.filter((one) => one !== null);
}

/** Each commit on top of the last: same author, new committer, so that all get new ids. */
async function rebased(
  folder: string,
  pull: HostedPull,
  base: string,
  { by, at }: Merge,
  objects: Objects,
): Promise<string | null> {
  const committer = signatureOf(by, Math.floor(at.getTime() / 1000));
  let tip = base;
  for (const commit of await commitsOf(pull, objects)) {
    const [parent] = commit.parents;
    const onto = await objects.commit(tip);
    if (parent === undefined || commit.parents.length > 1 || onto === null) return null;
    // Git has no tree-only cherry-pick before 2.40: a commit with the tip's tree beside the picked one merges alike.
    const beside = await writeCommit(folder, { ...onto, parents: [parent], committer });
    const tree = await mergedTree(folder, beside, commit.oid);
    if (tree === null) return null;
    tip = await writeCommit(folder, { ...commit, tree, parents: [tip], committer });
  }
  return tip;
}

/** Whether a merge would go through without conflict. */
export async function mergeable(repository: HostedRepository, pull: HostedPull): Promise<boolean> {
  return (await mergedTree(repository.git, pull.baseSha, pull.headSha)) !== null;
}
