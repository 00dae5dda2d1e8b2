import type { Duration, Instant } from '../core/time.js';
import { after } from '../core/time.js';
import type { Clock } from '../ports/ports.js';

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
