/** Where a sink's copy of the log ends. */
export interface Held {
  /** The number of the last event; at least 1. */
  readonly seq: number;
  /**
   * Its hash, or how that begins, with 16 digits at least: another one at the same number means that the log or the copy was
   * rewritten.
   */
  readonly hash: string;
}

/** A copy of the log, kept where the runner can't change it any more. */
export interface Sink {
  readonly id: string;
  /**
   * Where the copy ends; null: it holds nothing. A copy that ends further back may be told where several runs add to it at the
   * same time, and never one that goes on further than it does.
   * @param end the number of the log's last event, from which it looks back
   * @throws `sink`, `missing-credential`, `wrong-credential`, `forbidden`, `rate-limited`, `unreachable`, `file-unreadable`
   */
  holds(end: number): Promise<Held | null>;
  /**
   * Adds lines after those that it holds, and returns when they are safe. The same lines again, by a run that did not hear of
   * the first time, are kept once. Throws as `holds`, and `file-unwritable`.
   * @param lines one event each as the journal keeps it, without line breaks; their numbers follow one another
   */
  take(lines: readonly string[]): Promise<void>;
}
