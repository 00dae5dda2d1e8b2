/** The events that a log on a branch holds. */
import { LeaverError } from '../errors.js';
import type { LogFile, LogState } from '../ports/host-log.js';
import type { JournalEvent } from './event.js';
import { eventOf } from './line.js';

/**
 * Reads the events of all files, in the order of their numbers; what was read before is not read again. Throws `journal`
 * where a line is no event, and where a number is missing or stands twice: somebody changed the branch.
 */
export function eventReader(branch: string): (state: LogState) => readonly JournalEvent[] {
  const read = new WeakMap<LogFile, readonly JournalEvent[]>();
  const eventsIn = (file: LogFile): readonly JournalEvent[] => {
    const there = read.get(file);
    if (there !== undefined) return there;
    const { path, lines } = file;
    const events = lines.map(
      (line, index) => eventOf(line) ?? broken(branch, `${path}:${index + 1} is not an event of the journal`),
    );
    read.set(file, events);
    return events;
  };
  return ({ files }) => {
    const events = files.flatMap(eventsIn);
    events.sort((one, other) => one.seq - other.seq);
    for (const [index, { seq }] of events.entries()) {
      if (seq !== index + 1) broken(branch, `the journal has no event ${index + 1}, or one twice`);
    }
    return events;
  };
}

function broken(branch: string, what: string): never {
  throw new LeaverError('journal', `${what}, on the branch ${branch}`, {
    mend: 'Revert the commit on that branch that changed it; what runs did stands in it, so do not just delete it.',
  });
}
