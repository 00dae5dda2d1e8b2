/** Who approved which opt-out, proved at the policy repository's host and its history. */
import type { DesiredState } from '../core/model.js';
import type { Approval } from '../core/observation.js';
import type { Context } from './context.js';

export interface Proved {
  /** One for each opt-out; none where the policy asks for no proof. */
  readonly approvals: readonly Approval[];
  /** How many requests the host was asked for it. */
  readonly requests: number;
}

/** Proves each opt-out's approval. What can't be read is `unverifiable`, never thrown. */
export async function proveApprovals(_context: Context, desired: DesiredState): Promise<Proved> {
  if (desired.optOutPolicy.approvalSource === 'none') return { approvals: [], requests: 0 };
  const approvals = desired.optOuts.map(
    ({ id }): Approval => ({
      optOut: id,
      verdict: 'unverifiable',
      by: [],
      pullRequest: null,
      mergedAt: null,
      why: 'proof of approval at the host is not supported yet',
      evidence: null,
    }),
  );
  return { approvals, requests: 0 };
}
