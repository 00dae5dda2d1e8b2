import { formatInstant, instantOf, type Timestamp } from '../core/time.js';
import { LeaverError } from '../errors.js';
import type { HostLog, LogHead, LogState } from '../ports/host-log.js';
import type { Clock } from '../ports/ports.js';
import type { Holder, Journal, JournalEvent, Lease, NewEvent } from './event.js';
import { holderIn, leaseLost } from './lease.js';
import { eventOf, lineOf } from './line.js';

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
  /** Takes credentials out of a line. */
  readonly redact: (line: string) => string;
}

/** How often a run that others are faster than tries again, and how long it waits at most in between, in milliseconds. */
const ROUNDS = 60;
const LONGEST_WAIT = 5_000;

/** What is safe together with what follows it: nothing is done on its account before. */
const CARRIED: ReadonlySet<NewEvent['type']> = new Set([
  'begun',
  'evidence',
  'outcome',
  'restoring',
  'restore-outcome',
]);

type Waiting = { readonly at: Timestamp; readonly event: NewEvent };

interface Known {
  readonly head: LogHead | null;
  readonly events: readonly JournalEvent[];
}

/**
 * A journal on an append-only branch, for runs whose disk ends with them. Each append is a commit on top of what was read,
 * so that two runs at once get numbers without gaps and lose nothing; what several systems append at the same time goes
 * into one commit.
 */
export function branchJournal({ open, clock, random, run, redact }: BranchJournalOptions): Journal {
  let opened: Promise<HostLog> | null = null;
  let known: Known | null = null;
  let waiting: Waiting[] = [];
  let queue: Promise<unknown> = Promise.resolve();
  let holds = false;

  const log = (): Promise<HostLog> => {
    opened ??= open();
    return opened;
  };

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = queue.then(act);
    queue = turn.catch(() => {});
    return turn;
  }

  async function load(): Promise<Known> {
    const state = await (await log()).read();
    known = { head: state.head, events: eventsOf(state) };
    return known;
  }

  /** Keeps all that waits, in one commit. What can't be kept was not appended; what it should have carried waits on. */
  async function keep(): Promise<void> {
    if (waiting.length === 0) return;
    const taken = waiting;
    waiting = [];
    try {
      await commit(() => taken);
    } catch (error) {
      known = null;
      waiting = [...taken.filter(({ event }) => CARRIED.has(event.type)), ...waiting];
      throw error;
    }
  }

  /** Commits what is made of all that others have written by then; nothing where nothing is made. */
  async function commit(make: (events: readonly JournalEvent[]) => readonly Waiting[]): Promise<void> {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { head, events } = known ?? (await load());
      checkLease(events);
      const made = make(events);
      if (made.length === 0) return;
      const last = events.at(-1)?.seq ?? 0;
      const stamped = made.map(({ at, event }, index): JournalEvent => ({ seq: last + index + 1, at, run, ...event }));
      const appended = await (await log()).append(
        stamped.map((event) => redact(lineOf(event))),
        head,
      );
      if (appended.kind === 'done') {
        known = { head: appended.head, events: [...events, ...stamped] };
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

  /** Whoever took the lease over acts now: nobody else may. */
  function checkLease(events: readonly JournalEvent[]): void {
    if (!holds) return;
    const latest = events.findLast(({ type }) => type === 'leased');
    if (latest !== undefined && latest.run !== run) throw leaseLost(latest.run);
  }

  async function lease(): Promise<Lease> {
    await load();
    const now = clock.now();
    let busy: Holder | null = null;
    await commit((events) => {
      const there = holderIn(events);
      busy = there !== null && instantOf(there.until) > now ? there : null;
      if (busy !== null) return [];
      return [{ at: formatInstant(now), event: { type: 'leased', revocation: null, over: there?.run ?? null } }];
    });
    if (busy !== null) return { kind: 'busy', holder: busy };
    holds = true;
    return { kind: 'held', release: () => inTurn(release) };
  }

  async function release(): Promise<void> {
    try {
      waiting.push({ at: formatInstant(clock.now()), event: { type: 'released', revocation: null } });
      await keep();
    } catch {
      // It goes stale by itself.
    }
    holds = false;
  }

  return {
    append: async (event) => {
      waiting.push({ at: formatInstant(clock.now()), event });
      if (!CARRIED.has(event.type)) await inTurn(keep);
    },
    read: () => inTurn(async () => (await load()).events),
    lease: () => inTurn(lease),
  };
}

/**
 * The events of all files, in the order of their numbers. Throws `journal` where a line is no event, and where a number is
 * missing or stands twice: somebody changed the branch.
 */
function eventsOf({ files }: LogState): readonly JournalEvent[] {
  const events = files.flatMap(({ path, lines }) => {
    return lines.map((line, index) => eventOf(line) ?? broken(`${path}:${index + 1} is not an event of the journal`));
  });
  events.sort((one, other) => one.seq - other.seq);
  for (const [index, { seq }] of events.entries()) {
    if (seq !== index + 1) broken(`the journal has no event ${index + 1}, or one twice`);
  }
  return events;
}

function broken(what: string): never {
  throw new LeaverError('journal', `${what}, on the branch ${JOURNAL_BRANCH}`, {
    mend: 'Bring the branch back to a commit before the change; what runs did stands in it, so do not just delete it.',
  });
}
