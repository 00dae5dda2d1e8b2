/** Whether the schedule is alive: switched on at the host, and run as often as it promises. */
import { type Checked, type CheckFinding, found, passed } from '../../core/checkup.js';
import { type Duration, type Instant, instantOf } from '../../core/time.js';
import { longestPause } from '../../host/workflows/cron.js';
import type { WorkflowFile } from '../../host/workflows/file.js';
import { revokingOf } from '../../host/workflows/leaver.js';
import type { HostedWorkflow, HostInspection, ScheduledRun } from '../../ports/host-inspection.js';
import { relative, span } from '../../report/words.js';
import { attempt } from './part.js';

const WHY = 'Without it lapsed opt-outs keep their hold, and whoever left keeps what a failed run left them.';
const HOUR = 3_600_000;
const EVERY_HOUR = HOUR;
/** How late a run may be beyond what its cron lines promise. */
const [LATE, LOST] = [2 * HOUR, 23 * HOUR];

export async function checkSchedules(
  inspection: HostInspection,
  workflows: readonly WorkflowFile[],
  now: Instant,
): Promise<readonly Checked[]> {
  const scheduled = revokingOf(workflows).filter(({ crons }) => crons.length > 0);
  if (scheduled.length === 0) return [];
  const about = {
    check: 'host/schedule',
    where: scheduled[0]?.path ?? '',
    what: 'whether the schedule is alive',
    why: WHY,
  };
  const listed = await attempt({ ...about, permission: 'Actions: read' }, () => inspection.workflows());
  if ('unread' in listed) return [listed.unread];
  const checks = scheduled.map((file) => checkOne(inspection, file, listed.value, now));
  return (await Promise.all(checks)).flat();
}

async function checkOne(
  inspection: HostInspection,
  file: WorkflowFile,
  hosted: readonly HostedWorkflow[],
  now: Instant,
): Promise<readonly Checked[]> {
  const common = { check: 'host/schedule', where: file.path, why: WHY };
  const workflow = hosted.find(({ path }) => path === file.path);
  if (workflow === undefined) {
    const [what, mend] = [
      'the host does not know this workflow',
      'Merge it: a schedule runs on the default branch alone.',
    ];
    return [found({ ...common, severity: 'error', what, mend })];
  }
  if (workflow.state !== 'active') {
    const [what, mend] = [`the host has switched it off (${workflow.state})`, 'Enable the workflow under Actions.'];
    return [found({ ...common, severity: 'error', what, mend })];
  }
  const about = { ...common, what: 'when it ran last', permission: 'Actions: read' };
  const run = await attempt(about, () => inspection.lastScheduledRun(workflow.id));
  return 'unread' in run ? [run.unread] : [ageOf(run.value, file, now), ...endOf(run.value, file)];
}

function ageOf(run: ScheduledRun | null, file: WorkflowFile, now: Instant): Checked {
  const common: CheckFinding = {
    severity: 'error',
    check: 'host/schedule',
    where: file.path,
    what: '',
    why: WHY,
    mend: 'Look at its runs under Actions; a schedule also stops when the account that last changed it is gone.',
  };
  if (run === null) return found({ ...common, severity: 'warning', what: 'its schedule has never started a run' });
  const promised = longestPause(file.crons) ?? EVERY_HOUR;
  const age = now - instantOf(run.at);
  const what = `its last scheduled run was ${relative(run.at, now)}; it promises one every ${span(promised as Duration)}`;
  if (age > promised + LOST) return found({ ...common, what });
  if (age > promised + LATE) return found({ ...common, severity: 'warning', what });
  return passed('host/schedule', file.path, `its last scheduled run was ${relative(run.at, now)}`);
}

const DID_NOTHING: ReadonlySet<string> = new Set(['neutral', 'skipped']);

function endOf(run: ScheduledRun | null, { path }: WorkflowFile): readonly Checked[] {
  // One that still goes on has no end to judge.
  if (run === null || run.conclusion === null) return [];
  const check = 'host/last-run';
  if (run.conclusion === 'success') return [passed(check, path, 'its last scheduled run succeeded')];
  const skipped = DID_NOTHING.has(run.conclusion);
  return [
    found({
      severity: run.conclusion === 'startup_failure' ? 'error' : 'warning',
      check,
      where: path,
      what: `its last scheduled run ended as ${run.conclusion}`,
      why: skipped
        ? 'It did nothing: a run that is skipped revokes nobody.'
        : 'A run that fails may have left somebody in.',
      mend: `Read it: ${run.url}`,
    }),
  ];
}
