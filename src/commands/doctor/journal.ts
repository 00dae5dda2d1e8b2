/** Whether the journal outlives a run, can be written, and can't be rewritten. */
import { JOURNAL_BRANCH } from '../../audit/journal.js';
import { type Checked, judged, judgedEach } from '../../core/checkup.js';
import type { JournalPlace } from '../../core/model.js';
import type { WorkflowFile } from '../../host/workflows/file.js';
import { mayWrite, revokingJobsOf } from '../../host/workflows/leaver.js';
import type { HostInspection } from '../../ports/host-inspection.js';
import { attempt } from './part.js';

const WHY =
  'From it killed runs are taken up, guards count many small runs together, and restore knows what was taken away.';

/** @param workflows null where they could not be read */
export function checkJournalPlace(place: JournalPlace, workflows: readonly WorkflowFile[] | null): readonly Checked[] {
  const revoking = revokingJobsOf(workflows ?? []);
  if (place === 'file') {
    return [
      judged(revoking.length === 0, {
        severity: 'warning',
        check: 'journal/place',
        where: 'policies/policy.yaml',
        what: 'workflows revoke, and their journal is a file: on a hosted runner it ends with the job',
        why: WHY,
        mend: `Write \`journal: branch\` into the policy, and give the jobs that revoke \`contents: write\`.`,
        good: 'the journal is a file on the machine that runs Leaver',
      }),
    ];
  }
  const unable = revoking.filter(({ workflow, job }) => !mayWrite(workflow, job, 'contents'));
  return [
    judgedEach(
      unable.map(({ workflow, job }) => `${workflow.path}: job ${job.id}`),
      {
        severity: 'error',
        check: 'journal/writable',
        where: '.github/workflows',
        good: 'the jobs that revoke may write the journal',
        what: (jobs) => `the token of ${jobs} may not write contents, and so not the journal`,
        why: 'What can nowhere be recorded is not done: such a job revokes nobody.',
        mend: 'Give each job that revokes `contents: write`, also where it calls the workflow that does.',
      },
    ),
  ];
}

/** Whether the branch keeps what was written: asked of the host. */
export async function checkJournalBranch(place: JournalPlace, inspection: HostInspection): Promise<readonly Checked[]> {
  if (place === 'file') return [];
  const where = `branch ${JOURNAL_BRANCH}`;
  const about = { check: 'journal/rules', where, what: 'the rules of the journal’s branch', why: WHY };
  const rules = await attempt({ ...about, permission: 'Metadata: read' }, () => inspection.rules(JOURNAL_BRANCH));
  if ('unread' in rules) return [rules.unread];
  const given = new Set(rules.value.map(({ kind }) => kind));
  if (given.has('no-force-push') && given.has('no-deletion')) return kept(true, true, where, true);
  // What rulesets do not give, the branch's own protection may.
  const own = await attempt({ ...about, permission: 'Administration: read', severity: 'info' }, () =>
    inspection.protection(JOURNAL_BRANCH),
  );
  const protection = 'value' in own ? own.value : null;
  const noForcePush = given.has('no-force-push') || protection?.forcePush === false;
  const noDeletion = given.has('no-deletion') || protection?.deletion === false;
  return [...kept(noForcePush, noDeletion, where, 'value' in own), ...('unread' in own ? [own.unread] : [])];
}

/** @param certain whether all was read that could give it: what could not be seen may be there */
function kept(noForcePush: boolean, noDeletion: boolean, where: string, certain: boolean): readonly Checked[] {
  const mend = `Make a ruleset for ${JOURNAL_BRANCH}, with nobody on its bypass list: `;
  const why = 'Whoever rewrites the journal hides what was done, and lets the guards forget it.';
  const severity = certain ? 'error' : 'warning';
  const seen = certain ? '' : ', as far as could be read';
  return [
    judged(noForcePush, {
      severity,
      check: 'journal/force-push',
      where,
      what: `the journal can be rewritten by a force push${seen}`,
      why,
      mend: `${mend}block force pushes.`,
      good: 'the journal can’t be rewritten',
    }),
    judged(noDeletion, {
      severity,
      check: 'journal/deletion',
      where,
      what: `the journal can be deleted with its branch${seen}`,
      why,
      mend: `${mend}restrict deletions.`,
      good: 'the journal can’t be deleted',
    }),
  ];
}
