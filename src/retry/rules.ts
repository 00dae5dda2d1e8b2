/**
 * How each vendor wants to be asked, and for how long Leaver asks: the one table of waits, deadlines and paces. Another
 * vendor is another row. Times in milliseconds.
 */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Waits that double, each within `first × 2ⁿ × from` and `first × 2ⁿ × to`, so that many do not come back at once. */
export interface Waits {
  readonly first: number;
  /** What a wait is never doubled beyond. */
  readonly longest: number;
  readonly jitter: { readonly from: number; readonly to: number };
}

export interface Rules {
  /** After a limit that does not say when it lifts, and for how long at most limits are waited for. */
  readonly limit: Waits & { readonly deadline: number };
  /** After no answer, or a 5xx. */
  readonly passing: Waits & { readonly deadline: number };
  /** While nobody answers at that address and nobody has answered before: then it is wrong, or blocked. */
  readonly nobody: { readonly deadline: number };
  /** After a change whose outcome is unknown, before looking whether it was made: as many waits as there are looks. */
  readonly lookAgain: readonly number[];
  /** A burst of changes, then one in so long; null where the vendor's limits ask for no pace. */
  readonly changes: { readonly burst: number; readonly each: number } | null;
}

const LOOKS = [1 * SECOND, 4 * SECOND, 15 * SECOND] as const;

export const RULES = {
  /**
   * At least a minute, then longer each time; 80 requests a minute that make content ("Rate limits for the REST API",
   * "Best practices for using the REST API"). A page that GitHub can't make is a 502 each time: no use in waiting long.
   */
  github: {
    limit: { first: MINUTE, longest: 64 * MINUTE, jitter: { from: 1, to: 1.1 }, deadline: 5 * MINUTE },
    passing: { first: SECOND, longest: MINUTE, jitter: { from: 1, to: 1.1 }, deadline: 30 * SECOND },
    nobody: { deadline: 20 * SECOND },
    lookAgain: LOOKS,
    changes: { burst: 15, each: SECOND },
  },
  /** Token buckets of unpublished size that fill again within seconds ("Throttling", "Retry behavior"): short first waits. */
  aws: {
    limit: { first: SECOND, longest: MINUTE, jitter: { from: 0.5, to: 1 }, deadline: 5 * MINUTE },
    passing: { first: SECOND, longest: MINUTE, jitter: { from: 0.5, to: 1 }, deadline: 5 * MINUTE },
    nobody: { deadline: 20 * SECOND },
    lookAgain: LOOKS,
    changes: null,
  },
  /**
   * A limit of each path, which lifts within a minute and says when ("Rate limits", `x-rate-limit-reset`): so long at first where it
   * does not say.
   */
  okta: {
    limit: { first: MINUTE, longest: 4 * MINUTE, jitter: { from: 1, to: 1.1 }, deadline: 5 * MINUTE },
    passing: { first: SECOND, longest: MINUTE, jitter: { from: 1, to: 1.1 }, deadline: MINUTE },
    nobody: { deadline: 20 * SECOND },
    lookAgain: LOOKS,
    changes: null,
  },
  /** As each provider likes it: `Retry-After` where it says so, else at least a minute. */
  scim: {
    limit: { first: MINUTE, longest: 4 * MINUTE, jitter: { from: 1, to: 1.1 }, deadline: 5 * MINUTE },
    passing: { first: SECOND, longest: MINUTE, jitter: { from: 1, to: 1.1 }, deadline: MINUTE },
    nobody: { deadline: 20 * SECOND },
    lookAgain: LOOKS,
    changes: { burst: 15, each: SECOND },
  },
  /** People are told at the end of a run, and the next run tells what this one could not: not for long. */
  channels: {
    limit: { first: SECOND, longest: 16 * SECOND, jitter: { from: 1, to: 1.1 }, deadline: 30 * SECOND },
    passing: { first: SECOND, longest: 8 * SECOND, jitter: { from: 1, to: 1.1 }, deadline: 10 * SECOND },
    nobody: { deadline: 5 * SECOND },
    lookAgain: LOOKS,
    changes: null,
  },
} as const satisfies Readonly<Record<string, Rules>>;
