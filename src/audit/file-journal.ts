import { formatInstant } from '../core/time.js';
import { LeaverError, messageOf } from '../errors.js';
import type { Clock, Files, Machine, Progress } from '../ports/ports.js';
import type { Journal, JournalEvent, NewEvent } from './event.js';
import { type HeldLease, takeLease } from './file-lease.js';
import { eventOf, keptLine, lineOf } from './line.js';

export const JOURNAL = '.leaver/journal.jsonl';

export interface FileJournalOptions {
  readonly files: Files;
  readonly clock: Clock;
  readonly machine: Machine;
  /** Names this run in each of its events. */
  readonly run: string;
  readonly path?: string;
  /** Takes credentials out of a line; by default `files` alone do. */
  readonly redact?: (line: string) => string;
  /** Told once where a killed run left half a line. */
  readonly warn?: Progress;
}

/**
 * A journal in a file, a JSON event a line, only ever appended to. Appends wait for one another, so that systems that
 * are worked on at the same time get numbers without gaps. Half a line at the end is what a killed run leaves: it was
 * never acted on, since `append` had not returned. It is told, and cut off before the first append, which says so in
 * an event of its own. A broken line elsewhere is an error: somebody changed the file.
 */
export function fileJournal({
  files,
  clock,
  machine,
  run,
  path = JOURNAL,
  redact = asIs,
  warn,
}: FileJournalOptions): Journal {
  let last: number | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let warned = false;
  let held: HeldLease | null = null;

  async function load(): Promise<Contents> {
    const contents = contentsOf(path, await textOf(files, path));
    if (contents.torn.length > 0 && !warned) {
      warned = true;
      warn?.(`${path} ends in half a line, left by a run that was killed; it is taken as not written`);
    }
    return contents;
  }

  async function write(event: NewEvent): Promise<void> {
    // Who holds the lease alone writes; without it, another run may have written since.
    if (last === null || held === null) await begin();
    await held?.prolong();
    try {
      await put(event);
    } catch (error) {
      // What reached the disk is not known: look again before the next one.
      last = null;
      throw error;
    }
  }

  async function put(event: NewEvent): Promise<void> {
    const seq = (last ?? 0) + 1;
    await files.append(path, keptLine({ seq, at: formatInstant(clock.now()), run, ...event }, redact));
    last = seq;
  }

  async function begin(): Promise<void> {
    const { events, torn, whole } = await load();
    last = events.at(-1)?.seq ?? 0;
    if (whole) return;
    await files.write(path, events.map((event) => `${lineOf(event)}\n`).join(''));
    if (torn.length > 0) await put({ type: 'mended', revocation: null, lost: torn.length });
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
      await write({ type: 'released', revocation: null });
      await mine.release();
    } catch (error) {
      warn?.(`the lease of this run could not be given back, and goes stale by itself: ${messageOf(error)}`);
    }
    held = null;
    last = null;
  }

  return {
    append: (event) => inTurn(() => write(event)),
    read: () => inTurn(async () => (await load()).events),
    lease: () =>
      inTurn(async () => {
        const taken = await takeLease({ files, clock, machine, run });
        if (taken.kind === 'busy') return taken;
        held = taken.held;
        // Another run may have written since this one looked.
        last = null;
        await write({ type: 'leased', revocation: null, over: taken.over });
        return { kind: 'held', release: () => inTurn(release) };
      }),
  };
}

const asIs = (line: string): string => line;

interface Contents {
  readonly events: readonly JournalEvent[];
  /** The half line at the end; empty where there is none. */
  readonly torn: string;
  /** Whether the file ends with a whole line and can be appended to. */
  readonly whole: boolean;
}

function contentsOf(path: string, text: string): Contents {
  const lines = text.split('\n');
  const tail = lines.pop() ?? '';
  const events: JournalEvent[] = [];
  for (const [index, line] of lines.entries()) {
    const event = eventOf(line);
    // A number that stands twice is what two runs leave that wrote at once; one that is missing was taken out.
    if (event === null || event.seq > (events.at(-1)?.seq ?? 0) + 1) broken(path, index + 1);
    events.push(event);
  }
  // A cut may fall just before the line's end.
  const unended = tail === '' ? null : eventOf(tail);
  if (unended !== null) return { events: [...events, unended], torn: '', whole: false };
  return { events, torn: tail, whole: tail === '' };
}

function broken(path: string, line: number): never {
  throw new LeaverError('journal', `${path}:${line} is not an event of the journal in its place`, {
    mend: 'Bring the file back from where it is kept; what a run did stands in it, so do not just delete it.',
  });
}

async function textOf(files: Files, path: string): Promise<string> {
  try {
    return await files.read(path);
  } catch (error) {
    if (error instanceof LeaverError && error.code === 'file-missing') return '';
    throw error;
  }
}
