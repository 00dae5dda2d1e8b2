import { failure, listing, notFound, type Operation, ok } from '../../call.js';
import { timeOf } from '../../show.js';
import { freshId } from '../../state.js';
import { type HostedCall, hosted, refused, textIn } from '../call.js';
import { commentShown } from '../show-pull.js';
import type { HostedComment } from '../state.js';

/** Comments on issues and pull requests: the permission for either is enough. */
const AREAS = ['issues', 'pull-requests'] as const;
const COMMENTS = '/repos/{owner}/{repo}/issues/{issue_number}/comments';

const LOCKED = failure(403, 'Unable to create comment because issue is locked.');

export const commentOperations: readonly Operation[] = [
  hosted(`GET ${COMMENTS}`, AREAS, (call) => {
    const issue = issueOf(call);
    if (issue === null) return notFound;
    const since = Date.parse(call.query.get('since') ?? '') || 0;
    const found = call.repository.comments.filter(
      ({ issue: of, updatedAt }) => of === issue && Date.parse(updatedAt) >= since,
    );
    return listing(call, found, (one) => commentShown(call, one));
  }),
  hosted(`POST ${COMMENTS}`, AREAS, (call) => {
    const issue = issueOf(call);
    const body = textIn(call, 'body');
    if (issue === null) return notFound;
    if (body === null || body === '') return refused('IssueComment', { field: 'body', code: 'missing_field' });
    const locked = call.repository.issues.some((one) => one.number === issue && one.locked);
    // A person who may write goes on commenting; an App does not ("Locking conversations").
    if (locked && call.caller.user.kind === 'Bot') return LOCKED;
    const at = timeOf(call.now);
    const { id: author } = call.caller.user;
    const made: HostedComment = { id: freshId(call.state), issue, author, body, createdAt: at, updatedAt: at };
    call.repository.comments.push(made);
    call.changed(`repository/${call.repository.name}/issue/${issue}/comment/${made.id}`);
    return { status: 201, body: commentShown(call, made) };
  }),
  hosted('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', AREAS, (call) => {
    const found = call.repository.comments.find(({ id }) => String(id) === call.parameters.comment_id);
    const body = textIn(call, 'body');
    if (found === undefined) return notFound;
    if (body === null || body === '') return refused('IssueComment', { field: 'body', code: 'missing_field' });
    found.body = body;
    found.updatedAt = timeOf(call.now);
    call.changed(`repository/${call.repository.name}/issue/${found.issue}/comment/${found.id}`);
    return ok(commentShown(call, found));
  }),
];

/** The number of an issue or pull request that there is. */
function issueOf({ repository, parameters }: HostedCall): number | null {
  const number = Number(parameters.issue_number);
  const there =
    repository.issues.some((one) => one.number === number) || repository.pulls.some((one) => one.number === number);
  return there ? number : null;
}
