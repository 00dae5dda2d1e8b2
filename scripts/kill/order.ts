/** What the program's preload is told by the harness, and what it tells. */
export interface Order {
  /** At which of its writes the program kills itself; null: it lives. */
  readonly kill: WriteKill | null;
  /** The file that it leaves the list of its writes in. */
  readonly note: string;
  /** By how much the world's clock is ahead of the machine's, in milliseconds. */
  readonly shift: number;
}

export interface WriteKill {
  /** Counted from 1. */
  readonly write: number;
  readonly where: 'before' | 'middle' | 'after';
}

/** One thing that the program wrote, or was about to. */
export interface SeenWrite {
  readonly what: string;
  /** Whether there is a middle to it: data, and not one call that is done whole or not at all. */
  readonly halves: boolean;
}
