/** Accounts, commits and reviews as GitHub's GraphQL tells them, as values of ours. */
import { instantOf, type Timestamp, timestampOf } from '../core/time.js';
import type { Actor, PullRequestCommit, Review } from '../ports/host.js';

export interface ActorNode {
  readonly __typename: string;
  readonly login: string;
  readonly databaseId?: number | null;
}

export interface CommitNode {
  readonly commit: {
    readonly oid: string;
    readonly authoredDate: string;
    readonly authors: {
      readonly totalCount: number;
      readonly nodes: readonly ({
        readonly email: string | null;
        readonly user: { readonly databaseId: number | null } | null;
      } | null)[];
    };
  };
}

export interface ReviewNode {
  /** The node's: `databaseId` is an Int of 32 bits in the schema, and reviews' ids have outgrown it. */
  readonly id: string;
  readonly author: ActorNode | null;
  readonly state: string;
  readonly submittedAt: string | null;
  readonly commit: { readonly oid: string } | null;
}

export interface DismissalNode {
  readonly createdAt: string;
  readonly previousReviewState: string;
  readonly review: { readonly id: string } | null;
}

/** Null where the account is gone. */
export function actorOf(node: ActorNode | null): Actor | null {
  if (node === null) return null;
  const kind = node.__typename === 'User' ? 'user' : node.__typename === 'Bot' ? 'bot' : 'other';
  return { kind, id: idOf(node.databaseId), login: node.login };
}

/** The commits in order, and whether some commits or authors were not told. */
export function commitsOf(
  nodes: readonly CommitNode[],
  total: number,
): { readonly commits: readonly PullRequestCommit[]; readonly cut: boolean } {
  const commits = nodes.map(({ commit: { oid, authoredDate, authors } }) => ({
    oid,
    authoredAt: timestampOf(authoredDate),
    authors: authors.nodes.flatMap((author) =>
      author === null ? [] : [{ id: idOf(author.user?.databaseId), email: author.email ?? '' }],
    ),
  }));
  const cut = nodes.some(({ commit: { authors } }) => authors.totalCount > authors.nodes.length);
  return { commits, cut: cut || total > commits.length };
}

const STATES: Readonly<Record<string, Review['state']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  DISMISSED: 'dismissed',
  COMMENTED: 'commented',
};

/**
 * The reviews as they stood at the merge: GitHub tells them in the order in which they were sent, and a review that was
 * dismissed later is told as dismissed. A state that is not known counts for nothing.
 */
export function reviewsOf(
  nodes: readonly ReviewNode[],
  dismissals: readonly DismissalNode[],
  mergedAt: Timestamp | null,
): readonly Review[] {
  const later = new Map<string, string>();
  for (const { createdAt, previousReviewState, review } of dismissals) {
    const at = timestampOf(createdAt);
    const after = at !== null && mergedAt !== null && instantOf(at) > instantOf(mergedAt);
    if (after && review !== null) later.set(review.id, previousReviewState);
  }
  return nodes.map(({ id, author, state, submittedAt, commit }) => {
    const before = state === 'DISMISSED' ? (later.get(id) ?? state) : state;
    return {
      author: actorOf(author),
      state: STATES[before] ?? 'pending',
      commit: commit?.oid ?? null,
      at: submittedAt === null ? null : timestampOf(submittedAt),
    };
  });
}

function idOf(id: number | null | undefined): string | null {
  return id === null || id === undefined ? null : String(id);
}
