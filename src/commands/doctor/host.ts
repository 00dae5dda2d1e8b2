/** Whether the host protects the policy repository as Leaver assumes. */
import { type Checked, found, judged } from '../../core/checkup.js';
import type { JournalPlace } from '../../core/model.js';
import type { Instant } from '../../core/time.js';
import { messageOf } from '../../errors.js';
import type { WorkflowFile } from '../../host/workflows/file.js';
import { validatingChecks } from '../../host/workflows/leaver.js';
import type { Host } from '../../ports/host.js';
import type { HostInspection, RepositoryFacts } from '../../ports/host-inspection.js';
import type { Context } from '../context.js';
import { checkBranch } from './branch.js';
import { checkCodeownersAtHost } from './codeowners.js';
import { checkJournalBranch } from './journal.js';
import { attempt, mendOf } from './part.js';
import { checkSchedules } from './schedule.js';

export interface CheckedHost {
  readonly checks: readonly Checked[];
  readonly requests: number;
}

/** Never throws: a host that can't be reached is one finding. @param workflows null where they could not be read */
export async function checkHost(
  context: Context,
  workflows: readonly WorkflowFile[] | null,
  journal: JournalPlace,
  now: Instant,
): Promise<CheckedHost> {
  context.progress('host: looking at the policy repository …');
  let host: Host | null = null;
  try {
    host = await context.host();
    const { inspection } = host;
    const facts = await inspection.repository();
    const validating = workflows?.flatMap(validatingChecks) ?? null;
    const checks = await Promise.all([
      repositoryChecks(facts),
      checkBranch(inspection, facts.defaultBranch, validating),
      checkJournalBranch(journal, inspection),
      checkCodeownersAtHost(host),
      checkPermissions(inspection, facts),
      checkSchedules(inspection, workflows ?? [], now),
    ]);
    context.progress(`host: ${host.requests()} requests`);
    return { checks: checks.flat(), requests: host.requests() };
  } catch (error) {
    const unreachable = found({
      severity: 'error',
      check: 'host/reachable',
      where: 'the host',
      what: `the policy repository could not be looked at: ${messageOf(error)}`,
      why: 'Approvals are proved at the host: without it each opt-out is unverifiable, and every run ends with 4.',
      mend: mendOf(error) || 'Check GITHUB_REPOSITORY, GITHUB_API_URL and the token.',
    });
    return { checks: [unreachable], requests: host?.requests() ?? 0 };
  }
}

function repositoryChecks({ fullName, visibility, archived }: RepositoryFacts): readonly Checked[] {
  const where = fullName;
  return [
    judged(!archived, {
      severity: 'error',
      check: 'host/archived',
      where,
      what: 'the repository is archived: nothing is merged or run any more',
      why: 'Nobody can be added to the roster or taken from it, and no schedule runs.',
      mend: 'Unarchive it, or move the policy elsewhere.',
      good: 'the repository is in use',
    }),
    judged(visibility !== 'public', {
      severity: 'warning',
      check: 'host/visibility',
      where,
      what: 'the repository is public',
      why: 'Anybody reads who works here, who left, and who still has access; anybody opens pull requests that workflows run for.',
      mend: 'Make it private or internal.',
      good: `the repository is ${visibility}`,
    }),
  ];
}

async function checkPermissions(
  inspection: HostInspection,
  { fullName }: RepositoryFacts,
): Promise<readonly Checked[]> {
  const why =
    'It is what a workflow gets that says nothing of its own; a workflow that approves stands in for a person.';
  const about = { check: 'host/workflow-permissions', where: fullName, what: 'what workflows may do by default', why };
  const read = await attempt({ ...about, permission: 'Administration: read' }, () => inspection.workflowPermissions());
  if ('unread' in read) return [read.unread];
  const { level, approvesPullRequests } = read.value;
  const mend = "In the repository's settings, under Actions, General, ";
  return [
    judged(level === 'read', {
      severity: 'warning',
      check: 'host/workflow-permissions',
      where: fullName,
      what: 'the token of workflows may write by default',
      why,
      mend: `${mend}choose read permissions for the workflow token.`,
      good: 'the token of workflows reads by default',
    }),
    judged(!approvesPullRequests, {
      // No bot's approval is a code owner's, so that it does not open the branch by itself.
      severity: 'warning',
      check: 'host/workflow-approvals',
      where: fullName,
      what: 'workflows may approve pull requests',
      why: 'Whoever can change a workflow on a branch could have it approve their own change to the roster.',
      mend: `${mend}turn off that workflows create and approve pull requests, or let an App open them.`,
      good: "workflows can't approve pull requests",
    }),
  ];
}
