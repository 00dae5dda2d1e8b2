import { branchTips } from '../hosted/branches.js';
import type { CommitObject } from '../hosted/objects.js';
import type { OpenedRepository } from '../hosted/opened.js';
import type { HostedPull, HostedReview } from '../hosted/state.js';
import { nodeId } from '../show.js';
import { type Team, type User, userById } from '../state.js';
import { connection } from './connection.js';
import { field, type GraphObject, plain } from './execute.js';
import { type Scene, user } from './scene.js';
import { team } from './teams.js';

/** From what pull requests are shown: the query's scene, the repository, and how a commit is shown there. */
export interface PullView {
  readonly scene: Scene;
  readonly at: OpenedRepository;
  commit(one: CommitObject): GraphObject;
}

export function pullRequest(view: PullView, pull: HostedPull): GraphObject {
  const { scene, at } = view;
  return {
    type: 'PullRequest',
    fields: {
      id: plain(nodeId('PR', pull.id)),
      databaseId: plain(pull.id),
      number: plain(pull.number),
      title: plain(pull.title),
      body: plain(pull.body ?? ''),
      state: plain(pull.mergedAt !== null ? 'MERGED' : pull.state.toUpperCase()),
      merged: plain(pull.mergedAt !== null),
      baseRefName: plain(pull.base),
      headRefName: plain(pull.head),
      headRefOid: plain(pull.headSha),
      createdAt: plain(pull.createdAt),
      closedAt: plain(pull.closedAt),
      mergedAt: plain(pull.mergedAt),
      isCrossRepository: plain(false),
      baseRepository: field([], () => ({
        type: 'Repository',
        fields: {
          name: plain(at.repository.name),
          nameWithOwner: plain(`${scene.state.organization.login}/${at.repository.name}`),
        },
      })),
      baseRef: field([], async () => {
        const there = (await branchTips(at.repository.git)).has(pull.base);
        return there ? { type: 'Ref', fields: { name: plain(pull.base), prefix: plain('refs/heads/') } } : null;
      }),
      timelineItems: connection<HostedReview>(['itemTypes'], scene.shortPage, {
        type: 'PullRequestTimelineItemsConnection',
        edgeType: 'PullRequestTimelineItemsEdge',
        entries: ({ itemTypes }) => dismissedIn(pull, itemTypes),
        node: (one) => dismissal(view, one),
      }),
      author: field([], () => actor(scene, pull.author)),
      mergedBy: field([], () => actor(scene, pull.mergedBy)),
      mergeCommit: field([], () => commitAt(view, pull.mergeCommit)),
      commits: connection<CommitObject>([], scene.shortPage, {
        type: 'PullRequestCommitConnection',
        edgeType: 'PullRequestCommitEdge',
        entries: () => commitsOf(at, pull),
        node: (one) => ({
          type: 'PullRequestCommit',
          fields: { id: plain(nodeId('PRC', pull.id)), commit: field([], () => view.commit(one)) },
        }),
      }),
      reviews: connection<HostedReview>(['states', 'author'], scene.shortPage, {
        type: 'PullRequestReviewConnection',
        edgeType: 'PullRequestReviewEdge',
        entries: ({ states, author }) => reviewsOf(scene, pull, states, author),
        node: (one) => review(view, one),
      }),
    },
  };
}

async function commitsOf(at: OpenedRepository, pull: HostedPull): Promise<readonly CommitObject[]> {
  const found = await Promise.all(pull.commits.map((oid) => at.objects.commit(oid)));
  return found.filter((one) => one !== null);
}

async function commitAt({ at, commit }: PullView, oid: string | null): Promise<GraphObject | null> {
  const found = oid === null ? null : await at.objects.commit(oid);
  return found === null ? null : commit(found);
}

/** A review that was not sent is its author's alone. */
function reviewsOf(scene: Scene, pull: HostedPull, states: unknown, author: unknown): readonly HostedReview[] {
  return pull.reviews.filter((one) => {
    if (one.state === 'PENDING' && one.author !== scene.caller.user.id) return false;
    if (Array.isArray(states) && !states.includes(one.state)) return false;
    if (typeof author !== 'string') return true;
    return one.author !== null && userById(scene.state, one.author).login.toLowerCase() === author.toLowerCase();
  });
}

/** Of what a time line has, the embedded GitHub keeps dismissals alone. */
function dismissedIn(pull: HostedPull, types: unknown): readonly HostedReview[] {
  if (Array.isArray(types) && !types.includes('REVIEW_DISMISSED_EVENT')) return [];
  return pull.reviews
    .filter(({ dismissed }) => dismissed !== null)
    .sort((one, other) => ((one.dismissed?.at ?? '') < (other.dismissed?.at ?? '') ? -1 : 1));
}

function dismissal(view: PullView, one: HostedReview): GraphObject {
  return {
    type: 'ReviewDismissedEvent',
    fields: {
      id: plain(nodeId('RDE', one.id)),
      createdAt: plain(one.dismissed?.at),
      previousReviewState: plain(one.dismissed?.before),
      review: field([], () => review(view, one)),
    },
  };
}

function review(view: PullView, one: HostedReview): GraphObject {
  const { scene } = view;
  return {
    type: 'PullRequestReview',
    fields: {
      id: plain(nodeId('PRR', one.id)),
      databaseId: plain(one.id),
      author: field([], () => actor(scene, one.author)),
      state: plain(one.state),
      body: plain(one.body),
      submittedAt: plain(one.submittedAt),
      commit: field([], () => commitAt(view, one.commit)),
      onBehalfOf: connection<Team>([], scene.shortPage, {
        type: 'TeamConnection',
        edgeType: 'TeamEdge',
        entries: () => one.onBehalfOf.flatMap((slug) => scene.state.teams.get(slug) ?? []),
        node: (found) => team(scene, found),
      }),
    },
  };
}

/** Whoever acted, null for an account that was deleted. An App's login has no `[bot]` here, unlike in REST. */
function actor(scene: Scene, id: number | null): GraphObject | null {
  if (id === null) return null;
  const found: User = userById(scene.state, id);
  if (found.kind === 'User') return user(found);
  return {
    type: found.kind,
    fields: {
      id: plain(nodeId('B', found.id)),
      databaseId: plain(found.id),
      login: plain(found.login.replace(/\[bot\]$/, '')),
    },
  };
}
