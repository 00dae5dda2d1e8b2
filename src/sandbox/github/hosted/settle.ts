import { timeOf } from '../show.js';
import { branchTips } from './branches.js';
import { ask, commitsBeyond, git, isWithin, lines } from './git.js';
import type { HostedPull, HostedRepository } from './state.js';

const turns = new WeakMap<HostedRepository, Promise<unknown>>();

/** One request to a repository after the other: a handler that waits for git must not meet another half-way. */
export function inTurn<Value>(repository: HostedRepository, act: () => Promise<Value>): Promise<Value> {
  const turn = (turns.get(repository) ?? Promise.resolve()).then(act);
  turns.set(
    repository,
    turn.catch(() => {}),
  );
  return turn;
}

/**
 * Brings open pull requests up to what was pushed: new commits on their branches, a branch that is gone, and a push that
 * brought one's commits to its base, which merges it ("About pull request merges", indirect merges).
 * @param by who pushed, where the caller knows it
 */
export async function settle(repository: HostedRepository, now: Date, by: number | null = null): Promise<void> {
  const open = repository.pulls.filter(({ state }) => state === 'open');
  if (open.length === 0) return;
  const tips = await branchTips(repository.git);
  for (const pull of open) {
    await settlePull(repository, pull, tips.get(pull.head) ?? null, tips.get(pull.base) ?? null, timeOf(now));
    if (pull.state === 'closed' && pull.mergeCommit !== null) pull.mergedBy = by;
  }
}

async function settlePull(
  repository: HostedRepository,
  pull: HostedPull,
  head: string | null,
  base: string | null,
  at: string,
): Promise<void> {
  if (head === pull.headSha && base === pull.baseSha) return;
  const last = head ?? pull.headSha;
  if (base !== null && (await isWithin(repository.git, last, base))) await broughtIn(repository, pull, last, base);
  else if (head !== null && base !== null) await refresh(repository, pull, head, base);
  if (head === null || base === null || pull.commits.length === 0) pull.state = 'closed';
  pull.updatedAt = at;
  if (pull.state === 'open') return;
  pull.closedAt = at;
  if (pull.mergeCommit !== null) pull.mergedAt = at;
}

async function refresh(repository: HostedRepository, pull: HostedPull, head: string, base: string): Promise<void> {
  pull.commits = await commitsBeyond(repository.git, head, [base]);
  pull.headSha = head;
  pull.baseSha = base;
}

/** The base holds the head now: merged, unless the branch was only set back to what the base had already. */
async function broughtIn(repository: HostedRepository, pull: HostedPull, head: string, base: string): Promise<void> {
  pull.state = 'closed';
  if (!(await isWithin(repository.git, pull.headSha, base))) return;
  pull.commits = await commitsBeyond(repository.git, head, [pull.baseSha]);
  pull.headSha = head;
  pull.mergeCommit = await bringing(repository.git, head, base);
  pull.landed = [...new Set([...pull.commits, pull.mergeCommit])];
}

/** The first commit on the base's own line that holds another. */
async function bringing(folder: string, commit: string, base: string): Promise<string> {
  const line = lines(await git(folder, ['rev-list', '--first-parent', '--reverse', base]));
  if (line.includes(commit)) return commit;
  const after = new Set(lines(await git(folder, ['rev-list', '--ancestry-path', base, `^${commit}`])));
  return line.find((one) => after.has(one)) ?? base;
}

/** The commit that a branch, a tag or an id stands for. */
export async function commitNamed(repository: HostedRepository, name: string): Promise<string | null> {
  for (const one of [`refs/heads/${name}`, name, `refs/tags/${name}`]) {
    const found = await ask(repository.git, [
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${one}^{commit}`,
    ]);
    if (found !== null) return found;
  }
  return null;
}
