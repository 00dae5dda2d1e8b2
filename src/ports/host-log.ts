/** No line of a log may be longer, in characters: its files have a limit, and a longer one would keep all others out. */
export const LONGEST_LINE = 1_500_000;

/**
 * Lines that are only ever added to, on a branch of the policy repository: where a run keeps what must outlive its disk.
 * Any number of writers may add at once, and none loses a line: each adds in a commit on top of the
 * very commit that it has read, and the host takes that only where the branch still ends there (fast-forward only). One
 * call at a time.
 */
export interface HostLog {
  /**
   * All that the branch holds: in few requests, whatever its age, and only what is new since this log read it last. Throws
   * `journal` where the branch holds anything else than such files, or does not hold any more what this log has seen there;
   * and as every method of `Host`.
   */
  read(): Promise<LogState>;
  /**
   * Adds lines on top of `onto`, and returns when the host has them. Throws `forbidden` where the
   * credential may not write, `journal` where the branch's rules refuse it, and as every method of `Host`. Where it throws
   * after an answer was lost, the lines may be there all the same: the next read tells.
   * @param lines at least one, without line breaks
   * @param onto where the branch ended when it was read; null: there was no such branch
   * @param mark what the commit's message says of where the log ends with these lines: one word; absent: nothing
   */
  append(lines: readonly string[], onto: LogHead | null, mark?: string): Promise<Appended>;
  /**
   * The marks of the branch's commits, newest first: what was said there of where the log ended, each by the commit that added
   * lines. A request for each hundred commits. Throws as `read`.
   */
  marks(): Promise<readonly string[]>;
}

/** Names the commit that the branch ended in. */
export interface LogHead {
  readonly commit: string;
  readonly tree: string;
}

export interface LogState {
  /** Null where there is no such branch yet. */
  readonly head: LogHead | null;
  /** In order of path. A file that has not changed is the same value as before. */
  readonly files: readonly LogFile[];
}

export interface LogFile {
  readonly path: string;
  /** Every line without its line break. */
  readonly lines: readonly string[];
}

/**
 * `moved`: the branch ends elsewhere by now. Nothing was written, but where an answer was lost and somebody else added
 * something on top: read again, and look whether the lines are there.
 */
export type Appended = { readonly kind: 'done'; readonly head: LogHead } | { readonly kind: 'moved' };
