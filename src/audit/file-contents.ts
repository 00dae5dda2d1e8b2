/** What a journal's file holds, and where it was known to end. */
import { LeaverError } from '../errors.js';
import type { Files } from '../ports/ports.js';
import { type Checkpoint, checkpointText, parseCheckpoint, START } from './chain.js';
import type { JournalEvent } from './event.js';
import { eventOf } from './line.js';

export interface FileContents {
  readonly events: readonly JournalEvent[];
  /** The events' own lines. */
  readonly lines: readonly string[];
  /** The half line at the end; empty where there is none. */
  readonly torn: string;
  /** Whether the file ends with a whole line and can be appended to. */
  readonly whole: boolean;
  /** Where the chain ends. */
  readonly head: Checkpoint;
}

/** A file that is not there yet holds nothing. */
export async function textOf(files: Pick<Files, 'read'>, path: string): Promise<string> {
  try {
    return await files.read(path);
  } catch (error) {
    if (error instanceof LeaverError && error.code === 'file-missing') return '';
    throw error;
  }
}

/** Throws `journal` where a line is no event, or not the one that follows. */
export function contentsOf(path: string, text: string): FileContents {
  const lines = text.split('\n');
  const tail = lines.pop() ?? '';
  const events: JournalEvent[] = [];
  let head: Checkpoint = START;
  const isNext = (event: JournalEvent | null): event is JournalEvent =>
    event !== null && event.seq === head.seq + 1 && event.previous === head.hash;
  for (const [index, line] of lines.entries()) {
    const event = eventOf(line);
    if (!isNext(event)) broken(path, index + 1);
    events.push(event);
    head = event;
  }
  // A cut may fall just before the line's end.
  const unended = tail === '' ? null : eventOf(tail);
  if (!isNext(unended)) return { events, lines, torn: tail, whole: tail === '', head: placeOf(head) };
  return { events: [...events, unended], lines: [...lines, tail], torn: '', whole: false, head: placeOf(unended) };
}

/**
 * Throws `journal` where the file ends before the place where a run was known to leave it, or has another event there: it
 * was cut off, or written anew.
 */
export async function checkHead(files: Files, path: string, { events }: FileContents): Promise<void> {
  const kept = await headOf(files, path);
  if (kept === null) {
    if (events.every(({ type }) => type !== 'released')) return;
    throw new LeaverError('journal', `${headPath(path)}, which says where ${path} ends, is gone or can't be read`, {
      mend: `Bring it back; or, where you know that no event is missing, write the checkpoint into it that \`leaver audit verify\` shows.`,
    });
  }
  const there = events[kept.seq - 1];
  if (there?.hash === kept.hash) return;
  const what =
    there === undefined
      ? `ends with event ${events.length}, and a run left it with ${kept.seq}: it was cut off`
      : `has another event ${kept.seq} than a run left there: it was written anew`;
  throw new LeaverError('journal', `${path} ${what}`, { mend: BRING_BACK });
}

/** Where a run leaves the file. */
export async function saveHead(files: Files, path: string, head: Checkpoint): Promise<void> {
  await files.write(headPath(path), `${checkpointText(head)}\n`);
}

/** Where a run was known to leave the file; null where nobody kept it. */
export async function headOf(files: Pick<Files, 'read'>, path: string): Promise<Checkpoint | null> {
  try {
    return parseCheckpoint(await files.read(headPath(path)));
  } catch (error) {
    if (error instanceof LeaverError && error.code === 'file-missing') return null;
    throw error;
  }
}

function headPath(path: string): string {
  return path.replace(/\.jsonl$/, '.head');
}

function placeOf({ seq, hash }: Checkpoint): Checkpoint {
  return { seq, hash };
}

const BRING_BACK = 'Bring the file back from where it is kept; what a run did stands in it, so do not just delete it.';

function broken(path: string, line: number): never {
  const message = `${path}:${line} is not the event of the journal that follows: \`leaver audit verify\` says more`;
  throw new LeaverError('journal', message, { mend: BRING_BACK });
}
