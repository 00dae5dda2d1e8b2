/** Accounts, commits and reviews as GitHub's GraphQL tells them, as values of ours. */
import { formatInstant, type Instant, parseInstant } from '../core/time.js';
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
    readonly message: string;
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
  readonly author: ActorNode | null;
  readonly state: string;
  readonly submittedAt: string | null;
  readonly commit: { readonly oid: string } | null;
  readonly onBehalfOf: { readonly nodes: readonly ({ readonly combinedSlug: string } | null)[] | null } | null;
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
  const commits = nodes.map(({ commit: { oid, authoredDate, message, authors } }) => ({
    oid,
    authoredAt: formatInstant(parseInstant(authoredDate) ?? (0 as Instant)),
    message: message.trimEnd(),
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

/** GitHub tells reviews in the order in which they were sent. A state that is not known counts for nothing. */
export function reviewsOf(nodes: readonly ReviewNode[]): readonly Review[] {
  return nodes.map(({ author, state, submittedAt, commit, onBehalfOf }) => {
    const at = submittedAt === null ? null : parseInstant(submittedAt);
    return {
      author: actorOf(author),
      state: STATES[state] ?? 'pending',
      commit: commit?.oid ?? null,
      at: at === null ? null : formatInstant(at),
      teams: (onBehalfOf?.nodes ?? []).flatMap((team) => (team === null ? [] : [team.combinedSlug])),
    };
  });
}

function idOf(id: number | null | undefined): string | null {
  return id === null || id === undefined ? null : String(id);
}
