import type { Message } from '../core/news.js';

/** One way out to people. It escapes what it is given for its own form, and shows no credential. */
export interface Channel {
  readonly id: string;
  /**
   * Sends, and returns when the receiver has taken it. Sent again with the same id, it is the same message: where the
   * receiver can tell, it is kept once. Throws `undelivered` where the receiver does not take this very message, and anything
   * else where it takes none now: `missing-credential`, `wrong-credential`, `forbidden`, `rate-limited`, `unreachable`.
   * @param until aborted when whoever sends no longer waits: no further try begins then
   */
  send(message: Message, until?: AbortSignal): Promise<void>;
}
