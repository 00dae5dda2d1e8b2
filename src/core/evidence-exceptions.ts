/** Opt-outs as evidence: what the log tells of each, what today's register adds, and the proof of its lapse. */
import type { About, ExceptionEvidence, TransitionEvidence } from './evidence.js';
import type { RevokeTask } from './objectives.js';
import type { LogRecords, OptOutRecord } from './record.js';
import type { Entry, Register } from './register.js';
import { formatInstant, type Instant, instantOf, type Timestamp } from './time.js';

/** Whether a span of time touches what the pack is about; a person's whole record does. */
export type Within = (from: Timestamp, to: Timestamp) => boolean;

interface Given {
  readonly records: LogRecords;
  readonly register: Register;
  /** Those that the pack holds. */
  readonly tasks: readonly RevokeTask[];
  readonly within: Within;
  readonly now: Instant;
}

/** In order of id. An opt-out whose file is gone is told by what the log has of it. */
export function exceptionsOf(about: About, { records, register, tasks, within, now }: Given): ExceptionEvidence[] {
  const events = new Map<string, OptOutRecord[]>();
  for (const record of records.optOuts) {
    const there = events.get(record.optOut);
    if (there === undefined) events.set(record.optOut, [record]);
    else there.push(record);
  }
  const entries = new Map(register.optOuts.map((entry) => [entry.id, entry]));
  const held = heldBy(records);
  const ofTasks = new Set(tasks.flatMap(({ attempts }) => attempts.map(({ decision }) => decision.lapsedOptOut)));
  const ids = [...new Set<string>([...events.keys(), ...entries.keys(), ...held.keys()])].sort();
  return ids.flatMap((id) => {
    const one = exceptionOf(id, events.get(id) ?? [], entries.get(id), held.get(id) ?? [], now);
    return (ofTasks as ReadonlySet<string | null>).has(id) || concerns(about, one, within, now) ? [one] : [];
  });
}

/** The revocations that each opt-out held until it lapsed. */
function heldBy({ revocations }: LogRecords): ReadonlyMap<string, readonly string[]> {
  const held = new Map<string, string[]>();
  for (const { decision, revocation } of revocations) {
    if (decision.lapsedOptOut === null) continue;
    const there = held.get(decision.lapsedOptOut);
    if (there === undefined) held.set(decision.lapsedOptOut, [revocation]);
    else there.push(revocation);
  }
  return held;
}

function exceptionOf(
  id: string,
  events: readonly OptOutRecord[],
  entry: Entry | undefined,
  revocations: readonly string[],
  now: Instant,
): ExceptionEvidence {
  const last = events.at(-1);
  const terms = entry?.terms ?? null;
  const expiresAt = terms?.expiresAt ?? events.findLast((one) => one.expiresAt !== null)?.expiresAt ?? null;
  const approved = events.findLast(({ approvedBy }) => approvedBy.length > 0);
  return {
    optOut: id,
    kind: terms?.kind ?? (last?.person == null ? 'unknown' : 'person'),
    person: terms?.person ?? last?.person ?? null,
    systems: terms?.systems ?? last?.systems ?? [],
    reason: terms?.reason ?? null,
    owner: terms?.owner ?? last?.owner ?? null,
    requestedBy: terms?.requestedBy ?? last?.requestedBy ?? null,
    standing: entry?.standing ?? null,
    approval: {
      verdict: entry?.verdict ?? null,
      by: entry !== undefined && entry.approvedBy.length > 0 ? entry.approvedBy : (approved?.approvedBy ?? []),
      pullRequest: entry?.pullRequest ?? events.findLast((one) => one.pullRequest !== null)?.pullRequest ?? null,
      mergedAt: entry?.mergedAt ?? null,
    },
    startsAt: terms?.startsAt ?? null,
    expiresAt,
    transitions: events.map(({ at, run, transition, why }): TransitionEvidence => ({ at, run, transition, why })),
    lapse: lapseOf(expiresAt, events, revocations, now),
  };
}

function lapseOf(
  expiresAt: Timestamp | null,
  events: readonly OptOutRecord[],
  revocations: readonly string[],
  now: Instant,
): ExceptionEvidence['lapse'] {
  const recorded = events.findLast(({ transition }) => transition === 'lapsed');
  // A revocation names only what held it until it lapsed; where nothing else is left of the opt-out, that alone shows it.
  if (expiresAt === null) {
    return recorded === undefined ? null : { at: recorded.at, recordedAt: recorded.at, revocations };
  }
  if (instantOf(expiresAt) > now) return null;
  return { at: expiresAt, recordedAt: recorded?.at ?? null, revocations };
}

/** Of a person: theirs, and every pause. Of a period: what held, or changed, in it. */
function concerns(about: About, one: ExceptionEvidence, within: Within, now: Instant): boolean {
  if (about.kind === 'person') return one.person === about.person || one.kind === 'pause';
  if (one.transitions.some(({ at }) => within(at, at))) return true;
  if (one.expiresAt === null) return one.standing !== null;
  const begins = one.startsAt ?? one.approval.mergedAt ?? one.transitions[0]?.at ?? null;
  const from = begins ?? (instantOf(one.expiresAt) < now ? one.expiresAt : formatInstant(now));
  return within(from, one.expiresAt);
}
