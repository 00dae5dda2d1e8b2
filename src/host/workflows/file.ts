/** A workflow file as GitHub Actions reads it ("Workflow syntax for GitHub Actions"), as far as its safety depends on it. */
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';

type Path = readonly (string | number)[];

export interface WorkflowStep {
  readonly line: number;
  readonly uses: string | null;
  readonly run: string | null;
  readonly with: Readonly<Record<string, unknown>>;
  /** Everything that it says, for looking through texts. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface WorkflowJob {
  readonly id: string;
  /** What its check is called on a pull request. */
  readonly name: string;
  readonly line: number;
  /** The reusable workflow that it calls, if any. */
  readonly uses: string | null;
  readonly steps: readonly WorkflowStep[];
  readonly data: Readonly<Record<string, unknown>>;
}

export interface WorkflowFile {
  readonly path: string;
  readonly name: string;
  /** The events that start it, with their filters. */
  readonly triggers: ReadonlyMap<string, unknown>;
  /** The lines of `schedule`, in UTC where they name no time zone. */
  readonly crons: readonly string[];
  readonly jobs: readonly WorkflowJob[];
  readonly data: Readonly<Record<string, unknown>>;
  lineOf(path: Path): number;
}

/** The file, or why it can't be read as a workflow: one sentence. */
export function readWorkflow(path: string, text: string): WorkflowFile | string {
  const read = readDocument(text);
  if (typeof read === 'string') return read;
  const { data, lineOf } = read;
  const triggers = triggersOf(data['on']);
  const jobs = Object.entries(recordOf(data['jobs']));
  return {
    path,
    name: textOf(data['name']) ?? path,
    triggers,
    crons: listOf(triggers.get('schedule')).flatMap((one) => textOf(recordOf(one)['cron']) ?? []),
    jobs: jobs.map(([id, job]) => jobOf(id, recordOf(job), lineOf)),
    data,
    lineOf,
  };
}

/** What a step or a job uses, and where it says so. */
export interface Use {
  readonly line: number;
  readonly column: number;
  readonly reference: string;
}

/** What a workflow uses, or a composite action by its own file. Empty for what is no YAML. */
export function usesOf(text: string): readonly Use[] {
  const read = readDocument(text);
  return typeof read === 'string' ? [] : usesIn(read);
}

/** Whether a reference always means the same: it is in this repository, or names a full commit or digest. */
export function isPinned(reference: string): boolean {
  if (reference.startsWith('./')) return true;
  if (reference.startsWith('docker://')) return /@sha256:[0-9a-f]{64}$/.test(reference);
  return /@[0-9a-f]{40}([0-9a-f]{24})?$/.test(reference);
}

interface ReadDocument {
  readonly data: Readonly<Record<string, unknown>>;
  lineOf(path: Path): number;
  columnOf(path: Path): number;
}

function readDocument(text: string): ReadDocument | string {
  const lines = new LineCounter();
  let document: Document;
  let data: unknown;
  try {
    document = parseDocument(text, { lineCounter: lines, logLevel: 'silent', stringKeys: true });
    const [problem] = document.errors;
    if (problem !== undefined) return `it is not YAML: ${problem.message.split('\n')[0] ?? ''}`;
    // Bounded: aliases in aliases could fill the memory.
    data = document.toJS({ maxAliasCount: 100 });
  } catch {
    return 'it is not YAML that can be read within limits';
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return 'it holds no mapping';
  const at = (path: Path) => {
    const node = document.getIn(path, true);
    return lines.linePos(isNode(node) ? (node.range?.[0] ?? 0) : 0);
  };
  return { data: recordOf(data), lineOf: (path) => at(path).line, columnOf: (path) => at(path).col };
}

function usesIn({ data, lineOf, columnOf }: ReadDocument): Use[] {
  const places: Path[] = [];
  for (const [id, job] of Object.entries(recordOf(data['jobs']))) {
    places.push(['jobs', id, 'uses']);
    for (const index of listOf(recordOf(job)['steps']).keys()) places.push(['jobs', id, 'steps', index, 'uses']);
  }
  // A composite action's.
  const steps = listOf(recordOf(data['runs'])['steps']);
  for (const index of steps.keys()) places.push(['runs', 'steps', index, 'uses']);
  return places.flatMap((path) => {
    const reference = textOf(valueAt(data, path));
    return reference === null ? [] : [{ line: lineOf(path), column: columnOf(path), reference }];
  });
}

function jobOf(id: string, data: Readonly<Record<string, unknown>>, lineOf: (path: Path) => number): WorkflowJob {
  return {
    id,
    name: textOf(data['name']) ?? id,
    line: lineOf(['jobs', id]),
    uses: textOf(data['uses']),
    steps: listOf(data['steps']).map((step, index): WorkflowStep => {
      const one = recordOf(step);
      return {
        line: lineOf(['jobs', id, 'steps', index]),
        uses: textOf(one['uses']),
        run: textOf(one['run']),
        with: recordOf(one['with']),
        data: one,
      };
    }),
    data,
  };
}

/** `on: push`, `on: [push, pull_request]` and the mapping mean the same. */
function triggersOf(on: unknown): ReadonlyMap<string, unknown> {
  if (typeof on === 'string') return new Map([[on, null]]);
  if (Array.isArray(on)) return new Map(on.map((event) => [String(event), null]));
  return new Map(Object.entries(recordOf(on)));
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (recordOf(value) as Record<string | number, unknown>)[key], data);
}

/** A mapping, or a list by its indices; empty for anything else. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
