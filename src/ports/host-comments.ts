import type { Timestamp } from '../core/time.js';

/** Comments on pull requests and issues of the policy repository. */
export interface HostComments {
  /**
   * Keeps one comment up to date: the one of this credential's own that begins with the marker, else a new one. The marker
   * is an HTML comment that nobody sees.
   */
  keep(issue: number, marker: string, body: string): Promise<'created' | 'updated' | 'unchanged'>;
  /**
   * Comments unless such a comment of this credential's own is there already.
   * @param since nothing older is looked at; all where absent
   */
  once(issue: number, marker: string, body: string, since?: Timestamp | null): Promise<'created' | 'there'>;
  /** Whether there is such a comment. */
  has(issue: number, marker: string, since?: Timestamp | null): Promise<boolean>;
}
