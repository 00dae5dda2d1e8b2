/** Who left, and when, by the roster, the identity provider's word and the log: somebody may have left more than once. */
import type { DesiredState, Person, PersonId } from './model.js';
import type { RevokeTask } from './objectives.js';
import type { Trigger } from './record.js';
import { hasDeparted } from './roster.js';
import { formatInstant, type Instant, instantOf, type Timestamp } from './time.js';

/** One time that somebody left, with what was revoked for it. */
export interface Episode {
  readonly person: PersonId;
  readonly since: Timestamp | null;
  readonly source: 'roster' | 'provider' | 'log';
  /** Whether the person is gone by it now: departed, inactive, or out of the roster since. */
  readonly current: boolean;
  /** Of whole accounts, oldest first. */
  readonly tasks: readonly RevokeTask[];
  /** When the person left once more; null where this was the last time. */
  readonly until: Timestamp | null;
}

/** What is known of departures besides the log. */
export interface DepartureFacts {
  /** Since when the roster says `departed` by status, as far as the history tells. */
  readonly landed: ReadonlyMap<PersonId, Instant>;
  /** Whom the identity provider has as inactive; empty where none is named or it was not asked. */
  readonly inactive: ReadonlySet<PersonId>;
}

/** Everybody who left, each time they did, in order of person and time. */
export function episodesOf(
  desired: DesiredState,
  tasks: readonly RevokeTask[],
  facts: DepartureFacts,
  now: Instant,
): readonly Episode[] {
  const own = new Map<PersonId, RevokeTask[]>();
  for (const task of tasks) {
    const { person } = task;
    const { entitlement, reason } = task.first.decision;
    if (person === null || entitlement !== null || (reason !== 'departed' && reason !== 'idp-inactive')) continue;
    const there = own.get(person);
    if (there === undefined) own.set(person, [task]);
    else there.push(task);
  }
  const gone = goneNow(desired, facts, now);
  const people = [...new Set([...own.keys(), ...gone.keys()])].sort();
  const inRoster = new Set(desired.people.map(({ id }) => id));
  return people.flatMap((person) => {
    return ofPerson(person, episodes(own.get(person) ?? []), gone.get(person), inRoster.has(person));
  });
}

interface Gone {
  readonly since: Instant | null;
  readonly source: 'roster' | 'provider';
}

function goneNow(
  { people }: DesiredState,
  { landed, inactive }: DepartureFacts,
  now: Instant,
): ReadonlyMap<PersonId, Gone> {
  const gone = new Map<PersonId, Gone>();
  for (const person of people) {
    if (hasDeparted(person, now)) {
      gone.set(person.id, { since: departedSince(person, landed.get(person.id) ?? null, now), source: 'roster' });
    } else if (person.status === 'active' && inactive.has(person.id)) {
      gone.set(person.id, { since: null, source: 'provider' });
    }
  }
  return gone;
}

/** By status or by `leavesAt`, whichever came first; null where nobody knows. */
function departedSince({ status, leavesAt }: Person, landed: Instant | null, now: Instant): Instant | null {
  const told = status === 'departed' ? landed : null;
  const left = leavesAt !== null && leavesAt <= now ? leavesAt : null;
  return told === null || left === null ? (told ?? left) : (Math.min(told, left) as Instant);
}

/** The tasks of one person, cut where the person left anew. */
function episodes(tasks: readonly RevokeTask[]): readonly (readonly RevokeTask[])[] {
  const all: RevokeTask[][] = [];
  for (const task of tasks) {
    const current = all.at(-1);
    if (current === undefined || isNewDeparture(current, task)) all.push([task]);
    else current.push(task);
  }
  return all;
}

/** A departure that became known after what was revoked for the one before was over, or brought back. */
function isNewDeparture(before: readonly RevokeTask[], task: RevokeTask): boolean {
  const { trigger, decision } = task.first;
  if (decision.stage === 'delete' || !NAMES_A_DEPARTURE.has(trigger.kind)) return false;
  const at = instantOf(trigger.at);
  const latest = before.findLast(({ first }) => first.decision.id === decision.id);
  if (latest !== undefined && latest.state === 'brought-back') return at > instantOf(latest.first.trigger.at);
  return before.some(({ overAt, first }) => {
    // The identity provider's word may come days before the roster's: one departure. So does one that a run saw late.
    if (first.decision.reason !== 'departed' || overAt === null) return false;
    return instantOf(overAt) < at && first.trigger.at !== trigger.at;
  });
}

const NAMES_A_DEPARTURE: ReadonlySet<Trigger['kind']> = new Set(['merge', 'leaves-at']);

function ofPerson(
  person: PersonId,
  groups: readonly (readonly RevokeTask[])[],
  gone: Gone | undefined,
  inRoster: boolean,
): readonly Episode[] {
  const starts = groups.map(sinceOf);
  const made = groups.map((tasks, index): Episode => {
    const last = index === groups.length - 1;
    const ofRoster = last && gone !== undefined && !isAfter(gone, tasks);
    const since = ofRoster ? earliest(gone.since, starts[index]) : (starts[index] ?? null);
    const source = ofRoster ? gone.source : 'log';
    const current = ofRoster || (last && !inRoster);
    return { person, since, source, current, tasks, until: starts[index + 1] ?? null };
  });
  const last = made.at(-1);
  if (gone === undefined || last?.current) return made;
  const since = gone.since === null ? null : formatInstant(gone.since);
  const anew: Episode = { person, since, source: gone.source, current: true, tasks: [], until: null };
  return [...made.slice(0, -1), ...(last === undefined ? [] : [{ ...last, until: since }]), anew];
}

/** Whether the roster's departure came after all that was revoked for the last one that the log knows. */
function isAfter({ since }: Gone, tasks: readonly RevokeTask[]): boolean {
  return (
    since !== null &&
    tasks.some(({ first }) => first.decision.reason === 'departed') &&
    tasks.every(({ overAt, first }) => {
      return instantOf(overAt ?? first.begunAt) < since && instantOf(first.trigger.at) < since;
    })
  );
}

function sinceOf(tasks: readonly RevokeTask[]): Timestamp | null {
  const named = tasks.filter(({ first }) => NAMES_A_DEPARTURE.has(first.trigger.kind));
  const counted = named.length > 0 ? named : tasks.filter(({ first }) => first.trigger.kind !== 'retention');
  const times = counted.map(({ first }) => instantOf(first.trigger.at));
  return times.length === 0 ? null : formatInstant(Math.min(...times) as Instant);
}

function earliest(one: Instant | null, other: Timestamp | null | undefined): Timestamp | null {
  if (one === null) return other ?? null;
  if (other == null) return formatInstant(one);
  return formatInstant(Math.min(one, instantOf(other)) as Instant);
}
