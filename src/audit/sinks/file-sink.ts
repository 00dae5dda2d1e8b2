/** A copy of the log in a file: the same lines, only ever appended to. */
import type { LogSink } from '../../core/model.js';
import { LeaverError } from '../../errors.js';
import type { Clock, Files, Machine, Progress } from '../../ports/ports.js';
import { textOf } from '../file-contents.js';
import { takeLease } from '../file-lease.js';
import { follows, type Place, placeIn, placesOf } from './place.js';
import type { Sink } from './sink.js';

export interface FileSinkOptions {
  /** What the file lies in. Lines are written as they are: the journal has taken credentials out of them. */
  readonly files: Files;
  readonly clock: Clock;
  readonly machine: Machine;
  /** Names this run. */
  readonly run: string;
  /** Told once where a killed run left half a line. */
  readonly warn: Progress;
}

/** Lines that one append flushes to disk; a run that is killed loses what it was at, and the next one adds it. */
const PART = 1_000;
/** How often a run tries again while another adds to the same file, and how long it waits in between, in milliseconds. */
const ROUNDS = 40;
const WAIT = 250;

/**
 * Half a line at the end is what a killed run leaves: it is told, and cut off before the next line is added. Of two runs at
 * once one waits, by a lease in files beside the copy. A line out of order elsewhere is an error: somebody changed the file.
 */
export function fileSink({ id, path }: LogSink & { kind: 'file' }, options: FileSinkOptions): Sink {
  const { files, warn } = options;
  let warned = false;

  async function load(): Promise<Contents> {
    const contents = contentsOf(id, path, await textOf(files, path));
    if (contents.torn && !warned) {
      warned = true;
      warn(`${path} ends in half a line, left by a run that was killed; it is taken as not written`);
    }
    return contents;
  }

  async function add(lines: readonly string[], places: readonly Place[]): Promise<void> {
    const { last, text, whole } = await load();
    const from = places.findIndex(({ seq }) => seq > (last?.seq ?? 0));
    const before = places[(from < 0 ? places.length : from) - 1];
    // Another run was faster: what it added has to be the same.
    if (last !== null && before !== undefined && before.seq === last.seq && before.hash !== last.hash) {
      throw outOfPlace(id, path, before.seq);
    }
    if (from < 0) return;
    const first = places[from];
    if (first !== undefined && !follows(last, first)) throw outOfPlace(id, path, first.seq);
    if (!whole) await files.write(path, text);
    for (let at = from; at < lines.length; at += PART) {
      await files.append(path, lines.slice(at, at + PART).join('\n'));
    }
  }

  return {
    id,
    holds: async () => {
      const { last } = await load();
      return last === null ? null : { seq: last.seq, hash: last.hash };
    },
    take: async (lines) => {
      const places = placesOf(lines);
      if (places.length > 0) await alone(id, path, options, () => add(lines, places));
    },
  };
}

interface Contents {
  /** The last whole line's; null where there is none. */
  readonly last: Place | null;
  /** The whole lines. */
  readonly text: string;
  readonly torn: boolean;
  /** Whether the file ends with a whole line, and can be appended to. */
  readonly whole: boolean;
}

function contentsOf(id: string, path: string, text: string): Contents {
  const lines = text.split('\n');
  const tail = lines.pop() ?? '';
  let last: Place | null = null;
  for (const [index, line] of lines.entries()) {
    const place = placeIn(line);
    if (place === null || !follows(last, place)) throw broken(id, path, index + 1);
    last = place;
  }
  if (tail === '') return { last, text, torn: false, whole: true };
  const end = placeIn(tail);
  // A cut may fall just before the line's end.
  if (end !== null && follows(last, end)) return { last: end, text: `${text}\n`, torn: false, whole: false };
  return { last, text: text.slice(0, text.length - tail.length), torn: true, whole: false };
}

/** Acts while no other run adds to the file. Throws `sink` where another does so for long. */
async function alone(id: string, path: string, options: FileSinkOptions, act: () => Promise<void>): Promise<void> {
  const { files, clock, machine, run } = options;
  for (let round = 1; ; round += 1) {
    const taken = await takeLease({ files, clock, machine, run, folder: `${path}.lease` });
    if (taken.kind === 'held') {
      try {
        return await act();
      } finally {
        // What can't be given back is free once this process has ended.
        await taken.held.release().catch(() => {});
      }
    }
    if (round === ROUNDS) {
      throw new LeaverError('sink', `${id}: another run (${taken.holder.run}) has been adding to ${path} for long`, {
        mend: `Run again when it has ended; if it was killed, from ${taken.holder.until} on.`,
      });
    }
    await clock.sleep(WAIT);
  }
}

function outOfPlace(id: string, path: string, seq: number): LeaverError {
  return new LeaverError('sink', `${id}: what ${path} holds is not what the log says before the event ${seq}`, {
    mend: 'Compare the two with `leaver audit verify`, and keep both: one of them was rewritten.',
  });
}

function broken(id: string, path: string, line: number): LeaverError {
  return new LeaverError('sink', `${id}: ${path}:${line} is not an event of the log in its place`, {
    mend: 'Move the file away and keep it, since somebody changed it; the next run writes a whole copy.',
  });
}
