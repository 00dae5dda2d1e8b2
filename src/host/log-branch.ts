/** The branch of a log: where it ends, what lies on it, and a commit more ("Git references", "Git trees", "Git commits"). */
import { LeaverError } from '../errors.js';
import type { GithubClient, Values, WriteResult } from '../github/client.js';
import { statusOf } from '../github/failures.js';
import type { Appended, LogFile, LogHead } from '../ports/host-log.js';
import { type Listing, listingOf, textOf } from './log-files.js';
import type { HostSite } from './site.js';
import type { TreeEntry } from './tree.js';

/** How often something is tried that failed in passing; the client waits in between. */
export const TRIES = 4;

export interface LogBranch {
  /** The commit that the branch ends in; null where there surely is no such branch. */
  tip(): Promise<string | null>;
  listing(commit: string): Promise<Listing>;
  /** Makes a commit that nothing leads to yet. */
  commit(files: readonly LogFile[], message: string, onto: LogHead | null): Promise<LogHead>;
  /** The messages of the branch's commits, newest first. */
  messages(): Promise<readonly string[]>;
  /** Brings the branch from `onto` to the commit, or does nothing. */
  place(made: LogHead, onto: LogHead | null): Promise<Appended>;
}

export function logBranchAt(site: HostSite, branch: string): LogBranch {
  const { client, repository } = site;
  const here = { owner: repository.owner, repo: repository.name };

  async function found(): Promise<string | null> {
    const route = 'GET /repos/{owner}/{repo}/git/ref/{ref}';
    const ref = await client.find<{ object: { sha: string } }>(route, { ...here, ref: `heads/${branch}` });
    return ref?.object.sha ?? null;
  }

  /** What a write made. Repeated where its answer was lost, or the host does not know yet what it has just made itself. */
  async function made(route: string, values: Values): Promise<string> {
    for (let count = 1; ; count += 1) {
      const result = await attempt(client, route, { ...here, ...values });
      if (result.kind === 'done') return (result.body as { sha: string }).sha;
      if (count === TRIES) throw failure(result);
      await client.pause(count);
    }
  }

  function failure(result: Failed): Error {
    return result.kind === 'lost' ? result.error : ruledOut(branch, result.said);
  }

  /** What became of a commit that should be there; null where the branch is as it was. */
  async function look(head: LogHead, onto: LogHead | null): Promise<Appended | null> {
    const now = await found();
    if (now === head.commit) return { kind: 'done', head };
    return now === (onto?.commit ?? null) ? null : { kind: 'moved' };
  }

  function put({ commit }: LogHead, onto: LogHead | null): Promise<Attempted> {
    if (onto === null) {
      const route = 'POST /repos/{owner}/{repo}/git/refs';
      return attempt(client, route, { ...here, ref: `refs/heads/${branch}`, sha: commit });
    }
    const route = 'PATCH /repos/{owner}/{repo}/git/refs/{ref}';
    return attempt(client, route, { ...here, ref: `heads/${branch}`, sha: commit, force: false });
  }

  return {
    tip: async () => (await found()) ?? branchSurely(site, branch),

    listing: async (commit) => {
      const route = 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}';
      const values = { ...here, tree_sha: commit, recursive: '1' };
      const { tree, truncated } = await client.read<{ tree?: readonly TreeEntry[]; truncated?: boolean }>(
        route,
        values,
      );
      if (truncated !== true && Array.isArray(tree)) return listingOf(branch, tree);
      throw new LeaverError('journal', `the host does not list the whole of the branch ${branch}`, {
        mend: 'See that no revocation in it is unfinished, then rename the branch to keep it: the next run begins another.',
      });
    },

    commit: async (files, message, onto) => {
      const entries = files.map(({ path, lines }) => ({ path, mode: '100644', type: 'blob', content: textOf(lines) }));
      const base = onto === null ? {} : { base_tree: onto.tree };
      const tree = await made('POST /repos/{owner}/{repo}/git/trees', { ...base, tree: entries });
      // Without an author of its own, GitHub signs what an App commits.
      const values = { message, tree, parents: onto === null ? [] : [onto.commit] };
      return { commit: await made('POST /repos/{owner}/{repo}/git/commits', values), tree };
    },

    messages: async () => {
      const values = { ...here, sha: branch, per_page: 100 };
      const all: string[] = [];
      let page = await client.page({ route: 'GET /repos/{owner}/{repo}/commits', values });
      for (;;) {
        const commits = page.body as readonly { readonly commit: { readonly message: string } }[];
        all.push(...commits.map(({ commit }) => commit.message));
        if (page.next === null) return all;
        page = await client.page({ url: page.next });
      }
    },

    place: async (head, onto) => {
      for (let count = 1; ; count += 1) {
        const result = await put(head, onto);
        if (result.kind === 'done') return { kind: 'done', head };
        if (isElsewhere(result)) return { kind: 'moved' };
        const came = await look(head, onto);
        if (came !== null) return came;
        if (count === TRIES || !isPassing(result)) throw failure(result);
        await client.pause(count);
      }
    },
  };
}

