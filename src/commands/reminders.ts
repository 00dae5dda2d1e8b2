/** Reminders of what lapses or leaves soon: once each, and never in the way of a run. */
import { createHash } from 'node:crypto';
import { type Journal, remindersIn } from '../audit/journal.js';
import type { DesiredState } from '../core/model.js';
import type { Approval } from '../core/observation.js';
import { dueReminders, type Reminder } from '../core/reminders.js';
import type { Instant } from '../core/time.js';
import { LeaverError, messageOf } from '../errors.js';
import { reminderComment, reminderSentence } from '../report/reminder.js';
import { count } from '../report/words.js';
import type { Context } from './context.js';
import { underLease } from './lease.js';

export interface Reminded {
  /** What was sent, and what is only told here, as sentences. */
  readonly remarks: readonly string[];
  /** What could not be sent: the next run tries again. */
  readonly problems: readonly string[];
}

/** Where one of these stands in the way, it stands in the way of every other comment. */
const HOPELESS: ReadonlySet<string> = new Set([
  'missing-credential',
  'wrong-credential',
  'wrong-system',
  'unreachable',
  'rate-limited',
  'usage',
  'not-supported',
]);

/**
 * Sends what is due at `now` and was not sent before, as the journal tells, or the comment itself where the journal is
 * gone. A comment comes before its entry in the journal: a run that is killed between them finds the comment. Never throws.
 */
export async function sendReminders(
  context: Context,
  desired: DesiredState,
  approvals: readonly Approval[],
  now: Instant,
): Promise<Reminded> {
  const problems: string[] = [];
  const journal = context.journal(desired.journal);
  const unsent = async (): Promise<readonly Reminder[]> => {
    const known = await sentBefore(journal, problems);
    return known === null ? [] : dueReminders(desired, approvals, now).filter(({ key }) => !known.has(key));
  };
  if ((await unsent()).length === 0) return { remarks: [], problems };
  try {
    // Looked at again under the lease: another run may have sent them meanwhile.
    const remarks = await underLease(journal, async () =>
      send(context, journal, desired, await unsent(), now, problems),
    );
    return { remarks, problems };
  } catch (error) {
    problems.push(`no reminders were sent: ${messageOf(error)}`);
    return { remarks: [], problems };
  }
}

async function send(
  context: Context,
  journal: Journal,
  desired: DesiredState,
  due: readonly Reminder[],
  now: Instant,
  problems: string[],
): Promise<readonly string[]> {
  const remarks: string[] = [];
  for (const [index, reminder] of due.entries()) {
    const pullRequest = reminder.kind === 'departure' ? null : reminder.pullRequest;
    try {
      const isNews = pullRequest === null || (await comment(context, reminder, desired, now));
      if (isNews) remarks.push(reminderSentence(reminder, desired, now, pullRequest !== null));
      await journal.append({ type: 'reminded', revocation: null, key: reminder.key, pullRequest });
    } catch (error) {
      problems.push(`the reminder of ${subjectOf(reminder)} failed: ${messageOf(error)}`);
      if (!isHopeless(error)) continue;
      const rest = due.length - index - 1;
      if (rest > 0) problems.push(`${count(rest, 'more reminder')} could not be sent either`);
      break;
    }
  }
  return remarks;
}

/** The keys of what was sent; null where the journal can't tell, and nothing is sent twice on that account. */
async function sentBefore(journal: Journal, problems: string[]): Promise<ReadonlySet<string> | null> {
  try {
    return remindersIn(await journal.read());
  } catch (error) {
    problems.push(`no reminders were sent: ${messageOf(error)}`);
    return null;
  }
}

/** Whether it is said only now. */
async function comment({ host }: Context, reminder: Reminder, desired: DesiredState, now: Instant): Promise<boolean> {
  if (reminder.kind === 'departure' || reminder.pullRequest === null) return false;
  const { comments } = await host();
  const hash = createHash('sha256').update(reminder.key).digest('hex').slice(0, 32);
  const body = reminderComment(reminder, desired, now);
  return (await comments.once(reminder.pullRequest, `<!-- leaver:reminder ${hash} -->`, body)) === 'created';
}

function isHopeless(error: unknown): boolean {
  return error instanceof LeaverError && HOPELESS.has(error.code);
}

function subjectOf(reminder: Reminder): string {
  if (reminder.kind === 'departure') return `the departure of ${reminder.person.id}`;
  return reminder.kind === 'owner' ? `the owner of opt-out ${reminder.optOut.id}` : `opt-out ${reminder.optOut.id}`;
}
