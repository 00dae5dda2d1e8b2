import type { Clock } from './ports.js';

/** Shorter waits are not worth a line. */
const NOTICED = 2500;

/**
 * The clock, telling of each wait that a person would notice: a connector waits where a system is busy or does not
 * answer, and silence would look like a hang. Waits side by side are told once.
 * @param tell is given the seconds
 */
export function toldClock(clock: Clock, tell: (seconds: number) => void): Clock {
  let toldUntil = Number.NEGATIVE_INFINITY;
  return {
    now: () => clock.now(),
    sleep: (milliseconds) => {
      const until = clock.now() + milliseconds;
      if (milliseconds >= NOTICED && until > toldUntil + NOTICED) {
        toldUntil = until;
        tell(Math.round(milliseconds / 1000));
      }
      return clock.sleep(milliseconds);
    },
  };
}
