import type { SandboxReply } from '../../../server.js';
import { listing, notFound, type Operation, ok } from '../../call.js';
import { timeOf } from '../../show.js';
import { freshId } from '../../state.js';
import { type HostedCall, hosted, pullOf, textIn, unprocessable } from '../call.js';
import { OID } from '../git.js';
import { reviewShown } from '../show-pull.js';
import type { HostedPull, HostedReview, ReviewState } from '../state.js';

const REVIEWS = '/repos/{owner}/{repo}/pulls/{pull_number}/reviews';

/** Reviews of pull requests, in the order in which they were sent. */
export const reviewOperations: readonly Operation[] = [
  hosted(`GET ${REVIEWS}`, 'pull-requests', (call) => {
    const pull = pullOf(call);
    return pull === null ? notFound : listing(call, seenBy(call, pull), (one) => reviewShown(call, pull, one));
  }),
  hosted(`POST ${REVIEWS}`, 'pull-requests', review),
  hosted(`PUT ${REVIEWS}/{review_id}/dismissals`, 'pull-requests', (call) => {
    const pull = pullOf(call);
    const found = pull?.reviews.find(({ id }) => String(id) === call.parameters.review_id);
    if (pull === null || found === undefined) return notFound;
    if (found.state !== 'APPROVED' && found.state !== 'CHANGES_REQUESTED') {
      return unprocessable('Can not dismiss a commented pull request review');
    }
    found.dismissed = { at: timeOf(call.now), before: found.state };
    found.state = 'DISMISSED';
    call.changed(`repository/${call.repository.name}/pull/${pull.number}/review/${found.id}`);
    return ok(reviewShown(call, pull, found));
  }),
];

/** A review that was not sent is its author's alone. */
function seenBy({ caller }: HostedCall, { reviews }: HostedPull): readonly HostedReview[] {
  return reviews.filter((one) => one.state !== 'PENDING' || one.author === caller.user.id);
}

const STATES: Readonly<Record<string, ReviewState>> = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
};

function review(call: HostedCall): SandboxReply {
  const pull = pullOf(call);
  if (pull === null) return notFound;
  const event = textIn(call, 'event');
  const state = event === null ? 'PENDING' : STATES[event];
  if (state === undefined) return unprocessable('Variable $event of type PullRequestReviewEvent was invalid');
  const body = textIn(call, 'body') ?? '';
  if (body === '' && (state === 'COMMENTED' || state === 'CHANGES_REQUESTED')) {
    return unprocessable('Body is required for this event');
  }
  const own = pull.author === call.caller.user.id && call.repository.ownApproval === 'refused';
  if (own && state === 'APPROVED') return unprocessable('Can not approve your own pull request');
  if (own && state === 'CHANGES_REQUESTED') return unprocessable('Can not request changes on your own pull request');
  const commit = textIn(call, 'commit_id') ?? pull.headSha;
  if (!OID.test(commit) || (commit !== pull.headSha && !pull.commits.includes(commit))) {
    return unprocessable('The commit is not a part of the pull request');
  }
  const made: HostedReview = {
    id: freshId(call.state),
    author: call.caller.user.id,
    state,
    body,
    commit,
    submittedAt: state === 'PENDING' ? null : timeOf(call.now),
    onBehalfOf: [],
    dismissed: null,
  };
  pull.reviews.push(made);
  call.changed(`repository/${call.repository.name}/pull/${pull.number}/review/${made.id}`);
  return ok(reviewShown(call, pull, made));
}
