import type { Schema } from '../call.js';

/**
 * A repository whose Git objects are real: they lie in a bare repository on disk, and this is what GitHub knows besides.
 * A stale read (a `structuredClone` of the state) shows old pull requests and reviews; branches and commits are always
 * those on disk.
 */
export interface HostedRepository {
  readonly name: string;
  /** The folder of the bare repository. */
  readonly git: string;
  readonly defaultBranch: string;
  /** What becomes of an author's approval of their own pull request: GitHub refuses it, a forged world takes it. */
  readonly ownApproval: 'refused' | 'taken';
  readonly pulls: HostedPull[];
  /** Plain issues, which share their numbers with pull requests. */
  readonly issues: HostedIssue[];
  /** What becomes of the labels of a new issue: GitHub drops those of an author who may not write. */
  readonly labels: 'kept' | 'dropped';
  readonly comments: HostedComment[];
  readonly rulesets: HostedRuleset[];
  /** Classic protection by branch. */
  readonly protection: Map<string, Schema<'branch-protection'>>;
  codeownersErrors: Schema<'codeowners-errors'>['errors'];
  readonly workflows: HostedWorkflow[];
  workflowPermissions: Schema<'actions-get-default-workflow-permissions'>;
  readonly environments: HostedEnvironment[];
  /** What was asked for from outside, oldest first. */
  readonly dispatches: HostedDispatch[];
  lastNumber: number;
}

export interface HostedPull {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string | null;
  /** Null where the account was deleted. */
  author: number | null;
  base: string;
  /** The branch that it asks to merge. */
  readonly head: string;
  /** The last commit of that branch, as last seen; it stays what it was when the pull request was closed or merged. */
  headSha: string;
  /** The last commit of the base, as last seen while open. */
  baseSha: string;
  /** Its commits, oldest first. */
  commits: string[];
  state: 'open' | 'closed';
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  mergedAt: string | null;
  /** Null where nobody knows: a push that came past the API. */
  mergedBy: number | null;
  mergeCommit: string | null;
  /** What its merge brought to the base: a squashed commit, rebased ones, or its own and the merge. */
  landed: string[];
  readonly reviews: HostedReview[];
}

export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';

export interface HostedReview {
  readonly id: number;
  /** Null where the account was deleted. */
  author: number | null;
  state: ReviewState;
  body: string;
  /** The commit that was looked at; null where it is gone. */
  commit: string | null;
  /** Null for one that was not sent yet. */
  submittedAt: string | null;
  /** Slugs of teams in whose name it counts. */
  onBehalfOf: string[];
  /** When it was dismissed, and what it was before; null for one that was not. */
  dismissed: { readonly at: string; readonly before: ReviewState } | null;
}

export interface HostedIssue {
  readonly id: number;
  readonly number: number;
  /** Null where the account was deleted. */
  author: number | null;
  title: string;
  body: string | null;
  labels: string[];
  state: 'open' | 'closed';
  locked: boolean;
  pinned: boolean;
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
}

export interface HostedComment {
  readonly id: number;
  readonly issue: number;
  readonly author: number;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
}

export interface HostedRuleset {
  readonly id: number;
  readonly name: string;
  readonly source: 'Repository' | 'Organization';
  readonly target: 'branch' | 'tag';
  enforcement: Schema<'repository-rule-enforcement'>;
  /** `~DEFAULT_BRANCH`, `~ALL`, `refs/heads/main`. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  bypassActors: readonly Schema<'repository-ruleset-bypass-actor'>[];
  rules: readonly Schema<'repository-rule'>[];
}

export interface HostedWorkflow {
  readonly id: number;
  readonly name: string;
  readonly path: string;
  state: Schema<'workflow'>['state'];
  /** Newest first. */
  readonly runs: HostedRun[];
}

export interface HostedRun {
  readonly id: number;
  readonly event: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly createdAt: string;
  readonly branch: string;
}

export interface HostedDispatch {
  readonly eventType: string;
  readonly clientPayload: Readonly<Record<string, unknown>>;
  readonly at: string;
}

export interface HostedEnvironment {
  readonly id: number;
  readonly name: string;
  /** Accounts whose approval a deployment needs. */
  readonly reviewers: readonly number[];
  /** Whether only protected branches may be deployed from. */
  readonly protectedBranches: boolean;
}
