import { after, type Duration, type Instant, parseInstant } from '../../core/time.js';
import type { Clock } from '../../ports/ports.js';

/** The time of a story: it stands still but for `sleep`, which takes no time at all, and for the story's own leaps. */
export interface StoryClock extends Clock {
  leapTo(at: Instant): void;
}

export function storyClock(start: Instant): StoryClock {
  let now = start;
  return {
    now: () => now,
    sleep: async (milliseconds: Duration) => {
      now = after(now, milliseconds);
    },
    leapTo: (at) => {
      now = at;
    },
  };
}

/** A time of the story. Throws `RangeError` where it is not RFC 3339. */
export function storyTime(text: string): Instant {
  const found = parseInstant(text);
  if (found === null) throw new RangeError(`not an RFC 3339 time: ${text}`);
  return found;
}
