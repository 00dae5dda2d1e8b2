import type { Timestamp } from '../core/time.js';

/** A commit on the first-parent line of the checkout: what the branch itself went through. */
export interface Commit {
  readonly oid: string;
  readonly parents: readonly string[];
  /** Null where it is no time that a calendar has. */
  readonly authoredAt: Timestamp | null;
  /** The epoch where it is none. */
  readonly committedAt: Timestamp;
}

/** One file that one commit of the first-parent line changed, against its first parent; a rename is two of these. */
export interface FileChange {
  readonly commit: Commit;
  readonly path: string;
  /** The blob before and after; null where there was, or is, no such file. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface Checkout {
  /** The commit that is checked out. */
  readonly commit: string;
  /** Whether its history is cut off, so that nothing can be proved from it. */
  readonly shallow: boolean;
  /** The address of the remote `origin`; null where there is none. */
  readonly origin: string | null;
  /** Where the policy repository lies in the clone: empty for its top, else `folder/`. */
  readonly prefix: string;
}

/** The Git clone that the policy repository is, or lies in. Reads only; paths are the policy repository's. Each throws `unreachable` where Git itself fails. */
export interface Clone {
  /** Null where the policy repository is no Git clone, or has no commit yet. */
  checkout(): Promise<Checkout | null>;
  /** All changes below a folder on the first-parent line of the checkout, newest first. */
  changesBelow(folder: string): Promise<readonly FileChange[]>;
  /** Up to `count` commits of the first-parent line from `commit` backwards, that one first. Empty where it is unknown. */
  lineFrom(commit: string, count: number): Promise<readonly Commit[]>;
  /** Which of these commits lie on the first-parent line of the checkout. */
  onLine(commits: readonly string[]): Promise<ReadonlySet<string>>;
  /** The object at each `commit:path` (a blob, a folder's tree); null where it is not there, or not in this clone. */
  objectsAt(places: readonly { readonly commit: string; readonly path: string }[]): Promise<readonly (string | null)[]>;
  /** The text of blobs, in order; null where one is not in this clone, is no UTF-8 text, or is larger than `most` bytes. */
  textsOf(blobs: readonly string[], most: number): Promise<readonly (string | null)[]>;
  /** All files below a folder at a commit, read at once; none where there is no such folder. */
  filesBelow(commit: string, folder: string): Promise<readonly CommittedFile[]>;
}

export interface CommittedFile {
  readonly path: string;
  readonly bytes: number;
  /** Null where it is no UTF-8 text, or larger than 16 MiB. */
  readonly text: string | null;
}
