import { formatInstant, instantOf, type Timestamp } from '../core/time.js';
import { LeaverError } from '../errors.js';
import type { HostLog, LogHead } from '../ports/host-log.js';
import type { Clock } from '../ports/ports.js';
import { eventReader, rawLines } from './branch-events.js';
import { type Checkpoint, checkpointText, parseCheckpoint, START } from './chain.js';
import type { Holder, Journal, JournalEvent, Lease, NewEvent, Origin } from './event.js';
import { holderIn, isInForce, LEASE, leaseLost } from './lease.js';
import { type Kept, keptLine, placelessLine, withoutPlace } from './line.js';

/** The branch of the policy repository that holds the journal. */
export const JOURNAL_BRANCH = 'leaver/journal';

export interface BranchJournalOptions {
  /** Opens this run's log; called once something is read or written. */
  readonly open: () => Promise<HostLog>;
  readonly clock: Clock;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** Names this run, and no other, in each of its events. */
  readonly run: string;
  /** What else each event says of where it comes from; asked once, before the first. */
  readonly origin: () => Promise<Omit<Origin, 'run'>>;
  /** Takes credentials out of a line. */
  readonly redact: (line: string) => string;
}

/** How often a run that others are faster than tries again, and how long it waits at most in between, in milliseconds. */
const ROUNDS = 60;
const LONGEST_WAIT = 5_000;

/** What is safe together with what follows it: nothing is done on its account before. */
const CARRIED: ReadonlySet<NewEvent['type']> = new Set([
  'run-started',
  'begun',
  'evidence',
  'outcome',
  'restoring',
  'restore-outcome',
]);

/** After these, a run acts. */
const BEFORE_ACTS: ReadonlySet<NewEvent['type']> = new Set(['intent', 'restore-intent']);

/** An event that is not known to be kept yet. */
interface Waiting {
  readonly at: Timestamp;
  readonly event: NewEvent;
  kept: boolean;
  /** Why it was given up; null where it was not. */
  failure: { readonly error: unknown } | null;
}

/** The branch as this run knows it: as it was read, and what it has added since. */
interface Known {
  readonly head: LogHead | null;
  readonly kept: readonly Kept[];
  readonly events: readonly JournalEvent[];
}

/** What was last sent to the branch, from this number on: only a look tells whether it is kept, where no answer came. */
interface Sent {
  readonly from: number;
  readonly items: readonly Waiting[];
}

/**
 * A journal on an append-only branch, for runs whose disk ends with them. Each append is a commit on top of what was read,
 * so that two runs at once get numbers without gaps and lose nothing; what several systems append at the same time goes
 * into one commit.
 */
