/** Which of the approvals that a proposal needs its pull request has already. */
import { votesOn } from '../../approval/reviews.js';
import type { DesiredState } from '../../core/model.js';
import { type NeededApproval, withGiven } from '../../core/preview-approvals.js';
import { LeaverError, messageOf } from '../../errors.js';
import type { PullRequest } from '../../ports/host.js';
import type { Context } from '../context.js';

export interface GivenApprovals {
  readonly approvals: readonly NeededApproval[];
  readonly problems: readonly string[];
}

/** Asks the host once, where something is needed and the pull request is known. The proof's own rules say what counts. */
export async function approvalsGiven(
  context: Context,
  base: DesiredState,
  proposed: DesiredState,
  needed: readonly NeededApproval[],
  number: number | null,
): Promise<GivenApprovals> {
  if (number === null || needed.length === 0) return { approvals: needed, problems: [] };
  let pullRequest: PullRequest | null;
  try {
    pullRequest = await (await context.host()).pullRequest(number);
  } catch (error) {
    if (!(error instanceof LeaverError)) throw error;
    return { approvals: needed, problems: [`who approved it already could not be read: ${messageOf(error)}`] };
  }
  if (pullRequest === null) return { approvals: needed, problems: [] };
  const bases = [{ commit: null, desired: base }];
  const approvals = needed.map((one) => {
    const optOut = proposed.optOuts.find(({ id }) => id === one.optOut);
    return optOut === undefined ? one : withGiven(one, votesOn({ optOut, pullRequest, bases }));
  });
  return { approvals, problems: [] };
}
