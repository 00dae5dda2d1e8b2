import type { Revoke } from '../core/decision.js';
import { classOf, type Recent } from '../core/guard.js';
import type { ObservedAccount } from '../core/observation.js';
import { formatInstant, type Instant, instantOf, type Timestamp } from '../core/time.js';
import type { Ending, JournalEvent, RestorationEnding, RestorationEvent, RevocationId } from './event.js';

/** A revocation as the journal tells it. */
export interface Revocation {
  readonly id: RevocationId;
  readonly begunAt: Timestamp;
  readonly decision: Revoke;
  readonly account: ObservedAccount;
  readonly evidence: readonly Readonly<Record<string, unknown>>[];
  readonly steps: readonly RecordedStep[];
  /** Null where the run was killed before it got there. */
  readonly ending: Ending | null;
  /** What its read-back found left, as sentences; the latest, where a later run has read it back again. */
  readonly left: readonly string[];
  /** How its latest restoration ended; `begun` where that was killed, null where nobody began one. */
  readonly restoration: RestorationEnding | 'begun' | null;
}

export interface RecordedStep {
  readonly step: number;
  readonly action: string;
  readonly object: string;
  readonly at: Instant;
  /** `unknown`: the run was killed between intent and outcome, so the act may have been made. */
  readonly result: 'done' | 'absent' | 'failed' | 'unknown';
}

/** The revocations of a journal, in the order they began. */
export function revocationsOf(events: readonly JournalEvent[]): readonly Revocation[] {
  const all: Draft[] = [];
  const drafts = new Map<RevocationId, Draft>();
  const covered = new Map<string, readonly RevocationId[]>();
  for (const event of events) {
    if (event.revocation === null) continue;
    if ('restoration' in event) {
      restored(drafts, covered, event);
      continue;
    }
    if (event.type === 'begun') {
      const { revocation: id, at: begunAt, decision, account } = event;
      const of = { id, begunAt, decision, account };
      const draft: Draft = { ...of, evidence: [], steps: [], ending: null, left: [], restoration: null };
      all.push(draft);
      drafts.set(id, draft);
    } else {
      const draft = drafts.get(event.revocation);
      if (draft !== undefined) note(draft, event);
    }
  }
  return all;
}

interface Draft extends Revocation {
  readonly evidence: Readonly<Record<string, unknown>>[];
  readonly steps: RecordedStep[];
  ending: Ending | null;
  left: readonly string[];
  restoration: Revocation['restoration'];
}

/** A restoration counts for the revocation that it names and for the attempts at it before. */
function restored(
  drafts: ReadonlyMap<RevocationId, Draft>,
  covered: Map<string, readonly RevocationId[]>,
  event: RestorationEvent,
): void {
  if (event.type !== 'restoring' && event.type !== 'restored') return;
  if (event.type === 'restoring') covered.set(event.restoration, event.covers);
  const ids = [event.revocation, ...(covered.get(event.restoration) ?? [])];
  for (const id of ids) {
    const draft = drafts.get(id);
    if (draft !== undefined) draft.restoration = event.type === 'restored' ? event.ending : 'begun';
  }
}

type OfRevocation = Exclude<JournalEvent, { revocation: null } | { restoration: string } | { type: 'begun' }>;

function note(draft: Draft, event: OfRevocation): void {
  switch (event.type) {
    case 'evidence':
      draft.evidence.push(event.record);
      return;
    case 'intent': {
      const { step, action, object, at } = event;
      draft.steps.push({ step, action, object, at: instantOf(at), result: 'unknown' });
      return;
    }
    case 'outcome': {
      const index = draft.steps.findIndex(({ step }) => step === event.step);
      const intended = draft.steps[index];
      // A run writes one outcome of a step. A second one is forged, and takes nothing out of the guards' window.
      const counts = intended?.result === 'unknown' || event.result === 'done';
      if (intended !== undefined && counts) draft.steps[index] = { ...intended, result: event.result };
      return;
    }
    case 'ended':
      draft.ending = event.ending;
      draft.left = event.left;
  }
}

/**
 * What a later run has to take up: the latest revocation of each decision, where it did not end or ended with something
 * not done. It may not show in the system any more, so the journal is the only place that knows. One that is brought back
 * whole is over. One that is brought back in part is open again, whatever it was before: if its person is gone after all,
 * what was given back goes too.
 */
export function unfinished(events: readonly JournalEvent[]): readonly Revocation[] {
  const latest = new Map<string, Revocation>();
  for (const revocation of revocationsOf(events)) latest.set(revocation.decision.id, revocation);
  return [...latest.values()].filter(({ ending, restoration }) => {
    if (restoration !== null) return restoration !== 'restored';
    return ending === null || ending === 'failed' || ending === 'pending';
  });
}

/**
 * A revocation with the attempts before it that it took up, oldest first: only the first of them saw the account whole. An
 * attempt is taken up where it did not end well, or where the account was found suspended already.
 */
export function attemptsAt(revocation: Revocation, all: readonly Revocation[]): readonly Revocation[] {
  const own = all.filter(({ decision }) => decision.id === revocation.decision.id);
  const at = own.findIndex(({ id }) => id === revocation.id);
  let first = at;
  while (first > 0) {
    const [before, here] = [own[first - 1], own[first]];
    if (before === undefined || here === undefined || before.restoration === 'restored') break;
    const open = before.ending === null || before.ending === 'failed' || before.ending === 'pending';
    if (!open && here.account.status !== 'suspended') break;
    first -= 1;
  }
  return own.slice(first, at + 1);
}

/**
 * The distinct accounts that something was taken from within a window before `now`, as the guards count them; of the class
 * `inactive` the people, in all systems. An act without an outcome counts, for it may have been made; one that failed or
 * found nothing does not.
 */
export function recentRevocations(events: readonly JournalEvent[], now: Instant): Recent {
  const acts = revocationsOf(events).flatMap(({ decision, steps }) =>
    steps.filter(({ result }) => result === 'done' || result === 'unknown').map(({ at }) => ({ at, decision })),
  );
  return (system, group, window) => {
    const within = acts.flatMap(({ at, decision }) => (at > now - window ? [decision] : []));
    if (group === 'inactive') {
      return new Set(
        within.flatMap(({ reason, person }) => (reason === 'idp-inactive' && person !== null ? [person] : [])),
      );
    }
    const own = within.filter((decision) => decision.system === system && classOf(decision) === group);
    return new Set(own.map(({ account }) => account.id));
  };
}

/**
 * Since when each account is suspended by Leaver, by its decision's id: for systems that have no place for a mark. An account that
 * others had suspended, or that was brought back in whole or in part, is not among them. Of several attempts the one counts
 * that found it active: those after it took up what was left.
 */
export function suspensionsIn(events: readonly JournalEvent[]): ReadonlyMap<string, Timestamp> {
  const since = new Map<string, Timestamp>();
  for (const { decision, account, steps, restoration } of revocationsOf(events)) {
    if (decision.entitlement !== null || decision.stage !== 'suspend') continue;
    const made = steps.flatMap(({ at, result }) => (result === 'done' || result === 'unknown' ? [at] : []));
    if (restoration !== null) since.delete(decision.id);
    else if (account.status !== 'suspended' && made.length > 0) {
      since.set(decision.id, formatInstant(Math.max(...made) as Instant));
    }
  }
  return since;
}

/** The keys of the reminders that were sent. */
export function remindersIn(events: readonly JournalEvent[]): ReadonlySet<string> {
  return new Set(events.flatMap((event) => (event.type === 'reminded' ? [event.key] : [])));
}
