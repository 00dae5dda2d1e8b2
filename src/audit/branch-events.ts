/** The events that a log on a branch holds. */
import { LeaverError } from '../errors.js';
import type { LogFile, LogState } from '../ports/host-log.js';
import { type Checkpoint, START } from './chain.js';
import { eventOf, type Kept } from './line.js';
import type { PlacedLine } from './verify.js';

/**
 * Reads the events of all files, in the order of their numbers; what was read before is not read again. Throws `journal`
 * where a line is no event, and where one is missing, stands twice or is not chained to the one before: somebody changed
 * the branch.
 */
export function eventReader(branch: string): (state: LogState) => readonly Kept[] {
  const read = new WeakMap<LogFile, readonly Kept[]>();
  const eventsIn = (file: LogFile): readonly Kept[] => {
    const there = read.get(file);
    if (there !== undefined) return there;
    const { path, lines } = file;
    const events = lines.map((line, index): Kept => {
      const event = eventOf(line) ?? broken(branch, `${path}:${index + 1} is not an event of the journal`);
      return { event, line };
    });
    read.set(file, events);
    return events;
  };
  return ({ files }) => {
    const all = files.flatMap(eventsIn);
    all.sort((one, other) => one.event.seq - other.event.seq);
    let head: Checkpoint = START;
    for (const { event } of all) {
      if (event.seq !== head.seq + 1) broken(branch, `the journal has no event ${head.seq + 1}, or one twice`);
      if (event.previous !== head.hash) broken(branch, `event ${event.seq} does not follow the one before it`);
      head = event;
    }
    return all;
  };
}

const SEQUENCE = /"sequence":"(\d{12,15})","source":/;

/** All lines in the order of their numbers, unchecked; one that names none stands where its file has it. */
export function rawLines({ files }: LogState): readonly PlacedLine[] {
  const all = files.flatMap(({ path, lines }) => {
    let last = 0;
    return lines.map((line, index) => {
      last = Number(SEQUENCE.exec(line)?.[1] ?? last);
      return { line, where: `${path}:${index + 1}`, seq: last };
    });
  });
  return all.sort((one, other) => one.seq - other.seq);
}

function broken(branch: string, what: string): never {
  throw new LeaverError('journal', `${what}, on the branch ${branch}`, {
    mend: 'Revert the commit on that branch that changed it; what runs did stands in it, so do not just delete it.',
  });
}
