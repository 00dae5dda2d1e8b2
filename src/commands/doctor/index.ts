/** `leaver doctor`: is everything that Leaver relies on as it assumes? It changes nothing. */
import { type Checked, found, passed } from '../../core/checkup.js';
import type { DesiredState } from '../../core/model.js';
import type { Instant } from '../../core/time.js';
import { messageOf } from '../../errors.js';
import { loadPolicy } from '../../policy/load.js';
import type { Checkout } from '../../ports/clone.js';
import { type Checkup, documentOfCheckup, outlineOfCheckup } from '../../report/doctor-outline.js';
import { count } from '../../report/words.js';
import type { Context } from '../context.js';
import { checkNarrowing } from '../load.js';
import type { CommandResult } from '../result.js';
import { checkClone } from './clone.js';
import { checkCodeowners } from './codeowners.js';
import { checkCopies, checkCopyPlaces } from './copies.js';
import { checkHost } from './host.js';
import { checkJournalPlace } from './journal.js';
import { checkChannels } from './notify.js';
import { attempt, mendOf, unchecked } from './part.js';
import { checkPolicy } from './policy.js';
import { checkSystem } from './systems.js';
import { checkWorkflows } from './workflows.js';

export interface DoctorOptions {
  /** Neither the host nor any system is asked. */
  readonly offline: boolean;
  /** Also tells what is as it should be. */
  readonly verbose: boolean;
  /** Only these systems; empty: all. */
  readonly systems: readonly string[];
}

/** Status 1 where a check ends as an error. A part that fails is a finding, and the others go on. Throws `usage` for an unknown system. */
export async function doctor(context: Context, options: DoctorOptions): Promise<CommandResult> {
  const now = context.clock.now();
  const policy = await readPolicy(context, now);
  if (policy.desired !== null) checkNarrowing(policy.desired, { systems: options.systems, people: [] });
  const clone = await readClone(context);
  const { prefix } = clone;
  const workflows = await checkWorkflows(context, prefix);
  const routes = policy.desired === null ? [] : await checkCodeowners(context, policy.desired, now, prefix);
  const place = policy.desired?.journal ?? 'file';
  const journal = policy.desired === null ? [] : checkJournalPlace(place, workflows.workflows);
  const places = policy.desired === null ? [] : checkCopyPlaces(policy.desired, workflows.workflows);
  const channels = checkChannels(policy.desired?.channels ?? [], workflows.workflows);
  const local = [...policy.checks, ...journal, ...channels, ...places, ...clone.checks, ...routes, ...workflows.checks];
  const about = { approvalSource: policy.desired?.optOutPolicy.approvalSource ?? null };
  if (options.offline) return resultOf({ ...about, checks: local, offline: true, requests: {} }, options);

  const chosen = (policy.desired?.systems ?? []).filter(
    ({ id }) => options.systems.length === 0 || options.systems.includes(id),
  );
  const [host, copies, ...systems] = await Promise.all([
    checkHost(context, workflows.workflows, place, now),
    checkCopies(context, policy.desired?.sinks ?? []),
    ...chosen.map((system) => checkSystem(context, system)),
  ]);
  const checks = [...local, ...host.checks, ...copies, ...systems.flatMap((one) => one.checks)];
  const counted = chosen.map(({ id }, at) => [id, systems[at]?.requests ?? 0] as const);
  const requests = Object.fromEntries([['host', host.requests], ...counted.map(([id, n]) => [`system ${id}`, n])]);
  return resultOf({ ...about, checks, offline: false, requests }, options);
}

function resultOf(checkup: Checkup, { verbose }: DoctorOptions): CommandResult {
  const failed = checkup.checks.some((one) => one.kind !== 'passed' && one.severity === 'error');
  return {
    status: failed ? 1 : 0,
    told: { kind: 'outline', outline: outlineOfCheckup(checkup, verbose) },
    json: documentOfCheckup(checkup),
    findings: [],
  };
}

interface ReadPolicy {
  readonly checks: readonly Checked[];
  /** Null where it is not valid: what depends on it is not checked. */
  readonly desired: DesiredState | null;
}

async function readPolicy(context: Context, now: Instant): Promise<ReadPolicy> {
  const [check, where] = ['policy/valid', 'policies'];
  const why = 'An invalid policy revokes nobody, and an invalid opt-out exempts nobody.';
  try {
    const { desired, errors } = await loadPolicy(context.files, { at: now });
    const mend = '`leaver validate` names each with its line and the mend.';
    const rest = desired === null ? ': neither it, nor CODEOWNERS, nor any system could be checked' : '';
    const what = `${count(errors, 'error')} in the documents${rest}`;
    const valid =
      errors === 0
        ? passed(check, where, 'the documents are valid')
        : found({ severity: 'error', check, where, what, why, mend });
    if (desired === null) return { checks: [valid], desired };
    const about = { check: 'policy/answers', where, what: 'who answers for what', why, permission: null };
    const read = await attempt(about, () => checkPolicy(context, desired, now));
    return { checks: [valid, ...('value' in read ? read.value : [read.unread])], desired };
  } catch (error) {
    const mend = mendOf(error) || 'Name the policy repository with --root.';
    return { checks: [found({ severity: 'error', check, where, what: messageOf(error), why, mend })], desired: null };
  }
}

async function readClone({ clone }: Context): Promise<{ checks: readonly Checked[]; prefix: string }> {
  try {
    const checkout: Checkout | null = await clone.checkout();
    return { checks: checkClone(checkout), prefix: checkout?.prefix ?? '' };
  } catch (error) {
    const why = 'Approvals are proved from the history.';
    const about = { check: 'clone/history', where: 'the clone', what: 'the history', why, permission: null };
    return { checks: [unchecked(error, { ...about, severity: 'error' })], prefix: '' };
  }
}
