/** Whether the copies of the audit log outlive a run, and can be reached. */
import { type Checked, judged, judgedEach, passed } from '../../core/checkup.js';
import type { DesiredState, LogSink } from '../../core/model.js';
import type { WorkflowFile } from '../../host/workflows/file.js';
import { revokingJobsOf } from '../../host/workflows/leaver.js';
import type { Context } from '../context.js';
import { attempt } from './part.js';

const where = 'policies/policy.yaml';
const WHY = 'A copy shows that the log was cut or rewritten, where nobody else can tell.';

/** @param workflows null where they could not be read */
export function checkCopyPlaces(
  { sinks, journal }: Pick<DesiredState, 'sinks' | 'journal'>,
  workflows: readonly WorkflowFile[] | null,
): readonly Checked[] {
  if (sinks.length === 0) return [];
  const hosted = revokingJobsOf(workflows ?? []).length > 0;
  const files = sinks.filter(({ kind }) => kind === 'file');
  return [
    judgedEach(hosted ? files.map(({ id }) => id) : [], {
      severity: 'warning',
      check: 'copies/place',
      where,
      what: (ids) =>
        `workflows revoke, and the copy ${ids} of the audit log is a file: on a hosted runner it ends with the job`,
      why: WHY,
      mend: 'Keep the copy in S3 (kind: s3), or let a machine of your own run Leaver with a volume below the policy repository.',
      good: 'no copy of the audit log ends with a job',
    }),
    judged(!hosted || journal === 'branch', {
      severity: 'warning',
      check: 'copies/journal',
      where,
      what: 'workflows revoke, and the log itself is a file: each job on a hosted runner begins another one, which no copy takes',
      why: 'A copy takes only what follows the events that it holds.',
      mend: 'Write `journal: branch` into the policy.',
      good: 'the log that copies are made of lasts',
    }),
  ];
}

/** Looks where each copy in S3 ends: one request each, which changes nothing. */
export async function checkCopies(context: Context, sinks: readonly LogSink[]): Promise<readonly Checked[]> {
  const remote = sinks.filter(({ kind }) => kind === 's3');
  return Promise.all(remote.map((sink) => checkCopy(context, sink)));
}

async function checkCopy(context: Context, settings: LogSink): Promise<Checked> {
  const check = 'copies/reached';
  const what = `the copy ${settings.id} of the audit log`;
  const about = { check, where, what, why: WHY, permission: 's3:ListBucket', severity: 'error' } as const;
  const read = await attempt(about, async () => (await context.sink(settings)).holds(0));
  return 'unread' in read ? read.unread : passed(check, where, `${what} can be reached`);
}
