/** Makes the evidence pack. Pure: of the log's records, today's policy, the proofs of opt-outs, and now. */
import { completenessOf, sightsOf } from './completeness.js';
import { type DepartureFacts, episodesOf } from './departures.js';
import type { About, CompletenessRow, Departure, Evidence, Head, LogState, LogVerdict } from './evidence.js';
import { exceptionsOf, type Within } from './evidence-exceptions.js';
import { type Due, dueOf, revocationEvidence, runsById } from './evidence-revocations.js';
import type { DesiredState, PersonId } from './model.js';
import { type RevokeTask, tasksOf, timeToRevoke } from './objectives.js';
import type { Approval } from './observation.js';
import { optOutBook } from './opt-out.js';
import type { LogRecords } from './record.js';
import { registerOf } from './register.js';
import { formatInstant, type Instant, instantOf, type Timestamp } from './time.js';

/** All that a pack is made of. */
export interface Sources {
  readonly records: LogRecords;
  readonly log: { readonly verdict: LogVerdict; readonly from: Timestamp | null; readonly to: Timestamp | null };
  readonly desired: DesiredState;
  readonly approvals: readonly Approval[];
  readonly departures: DepartureFacts;
  /** The commit that is checked out; null where nobody knows. */
  readonly commit: string | null;
  /** What could not be read, as sentences: it counts as outstanding. */
  readonly unread: readonly string[];
  /** What was not known when the sources were gathered, as sentences. */
  readonly caveats: readonly string[];
}

export function evidenceOf(about: About, sources: Sources, now: Instant): Evidence {
  const { records, desired, approvals } = sources;
  const within = withinOf(about, now);
  const book = optOutBook(desired.optOuts, approvals, desired.optOutPolicy.approvalSource, now);
  const due = dueOf(desired, book, now);
  const all = tasksOf(records.revocations);
  const tasks = all.filter((task) => isAbout(about, task, within, now));
  const people = new Map(desired.people.map((person) => [person.id, person]));
  const ground = { desired, people, book, sights: sightsOf(records), commit: sources.commit };
  const episodes = episodesOf(desired, all, sources.departures, now).filter(({ person, since }) => {
    return about.kind === 'person' ? person === about.person : since === null || within(since, since);
  });
  const departures = episodes.map((episode): Current => {
    const { person, since, source, current } = episode;
    return { person, since, source, current, systems: completenessOf(episode, ground) };
  });
  const ids = new Set(tasks.flatMap(({ attempts }) => attempts.map(({ revocation }) => revocation)));
  const runs = runsById(records.runs);
  const ofTasks = tasks.flatMap(({ attempts }) => attempts);
  const times = timeToRevoke(ofTasks, now, due);
  const register = registerOf(desired, approvals, now);
  const revocations = tasks.map((task) => revocationEvidence(task, runs, due, now));
  const inPeriod = ({ at }: { readonly at: Timestamp }) => about.kind === 'period' && within(at, at);
  const exceptions = exceptionsOf(about, { records, register, tasks, within, now });
  const log = logState(sources.log);
  return {
    version: 1,
    at: formatInstant(now),
    organization: desired.organization,
    about,
    log,
    outstanding: [...outstandingOf(log, departures, tasks, due), ...sources.unread, ...unproved(exceptions)],
    caveats: sources.caveats,
    times: { all: times.all, systems: times.systems },
    departures: departures.map(({ current: _, ...departure }) => departure),
    revocations,
    restorations: records.restorations.filter(
      (one) => one.revocations.some((id) => ids.has(id)) || inPeriod({ at: one.begunAt }),
    ),
    exceptions,
    halts: records.halts.filter(inPeriod),
    overrides: records.overrides.filter(inPeriod),
  };
}

function withinOf(about: About, now: Instant): Within {
  if (about.kind === 'person') return () => true;
  const [first, last] = [instantOf(about.from), Math.min(now, instantOf(about.to))];
  return (from, to) => instantOf(from) <= last && instantOf(to) >= first;
}

function isAbout(about: About, task: RevokeTask, within: Within, now: Instant): boolean {
  const { first, last, overAt } = task;
  if (about.kind === 'person') return task.person === about.person;
  const begins = instantOf(first.trigger.at) < instantOf(first.begunAt) ? first.trigger.at : first.begunAt;
  return within(begins, last.endedAt ?? overAt ?? formatInstant(now)) || within(first.begunAt, first.begunAt);
}

function logState({ verdict, from, to }: Sources['log']): LogState {
  const checkpoint: Head | null = verdict.head === null ? null : { seq: verdict.head.seq, hash: verdict.head.hash };
  const why = verdict.kind === 'broken' ? verdict.why : '';
  return { verdict: verdict.kind, why, events: verdict.events, from, to, checkpoint };
}

const OUTSTANDING: ReadonlySet<CompletenessRow['state']> = new Set(['outstanding', 'protected', 'never-seen']);

function unproved(exceptions: Evidence['exceptions']): string[] {
  const unread = exceptions.filter(({ standing }) => standing === 'unverifiable');
  return unread.map(({ optOut }) => `the approval of opt-out ${optOut} could not be verified`);
}

interface Current extends Departure {
  readonly current: boolean;
}

function outstandingOf(
  log: LogState,
  departures: readonly Current[],
  tasks: readonly RevokeTask[],
  due: Due,
): string[] {
  const broken = log.verdict === 'broken' ? [`the log is not whole: ${log.why}`] : [];
  const rows = departures
    .filter(({ current }) => current)
    .flatMap(({ person, systems }) =>
      systems.filter(({ state }) => OUTSTANDING.has(state)).map((row) => ({ person, ...row })),
    );
  const said = new Set(rows.flatMap(({ revocations }) => revocations));
  const open = tasks.filter((task) => task.state === 'open' && due(task) && !said.has(task.last.revocation));
  return [
    ...broken,
    ...rows.map(({ person, system, state, why }) => {
      return `${person} in ${system}: ${STATE_WORDS[state]}${why === '' ? '' : ` (${why})`}`;
    }),
    ...open.map(({ person, last: { decision, revocation, ending } }) => {
      return `${person ?? decision.account.name} in ${decision.system}: ${ending ?? 'cut off'} (${revocation})`;
    }),
  ];
}

/** As a person reads them. */
export const STATE_WORDS: Readonly<Record<CompletenessRow['state'], string>> = {
  revoked: 'revoked and read back',
  'nothing-there': 'no account was due',
  held: 'held by an opt-out',
  'report-mode': 'nothing is revoked there: report mode',
  outstanding: 'outstanding',
  protected: 'protected, so it is never revoked',
  'never-seen': 'no run has seen the system whole since',
  'came-back': 'the person was back before it was over',
};

/** Everybody whom the sources name: of anybody else there is no evidence to give. */
export function knownPeople({ records, desired }: Pick<Sources, 'records' | 'desired'>): ReadonlySet<string> {
  const named: (PersonId | null)[] = [
    ...desired.people.map(({ id }) => id),
    ...records.revocations.map(({ decision }) => decision.person),
    ...records.optOuts.map(({ person }) => person),
  ];
  return new Set(named.filter((id) => id !== null));
}
