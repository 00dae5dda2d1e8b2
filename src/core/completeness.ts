/** How everybody who left stands in every system of the policy: exactly one row each, by the log and today's policy. */
import type { Episode } from './departures.js';
import type { CompletenessRow } from './evidence.js';
import type { DesiredState, Person, PersonId, System, SystemId } from './model.js';
import type { RevokeTask } from './objectives.js';
import type { OptOutBook } from './opt-out.js';
import type { LogRecords, SystemSight } from './record.js';
import { fold } from './roster.js';
import { formatInstant, instantOf, type Timestamp } from './time.js';

/** A system seen whole by a run that ended. */
export interface Sight extends SystemSight {
  /** Whether a guard halted the people's share there in that run. */
  readonly halted: boolean;
  /** How many accounts, in all systems, that run left to people to judge. */
  readonly review: number;
  /** The commit of the policy repository that the run went by. */
  readonly commit: string | null;
}

export interface Ground {
  readonly desired: DesiredState;
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly book: OptOutBook;
  /** Oldest first. */
  readonly sights: ReadonlyMap<SystemId, readonly Sight[]>;
  /** The commit that is checked out; null where nobody knows. */
  readonly commit: string | null;
}

/** All complete observations, by system. */
export function sightsOf({ runs, halts }: LogRecords): ReadonlyMap<SystemId, readonly Sight[]> {
  const halted = new Set(halts.filter((one) => one.class === 'people').map(({ run, system }) => `${run} ${system}`));
  const sights = new Map<SystemId, Sight[]>();
  for (const { run, commit, endedAt, systems, figures } of runs) {
    if (endedAt === null || figures === null) continue;
    for (const sight of systems) {
      if (sight.completeness !== 'complete') continue;
      const seen = { ...sight, halted: halted.has(`${run} ${sight.system}`), review: figures.review, commit };
      const there = sights.get(sight.system);
      if (there === undefined) sights.set(sight.system, [seen]);
      else there.push(seen);
    }
  }
  return sights;
}

/** One row for each system of the policy, and for each that the log knows of this departure and the policy has no more. */
export function completenessOf(episode: Episode, ground: Ground): readonly CompletenessRow[] {
  const bySystem = new Map<SystemId, RevokeTask[]>();
  for (const task of episode.tasks) {
    const { system } = task.first.decision;
    bySystem.set(system, [...(bySystem.get(system) ?? []), task]);
  }
  const known = new Map(ground.desired.systems.map((system) => [system.id, system]));
  const ids = [...new Set([...known.keys(), ...bySystem.keys()])].sort();
  return ids.map((id) => rowOf(id, known.get(id), episode, bySystem.get(id) ?? [], ground));
}

function rowOf(
  id: SystemId,
  system: System | undefined,
  episode: Episode,
  tasks: readonly RevokeTask[],
  ground: Ground,
): CompletenessRow {
  const row: Omit<CompletenessRow, 'state'> = {
    system: id,
    at: null,
    revocations: [],
    optOut: null,
    until: null,
    why: '',
  };
  const person = ground.people.get(episode.person);
  // An account that is somebody else's by now shows nothing of this person.
  const latest = latestOfEach(tasks).filter(({ state }) => state !== 'dropped');
  const revocations = latest.map(({ last }) => last.revocation);
  if (episode.current && person !== undefined && latest.some(({ state }) => state !== 'over')) {
    const held = heldRow(row, id, person, ground);
    if (held !== null) return { ...held, revocations };
  }
  if (latest.length > 0) return ofTasks({ ...row, revocations }, latest, episode);
  if (episode.current && person !== undefined) {
    const held = heldRow(row, id, person, ground);
    if (held !== null) return held;
    if (system !== undefined && isProtected(person, system)) {
      return { ...row, state: 'protected', why: 'the policy protects the account' };
    }
  }
  if (system?.mode === 'report') return { ...row, state: 'report-mode', why: 'nothing is revoked in report mode' };
  return seenRow(row, id, episode, ground);
}

/** The latest task at each account. */
function latestOfEach(tasks: readonly RevokeTask[]): readonly RevokeTask[] {
  return [...new Map(tasks.map((task) => [task.first.decision.id, task])).values()];
}

function ofTasks(row: Omit<CompletenessRow, 'state'>, tasks: readonly RevokeTask[], episode: Episode): CompletenessRow {
  const open = tasks.filter(({ state }) => state === 'open');
  if (open.length > 0 && episode.current) {
    const last = open.map(({ last }) => last.ending ?? 'cut off').join(', ');
    return { ...row, state: 'outstanding', at: latestTime(open.map((one) => one.last.begunAt)), why: `begun: ${last}` };
  }
  const back = tasks.filter(({ state, last }) => state === 'brought-back' || (state === 'over' && last.broughtBack));
  if (back.length > 0 && episode.current) {
    return { ...row, state: 'outstanding', why: 'brought back, and not revoked since' };
  }
  const over = tasks.flatMap(({ overAt }) => (overAt === null ? [] : [overAt]));
  if (over.length === 0) return { ...row, state: 'came-back', why: 'before it was over' };
  const left = tasks.flatMap(({ last }) => last.left);
  return { ...row, state: 'revoked', at: latestTime(over), why: left.join('; ') };
}

function heldRow(
  row: Omit<CompletenessRow, 'state'>,
  system: SystemId,
  person: Person,
  { book }: Ground,
): CompletenessRow | null {
  const hold = book.holdOn({ system, person, entitlement: null, reason: 'departed' });
  if (hold.kind !== 'approved') return null;
  return { ...row, state: 'held', optOut: hold.optOut.id, until: formatInstant(hold.optOut.expiresAt) };
}

function isProtected(person: Person, { id, protected: kept }: System): boolean {
  const claim = person.accounts.get(id);
  if (claim === undefined) return false;
  return kept.some(({ account }) => {
    const name = fold(account);
    return (claim.id !== null && fold(claim.id) === name) || (claim.name !== null && fold(claim.name) === name);
  });
}

/** No revocation is on record: what a whole look since then says. Of somebody who is back by now, the first look counts. */
function seenRow(
  row: Omit<CompletenessRow, 'state'>,
  system: SystemId,
  { since, until, current, source }: Episode,
  { sights, commit }: Ground,
): CompletenessRow {
  const from = since === null ? null : instantOf(since);
  const to = until === null ? null : instantOf(until);
  const seen = (sights.get(system) ?? []).filter(({ at, commit: by }) => {
    // A run that went by today's roster knew that the person had left, whenever that was.
    const knew = from === null ? source === 'roster' && commit !== null && by === commit : instantOf(at) >= from;
    return knew && (to === null || instantOf(at) < to);
  });
  const sight = current ? seen.at(-1) : seen[0];
  if (sight === undefined) {
    return { ...row, state: 'never-seen', why: from === null ? 'nobody knows when the person left' : '' };
  }
  if (sight.halted) {
    return { ...row, state: 'outstanding', at: sight.at, why: 'a guard halted the revocations there' };
  }
  const left = sight.review === 0 ? '' : `that run left ${sight.review} accounts, in all systems, to people to judge`;
  return { ...row, state: 'nothing-there', at: sight.at, why: left };
}

function latestTime(times: readonly Timestamp[]): Timestamp | null {
  return [...times].sort((a, b) => instantOf(a) - instantOf(b)).at(-1) ?? null;
}
