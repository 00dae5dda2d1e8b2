/** The log's events as records: what reports, figures and evidence go by. Pure, and one pass over the events. */
import type { ObservedAccount } from '../core/observation.js';
import type {
  ActRecord,
  HeldRecord,
  LogRecords,
  ReadBackRecord,
  RestorationRecord,
  RevocationRecord,
  RunRecord,
} from '../core/record.js';
import type { JournalEvent, RestorationEvent, RevocationEvent, RevocationId, Stamp } from './event.js';

/** Each kind in the order of its beginning. Events of a run or revocation whose beginning is not among them are left out. */
export function recordsOf(events: readonly JournalEvent[]): LogRecords {
  const records: Drafts = {
    ...{ runs: [], revocations: [], restorations: [], optOuts: [], halts: [], overrides: [] },
    ...{ openRuns: new Map(), byRevocation: new Map(), byRestoration: new Map() },
  };
  for (const event of events) {
    if (event.revocation === null) ofRun(records, event);
    else if ('restoration' in event) ofRestoration(records, event);
    else ofRevocation(records, event);
  }
  const { runs, revocations, restorations, optOuts, halts, overrides } = records;
  return { runs, revocations, restorations, optOuts, halts, overrides };
}

type Writable<Whole> = { -readonly [Key in keyof Whole]: Whole[Key] };
type DraftOf<Whole extends { readonly acts: readonly ActRecord[] }> = Writable<Omit<Whole, 'acts'>> & {
  readonly acts: Writable<ActRecord>[];
};
type RevocationDraft = Omit<DraftOf<RevocationRecord>, 'readBacks'> & { readonly readBacks: ReadBackRecord[] };
type RestorationDraft = DraftOf<RestorationRecord>;

interface Drafts {
  readonly runs: Writable<RunRecord>[];
  readonly revocations: RevocationDraft[];
  readonly restorations: RestorationDraft[];
  readonly optOuts: LogRecords['optOuts'][number][];
  readonly halts: LogRecords['halts'][number][];
  readonly overrides: LogRecords['overrides'][number][];
  readonly openRuns: Map<string, Writable<RunRecord>>;
  readonly byRevocation: Map<RevocationId, RevocationDraft>;
  readonly byRestoration: Map<string, RestorationDraft>;
}

function ofRun(records: Drafts, event: Extract<JournalEvent, { readonly revocation: null }>): void {
  const { at, run } = event;
  switch (event.type) {
    case 'run-started': {
      const { command, actor, commit, cause, systems, people } = event;
      const draft: Writable<RunRecord> = {
        ...{ run, command, actor, commit, cause, startedAt: at, endedAt: null, status: null, figures: null },
        ...{ systems: [], narrowedTo: { systems, people }, problems: [] },
      };
      records.runs.push(draft);
      records.openRuns.set(run, draft);
      return;
    }
    case 'run-ended': {
      const draft = records.openRuns.get(run);
      if (draft === undefined) return;
      const { status, figures, systems, problems } = event;
      Object.assign(draft, { endedAt: at, status, figures, systems, problems: [...problems] });
      return;
    }
    case 'notified':
      if (event.result === 'failed') notDone(records.openRuns.get(run), `channel ${event.channel} was not told`);
      return;
    case 'undelivered':
      notDone(records.openRuns.get(run), `the copy ${event.sink} of the log was not brought up to it`);
      return;
    case 'halted': {
      const { system, class: group, rule, limit, actual } = event;
      records.halts.push({ at, run, system, class: group, rule, limit, actual });
      return;
    }
    case 'opt-out': {
      const { optOut, transition, standing, person, systems, owner, requestedBy } = event;
      const { approvedBy, pullRequest, expiresAt, why } = event;
      const about = { optOut, transition, standing, person, systems, owner, requestedBy };
      records.optOuts.push({ at, run, ...about, approvedBy, pullRequest, expiresAt, why });
      return;
    }
    case 'accepted':
      records.overrides.push({ at, run, actor: event.actor, digest: event.digest, rules: event.rules });
      return;
    default:
  }
}

/** What went wrong after a run had ended its work: it was red, though its last event could not know. */
function notDone(draft: Writable<RunRecord> | undefined, problem: string): void {
  if (draft === undefined || draft.status === null) return;
  draft.status = draft.status === 0 ? 4 : draft.status;
  draft.problems = [...draft.problems, problem];
}

function ofRevocation(records: Drafts, event: Stamp & RevocationEvent): void {
  if (event.type === 'begun') {
    const { revocation, run, actor, commit, at: begunAt, decision, account, trigger, promised } = event;
    const draft: RevocationDraft = {
      ...{ revocation, run, actor, commit, decision, trigger, promised, begunAt },
      ...{ endedAt: null, ending: null, left: [], broughtBack: false },
      ...{ held: heldBy(account), acts: [], readBacks: [] },
    };
    records.revocations.push(draft);
    records.byRevocation.set(revocation, draft);
    return;
  }
  const draft = records.byRevocation.get(event.revocation);
  if (draft === undefined) return;
  if (event.type === 'intent') intended(draft.acts, event);
  else if (event.type === 'outcome') came(draft.acts, event);
  else if (event.type === 'ended') {
    const { at, run, ending, left } = event;
    Object.assign(draft, { endedAt: at, ending, left });
    draft.readBacks.push({ at, run, ending, left });
  }
}

function ofRestoration(records: Drafts, event: Stamp & RestorationEvent): void {
  if (event.type === 'restoring') {
    const { restoration, revocation, covers, run, actor, at: begunAt } = event;
    const revocations = [...new Set([revocation, ...covers])];
    const of = { restoration, revocations, run, actor, begunAt };
    const draft: RestorationDraft = { ...of, endedAt: null, ending: null, left: [], acts: [] };
    records.restorations.push(draft);
    records.byRestoration.set(restoration, draft);
    for (const id of revocations) {
      const brought = records.byRevocation.get(id);
      if (brought !== undefined) brought.broughtBack = true;
    }
    return;
  }
  const draft = records.byRestoration.get(event.restoration);
  if (draft === undefined) return;
  if (event.type === 'restore-intent') intended(draft.acts, event);
  else if (event.type === 'restore-outcome') came(draft.acts, event);
  else Object.assign(draft, { endedAt: event.at, ending: event.ending, left: event.left });
}

type Intended = Stamp & { readonly step: number; readonly action: string; readonly object: string };
type Came = Stamp & Pick<ActRecord, 'step' | 'requestId' | 'why'> & { readonly result: 'done' | 'absent' | 'failed' };

function intended(acts: Writable<ActRecord>[], { step, action, object, at }: Intended): void {
  const open = { endedAt: null, result: 'unknown', requestId: null, why: null } as const;
  acts.push({ step, action, object, intendedAt: at, ...open });
}

/** Its intent is the last one, and it has no outcome yet, but for what a forged log says: the first one counts. */
function came(acts: readonly Writable<ActRecord>[], { step, at, result, requestId, why }: Came): void {
  const act = acts.findLast((one) => one.step === step);
  if (act?.result === 'unknown') Object.assign(act, { endedAt: at, result, requestId, why });
}

function heldBy({ status, admin, entitlements }: ObservedAccount): HeldRecord {
  return {
    ...{ status, admin },
    entitlements: entitlements.map(({ kind, id, role, type, status: state }) => ({
      ...{ kind, id },
      ...(role === undefined ? {} : { role }),
      ...(type === undefined ? {} : { type }),
      ...(state === undefined ? {} : { status: state }),
    })),
  };
}
