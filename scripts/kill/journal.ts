/** The journal as it lies there, read without the program's own reader: what is not whole must show. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitText } from '../../test/fixtures/hosted-commits.js';

/** A step of a revocation: `<revocation>#<step>`. */
export type StepName = string;

export interface KeptEvent {
  readonly seq: number;
  readonly run: string;
  readonly type: string;
  readonly revocation: string | null;
  readonly step?: number;
  readonly action?: string;
  readonly object?: string;
  readonly result?: 'done' | 'absent' | 'failed';
  readonly ending?: string;
  readonly lost?: number;
}

export interface KeptJournal {
  /** All that is kept, byte for byte. */
  readonly text: string;
  /** The whole lines, by their numbers. */
  readonly events: readonly KeptEvent[];
  /** Of a last line without its end, what is there. */
  readonly torn: string;
}

/** The journal of a file. Throws where a whole line is not JSON. */
export function readFile(root: string): KeptJournal {
  const path = join(root, '.leaver', 'journal.jsonl');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const lines = text.split('\n');
  const torn = lines.pop() ?? '';
  return { text, torn, events: lines.map((line) => JSON.parse(line) as KeptEvent) };
}

const BRANCH = 'refs/heads/leaver/journal';

/** The journal of a branch, all its files together. Throws where a line is not JSON. */
export function readBranch(git: string): KeptJournal {
  if (gitText(git, ['for-each-ref', BRANCH]) === '') return { text: '', torn: '', events: [] };
  const text = gitText(git, ['grep', '--no-color', '-h', '-e', '', BRANCH]);
  const events = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as KeptEvent]));
  return { text, torn: '', events: events.sort((one, other) => one.seq - other.seq) };
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
  for (const { type, revocation, step, result } of events) {
    if (revocation === null || !revocation.startsWith(`${system}`)) continue;
    const name = `${revocation}#${step}`;
    if (type === 'intent') steps.set(name, null);
    if (type === 'outcome') steps.set(name, result ?? null);
  }
  return steps;
}

/** The step that a system's latest run is at: its latest intent where that has no outcome yet. */
export function openSteps(journal: KeptJournal, system: string): readonly StepName[] {
  const run = journal.events.at(-1)?.run;
  const own = { ...journal, events: journal.events.filter((event) => event.run === run) };
  return [...stepsOf(own, `${system}/`)].filter(([, result]) => result === null).map(([name]) => name);
}
