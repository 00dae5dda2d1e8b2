import type { Schema } from '../call.js';
import { nodeId, simpleUser } from '../show.js';
import { userById } from '../state.js';
import { addressOf, type HostedCall, pageOf } from './call.js';
import { associationOf, GHOST } from './show-pull.js';
import type { HostedIssue, HostedPull } from './state.js';

/** An issue, as every operation on issues shows it. */
export function issueShown(call: HostedCall, issue: HostedIssue): Schema<'issue'> {
  const { number } = issue;
  const user = issue.author === null ? GHOST : userById(call.state, issue.author);
  const url = addressOf(call, `/issues/${number}`);
  return {
    id: issue.id,
    node_id: nodeId('I', issue.id),
    url,
    repository_url: addressOf(call),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: pageOf(call, `/issues/${number}`),
    number,
    state: issue.state,
    ...(issue.state === 'closed' ? { state_reason: 'completed' as const } : {}),
    title: issue.title,
    body: issue.body,
    user: simpleUser(call, user),
    labels: issue.labels.map((name) => labelShown(call, name)),
    assignee: null,
    assignees: [],
    milestone: null,
    locked: issue.locked,
    active_lock_reason: null,
    comments: call.repository.comments.filter((one) => one.issue === number).length,
    closed_at: issue.closedAt,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    author_association: associationOf(call, user),
    performed_via_github_app: null,
  };
}

/** A pull request in a listing of issues: for GitHub each is an issue too. */
export function pullAsIssue(call: HostedCall, pull: HostedPull): Schema<'issue'> {
  const { id, number, author, title, body, state, createdAt, updatedAt, closedAt } = pull;
  const issue = { id, number, author, title, body, state, createdAt, updatedAt, closedAt };
  const page = pageOf(call, `/pull/${number}`);
  return {
    ...issueShown(call, { ...issue, labels: [], locked: false, pinned: false }),
    html_url: page,
    pull_request: {
      url: addressOf(call, `/pulls/${number}`),
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: pull.mergedAt,
    },
  };
}

function labelShown(call: HostedCall, name: string) {
  return {
    id: 1,
    node_id: nodeId('LA', 1),
    url: addressOf(call, `/labels/${encodeURIComponent(name)}`),
    name,
    description: null,
    color: 'ededed',
    default: false,
  };
}
