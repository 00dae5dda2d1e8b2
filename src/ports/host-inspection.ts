import type { Timestamp } from '../core/time.js';

/**
 * How the policy repository is protected: what `doctor` looks at. Each method throws a `LeaverError` where it can't be
 * read: `forbidden` where the credential may not.
 */
export interface HostInspection {
  repository(): Promise<RepositoryFacts>;
  /** All rules in force on a branch, of rulesets at every level. */
  rules(branch: string): Promise<readonly BranchRule[]>;
  ruleset(id: number): Promise<Ruleset>;
  /** The branch's own protection, which is older than rulesets and counts beside them; null where it has none. */
  protection(branch: string): Promise<BranchProtection | null>;
  /** What the host can't use in the default branch's CODEOWNERS, where such lines are skipped in silence; null where there is no such file. */
  codeownersErrors(): Promise<readonly CodeownersError[] | null>;
  workflows(): Promise<readonly HostedWorkflow[]>;
  /** The latest run of a workflow that a schedule started; null where there was none. */
  lastScheduledRun(workflow: number): Promise<ScheduledRun | null>;
  workflowPermissions(): Promise<DefaultPermissions>;
}

export interface RepositoryFacts {
  readonly fullName: string;
  readonly defaultBranch: string;
  readonly visibility: 'public' | 'private' | 'internal';
  readonly archived: boolean;
}

export interface ReviewRule {
  readonly approvals: number;
  readonly codeOwners: boolean;
  readonly dismissesStale: boolean;
  readonly lastPush: boolean;
}

interface RuleSource {
  readonly ruleset: number;
  /** Whose ruleset it is: the repository, or an organization above it. */
  readonly source: string;
}

export type BranchRule = RuleSource &
  (
    | { readonly kind: 'pull-request'; readonly review: ReviewRule }
    | { readonly kind: 'status-checks'; readonly checks: readonly string[] }
    | { readonly kind: 'no-force-push' }
    | { readonly kind: 'no-deletion' }
    | { readonly kind: 'other'; readonly type: string }
  );

export interface Ruleset {
  readonly id: number;
  readonly name: string;
  /** Null where the credential may not see them. */
  readonly bypass: readonly BypassActor[] | null;
  /** Whether this very credential can go around it; null where the host does not tell. */
  readonly own: 'always' | 'pull_requests_only' | 'never' | 'exempt' | null;
}

export interface BypassActor {
  /** `the team release (12)`, `the role admin`, `the App 99`: as a person finds it in the settings. */
  readonly name: string;
  /** `exempt`: the rules do not run for it at all, and nothing is recorded. */
  readonly mode: 'always' | 'pull_request' | 'exempt';
}

export interface BranchProtection {
  /** Null where changes need no pull request. */
  readonly review: ReviewRule | null;
  readonly checks: readonly string[];
  readonly forcePush: boolean;
  readonly deletion: boolean;
  /** Whether administrators are held to it too. */
  readonly administrators: boolean;
  /** Who may merge without the reviews. */
  readonly bypass: readonly string[];
}

export interface CodeownersError {
  readonly path: string;
  readonly line: number;
  readonly kind: string;
  readonly suggestion: string | null;
}

export interface HostedWorkflow {
  readonly id: number;
  readonly path: string;
  /** `active`, `disabled_inactivity`, `disabled_manually`, `disabled_fork`, `deleted`. */
  readonly state: string;
}

export interface ScheduledRun {
  readonly at: Timestamp;
  /** Null while it goes on. */
  readonly conclusion: string | null;
  readonly url: string;
}

export interface DefaultPermissions {
  readonly level: 'read' | 'write';
  readonly approvesPullRequests: boolean;
}
