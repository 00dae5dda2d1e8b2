/** The end of every run: what has happened goes on record, then people are told, then the copies of the log get it. */
import type { Checkpoint, Journal, JournalEvent, NewEvent } from '../audit/journal.js';
import { recordsOf } from '../audit/records.js';
import type { Plan, Violation } from '../core/decision.js';
import type { DesiredState, SystemId } from '../core/model.js';
import type { Approval, Snapshot } from '../core/observation.js';
import type { LogRecords, RunFigures, SystemSight } from '../core/record.js';
import { registerOf } from '../core/register.js';
import { transitionsDue } from '../core/transitions.js';
import { LeaverError, sentencesOf } from '../errors.js';
import type { Context } from './context.js';
import { deliver } from './deliver.js';
import { keepRegister } from './keep-register.js';
import { SECONDS, underLease } from './lease.js';
import { hasNews, sendNews } from './notify.js';

/** What a run came to, as far as its log is concerned. */
export interface Doings {
  /** Its exit status by what it did; what goes wrong while it is put on record comes on top. */
  readonly status: number;
  readonly figures: RunFigures | null;
  /** The plan that it went by; null where it had none. */
  readonly plan: Pick<Plan, 'digest' | 'systems' | 'clockSkew'> | null;
  readonly snapshot: Pick<Snapshot, 'systems'> | null;
  /** The proofs of opt-outs, where the run looked at all of them; null: it had one task, and says nothing of opt-outs. */
  readonly approvals: readonly Approval[] | null;
  readonly problems: readonly string[];
}

export interface Concluded {
  readonly remarks: readonly string[];
  /** What is not on record, not told or not copied, a sentence each: the run is red, and the next one makes it good. */
  readonly problems: readonly string[];
  /** Where the log ends; null where it could not be read. */
  readonly checkpoint: Checkpoint | null;
  /** All that the log tells by now; null where it could not be read. */
  readonly records: LogRecords | null;
}

/**
 * Records how the run ended, with every guard's halt and what has happened to opt-outs since the last one; tells each channel
 * what it has not been told; keeps the register's issue; and gives each copy of the log what it lacks. Never throws.
 */
export async function conclude(context: Context, desired: DesiredState, doings: Doings): Promise<Concluded> {
  const journal = context.journal(desired.journal);
  const remarks: string[] = [];
  const problems: string[] = [];
  const attempt = async (what: string, act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      problems.push(`${what}: ${sentencesOf(error)}`);
    }
  };
  await attempt('how this run ended could not be recorded', async () => {
    try {
      await record(context, desired, journal, doings, problems);
    } catch (error) {
      // It did nothing, or it would hold the lease itself.
      if (!isBusy(error)) throw error;
      remarks.push('Another run is acting, and writes the log meanwhile: this one, which did nothing, is not in it.');
    }
  });
  await attempt('nobody could be told what is new', async () => {
    const told = await tellNews(context, desired, journal, doings);
    remarks.push(...told.remarks);
    problems.push(...told.problems);
  });
  let { checkpoint, records } = await endOf(journal);
  if (doings.approvals !== null) {
    const about = { link: context.cause.url, checkpoint };
    const kept = await keepRegister(context, desired, doings.approvals, about);
    remarks.push(...kept.remarks);
    problems.push(...kept.problems);
  }
  if (desired.sinks.length > 0) {
    problems.push(...(await deliver(context, desired, journal)).problems);
    ({ checkpoint, records } = await endOf(journal));
  }
  return { remarks, problems, checkpoint, records };
}

/**
 * Opt-outs' transitions, halts and the run's end, appended together: on a branch that is one commit. A transition is recorded
 * once, by whichever run comes first, and so under the lease; without any the end needs none.
 */
async function record(
  context: Context,
  desired: DesiredState,
  journal: Journal,
  doings: Doings,
  problems: string[],
): Promise<void> {
  const now = context.clock.now();
  const register =
    doings.approvals === null || doings.plan?.clockSkew != null ? null : registerOf(desired, doings.approvals, now);
  const due = async (): Promise<readonly NewEvent[]> => {
    if (register === null) return [];
    const transitions = transitionsDue(register, recordsOf(await journal.read()).optOuts);
    return transitions.map((one) => ({ type: 'opt-out', revocation: null, ...one }));
  };
  const put = async (transitions: readonly NewEvent[]): Promise<void> => {
    const events = [...transitions, ...haltsOf(doings), endedWith(doings)];
    await Promise.all(events.map((event) => journal.append(event)));
  };
  if ((await due()).length === 0) return put([]);
  try {
    // Looked at again under the lease: another run may have recorded them meanwhile.
    await underLease(journal, async () => put(await due()), { clock: context.clock, atMost: SECONDS });
  } catch (error) {
    if (!isBusy(error)) throw error;
    problems.push('another run has been acting: what has happened to opt-outs is recorded by the next run');
    await put([]);
  }
}

type Told = Pick<Concluded, 'remarks' | 'problems'>;

async function tellNews(context: Context, desired: DesiredState, journal: Journal, { plan }: Doings) {
  const nothing: Told = { remarks: [], problems: [] };
  // What is noted at a wrong time would keep later runs from telling.
  if (plan?.clockSkew != null) return nothing;
  const closed = await closedChannels(context, desired);
  if (!hasNews(await journal.read(), desired, context.clock.now())) return { ...nothing, problems: closed };
  try {
    const tell = () => sendNews(context, desired, journal, context.clock.now());
    return await underLease(journal, tell, { clock: context.clock, atMost: SECONDS });
  } catch (error) {
    if (!isBusy(error)) throw error;
    return {
      ...nothing,
      problems: ['another run has been acting: what is new was told to nobody, and the next run tells it'],
    };
  }
}

/** Channels that could tell nobody anything, told before there is anything to tell. */
async function closedChannels(context: Context, { channels }: DesiredState): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const settings of channels) {
    try {
      await context.channel(settings);
    } catch (error) {
      problems.push(`channel ${settings.id} could tell nobody anything: ${sentencesOf(error)}`);
    }
  }
  return problems;
}

function isBusy(error: unknown): boolean {
  return error instanceof LeaverError && error.code === 'busy';
}

function haltsOf({ plan }: Doings): NewEvent[] {
  if (plan === null) return [];
  const of = (system: SystemId, { rule, class: group, limit, actual }: Violation): NewEvent => {
    return { type: 'halted', revocation: null, digest: plan.digest, system, class: group, rule, limit, actual };
  };
  return plan.systems.flatMap(({ system, guard }) =>
    guard.kind === 'pass' ? [] : guard.violations.map((violation) => of(system, violation)),
  );
}

function endedWith({ status, figures, plan, snapshot, problems }: Doings): NewEvent {
  const systems = (snapshot?.systems ?? []).map(
    ({ system, completeness, accounts, at }): SystemSight => ({
      ...{ system, completeness: completeness.kind, accounts: accounts.length, at },
    }),
  );
  return { type: 'run-ended', revocation: null, status, figures, digest: plan?.digest ?? null, systems, problems };
}

async function endOf(journal: Journal): Promise<Pick<Concluded, 'checkpoint' | 'records'>> {
  try {
    const events = await journal.read();
    const last: JournalEvent | undefined = events.at(-1);
    const checkpoint = last === undefined ? null : { seq: last.seq, hash: last.hash };
    return { checkpoint, records: recordsOf(events) };
  } catch {
    return { checkpoint: null, records: null };
  }
}
