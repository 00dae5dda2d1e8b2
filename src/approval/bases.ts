/** The commits before a pull request, whose policy and roster count. */
import { instantOf, type Timestamp } from '../core/time.js';
import type { Clone, Commit } from '../ports/clone.js';
import type { PullRequest } from '../ports/host.js';

/**
 * The commit before the landing. Where a pull request of several commits came as a rebase, that one may be part of it, so
 * that the one before all of them counts too: steps back over each commit that was authored at the second of one of the pull
 * request's, which is what a rebase keeps, and over those whose time cannot be read. Somebody who forges these only adds an
 * older base that has to agree.
 * Null stands for what was before the first commit of all.
 */
export async function basesOf(
  clone: Clone,
  landed: Commit,
  { commits }: PullRequest,
): Promise<readonly (string | null)[]> {
  const [before, ...others] = landed.parents;
  if (before === undefined) return [null];
  if (others.length > 0 || commits.length < 2) return [before];
  const own = new Set(commits.map(({ authoredAt }) => secondOf(authoredAt)));
  const line = await clone.lineFrom(before, commits.length);
  const apart = line.find(({ authoredAt }) => authoredAt !== null && !own.has(secondOf(authoredAt)));
  // A line that ends within the pull request began with it: there was nothing before.
  const first = apart?.oid ?? line.at(-1)?.parents[0] ?? null;
  return first === before ? [before] : [before, first];
}

function secondOf(at: Timestamp | null): number | null {
  return at === null ? null : Math.floor(instantOf(at) / 1000);
}

/**
 * Whether the pull request's merge is what brought this commit to the branch: it is the merge itself, or one of the
 * commits that a rebase put below it. A commit that brings a content back later is neither, whatever it is called.
 */
export async function bringsIt(
  clone: Clone,
  landed: Commit,
  { mergeCommit, commits }: PullRequest,
  line: ReadonlySet<string>,
): Promise<boolean> {
  if (mergeCommit === null || !line.has(mergeCommit)) return false;
  if (mergeCommit === landed.oid) return true;
  if (landed.parents.length !== 1) return false;
  const series = await clone.lineFrom(mergeCommit, commits.length);
  return series.some(({ oid }) => oid === landed.oid);
}
