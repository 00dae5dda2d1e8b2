/** What the judgement on one opt-out rests on: everything was read before, so that judging is pure. */
import type { DesiredState, OptOut, OptOutId, Reason, SystemId } from '../core/model.js';
import type { Instant, Timestamp } from '../core/time.js';
import type { Commit } from '../ports/clone.js';
import type { PullRequest } from '../ports/host.js';

/** How the content in force came to the branch: the newest change of this very path. */
export interface Landed {
  readonly commit: Commit;
  readonly blob: string;
}

/** The repository before the pull request: nobody appoints himself in the same change. */
export interface Base {
  /** Null where there was nothing before. */
  readonly commit: string | null;
  /** Null where there was no policy yet. */
  readonly desired: DesiredState | null;
}

/** One content that an opt-out's file once had. */
export interface Version {
  readonly id: OptOutId;
  /** What it exempts, as text that is equal for the same person, for pauses, and for raised guards. */
  readonly subject: string;
  readonly systems: readonly SystemId[];
  readonly entitlements: readonly string[];
  /** When it began to hold, and when it ended: it lapsed, was changed, or was removed. */
  readonly from: Instant;
  readonly until: Instant;
  readonly expiresAt: Instant;
}

/** What is needed to say which reviews count, merged or not. */
export interface Reviewed {
  readonly optOut: OptOut;
  readonly pullRequest: PullRequest;
  /**
   * The commit before the landing; where a rebase brought several commits, the one before all of them too. What counts
   * must hold in each, since the first may lie within the pull request itself.
   */
  readonly bases: readonly Base[];
}

export interface Case extends Reviewed {
  readonly landed: Landed;
  readonly defaultBranch: string;
  /** Whether the pull request's own merge is what brought the commit to the branch. */
  readonly merges: boolean;
  /** The blob of this path in the pull request's last commit; null where it has none. */
  readonly reviewed: string | null;
  /** Other contents that came before it or with it: of the same subject, and pauses. */
  readonly besides: readonly Version[];
}

/** What the reason allowed before the pull request; of two bases the stricter value. Null where one had no such reason. */
export interface StrictTerms {
  readonly holds: readonly Reason[];
  /** Milliseconds. */
  readonly maxDuration: number;
  readonly approvals: number;
  readonly maxRenewals: number;
}

export function termsOf({ optOut, bases }: Case): StrictTerms | null {
  let terms: StrictTerms | null = null;
  for (const { desired } of bases) {
    const policy = desired?.optOutPolicy;
    const reason = policy?.reasons.get(optOut.reason);
    if (policy === undefined || reason === undefined) return null;
    const { maxRenewals } = policy;
    terms = terms === null ? { ...reason, maxRenewals } : stricter(terms, { ...reason, maxRenewals });
  }
  return terms;
}

function stricter(one: StrictTerms, other: StrictTerms): StrictTerms {
  return {
    holds: one.holds.filter((reason) => other.holds.includes(reason)),
    maxDuration: Math.min(one.maxDuration, other.maxDuration),
    approvals: Math.max(one.approvals, other.approvals),
    maxRenewals: Math.min(one.maxRenewals, other.maxRenewals),
  };
}

/** `#41`. */
export function numberOf({ pullRequest }: Pick<Case, 'pullRequest'>): string {
  return `#${pullRequest.number}`;
}

/** `2026-11-20 10:00 UTC`. */
export function told(at: Timestamp | null): string {
  return at === null ? 'at an unknown time' : `${at.slice(0, 16).replace('T', ' ')} UTC`;
}

/** The first twelve digits of a commit's name. */
export function short(commit: string): string {
  return commit.slice(0, 12);
}
