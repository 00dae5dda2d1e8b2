import type { Schema } from '../call.js';
import type { HostedRuleset, HostedRun, HostedWorkflow } from './state.js';

/**
 * A repository that the embedded GitHub hosts: its Git objects lie in a bare repository on disk, made by whoever starts
 * the world. Collaborators, keys and privacy are those of the entry of this name in `repositories`.
 */
export interface HostedSeed {
  readonly name: string;
  /** The folder of the bare repository. */
  readonly git: string;
  /** `main` where absent. */
  readonly defaultBranch?: string;
  /** `refused` where absent, as GitHub does it. */
  readonly ownApproval?: 'refused' | 'taken';
  /** Numbers of plain issues. */
  readonly issues?: readonly number[];
  /** `kept` where absent. */
  readonly labels?: 'kept' | 'dropped';
  readonly rulesets?: readonly HostedRulesetSeed[];
  /** Classic protection by branch, in GitHub's own words. */
  readonly protection?: Readonly<Record<string, Schema<'branch-protection'>>>;
  readonly codeownersErrors?: Schema<'codeowners-errors'>['errors'];
  readonly workflows?: readonly HostedWorkflowSeed[];
  /** Read-only, and no approval of pull requests by workflows, where absent: GitHub's way with new organizations. */
  readonly workflowPermissions?: Partial<Schema<'actions-get-default-workflow-permissions'>>;
  readonly environments?: readonly {
    readonly name: string;
    readonly reviewers?: readonly string[];
    readonly protectedBranches?: boolean;
  }[];
}

/** An active ruleset of the repository for its default branch, where nothing else is said. */
export type HostedRulesetSeed = Pick<HostedRuleset, 'name' | 'rules'> & Partial<HostedRuleset>;

export type HostedWorkflowSeed = Pick<HostedWorkflow, 'name' | 'path'> &
  Partial<Pick<HostedWorkflow, 'id' | 'state'>> & {
    readonly runs?: readonly (Pick<HostedRun, 'event' | 'createdAt'> & Partial<HostedRun>)[];
  };
