import { notFound, type Operation, ok, pageOf, type Schema } from '../../call.js';
import { minimalRepository, nodeId, SOME_TIME, simpleUser } from '../../show.js';
import { userById } from '../../state.js';
import { branchTips } from '../branches.js';
import { addressOf, type HostedCall, hosted, pageOf as placeOf } from '../call.js';
import type { HostedEnvironment, HostedRun, HostedWorkflow } from '../state.js';

const WORKFLOWS = '/repos/{owner}/{repo}/actions/workflows';

/** Workflows and their runs, what their token may do by default, and environments. */
export const actionOperations: readonly Operation[] = [
  hosted('GET /repos/{owner}/{repo}/actions/permissions/workflow', 'administration', (call) =>
    ok(call.repository.workflowPermissions),
  ),
  hosted(`GET ${WORKFLOWS}`, 'actions', (call) => {
    const { entries, headers } = pageOf(call, call.repository.workflows);
    const workflows = entries.map((one) => workflowShown(call, one));
    return { status: 200, headers, body: { total_count: call.repository.workflows.length, workflows } };
  }),
  hosted(`GET ${WORKFLOWS}/{workflow_id}/runs`, 'actions', runs),
  hosted('GET /repos/{owner}/{repo}/environments', 'actions', (call) => {
    const { entries, headers } = pageOf(call, call.repository.environments);
    const environments = entries.map((one) => environmentShown(call, one));
    return { status: 200, headers, body: { total_count: call.repository.environments.length, environments } };
  }),
];

async function runs(call: HostedCall) {
  const { workflow_id: wanted = '' } = call.parameters;
  const found = call.repository.workflows.find(({ id, path }) => String(id) === wanted || path.endsWith(`/${wanted}`));
  if (found === undefined) return notFound;
  const is = (name: string, value: string | null) => [null, value].includes(call.query.get(name));
  const status = call.query.get('status');
  const all = found.runs.filter(
    (one) => is('event', one.event) && is('branch', one.branch) && [null, one.status, one.conclusion].includes(status),
  );
  const { entries, headers } = pageOf(call, all);
  const tips = await branchTips(call.repository.git);
  const shown = entries.map((one) => runShown(call, found, one, tips.get(one.branch) ?? '0'.repeat(40)));
  return { status: 200, headers, body: { total_count: all.length, workflow_runs: shown } };
}

function workflowShown(call: HostedCall, one: HostedWorkflow): Schema<'workflow'> {
  const file = one.path.split('/').at(-1) ?? '';
  return {
    id: one.id,
    node_id: nodeId('W', one.id),
    name: one.name,
    path: one.path,
    state: one.state,
    created_at: SOME_TIME,
    updated_at: SOME_TIME,
    url: addressOf(call, `/actions/workflows/${one.id}`),
    html_url: placeOf(call, `/blob/${call.repository.defaultBranch}/${one.path}`),
    badge_url: placeOf(call, `/actions/workflows/${file}/badge.svg`),
  };
}

function runShown(call: HostedCall, workflow: HostedWorkflow, run: HostedRun, sha: string): Schema<'workflow-run'> {
  const one = call.state.repositories.get(call.repository.name.toLowerCase());
  if (one === undefined) throw new Error(`the embedded GitHub has no repository ${call.repository.name}`);
  const url = addressOf(call, `/actions/runs/${run.id}`);
  return {
    id: run.id,
    name: workflow.name,
    node_id: nodeId('WFR', run.id),
    head_branch: run.branch,
    head_sha: sha,
    path: workflow.path,
    run_number: workflow.runs.length - workflow.runs.indexOf(run),
    run_attempt: 1,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: workflow.id,
    url,
    html_url: placeOf(call, `/actions/runs/${run.id}`),
    pull_requests: [],
    created_at: run.createdAt,
    updated_at: run.createdAt,
    run_started_at: run.createdAt,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: addressOf(call, `/check-suites/${run.id}`),
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    workflow_url: addressOf(call, `/actions/workflows/${workflow.id}`),
    head_commit: null,
    repository: minimalRepository(call, one),
    head_repository: minimalRepository(call, one),
    display_title: workflow.name,
  };
}

function environmentShown(call: HostedCall, one: HostedEnvironment): Schema<'environment'> {
  const reviewers = one.reviewers.map((id) => ({
    type: 'User' as const,
    reviewer: simpleUser(call, userById(call.state, id)),
  }));
  const rule = (type: string, offset: number) => ({
    id: one.id + offset,
    node_id: nodeId('GA', one.id + offset),
    type,
  });
  return {
    id: one.id,
    node_id: nodeId('EN', one.id),
    name: one.name,
    url: addressOf(call, `/environments/${encodeURIComponent(one.name)}`),
    html_url: placeOf(call, `/deployments/activity_log?environments_filter=${encodeURIComponent(one.name)}`),
    created_at: SOME_TIME,
    updated_at: SOME_TIME,
    protection_rules: [
      ...(reviewers.length > 0 ? [{ ...rule('required_reviewers', 1), prevent_self_review: false, reviewers }] : []),
      ...(one.protectedBranches ? [rule('branch_policy', 2)] : []),
    ],
    deployment_branch_policy: one.protectedBranches
      ? { protected_branches: true, custom_branch_policies: false }
      : null,
  };
}
