import type { Finding } from '../policy/finding.js';
import type { Inventory } from '../report/findings.js';
import type { Outline } from '../report/outline.js';
import type { ExitStatus } from './exit-status.js';

/** What a command comes to: a status, and one value that can be told as text, Markdown or JSON. */
export interface CommandResult {
  readonly status: ExitStatus;
  readonly told: Told;
  /** The one JSON document of `--format json`. */
  readonly json: object;
  /** For annotations on file and line. */
  readonly findings: readonly Finding[];
}

export type Told =
  | { readonly kind: 'outline'; readonly outline: Outline }
  | { readonly kind: 'findings'; readonly findings: readonly Finding[]; readonly inventory: Inventory | null };
