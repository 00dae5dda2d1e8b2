/** What `validate` finds. Rules write drafts; positions are computed at the end, only for files that have any. */
import type { Path } from '../documents/path.js';

export type { Path };

export type Severity = 'error' | 'warning';

export const FINDING_CODES = [
  'missing-file',
  'unknown-file',
  'too-large',
  'syntax',
  'refused-syntax',
  'duplicate-key',
  'empty',
  'character',
  'credential',
  'schema',
  'unknown-key',
  'missing-key',
  'unknown-kind',
  'file-name',
  'duplicate',
  'reference',
  'time',
  'duration',
  'opt-out-rule',
  'opt-out-lapsed',
  'opt-out-idle',
  'opt-out-defeated',
  'renewal',
  'owner',
  'more',
  'codeowners',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

export interface Finding {
  readonly severity: Severity;
  readonly code: FindingCode;
  /** Relative to the policy repository. */
  readonly file: string;
  /** From 1; 1 where the whole file is meant. */
  readonly line: number;
  readonly column: number;
  /** Where in the document: `people[3].accounts.github`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
  /** What the reader can do about it, as one sentence. */
  readonly mend: string;
}

/** A value in a file. */
export interface Place {
  readonly file: string;
  readonly path: Path;
}

export interface Draft extends Place {
  readonly severity?: Severity;
  readonly code: FindingCode;
  /** `key`: the key at that path is meant, not its value. */
  readonly target?: 'key' | 'value';
  /** Known already, as an offset into the text: syntax errors have no path. */
  readonly offset?: number;
  /** With `other`, its position is put at the end. */
  readonly message: string;
  readonly other?: Place;
  readonly mend: string;
  /**
   * On an opt-out: wrong by today's policy and roster, and perhaps in order by those of its pull request's base, which are
   * what counts where approvals are proved.
   */
  readonly drift?: boolean;
}

/** How many findings of one file are told; the rest are counted. Keeps a hostile file from filling the memory. */
export const MOST_PER_FILE = 500;

/** Collects drafts, at most {@link MOST_PER_FILE} a file. */
export interface Findings {
  add(draft: Draft): void;
  readonly drafts: readonly Draft[];
  /** How many errors a file has; or of those that are not only today's policy's. */
  errorsIn(file: string, drift?: 'with drift' | 'apart from drift'): number;
}

export function collectFindings(): Findings {
  const drafts: Draft[] = [];
  const perFile = new Map<string, number>();
  const errors = new Map<string, number>();
  const drifts = new Map<string, number>();

  function add(draft: Draft): void {
    if (draft.severity !== 'warning') {
      errors.set(draft.file, (errors.get(draft.file) ?? 0) + 1);
      if (draft.drift === true) drifts.set(draft.file, (drifts.get(draft.file) ?? 0) + 1);
    }
    const count = (perFile.get(draft.file) ?? 0) + 1;
    perFile.set(draft.file, count);
    if (count <= MOST_PER_FILE) drafts.push(draft);
    else if (count === MOST_PER_FILE + 1) drafts.push(more(draft.file));
  }

  function errorsIn(file: string, drift: 'with drift' | 'apart from drift' = 'with drift'): number {
    const all = errors.get(file) ?? 0;
    return drift === 'with drift' ? all : all - (drifts.get(file) ?? 0);
  }

  return { add, drafts, errorsIn };
}

function more(file: string): Draft {
  return {
    severity: 'warning',
    code: 'more',
    file,
    path: [],
    message: `More than ${MOST_PER_FILE} findings in this file; the rest are not shown.`,
    mend: 'Mend these first, then validate again.',
  };
}