export function branchJournal({ open, clock, random, run, redact, origin }: BranchJournalOptions): Journal {
  let opened: Promise<HostLog> | null = null;
  let known: Known | null = null;
  let sent: Sent | null = null;
  let waiting: Waiting[] = [];
  let queue: Promise<unknown> = Promise.resolve();
  let holds = false;
  let from: Promise<Origin> | null = null;
  const eventsOf = eventReader(JOURNAL_BRANCH);

  const originOf = (): Promise<Origin> => {
    from ??= origin().then((known) => ({ ...known, run }));
    return from;
  };

  const log = (): Promise<HostLog> => {
    opened ??= open();
    return opened;
  };

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = queue.then(act);
    queue = turn.catch(() => {});
    return turn;
  }

  const waitingFor = (event: NewEvent, at = clock.now()): Waiting => {
    return { at: formatInstant(at), event, kept: false, failure: null };
  };

  async function load(): Promise<Known> {
    known = null;
    const state = await (await log()).read();
    const kept = eventsOf(state);
    const loaded = { head: state.head, kept, events: kept.map(({ event }) => event) };
    settle(kept, await originOf());
    known = loaded;
    return loaded;
  }

  /** Finds out what became of what was sent: an answer may have been lost, and nothing may be written twice. */
  function settle(kept: readonly Kept[], mine: Origin): void {
    if (sent === null) return;
    const later = kept.slice(sent.from - 1);
    const own = new Set(later.flatMap((one) => (one.event.run === run ? [withoutPlace(one)] : [])));
    for (const item of sent.items) item.kept ||= own.has(placelessLine({ ...item, origin: mine }, redact));
    sent = null;
  }

  /** Keeps all that waits, in one commit. What can't be kept was not appended; what it should have carried waits on. */
  async function keep(item: Waiting): Promise<void> {
    if (item.kept) return;
    // It was in a commit with others, which came to nothing.
    if (item.failure !== null) throw item.failure.error;
    const taken = waiting;
    waiting = [];
    try {
      await commit(() => taken.filter(({ kept }) => !kept));
    } catch (error) {
      known = null;
      const left = taken.filter(({ kept }) => !kept);
      for (const one of left) if (!CARRIED.has(one.event.type)) one.failure = { error };
      waiting = [...left.filter(({ failure }) => failure === null), ...waiting];
      throw error;
    }
  }

  /** Commits what is made of all that others have written by then; nothing where nothing is made. */
  async function commit(make: (events: readonly JournalEvent[]) => readonly Waiting[]): Promise<void> {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { head, kept, events } = known ?? (await load());
      checkLease(events);
      const items = make(events);
      if (items.length === 0) return;
      const added = chainOn(events.at(-1) ?? START, items, await originOf());
      sent = { from: events.length + 1, items };
      const lines = added.map(({ line }) => line);
      const last = added.at(-1)?.event ?? START;
      const appended = await (await log()).append(lines, head, checkpointText(last));
      if (appended.kind === 'done') {
        sent = null;
        for (const item of items) item.kept = true;
        const all = [...kept, ...added];
        known = { head: appended.head, kept: all, events: [...events, ...added.map(({ event }) => event)] };
        return;
      }
      known = null;
      await clock.sleep(Math.min(LONGEST_WAIT, 100 * 2 ** Math.min(round, 10)) * random());
    }
    throw new LeaverError(
      'journal',
      `other runs wrote to the journal's branch each of ${ROUNDS} times before this one`,
      {
        mend: 'Look at which runs act at this time, and run again.',
      },
    );
  }

  function chainOn(head: Checkpoint, items: readonly Waiting[], mine: Origin): readonly Kept[] {
    let last = head;
    return items.map((item) => {
      const kept = keptLine({ ...item, origin: mine }, last, redact);
      last = kept.event;
      return kept;
    });
  }

  /** Whoever took the lease over acts now: nobody else may. */
  function checkLease(events: readonly JournalEvent[]): void {
    if (!holds) return;
    const latest = events.findLast(({ type }) => type === 'leased');
    if (latest?.run !== run) throw leaseLost(latest?.run ?? 'that came later');
  }

  /** A sign of life that was long in coming may be stale by now, and another run may take the lease over. */
  function checkFresh({ at, event }: Waiting): void {
    if (!holds || !BEFORE_ACTS.has(event.type) || clock.now() - instantOf(at) <= LEASE / 2) return;
    throw new LeaverError('journal', 'an intent took so long to record that another run may have taken over by now', {
      mend: "Run again when the host's rate limit has lifted; nothing was done on this intent.",
    });
  }

  async function lease(): Promise<Lease> {
    await load();
    const now = clock.now();
    let busy: Holder | null = null;
    let taking: Waiting | null = null;
    await commit((events) => {
      if (taking?.kept === true) return [];
      const there = holderIn(events);
      busy = there !== null && there.run !== run && isInForce(there, now) ? there : null;
      if (busy !== null) return [];
      const over = there === null || there.run === run ? null : there.run;
      taking = waitingFor({ type: 'leased', revocation: null, over }, now);
      return [taking];
    });
    if (busy !== null) return { kind: 'busy', holder: busy };
    holds = true;
    return { kind: 'held', release: () => inTurn(release) };
  }

  async function release(): Promise<void> {
    try {
      const item = waitingFor({ type: 'released', revocation: null });
      waiting.push(item);
      await keep(item);
    } catch {
      // It goes stale by itself.
    }
    holds = false;
  }

  return {
    append: async (event) => {
      const item = waitingFor(event);
      // What can't be recorded fails by itself: it must not wait, and keep out all that comes after it.
      keptLine({ ...item, origin: await originOf() }, START, redact);
      waiting.push(item);
      if (CARRIED.has(event.type)) return;
      await inTurn(() => keep(item));
      checkFresh(item);
    },
    read: () => inTurn(async () => (await load()).events),
    linesAfter: (seq) => inTurn(async () => (await load()).kept.slice(seq).map(({ line }) => line)),
    lines: async function* () {
      yield* rawLines(await inTurn(async () => (await log()).read()));
    },
    checkpoints: () => inTurn(async () => (await (await log()).marks()).flatMap((mark) => parseCheckpoint(mark) ?? [])),
    lease: () => inTurn(lease),
  };
}
