/**
 * What makes a workflow dangerous ("Security hardening for GitHub Actions", "Keeping your GitHub Actions and workflows
 * secure"). Each rule is judged by what the file says alone, so that it holds for any workflow, Leaver's or not.
 */
import { type Checked, type CheckFinding, found, judged, passed } from '../../core/checkup.js';
import { isPinned, recordOf, textOf, type WorkflowFile } from './file.js';
import { checkRuns } from './leaver.js';
import { proposalsRun } from './proposals.js';

/** Every rule that a workflow of any repository is held to. */
export function checkWorkflow(workflow: WorkflowFile): readonly Checked[] {
  return [
    ...permissionsOf(workflow),
    ...pinsOf(workflow),
    ...proposalsRun(workflow),
    ...textsRun(workflow),
    ...checkRuns(workflow),
  ];
}

const LEAST = 'Write `permissions: {}` at the top, and on each job only what it needs.';

function permissionsOf(workflow: WorkflowFile): readonly Checked[] {
  const check = 'workflow/permissions';
  const why = "Whoever gets code into a job has that job's token: what it may not do can't be misused.";
  const scopes = [
    { who: 'the workflow', given: workflow.data['permissions'], line: workflow.lineOf(['permissions']) },
    ...workflow.jobs.map(({ id, data, line }) => ({ who: `job ${id}`, given: data['permissions'], line })),
  ];
  const all = scopes.filter(({ given }) => given === 'write-all');
  const top = workflow.data['permissions'];
  const where = workflow.path;
  const rest: CheckFinding = { severity: 'warning', check, where, what: '', why, mend: LEAST };
  if (all.length > 0) {
    return all.map(({ who, line }) =>
      found({ ...rest, severity: 'error', where: `${where}:${line}`, what: `${who} may write everything (write-all)` }),
    );
  }
  if (top === undefined) {
    const open = workflow.jobs.filter(({ data }) => data['permissions'] === undefined).map(({ id }) => id);
    const what = `no permissions are set for ${open.length === 1 ? 'job' : 'jobs'} ${open.join(', ')}: the repository's default counts`;
    return [judged(open.length === 0, { ...rest, what, good: 'every job says what its token may do' })];
  }
  const written = Object.entries(recordOf(top)).filter(([, level]) => level === 'write');
  const what = `every job's token may write: ${written.map(([scope]) => scope).join(', ')}`;
  return [judged(written.length === 0, { ...rest, what, good: 'its token reads at most, unless a job says more' })];
}

/** GitHub's own actions are a smaller risk than those of others; a tag of theirs can be moved all the same. */
const OWN = /^(actions|github)\//;

function pinsOf(workflow: WorkflowFile): readonly Checked[] {
  const uses = workflow.jobs.flatMap((job) => [
    ...(job.uses === null ? [] : [{ reference: job.uses, line: job.line }]),
    ...job.steps.flatMap(({ uses, line }) => (uses === null ? [] : [{ reference: uses, line }])),
  ]);
  const loose = uses.filter(({ reference }) => !isPinned(reference));
  if (loose.length === 0) return [passed('workflow/pinned', workflow.path, 'every action is pinned to a commit')];
  return loose.map(({ reference, line }) =>
    found({
      severity: OWN.test(reference) ? 'warning' : 'error',
      check: 'workflow/pinned',
      where: `${workflow.path}:${line}`,
      what: `${reference} is not pinned by its full commit`,
      why: 'A tag or branch can be moved to other code, which then runs with the credentials of this job.',
      mend: 'Write the full commit after the @, and the version as a comment behind it.',
    }),
  );
}

/** Expressions whose value others write. Numbers and commits among them can't hold a command. */
const FOREIGN = /\bgithub\s*(\.\s*|\[\s*['"])(event|head_ref|ref_name)\b|\binputs\s*[.[]/;
const HARMLESS =
  /^\s*github\.event\.((pull_request|issue|workflow_run)\.)?(number|id|action|(pull_request\.|workflow_run\.)?(head\.|base\.)?(sha|head_sha)|before|after)\s*$/;

/** A title or a branch name that stands in a script is a piece of that script. */
function textsRun(workflow: WorkflowFile): readonly Checked[] {
  const foreign = workflow.jobs.flatMap((job) =>
    job.steps.flatMap((step) => {
      const scripts = [
        step.run,
        /^actions\/github-script@/i.test(step.uses ?? '') ? textOf(step.with['script']) : null,
      ];
      const expressions = scripts.flatMap((script) => expressionsIn(script ?? ''));
      return expressions
        .filter((one) => FOREIGN.test(one) && !HARMLESS.test(one))
        .map((one) => ({ line: step.line, expression: one.trim() }));
    }),
  );
  const check = 'workflow/injection';
  if (foreign.length === 0) return [passed(check, workflow.path, 'no text of others is put into a script')];
  return foreign.map(({ line, expression }) =>
    found({
      severity: 'error',
      check,
      where: `${workflow.path}:${line}`,
      what: `\${{ ${expression} }} is put into a script`,
      why: 'The text is others to choose: a title such as $(curl …) would run with the credentials of this job.',
      mend: 'Give it to the step as a variable under `env`, and use "$NAME" in the script.',
    }),
  );
}

/** What stands between `${{` and `}}`. By hand: a file of openings alone would keep a regular expression busy for hours. */
function expressionsIn(script: string): readonly string[] {
  const found: string[] = [];
  for (let start = script.indexOf('${{'); start >= 0; ) {
    const end = script.indexOf('}}', start);
    if (end < 0) break;
    found.push(script.slice(start + 3, end));
    start = script.indexOf('${{', end);
  }
  return found;
}
