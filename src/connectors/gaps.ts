/** Parts of accounts that could not be read, for connectors that read each part by a request of its own. */
import type { Gap } from '../core/observation.js';

/** Collects the parts that could not be read, each told once. */
export interface Gaps<Part extends string> {
  /** Reads a part; where that fails the part is a gap and the result `instead`. A refused credential is thrown. */
  around<Result>(part: Part, instead: Result, read: () => Promise<Result>): Promise<Result>;
  add(part: Part, why: string): void;
  /** By name, whatever order the answers came in. */
  readonly list: readonly Gap[];
}

/** How failures of the system's client are read. */
export interface Failures {
  /** Whether it is no gap, but the end of the reading. */
  isFatal(error: unknown): boolean;
  /** Why, in few words. */
  whyOf(error: unknown): string;
}

/**
 * An empty collection.
 * @param unavailable the parts that the policy declares so
 */
export function collectGaps<Part extends string>(
  unavailable: readonly string[],
  { isFatal, whyOf }: Failures,
): Gaps<Part> {
  const found = new Map<Part, Gap>();
  const gaps: Gaps<Part> = {
    around: async (part, instead, read) => {
      try {
        return await read();
      } catch (error) {
        if (isFatal(error)) throw error;
        gaps.add(part, whyOf(error));
        return instead;
      }
    },
    add: (part, why) => {
      if (!found.has(part)) found.set(part, { part, why, declared: unavailable.includes(part) });
    },
    get list() {
      return [...found.values()].sort((a, b) => (a.part < b.part ? -1 : 1));
    },
  };
  return gaps;
}
