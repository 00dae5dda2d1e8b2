/** Whether a workflow gives the repository's secrets to whoever opens a pull request. */
import { type Checked, found, passed } from '../../core/checkup.js';
import { textOf, type WorkflowFile, type WorkflowJob, type WorkflowStep } from './file.js';

/** Events whose jobs have the repository's secrets while a stranger's pull request is their cause. */
const PRIVILEGED = ['pull_request_target', 'workflow_run', 'issue_comment'];
/** Ways in which a pull request's own commit is named. */
const HEAD =
  /pull_request\s*\.\s*head|head_ref|workflow_run\s*\.\s*head_|pull_requests\[|refs\/pull\/|merge_commit_sha|\bpull\/.{0,60}\/(head|merge)\b/;
const FETCHES = /\bgh\s+pr\s+checkout\b|\bgit\b[^\n;|&]{0,200}\s(checkout|switch|merge|reset|pull|worktree)\b/;

/** A job that has secrets and fetches a proposal to where code is run from gives the secrets to its author. */
export function proposalsRun(workflow: WorkflowFile): readonly Checked[] {
  const events = PRIVILEGED.filter((event) => workflow.triggers.has(event));
  if (events.length === 0) return [];
  const dangers = workflow.jobs.flatMap((job) => dangersOf(job).map(({ line, what }) => ({ line, what })));
  const check = 'workflow/runs-proposals';
  if (dangers.length === 0) {
    return [passed(check, workflow.path, `on ${events.join(' and ')} it runs no code of a pull request`)];
  }
  return dangers.map(({ line, what }) =>
    found({
      severity: 'error',
      check,
      where: `${workflow.path}:${line}`,
      what: `on ${events.join(' and ')}, ${what}`,
      why: 'Such a job has the secrets of the repository; whoever opens a pull request, even from a fork, would run code with them.',
      mend: 'Check out the base alone and read the proposal as data, or check it out into a `path` that nothing is run from.',
    }),
  );
}

function dangersOf(job: WorkflowJob): readonly { readonly line: number; readonly what: string }[] {
  const namesHead = HEAD.test(JSON.stringify(job.data));
  return job.steps.flatMap((step, index) => {
    if (step.run !== null && FETCHES.test(step.run) && (namesHead || /\bgh\s+pr\s+checkout\b/.test(step.run))) {
      return [{ line: step.line, what: `job ${job.id} fetches the pull request by a command` }];
    }
    if (!isCheckout(step)) return [];
    const asked = [step.with['ref'], step.with['repository']].map((value) => textOf(value) ?? '');
    if (!asked.some((value) => HEAD.test(value))) return [];
    const folder = folderOf(step);
    if (folder === '') return [{ line: step.line, what: `job ${job.id} checks the pull request out as its workspace` }];
    const later = job.steps.slice(index + 1).find((other) => runsFrom(other, folder));
    return later === undefined
      ? []
      : [{ line: later.line, what: `job ${job.id} runs something from ${folder}, where the pull request lies` }];
  });
}

export function isCheckout({ uses }: WorkflowStep): boolean {
  return uses !== null && /^actions\/checkout@/i.test(uses);
}

/** Where a checkout lies; empty for the workspace itself. */
export function folderOf(step: WorkflowStep): string {
  return (textOf(step.with['path']) ?? '').replace(/^(\.\/)+/, '').replace(/^\.$|\/+$/g, '');
}

function runsFrom(step: WorkflowStep, folder: string): boolean {
  const inside = (path: string) => {
    const clean = path.replace(/^(\.\/)+/, '').replace(/^\$\{\{\s*github\.workspace\s*\}\}\//, '');
    return clean === folder || clean.startsWith(`${folder}/`);
  };
  if (step.uses !== null) return step.uses.startsWith('./') && inside(step.uses);
  if (step.run === null) return false;
  const folderOfStep = textOf(step.data['working-directory']);
  if (folderOfStep !== null && inside(folderOfStep)) return true;
  const name = folder.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const opened = `(?:cd|pushd|source|sh|bash|node|python3?|make\\s+-C|npm\\s+--prefix)\\s+["']?(?:\\./)?${name}(?:[/"'\\s]|$)`;
  return new RegExp(`(?:^|[\\s;&|])(?:${opened}|\\./${name}/)`, 'm').test(step.run);
}
