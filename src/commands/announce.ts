/** `leaver announce`: tells each channel of the opt-outs that a pull request opens. Nothing of the pull request is run. */
import type { Journal } from '../audit/journal.js';
import { recordsOf } from '../audit/records.js';
import type { DesiredState } from '../core/model.js';
import type { LogRecords } from '../core/record.js';
import { type Instant, instantOf } from '../core/time.js';
import { LeaverError } from '../errors.js';
import type { Clock, Files } from '../ports/ports.js';
import { outlineOfAnnouncement } from '../report/announce-outline.js';
import { type Asked, askedIn } from './announced.js';
import type { Context } from './context.js';
import { underLease } from './lease.js';
import { hasNews } from './notify.js';
import { onRecord } from './on-record.js';
import { readSide } from './preview/proposal.js';
import type { CommandResult } from './result.js';

export interface AnnounceOptions {
  /** The pull request's files: read only, run never. Null where there is no such folder. */
  readonly proposed: Files | null;
  readonly pullRequest: number;
}

/** Of one pull request so many are told in all: whoever opens more must not fill the log with it. */
export const MOST_TOLD = 500;
/** Of all pull requests together, in a day: what is told, and runs that are recorded. Anybody can open one more. */
export const MOST_A_DAY = 1_000;
const DAY = 24 * 60 * 60_000;
/** The same each time, so that it is told once. */
const FULL =
  'within a day more opt-outs were opened than are announced, over all pull requests: look at those that are open yourself';
/** A run that acts is waited for: minutes, as a rule. */
const LONGEST_WAIT = 10 * 60_000;

/**
 * Policy, people and channels are those of the repository, never the pull request's. What a pull request asks for is told once,
 * and anew where it asks for something else. Beyond a number of a day nothing more is told or recorded but that, once, so that
 * strangers' pull requests do not fill the log. Status: 0; 4 where not all could be read or told. Throws `invalid-policy`, `usage`
 * without a proposal, and `busy` where another run acts for too long.
 */
export async function announceCommand(
  context: Context,
  { proposed, pullRequest }: AnnounceOptions,
): Promise<CommandResult> {
  const now = context.clock.now();
  const { desired, unreadable } = await readSide(context.files, now);
  if (desired === null) throw invalid(unreadable);
  if (proposed === null) throw missing();
  // A copy of the log may need credentials that are none of this job's: the next run brings them up to it.
  const base = { ...desired, sinks: [] };
  const { asked, problems } = await askedIn(context.files, proposed, pullRequest, now);
  const journal = context.journal(base.journal);
  const ended = (why: readonly string[]) => resultOf({ pullRequest, base, told: [], remarks: [], problems: why });
  if (base.channels.length === 0 || (asked.length === 0 && problems.length === 0)) return ended(problems);
  const events = await journal.read();
  const records = recordsOf(events);
  const news = dueOf(asked, records, pullRequest, now);
  if (spentOf(records, now) >= MOST_A_DAY && isFullTold(records, now)) return ended([FULL]);
  if (news.due.length === 0 && problems.length === 0 && !hasNews(events, base, now)) return ended(news.problems);
  // What differs from one pull request to the next would be news each time.
  const told = (put: Due) => (put.problems.includes(FULL) ? [FULL] : [...problems, ...put.problems]);
  const { done, concluded } = await onRecord(context, base, {
    command: 'announce',
    narrowing: { systems: [], people: [] },
    act: () => recorded(journal, context.clock, asked, pullRequest),
    doingsOf: (put) => {
      const all = told(put);
      const none = { figures: null, plan: null, snapshot: null, approvals: null };
      return { ...none, status: all.length > 0 ? 4 : 0, problems: all };
    },
  });
  return resultOf({
    pullRequest,
    base,
    told: done.due,
    remarks: concluded.remarks,
    problems: [...told(done), ...concluded.problems],
  });
}

interface Due {
  readonly due: readonly Asked[];
  readonly problems: readonly string[];
}

/** Once more under the lease: a run for an earlier commit of the pull request may have recorded them meanwhile. */
async function recorded(journal: Journal, clock: Clock, asked: readonly Asked[], pullRequest: number): Promise<Due> {
  const act = async () => {
    const news = dueOf(asked, recordsOf(await journal.read()), pullRequest, clock.now());
    await Promise.all(news.due.map((one) => journal.append({ type: 'opt-out', revocation: null, ...one })));
    return news;
  };
  return underLease(journal, act, { clock, atMost: LONGEST_WAIT });
}

/** What was not told of this pull request yet, as far as there is room. */
function dueOf(asked: readonly Asked[], records: LogRecords, pullRequest: number, now: Instant): Due {
  const left = MOST_A_DAY - spentOf(records, now);
  if (left <= 0) return { due: [], problems: [FULL] };
  const before = records.optOuts.filter((one) => one.transition === 'requested' && one.pullRequest === pullRequest);
  const told = new Set(before.map(essenceOf));
  const fresh = asked.filter((one) => !told.has(essenceOf(one)));
  const room = Math.max(0, MOST_TOLD - before.length);
  const due = fresh.slice(0, Math.min(room, left));
  const rest = fresh.length - due.length;
  if (rest === 0) return { due, problems: [] };
  if (left < room) return { due, problems: [FULL] };
  const more = `pull request ${pullRequest} opens ${rest} more opt-outs, and ${MOST_TOLD} of one are told at most: look at it yourself`;
  return { due, problems: [more] };
}

/** Runs that announce, and what they announced, within the last day. */
function spentOf(records: LogRecords, now: Instant): number {
  const runs = announcing(records, now);
  const ids = new Set(runs.map(({ run }) => run));
  return runs.length + records.optOuts.filter((one) => one.transition === 'requested' && ids.has(one.run)).length;
}

function isFullTold(records: LogRecords, now: Instant): boolean {
  return announcing(records, now).some(({ problems }) => problems.includes(FULL));
}

function announcing({ runs }: LogRecords, now: Instant): LogRecords['runs'] {
  return runs.filter(({ command, startedAt }) => command === 'announce' && instantOf(startedAt) > now - DAY);
}

/** All that people are told of it. A justification that changes alone is no news: it is never told. */
function essenceOf({ optOut, person, systems, owner, requestedBy, expiresAt, why }: Omit<Asked, 'standing'>): string {
  return JSON.stringify([optOut, person, systems, owner, requestedBy, expiresAt, why]);
}

function invalid(unreadable: string | null): LeaverError {
  const why = unreadable === null ? '' : `: ${unreadable}`;
  return new LeaverError('invalid-policy', `The default branch is not valid, so that nobody knows whom to tell${why}`, {
    mend: 'Run `leaver validate` on the default branch.',
  });
}

function missing(): LeaverError {
  return new LeaverError('usage', 'The proposal is not there: the host has not merged it yet for a try, or cannot', {
    mend: 'Solve its conflicts with the default branch, then run this job again.',
  });
}

interface Announcement {
  readonly pullRequest: number;
  readonly base: Pick<DesiredState, 'channels'>;
  readonly told: readonly Asked[];
  readonly remarks: readonly string[];
  readonly problems: readonly string[];
}

function resultOf({ pullRequest, base, told, remarks, problems }: Announcement): CommandResult {
  const channels = base.channels.map(({ id }) => id);
  const status = problems.length > 0 ? 4 : 0;
  return {
    status,
    told: { kind: 'outline', outline: outlineOfAnnouncement({ pullRequest, channels, told, remarks, problems }) },
    json: { version: 1, status, pullRequest, channels, told, remarks, problems },
    findings: [],
  };
}