/** In GitHub's words: another commit came first. */
const ELSEWHERE = /not a fast.?forward|already exists|does not exist/i;
/** Another writer is at it this very moment. */
const PASSING = /cannot be updated/i;

type Failed = Exclude<WriteResult, { kind: 'done' | 'absent' }> | { readonly kind: 'refused'; readonly said: string };
type Attempted = (WriteResult & { readonly kind: 'done' }) | Failed;

function isElsewhere(result: Failed): boolean {
  return result.kind === 'refused' && ELSEWHERE.test(result.said);
}

function isPassing(result: Failed): boolean {
  return result.kind === 'lost' || PASSING.test(result.said);
}

/** Throws `forbidden` where the credential may not write at all. */
async function attempt(client: GithubClient, route: string, values: Values): Promise<Attempted> {
  const result = await client.write(route, values).catch((error: unknown): Attempted => {
    const status = statusOf(error);
    if (!(error instanceof LeaverError) || error.code !== 'forbidden') throw error;
    if (status === 409 || status === 422) return { kind: 'refused', said: error.message };
    throw mayNotWrite(error.message, error.cause);
  });
  if (result.kind !== 'absent') return result;
  throw mayNotWrite(`GitHub answers 404 (${route})`, { status: 404 });
}

function mayNotWrite(said: string, cause: unknown): LeaverError {
  return new LeaverError('forbidden', `the journal can't be written to the policy repository: ${said}`, {
    mend: 'Give the job `contents: write`.',
    cause,
  });
}

function ruledOut(branch: string, said: string): LeaverError {
  return new LeaverError('journal', `the branch ${branch} takes no commit: ${said}`, {
    mend: 'Let the rules of this branch allow Leaver to make and push to it; what they must forbid is force-pushes and deletion.',
  });
}

/**
 * A credential that sees nothing of the repository is answered as if there was no branch, which must not pass for an empty
 * log (law 1): asked once more in a way that tells them apart. Throws `forbidden`.
 */
async function branchSurely({ client, repository }: HostSite, branch: string): Promise<string | null> {
  const values = { ...repository, ref: `refs/heads/${branch}` };
  const { data, errors } = await client.queryParts<{ readonly repository: Seen | null }>(BRANCH_QUERY, values);
  const [problem] = errors;
  if (problem !== undefined && problem.type !== 'FORBIDDEN' && problem.type !== 'NOT_FOUND') {
    throw new LeaverError('unreachable', `whether there is a branch ${branch} is not known: ${problem.message}`);
  }
  const seen = data?.repository ?? null;
  if (problem === undefined && seen?.defaultBranchRef != null) return seen.ref?.target?.oid ?? null;
  throw new LeaverError('forbidden', `${repository.owner}/${repository.name} can't be read with this credential`, {
    mend: 'Give the job `contents: write`, and check GITHUB_REPOSITORY.',
  });
}

interface Seen {
  readonly defaultBranchRef: { readonly name: string } | null;
  readonly ref: { readonly target: { readonly oid: string } | null } | null;
}

const BRANCH_QUERY = `query LogBranch($owner: String!, $name: String!, $ref: String!) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name }
    ref(qualifiedName: $ref) { target { __typename oid } }
  }
}`;
