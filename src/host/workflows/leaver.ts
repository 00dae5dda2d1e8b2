/** Workflows that run Leaver: whether they can prove approvals, and take turns. */
import { type Checked, found, judged, judgedEach } from '../../core/checkup.js';
import { recordOf, textOf, type WorkflowFile, type WorkflowJob, type WorkflowStep } from './file.js';
import { folderOf, isCheckout } from './proposals.js';

/** Whether a step runs Leaver: its action, or its command line. */
function leaverIn(step: WorkflowStep): string | null {
  if (step.uses !== null && /^\.\/?$|(^|\/)leaver(\/|@|$)/i.test(step.uses)) {
    return textOf(step.with['command']) ?? 'reconcile';
  }
  const [, command = null] = /(?:\bleaver|\bdist\/cli\.js)\s+([a-z]+)/.exec(step.run ?? '') ?? [];
  return command;
}

/** Commands for which approvals are proved; an expression may stand for any. */
const PROVES = /^(observe|plan|apply|reconcile|explain|optout|preview)$|\$\{\{/;
const REVOKES = /^(apply|reconcile|restore)$|\$\{\{/;

/** Those that run Leaver so that it revokes, themselves or by calling another that does. */
export function revokingOf(workflows: readonly WorkflowFile[]): readonly WorkflowFile[] {
  const revoking = new Set(workflows.filter(isRevoking));
  for (let before = -1; before < revoking.size; ) {
    before = revoking.size;
    const paths = new Set([...revoking].map(({ path }) => `./${path}`));
    for (const one of workflows) if (one.jobs.some(({ uses }) => uses !== null && paths.has(uses))) revoking.add(one);
  }
  return workflows.filter((one) => revoking.has(one));
}

/** A job, and the file that it stands in. */
export interface JobIn {
  readonly workflow: WorkflowFile;
  readonly job: WorkflowJob;
}

/** Each job that tells of the opt-outs which a pull request opens. */
export function announcingJobsOf(workflows: readonly WorkflowFile[]): readonly JobIn[] {
  return workflows.flatMap((workflow) =>
    workflow.jobs
      .filter((job) => job.steps.some((step) => leaverIn(step) === 'announce'))
      .map((job) => ({ workflow, job })),
  );
}

/** Steps of a job that tell somebody something: those that revoke, and that announce. */
export function leaverSteps({ steps }: WorkflowJob): readonly WorkflowStep[] {
  return steps.filter((step) => /^announce$/.test(leaverIn(step) ?? '') || REVOKES.test(leaverIn(step) ?? ''));
}

/** Whether a job's token may write this; where nothing is said, the repository's default counts, which is a check of its own. */
export function mayWrite(workflow: WorkflowFile, job: WorkflowJob, scope: string): boolean {
  const given = job.data['permissions'] ?? workflow.data['permissions'];
  return given === undefined || given === 'write-all' || recordOf(given)[scope] === 'write';
}

/** Each job that revokes, and each that calls a workflow which does: what its token may not, the called one's may not either. */
export function revokingJobsOf(workflows: readonly WorkflowFile[]): readonly JobIn[] {
  const revoking = revokingOf(workflows);
  const paths = new Set(revoking.map(({ path }) => `./${path}`));
  return revoking.flatMap((workflow) =>
    workflow.jobs
      .filter(
        (job) =>
          (job.uses !== null && paths.has(job.uses)) || job.steps.some((step) => REVOKES.test(leaverIn(step) ?? '')),
      )
      .map((job) => ({ workflow, job })),
  );
}

function isRevoking(workflow: WorkflowFile): boolean {
  return workflow.jobs.some((job) => job.steps.some((step) => REVOKES.test(leaverIn(step) ?? '')));
}

/** The names of the checks that a pull request gets from jobs that validate the policy. */
export function validatingChecks(workflow: WorkflowFile): readonly string[] {
  if (!['pull_request', 'pull_request_target'].some((event) => workflow.triggers.has(event))) return [];
  return workflow.jobs
    .filter((job) => job.steps.some((step) => /^(validate|plan)$|\$\{\{/.test(leaverIn(step) ?? '')))
    .map(({ name }) => name);
}

/** What a workflow that runs Leaver is held to besides; nothing for any other. */
export function checkRuns(workflow: WorkflowFile): readonly Checked[] {
  return [...historyOf(workflow), ...turnsOf(workflow)];
}

function historyOf(workflow: WorkflowFile): readonly Checked[] {
  const proving = workflow.jobs.filter((job) => job.steps.some((step) => PROVES.test(leaverIn(step) ?? '')));
  if (proving.length === 0) return [];
  const cut = proving.filter((job) => {
    const first = job.steps.find((step) => isCheckout(step) && folderOf(step) === '');
    return first !== undefined && String(first.with['fetch-depth'] ?? '1') !== '0';
  });
  return [
    judgedEach(
      cut.map(({ id }) => id),
      {
        severity: 'error',
        check: 'workflow/history',
        where: workflow.path,
        good: 'checks out the whole history, from which approvals are proved',
        what: (jobs) => `only the last commit is checked out in ${jobs}`,
        why: 'Approvals are proved from the history: without it each opt-out is unverifiable, and every run ends with 4.',
        mend: 'Add `fetch-depth: 0` under `with` of actions/checkout.',
      },
    ),
  ];
}

/** One run at a time, and none lost: a pending run is dropped for a newer one unless the group queues. */
function turnsOf(workflow: WorkflowFile): readonly Checked[] {
  if (!isRevoking(workflow)) return [];
  const [check, where] = ['workflow/concurrency', workflow.path];
  const revoking = workflow.jobs.filter((job) => job.steps.some((step) => REVOKES.test(leaverIn(step) ?? '')));
  const groups = revoking.map((job) => job.data['concurrency'] ?? workflow.data['concurrency']);
  const mend = 'Write `concurrency: { group: leaver, cancel-in-progress: false, queue: max }`.';
  const why = 'Two runs at once count guards apart, a cancelled one stops halfway, and a dropped one never comes.';
  const killed = groups.some((group) => (recordOf(group)['cancel-in-progress'] ?? false) !== false);
  if (killed) {
    const what = 'a newer run cancels one that is revoking';
    return [found({ severity: 'error', check, where, what, why, mend })];
  }
  const queued = groups.every((group) => recordOf(group)['queue'] === 'max');
  const alone = groups.every((group) => group !== undefined && group !== null);
  const what = alone ? 'a waiting run is dropped for a newer one (no `queue: max`)' : 'two runs may go on at once';
  const good = 'one run at a time, and none is lost';
  return [judged(alone && queued, { severity: 'warning', check, where, what, why, mend, good })];
}
