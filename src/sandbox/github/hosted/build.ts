import { need } from '../accounts.js';
import { SOME_TIME } from '../show.js';
import { freshId, type GithubState } from '../state.js';
import type { HostedSeed, HostedWorkflowSeed } from './seed.js';
import type { HostedIssue, HostedRepository, HostedWorkflow } from './state.js';

/** What GitHub knows of a hosted repository at first: no pull request, no review, no comment. */
export function hostedRepository(state: GithubState, seed: HostedSeed): HostedRepository {
  const { default_workflow_permissions = 'read', can_approve_pull_request_reviews = false } =
    seed.workflowPermissions ?? {};
  return {
    name: seed.name,
    git: seed.git,
    defaultBranch: seed.defaultBranch ?? 'main',
    ownApproval: seed.ownApproval ?? 'refused',
    pulls: [],
    issues: (seed.issues ?? []).map((number) => issue(state, number)),
    labels: seed.labels ?? 'kept',
    comments: [],
    rulesets: (seed.rulesets ?? []).map((one) => ({
      id: freshId(state),
      source: 'Repository',
      target: 'branch',
      enforcement: 'active',
      include: ['~DEFAULT_BRANCH'],
      exclude: [],
      bypassActors: [],
      ...one,
    })),
    protection: new Map(Object.entries(seed.protection ?? {})),
    codeownersErrors: seed.codeownersErrors ?? [],
    workflows: (seed.workflows ?? []).map((one) => workflow(state, seed, one)),
    workflowPermissions: { default_workflow_permissions, can_approve_pull_request_reviews },
    environments: (seed.environments ?? []).map((one) => ({
      id: freshId(state),
      name: one.name,
      reviewers: (one.reviewers ?? []).map((login) => need(state, login).id),
      protectedBranches: one.protectedBranches ?? false,
    })),
    dispatches: [],
    lastNumber: Math.max(0, ...(seed.issues ?? [])),
  };
}

function workflow(state: GithubState, { defaultBranch = 'main' }: HostedSeed, one: HostedWorkflowSeed): HostedWorkflow {
  const runs = (one.runs ?? []).map((run) => ({
    id: freshId(state),
    status: 'completed',
    conclusion: 'success',
    branch: defaultBranch,
    ...run,
  }));
  runs.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
  return { id: freshId(state), state: 'active', ...one, runs };
}

/** A plain issue of nobody in particular. */
function issue(state: GithubState, number: number): HostedIssue {
  return {
    ...{ id: freshId(state), number, author: null, title: 'An issue', body: null, labels: [] },
    ...{ state: 'open', locked: false, pinned: false },
    ...{ createdAt: SOME_TIME, updatedAt: SOME_TIME, closedAt: null },
  };
}
