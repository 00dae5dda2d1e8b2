import type { Timestamp } from '../core/time.js';
import type { HostChanges } from './host-changes.js';
import type { HostComments } from './host-comments.js';
import type { HostInspection } from './host-inspection.js';
import type { HostIssues } from './host-issues.js';
import type { HostLog } from './host-log.js';

/** Whoever did something at the host. */
export interface Actor {
  /** `bot`: an App's account. `other`: a mannequin, an organization, or what the host does not know any more. */
  readonly kind: 'user' | 'bot' | 'other';
  /** The account's immutable id; null where the host does not tell it. */
  readonly id: string | null;
  readonly login: string;
}

export interface Review {
  /** Null where the account was deleted. */
  readonly author: Actor | null;
  readonly state: 'approved' | 'changes-requested' | 'dismissed' | 'commented' | 'pending';
  /** The commit that was looked at; null where it is gone. */
  readonly commit: string | null;
  /** Null for one that was not sent yet. */
  readonly at: Timestamp | null;
}

/** An author or co-author of a commit, as far as the host knows them. */
export interface CommitAuthor {
  /** The account's immutable id; null where the e-mail belongs to none. */
  readonly id: string | null;
  readonly email: string;
}

export interface PullRequestCommit {
  readonly oid: string;
  /** Null where it is no time that a calendar has. */
  readonly authoredAt: Timestamp | null;
  readonly authors: readonly CommitAuthor[];
}

/** A pull request, as a proof of approval needs it. */
export interface PullRequest {
  readonly number: number;
  readonly author: Actor | null;
  /** The name of the branch that it was for; null where that is gone by now, or was renamed. */
  readonly base: string | null;
  readonly state: 'open' | 'merged' | 'closed';
  readonly mergedAt: Timestamp | null;
  readonly mergedBy: Actor | null;
  readonly mergeCommit: string | null;
  /** Its last commit. */
  readonly head: string;
  /** The blob of the file that was asked about, at `head`; null where it is not there. */
  readonly blob: string | null;
  readonly commits: readonly PullRequestCommit[];
  /** Those that decide, as they stood at the merge, in the order in which they were sent. */
  readonly reviews: readonly Review[];
  /** Whether there are more commits, authors or reviews than were read: then it can't be judged. */
  readonly cut: boolean;
}

export interface Landing {
  /** The commit that brought a file's content to the branch. */
  readonly commit: string;
  readonly path: string;
}

/** What the host says of a landing. `unknown`: it has no such commit. `unread`: it did not answer for this one. */
export type PullRequestsOf =
  | { readonly kind: 'found'; readonly pullRequests: readonly PullRequest[] }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unread'; readonly why: string };

export interface PullRequestAnswers {
  /** The name of the default branch. */
  readonly defaultBranch: string;
  /** In the order in which they were asked for. */
  readonly answers: readonly PullRequestsOf[];
}

/**
 * The host that the policy repository lies on. Each method throws a `LeaverError` where nothing can be read or done:
 * `wrong-credential`, `forbidden`, `unreachable`, `rate-limited`.
 */
export interface Host {
  readonly repository: RepositoryName;
  /** The pull requests behind landings: a request for a hundred landings, and one for fifty pull requests. */
  pullRequestsOf(landings: readonly Landing[]): Promise<PullRequestAnswers>;
  /** One pull request as it stands; null where there is none of that number. Its `blob` is null. */
  pullRequest(number: number): Promise<PullRequest | null>;
  readonly comments: HostComments;
  readonly issues: HostIssues;
  readonly changes: HostChanges;
  readonly inspection: HostInspection;
  /**
   * The log on this branch, for one writer: `writer` names it in its commits, in letters, digits and hyphens.
   * Nothing is requested yet.
   */
  log(branch: string, writer: string): HostLog;
  /** How many requests were made so far. */
  requests(): number;
  /** The host's clock − ours in milliseconds, of all answers so far the largest; null before any. */
  clockSkew(): number | null;
}

export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}
