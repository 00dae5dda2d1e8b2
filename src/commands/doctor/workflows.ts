/** Reads the workflows of the clone and judges each by what it says. */
import { type Checked, found, judged } from '../../core/checkup.js';
import { readWorkflow, type WorkflowFile } from '../../host/workflows/file.js';
import { revokingOf, validatingChecks } from '../../host/workflows/leaver.js';
import { checkWorkflow } from '../../host/workflows/rules.js';
import type { Context } from '../context.js';
import { attempt } from './part.js';

export const FOLDER = '.github/workflows';
/** Larger ones are refused: no workflow is, and reading one costs more than its size. */
const MOST_BYTES = 512 * 1024;
const WHY = 'A workflow holds the credentials that revoke: what it runs decides who else has them.';

export interface CheckedWorkflows {
  readonly checks: readonly Checked[];
  /** Null where they could not be read. */
  readonly workflows: readonly WorkflowFile[] | null;
}

/** @param prefix where the policy repository lies in the clone: only files below it can be read */
export async function checkWorkflows({ files }: Pick<Context, 'files'>, prefix: string): Promise<CheckedWorkflows> {
  const about = { check: 'workflow/read', where: FOLDER, what: 'the workflows', why: WHY, permission: null };
  const read = await attempt(about, async () => {
    if (prefix !== '') throw new Error(`they lie outside of the policy repository, which is the folder ${prefix}`);
    const found = (await files.list(FOLDER, '')) ?? [];
    return found.filter(({ path }) => /^[^/]+\/[^/]+\/[^/]+\.ya?ml$/.test(path));
  });
  if ('unread' in read) return { checks: [read.unread], workflows: null };
  const workflows: WorkflowFile[] = [];
  const checks: Checked[] = [];
  for (const { path, bytes } of read.value) {
    const one = await readOne(files, path, bytes);
    if ('jobs' in one) {
      workflows.push(one);
      checks.push(...checkWorkflow(one));
    } else checks.push(one);
  }
  return { checks: [...checks, ...needed(workflows)], workflows };
}

async function readOne(files: Context['files'], path: string, bytes: number): Promise<WorkflowFile | Checked> {
  const about = { check: 'workflow/read', where: path, what: 'this workflow', why: WHY, permission: null };
  const read = await attempt(about, async () => {
    if (bytes > MOST_BYTES) throw new Error('it is larger than any workflow is');
    return readWorkflow(path, await files.read(path));
  });
  if ('unread' in read) return read.unread;
  if (typeof read.value !== 'string') return read.value;
  const [what, mend] = [`the host can't run this workflow: ${read.value}`, 'Correct the file.'];
  return found({ severity: 'error', check: 'workflow/read', where: path, what, why: WHY, mend });
}

/** What a policy repository's workflows have to do between them. */
function needed(workflows: readonly WorkflowFile[]): readonly Checked[] {
  const revoking = revokingOf(workflows);
  const scheduled = revoking.filter(({ crons }) => crons.length > 0);
  const merged = revoking.filter(({ triggers }) => triggers.has('push'));
  const validating = workflows.filter((one) => validatingChecks(one).length > 0);
  const names = (some: readonly WorkflowFile[]) => some.map(({ path }) => path).join(', ');
  return [
    judged(scheduled.length > 0, {
      severity: 'error',
      check: 'workflow/schedule',
      where: FOLDER,
      what: 'no workflow runs Leaver on a schedule',
      why: 'Lapsed opt-outs keep their hold, and what somebody grants by hand stays, until the next merge.',
      mend: "Add `schedule: [{ cron: '17 * * * *' }]` to the workflow that reconciles.",
      good: `${names(scheduled)} runs it on a schedule`,
    }),
    judged(merged.length > 0, {
      severity: 'warning',
      check: 'workflow/merge',
      where: FOLDER,
      what: 'no workflow runs Leaver when a change is merged',
      why: 'A departure waits for the schedule.',
      mend: 'Add `push` of the default branch, with the paths policies/** and optouts/**, to the workflow that reconciles.',
      good: `${names(merged)} runs it on a merge`,
    }),
    judged(validating.length > 0, {
      severity: 'warning',
      check: 'workflow/validate',
      where: FOLDER,
      what: 'no workflow validates a pull request',
      why: 'What is wrong in the policy is found only once it is merged, and then nothing is revoked until it is mended.',
      mend: 'Add a workflow on `pull_request` that runs Leaver with the command validate.',
      good: `${names(validating)} validates pull requests`,
    }),
  ];
}
