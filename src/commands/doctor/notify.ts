/** Whether the workflows can tell the policy's channels: by what they say alone. */
import { type Checked, judgedEach } from '../../core/checkup.js';
import type { ChannelSettings } from '../../core/model.js';
import { recordOf, type WorkflowFile, type WorkflowJob } from '../../host/workflows/file.js';
import { announcingJobsOf, type JobIn, leaverSteps, mayWrite, revokingJobsOf } from '../../host/workflows/leaver.js';
import { variableOf } from '../../notify/address.js';

const WHERE = '.github/workflows';

/** @param workflows null where they could not be read */
export function checkChannels(
  channels: readonly ChannelSettings[],
  workflows: readonly WorkflowFile[] | null,
): readonly Checked[] {
  if (channels.length === 0 || workflows === null) return [];
  const announcing = announcingJobsOf(workflows);
  const telling = [...revokingJobsOf(workflows), ...announcing];
  if (telling.length === 0) return [];
  const named = ({ workflow, job }: JobIn) => `${workflow.path}: job ${job.id}`;
  const issues = channels.some(({ kind }) => kind === 'issues');
  const unable = issues ? telling.filter(({ workflow, job }) => !mayWrite(workflow, job, 'issues')) : [];
  const variables = channels.flatMap(variablesOf);
  const missing = telling.flatMap((one) => {
    const lacking = variables.filter((variable) => !isGiven(one, variable));
    return lacking.length === 0 ? [] : [`${lacking.join(', ')} in ${named(one)}`];
  });
  return [
    judgedEach(unable.map(named), {
      severity: 'error',
      check: 'notify/issues',
      where: WHERE,
      good: 'the jobs that tell a channel of kind issues may write issues',
      what: (jobs) => `the policy has a channel of kind issues, and the token of ${jobs} may not write issues`,
      why: 'Nobody is told there, the register is not kept, and every run ends with 4.',
      mend: 'Give each of these jobs `issues: write`, also where it calls the workflow that tells.',
    }),
    judgedEach(missing, {
      severity: 'error',
      check: 'notify/variables',
      where: WHERE,
      good: "the workflows give each channel's variables to the jobs that tell it",
      what: (lacking) => `what opens a channel is not given to the job that tells it: ${lacking}`,
      why: 'GitHub Actions gives a job no secret that the workflow does not name: nobody is told, and the run ends with 4.',
      mend: 'Name each under `env` of the step that runs Leaver, with the secret of that name as its value.',
    }),
    judgedEach(announcing.length === 0 ? [WHERE] : [], {
      severity: 'warning',
      check: 'notify/announce',
      where: WHERE,
      good: 'a pull request that opens an opt-out is announced',
      what: () => 'no workflow announces a pull request that opens an opt-out',
      why: 'People are told of an exception only once it is merged.',
      mend: 'Copy leaver-announce.yml from Leaver’s own workflows.',
    }),
  ];
}

function variablesOf({ id, kind }: ChannelSettings): string[] {
  switch (kind) {
    case 'issues':
      return [];
    case 'webhook':
      return [variableOf(id, 'URL'), variableOf(id, 'SECRET')];
    case 'slack':
    case 'email':
      return [variableOf(id, 'URL')];
  }
}

/** In the environment of each step that runs Leaver; a job that calls another has none of its own. */
function isGiven({ workflow, job }: JobIn, variable: string): boolean {
  if (job.uses !== null) return true;
  const around = [workflow.data, job.data].some((scope) => names(scope, variable));
  return around || leaverSteps(job).every(({ data }) => names(data, variable));
}

function names(scope: WorkflowJob['data'], variable: string): boolean {
  return Object.hasOwn(recordOf(scope['env']), variable);
}
