import type { Schema } from '../call.js';
import { nodeId, organizationAccount, simpleUser } from '../show.js';
import { type User, userById } from '../state.js';
import { addressOf, type HostedCall, pageOf } from './call.js';
import { repositoryShown } from './show-repository.js';
import type { HostedComment, HostedPull, HostedReview } from './state.js';

/** What has become of an account that was deleted ("Deleting your personal account"). */
export const GHOST: User = { id: 10137, login: 'ghost', name: null, email: null, emailVisible: false, kind: 'User' };

/** A pull request as it stands in listings. */
export function simplePull(call: HostedCall, pull: HostedPull) {
  const user = pull.author === null ? GHOST : userById(call.state, pull.author);
  const page = pageOf(call, `/pull/${pull.number}`);
  return {
    ...pullAddresses(call, pull),
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: simpleUser(call, user),
    body: pull.body,
    labels: [],
    milestone: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommit,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: side(call, pull.head, pull.headSha),
    base: side(call, pull.base, pull.baseSha),
    author_association: associationOf(call, user),
    auto_merge: null,
    draft: false,
  } satisfies Schema<'pull-request-simple'>;
}

function pullAddresses(call: HostedCall, { number, headSha }: HostedPull) {
  const url = addressOf(call, `/pulls/${number}`);
  const issue = addressOf(call, `/issues/${number}`);
  const statuses = addressOf(call, `/statuses/${headSha}`);
  const one = addressOf(call, '/pulls/comments{/number}');
  return {
    url,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: one,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    _links: {
      self: { href: url },
      html: { href: pageOf(call, `/pull/${number}`) },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: one },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
  };
}

function side(call: HostedCall, ref: string, sha: string) {
  const one = call.state.repositories.get(call.repository.name.toLowerCase());
  if (one === undefined) throw new Error(`the embedded GitHub has no repository ${call.repository.name}`);
  const label = `${call.state.organization.login}:${ref}`;
  return { label, ref, sha, user: organizationAccount(call), repo: repositoryShown(call, one) };
}

export function associationOf(call: HostedCall, user: User): Schema<'author-association'> {
  const role = call.state.members.get(user.id)?.role;
  return role === undefined ? 'CONTRIBUTOR' : role === 'admin' ? 'OWNER' : 'MEMBER';
}

/** What a single pull request tells beyond a listing. */
export interface PullFigures {
  readonly mergeable: boolean | null;
  readonly additions: number;
  readonly deletions: number;
  readonly files: number;
}

export function fullPull(call: HostedCall, pull: HostedPull, figures: PullFigures): Schema<'pull-request'> {
  const { mergeable, additions, deletions, files } = figures;
  return {
    ...simplePull(call, pull),
    merged: pull.mergedAt !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeable === null ? 'unknown' : mergeable ? 'clean' : 'dirty',
    merged_by: pull.mergedBy === null ? null : simpleUser(call, userById(call.state, pull.mergedBy)),
    comments: call.repository.comments.filter(({ issue }) => issue === pull.number).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: pull.commits.length,
    additions,
    deletions,
    changed_files: files,
  };
}

export function reviewShown(
  call: HostedCall,
  pull: HostedPull,
  review: HostedReview,
): Schema<'pull-request-review'> & { submitted_at?: string } {
  const user = review.author === null ? null : userById(call.state, review.author);
  const html = pageOf(call, `/pull/${pull.number}#pullrequestreview-${review.id}`);
  const url = addressOf(call, `/pulls/${pull.number}`);
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: user === null ? null : simpleUser(call, user),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: url,
    _links: { html: { href: html }, pull_request: { href: url } },
    ...(review.submittedAt === null ? {} : { submitted_at: review.submittedAt }),
    commit_id: review.commit,
    author_association: associationOf(call, user ?? GHOST),
  };
}

export function commentShown(call: HostedCall, comment: HostedComment): Schema<'issue-comment'> {
  const user = userById(call.state, comment.author);
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url: addressOf(call, `/issues/comments/${comment.id}`),
    html_url: pageOf(call, `/issues/${comment.issue}#issuecomment-${comment.id}`),
    issue_url: addressOf(call, `/issues/${comment.issue}`),
    body: comment.body,
    user: simpleUser(call, user),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(call, user),
    performed_via_github_app: null,
  };
}
