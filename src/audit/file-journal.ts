import { formatInstant, type Instant } from '../core/time.js';
import { LeaverError, messageOf } from '../errors.js';
import type { Clock, Files, Machine, Progress } from '../ports/ports.js';
import { type Checkpoint, START } from './chain.js';
import type { Journal, NewEvent, Origin } from './event.js';
import { checkHead, contentsOf, type FileContents, headOf, saveHead, textOf } from './file-contents.js';
import { type HeldLease, takeLease } from './file-lease.js';
import { busyWith } from './lease.js';
import { keptLine } from './line.js';
import type { PlacedLine } from './verify.js';

export const JOURNAL = '.leaver/journal.jsonl';

export interface FileJournalOptions {
  readonly files: Files;
  readonly clock: Clock;
  readonly machine: Machine;
  /** Names this run in each of its events. */
  readonly run: string;
  /** What else each event says of where it comes from; asked once, before the first. */
  readonly origin: () => Promise<Omit<Origin, 'run'>>;
  readonly path?: string;
  /** Takes credentials out of a line; by default `files` alone do. */
  readonly redact?: (line: string) => string;
  /** Told once where a killed run left half a line. */
  readonly warn?: Progress;
}

/** An event and when it happened. */
interface Waiting {
  readonly at: Instant;
  readonly event: NewEvent;
}

/** How long one who only adds to the log waits for a run that acts, in milliseconds, and how often it looks. */
const PATIENCE = 10_000;
const LOOK_EVERY = 500;

/**
 * A journal in a file, an event a line, only ever appended to. Appends wait for one another, and only who holds the lease
 * writes: else two runs would chain their events to the same one. Half a line at the end is what a killed run leaves: it
 * was never acted on, since `append` had not returned. It is told, and cut off before the first append, which says so in
 * an event of its own. A broken chain is an error: somebody changed the file.
 */
export function fileJournal(options: FileJournalOptions): Journal {
  const { files, clock, machine, run, path = JOURNAL, redact = asIs, warn } = options;
  let last: Checkpoint | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let warned = false;
  let held: HeldLease | null = null;
  let known: Promise<Origin> | null = null;
  let carried: Waiting[] = [];

  async function load(): Promise<FileContents> {
    const contents = contentsOf(path, await textOf(files, path));
    await checkHead(files, path, contents);
    if (contents.torn.length > 0 && !warned) {
      warned = true;
      warn?.(`${path} ends in half a line, left by a run that was killed; it is taken as not written`);
    }
    return contents;
  }

  /** Writes what waits, and this: with the lease that the run holds, or with one that is given back at once. */
  async function write(event: NewEvent): Promise<void> {
    const own = held === null ? await taken() : null;
    try {
      if (last === null) await begin();
      await (held ?? own)?.prolong();
      for (const one of [...carried, { at: clock.now(), event }]) {
        await put(one);
        carried = carried.filter((other) => other !== one);
      }
    } catch (error) {
      // What reached the disk is not known: look again before the next one.
      last = null;
      throw error;
    } finally {
      if (own !== null) await giveBack(own);
    }
  }

  /** Says where the log ends before another run may write on. */
  async function giveBack(lease: HeldLease): Promise<void> {
    if (last !== null) await saveHead(files, path, last);
    last = null;
    await lease.release();
  }

  async function taken(): Promise<HeldLease> {
    for (let waited = 0; ; waited += LOOK_EVERY) {
      const lease = await takeLease({ files, clock, machine, run });
      if (lease.kind === 'held') return lease.held;
      if (waited >= PATIENCE) throw busyWith(lease.holder);
      await clock.sleep(LOOK_EVERY);
    }
  }

  async function put({ at, event }: Waiting): Promise<void> {
    known ??= options.origin().then((origin) => ({ ...origin, run }));
    const stamped = { at: formatInstant(at), event, origin: await known };
    const { event: kept, line } = keptLine(stamped, last ?? START, redact);
    await files.append(path, line);
    last = kept;
  }

  async function begin(): Promise<void> {
    const { lines, torn, whole, head } = await load();
    last = head;
    if (whole) return;
    await files.write(path, lines.map((line) => `${line}\n`).join(''));
    if (torn.length === 0) return;
    await put({ at: clock.now(), event: { type: 'mended', revocation: null, lost: torn.length } });
  }

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = queue.then(act);
    queue = turn.catch(() => {});
    return turn;
  }

  /** Given back: what comes afterwards is no act, and another run may hold the lease by then. */
  async function release(): Promise<void> {
    const mine = held;
    if (mine === null) return;
    try {
      // Before its last event too: a log in which a lease was given back always has a head beside it.
      if (last !== null) await saveHead(files, path, last);
      await write({ type: 'released', revocation: null });
      await giveBack(mine);
    } catch (error) {
      warn?.(`the lease of this run could not be given back, and goes stale by itself: ${messageOf(error)}`);
    }
    held = null;
    last = null;
  }

  return {
    append: (event) =>
      inTurn(async () => {
        if (event.type === 'run-started') carried.push({ at: clock.now(), event });
        else await write(event);
      }),
    read: () => inTurn(async () => (await load()).events),
    linesAfter: (seq) => inTurn(async () => (await load()).lines.slice(seq)),
    lines: () => placed(files, path),
    checkpoints: async () => {
      const head = await headOf(files, path);
      return head === null ? [] : [head];
    },
    lease: () =>
      inTurn(async () => {
        const lease = await takeLease({ files, clock, machine, run });
        if (lease.kind === 'busy') return lease;
        held = lease.held;
        // Another run may have written since this one looked.
        last = null;
        await write({ type: 'leased', revocation: null, over: lease.over });
        return { kind: 'held', release: () => inTurn(release) };
      }),
  };
}

async function* placed(files: Files, path: string): AsyncIterable<PlacedLine> {
  let number = 0;
  try {
    for await (const line of files.lines(path)) {
      number += 1;
      yield { line, where: `${path}:${number}` };
    }
  } catch (error) {
    if (!(error instanceof LeaverError) || error.code !== 'file-missing') throw error;
  }
}

const asIs = (line: string): string => line;
