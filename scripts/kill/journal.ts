/** The log as it lies there: on disk, or in Git. Read line by line, so that what is not whole must show. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Checkpoint, parseCheckpoint } from '../../src/audit/chain.js';
import type { JournalEvent } from '../../src/audit/event.js';
import { eventOf } from '../../src/audit/line.js';
import { gitText } from '../../test/fixtures/hosted-commits.js';

/** A step of a revocation: `<revocation>#<step>`. */
export type StepName = string;

export interface KeptJournal {
  /** Its whole lines, in the order of their events. */
  readonly lines: readonly string[];
  readonly events: readonly JournalEvent[];
  /** Of a last line without its end, what is there. */
  readonly torn: string;
  /** Where it was known to end at some time: the file beside it, or what the branch's commits say. */
  readonly marks: () => readonly Checkpoint[];
}

/** The log in a file. Throws where a whole line is no event that bears its own hash. */
export function readFile(root: string): KeptJournal {
  const text = textOf(join(root, '.leaver', 'journal.jsonl'));
  const lines = text.split('\n');
  const torn = lines.pop() ?? '';
  const head = textOf(join(root, '.leaver', 'journal.head'));
  return { lines, torn, events: lines.map(parsed), marks: () => (head === '' ? [] : [marked(head)]) };
}

const BRANCH = 'refs/heads/leaver/journal';

/** The log on a branch, all its files together. Throws where a line is no event that bears its own hash. */
export function readBranch(git: string): KeptJournal {
  if (gitText(git, ['for-each-ref', BRANCH]) === '') return { lines: [], torn: '', events: [], marks: () => [] };
  const text = gitText(git, ['grep', '--no-color', '-h', '-e', '', BRANCH]);
  const kept = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ line, event: parsed(line) }))
    .sort((one, other) => one.event.seq - other.event.seq);
  return {
    lines: kept.map(({ line }) => line),
    torn: '',
    events: kept.map(({ event }) => event),
    marks: () => marksOn(git),
  };
}

/** Each commit has to say it. */
function marksOn(git: string): readonly Checkpoint[] {
  const messages = gitText(git, ['log', '--format=%B%x00', BRANCH]).split('\0');
  const said = messages.map((message) => message.trim()).filter((message) => message !== '');
  return said.map((message) => marked(message.split(' ').at(-1) ?? ''));
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function parsed(line: string): JournalEvent {
  const event = eventOf(line);
  if (event === null) throw new Error(`this is no event of the log: ${line.slice(0, 200)}`);
  return event;
}

function marked(text: string): Checkpoint {
  const mark = parseCheckpoint(text);
  if (mark === null) throw new Error(`this does not say where the log ends: ${text.slice(0, 200)}`);
  return mark;
}

/** The run that holds the lease: the latest that took it, where it did not give it back. */
export function holderIn({ events }: KeptJournal): string | null {
  const latest = events.findLast(({ type }) => type === 'leased' || type === 'released');
  return latest?.type === 'leased' ? latest.run : null;
}

/** Outcomes by step; null where none was written. */
export type Steps = ReadonlyMap<StepName, 'done' | 'absent' | 'failed' | null>;

/** The steps of a system, in the order of their intents. */
export function stepsOf({ events }: KeptJournal, system = ''): Steps {
  const steps = new Map<StepName, 'done' | 'absent' | 'failed' | null>();
  for (const event of events) {
    if (event.type !== 'intent' && event.type !== 'outcome') continue;
    if (!event.revocation.startsWith(system)) continue;
    steps.set(`${event.revocation}#${event.step}`, event.type === 'intent' ? null : event.result);
  }
  return steps;
}

/** The step that a system's latest run is at: its latest intent where that has no outcome yet. */
export function openSteps(journal: KeptJournal, system: string): readonly StepName[] {
  const run = journal.events.at(-1)?.run;
  const own = { ...journal, events: journal.events.filter((event) => event.run === run) };
  return [...stepsOf(own, `${system}/`)].filter(([, result]) => result === null).map(([name]) => name);
}
