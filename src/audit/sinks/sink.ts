/** Where a sink's copy of the log ends. */
export interface Held {
  /** The number of the last event; at least 1. */
  readonly seq: number;
  /** Its hash: another one at the same number means that one of the two was rewritten. */
  readonly hash: string;
}

/** A copy of the log, kept where the runner can't change it any more. */
export interface Sink {
  readonly id: string;
  /** Where it ends; null: it holds nothing. Throws `sink`, `missing-credential`, `forbidden`, `unreachable`. */
  holds(): Promise<Held | null>;
  /**
   * Adds lines after those that it holds, and returns when they are safe. The same lines again, by a run that did not hear of
   * the first time, are kept once. Throws as `holds`.
   * @param lines one event each, without line breaks; their numbers follow one another
   * @param first the number of the first of them
   */
  take(lines: readonly string[], first: number): Promise<void>;
}
