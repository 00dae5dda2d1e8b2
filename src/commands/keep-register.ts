/** The one pinned issue with the register of exceptions: kept up to date at the end of each whole run. */
import type { DesiredState } from '../core/model.js';
import type { Approval } from '../core/observation.js';
import { registerOf } from '../core/register.js';
import { sentencesOf } from '../errors.js';
import { REGISTER } from '../notify/issues.js';
import { type RegisterIssueAbout, registerIssue, registerIssueBefore } from '../report/register-issue.js';
import type { Context } from './context.js';

export interface KeptRegister {
  /** What is worth knowing and no failure, as sentences: the issue could not be pinned. */
  readonly remarks: readonly string[];
  /** Why it is not up to date: the next run tries again. */
  readonly problems: readonly string[];
}

const NOTHING: KeptRegister = { remarks: [], problems: [] };

/**
 * Keeps the issue where the policy has a channel of kind `issues`; nothing is written where only time has passed since it was
 * written, less than a day ago. Never throws.
 * @param approvals as the run proved them, and as its report tells them
 */
export async function keepRegister(
  { host, clock }: Pick<Context, 'host' | 'clock'>,
  desired: DesiredState,
  approvals: readonly Approval[],
  run: Omit<RegisterIssueAbout, 'showJustifications'>,
): Promise<KeptRegister> {
  if (!desired.channels.some(({ kind }) => kind === 'issues')) return NOTHING;
  try {
    const { issues } = await host();
    const register = registerOf(desired, approvals, clock.now());
    const about = { ...run, showJustifications: desired.showJustifications };
    const issue = await issues.keep(REGISTER, (before) => {
      const same = before === null ? null : registerIssueBefore(register, before.body, about);
      return { text: registerIssue(register, about), asGood: same === null ? [] : [same] };
    });
    const pinned = await issues.pin(issue);
    if (pinned.kind !== 'refused') return NOTHING;
    return { ...NOTHING, remarks: [`The register of exceptions (${issue.url}) could not be pinned: ${pinned.why}.`] };
  } catch (error) {
    const why = sentencesOf(error);
    return { ...NOTHING, problems: [`the issue with the register of exceptions is not up to date: ${why}`] };
  }
}
