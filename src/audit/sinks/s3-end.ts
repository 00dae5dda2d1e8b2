/** Where a copy in S3 ends, by listing no more of it than is needed. */
import type { Bucket } from './s3.js';
import { numbered, type Span, spanIn } from './s3-key.js';

/** Events that one object holds at most. */
export const PART_LINES = 1_000;
/** How far the first look goes back from the log's end, in events: one object may be missing, and one begins before. */
const LOOK_BACK = 2 * PART_LINES;

/**
 * The span that ends last; null where there is none. Names sort by their first number, so that one listing from near the
 * log's end is enough for a copy that is not far behind, however old the log is; else it looks twice as far back each time,
 * until it finds something. Listings for a copy that lacks `b` events: 1 where b ≤ 1,000, else 1 + ⌈log₂((b + 1,000) / 2,000)⌉;
 * and one more for each further 1,000 objects that lie behind where it found them. A span that goes on beyond the log's end
 * is told at once.
 */
export async function lastSpan(bucket: Bucket, prefix: string, end: number): Promise<Span | null> {
  for (let back = LOOK_BACK; ; back *= 2) {
    const from = Math.max(0, end - back);
    const found = await furthestFrom(bucket, prefix, from, end);
    if (found !== null || from === 0) return found;
  }
}

async function furthestFrom(bucket: Bucket, prefix: string, from: number, end: number): Promise<Span | null> {
  let found: Span | null = null;
  let after = `${prefix}${numbered(from)}`;
  for (;;) {
    const { keys, more } = await bucket.keysAfter(prefix, after);
    for (const key of keys) {
      const span = spanIn(prefix, key);
      // One that begins later may end before: two runs delivered at the same time.
      if (span !== null && (found === null || span.last > found.last)) found = span;
    }
    const last = keys.at(-1);
    // What sorts behind all digits is none of the log's.
    const behind = last === undefined || last > `${prefix}:`;
    if (!more || behind || (found !== null && found.last > end)) return found;
    after = last;
  }
}
