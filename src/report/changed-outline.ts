/** What a run changed: one row for each person, over all systems; and what report mode alone held. */
import type { Decision, Plan } from '../core/decision.js';
import { isMeasured, tasksOf, timedOf } from '../core/objectives.js';
import type { EarlierResult, Outcome, RevocationResult } from '../core/outcome.js';
import type { RevocationRecord } from '../core/record.js';
import type { Duration, Instant } from '../core/time.js';
import { type About, isOnlyReported, placeOf, shownOf, whyOf } from './decision-rows.js';
import { notesOf, TONES } from './outcome-rows.js';
import type { Group, Row } from './outline.js';
import { capped, REASON_WORDS, span, when } from './words.js';

/** How long a revocation took from its trigger until it was verified, and what was promised; null: nothing. */
export interface Took {
  readonly took: Duration;
  readonly promised: Duration | null;
}
/** By the revocation's id in the journal. */
export type RevocationTimes = ReadonlyMap<string, Took>;

/** As the log has them at `now`: of each attempt, the time of its whole task, from the first attempt's trigger. */
export function timesOf(revocations: readonly RevocationRecord[], now: Instant): RevocationTimes {
  const times = new Map<string, Took>();
  for (const task of tasksOf(revocations).filter(isMeasured)) {
    const { took, within } = timedOf(task, now);
    for (const { revocation } of task.attempts) times.set(revocation, { took, promised: within });
  }
  return times;
}

/** As many rows as a person looks at; the worst come first. */
const MOST_ROWS = 30;

/** In the order of what has to be seen. */
const WORST: readonly Outcome['kind'][] = ['failed', 'pending', 'manual', 'residual', 'verified', 'dropped'];

/** What became of this run's revocations, and which earlier ones are over now. */
export function changedGroups(
  results: readonly RevocationResult[],
  earlier: readonly EarlierResult[],
  times: RevocationTimes,
): Group[] {
  const own = byWhom(results, ({ decision }) => `${whoseOf(decision)} ${whyOf(decision)}`).map((of) => ({
    worst: Math.min(...of.map(({ outcome }) => WORST.indexOf(outcome.kind))),
    late: isLate(of, times),
    row: rowOf(of, times),
  }));
  own.sort((a, b) => a.worst - b.worst || Number(b.late) - Number(a.late));
  const over = earlier.filter(({ outcome }) => outcome.kind === 'verified').map(rowOfOver);
  return groupOf('What changed', '', [...own.map(({ row }) => row), ...over]);
}

/** Who would lose access if the systems in report mode were enforced. */
export function reportedGroups({ decisions }: Plan, about: About): Group[] {
  const reported = decisions.filter((decision) => isOnlyReported(decision, about));
  const why = (one: Decision) => ('reason' in one && one.reason !== null ? REASON_WORDS[one.reason] : '');
  const rows = byWhom(reported, (one) => `${whoseOf(one)} ${why(one)}`).flatMap((of): Row[] => {
    const [first] = of;
    if (first === undefined) return [];
    const places = of.map((one) => placeOf(one)).join(', ');
    return [{ tone: 'look', mark: 'report', subject: shownOf(first), detail: `${places}: ${why(first)}`, notes: [] }];
  });
  return groupOf('Report mode', 'would be revoked in enforce mode', rows);
}

function groupOf(title: string, aside: string, all: readonly Row[]): Group[] {
  if (all.length === 0) return [];
  const { rows, rest } = capped(all, MOST_ROWS);
  return [
    { title, aside, rows, rest, notes: [], asides: [], unreachable: [], outside: [], head: ['who', 'where, and why'] },
  ];
}

/** One person's revocations for one reason, in all systems. */
function rowOf(of: readonly RevocationResult[], times: RevocationTimes): Row {
  const kinds = new Set(of.map(({ outcome }) => outcome.kind));
  const worst = WORST.find((kind) => kinds.has(kind)) ?? 'verified';
  const places = of.map(({ decision, outcome }) => placeOf(decision, kinds.size > 1 ? outcome.kind : null));
  const first = of[0]?.decision;
  const notes = of.flatMap(({ decision, outcome, remainders }) => {
    const open = remainders.filter(({ kind }) => kind !== 'manual');
    return notesOf(outcome, open).map((note) => (of.length > 1 ? `${decision.system}: ${note}` : note));
  });
  return {
    tone: isLate(of, times) ? 'bad' : TONES[worst],
    mark: worst,
    subject: first === undefined ? '' : shownOf(first),
    detail: `${places.join(', ')}: ${first === undefined ? '' : whyOf(first)}${tookOf(of, times)}`,
    notes: [...latenessOf(of, times), ...notes],
  };
}

function rowOfOver({ decision, revokedAt }: EarlierResult): Row {
  const detail = `${placeOf(decision)}: nothing is left of it any more; revoked on ${when(revokedAt)}`;
  return { tone: 'good', mark: 'over', subject: shownOf(decision), detail, notes: [] };
}

/** The longest of them, from its trigger on. */
function tookOf(of: readonly RevocationResult[], times: RevocationTimes): string {
  // What is not over has taken nothing yet; that it is late is said all the same.
  const over = of.filter(({ outcome }) => outcome.kind === 'verified' || outcome.kind === 'residual');
  const known = over.flatMap(({ revocation }) => times.get(revocation) ?? []);
  const longest = known.sort((a, b) => b.took - a.took)[0];
  if (longest === undefined) return '';
  const promised = longest.promised === null ? '' : ` of ${span(longest.promised)} promised`;
  return `; in ${span(longest.took)}${promised}`;
}

function latenessOf(of: readonly RevocationResult[], times: RevocationTimes): string[] {
  return of.flatMap(({ revocation, decision }) => {
    const time = times.get(revocation);
    if (!isBreach(time)) return [];
    return [`${decision.system}: ${span(time.took - time.promised)} later than promised (${span(time.promised)})`];
  });
}

function isLate(of: readonly RevocationResult[], times: RevocationTimes): boolean {
  return of.some(({ revocation }) => isBreach(times.get(revocation)));
}

/** Whether it took longer than was promised. */
export function isBreach(time: Took | undefined): time is { readonly took: Duration; readonly promised: Duration } {
  return time !== undefined && time.promised !== null && time.took > time.promised;
}

function byWhom<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const there = groups.get(key);
    if (there === undefined) groups.set(key, [item]);
    else there.push(item);
  }
  return [...groups.values()];
}

/** Accounts that are nobody's stand each for itself, whatever they are called. */
function whoseOf({ person, service, system, account }: Decision): string {
  if (person !== null) return `person ${person}`;
  return service === null ? `${system}/${account.id}` : `service ${service}`;
}
