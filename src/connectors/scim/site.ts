import type { SystemId } from '../../core/model.js';
import type { Gap } from '../../core/observation.js';
import { isFatal, whyOf } from '../../http/failures.js';
import type { Clock } from '../../ports/ports.js';
import type { ScimClient } from './client.js';
import type { Settings } from './config.js';

/** What every part of this connector works with. Holds no state of its own. */
export interface Site {
  readonly system: SystemId;
  readonly settings: Settings;
  /** Which system is reached, as far as that is no secret: the setting's address, else the host. */
  readonly identity: string;
  readonly client: ScimClient;
  readonly clock: Clock;
  readonly unavailable: readonly string[];
  readonly managed: boolean;
}

/** The one part of accounts that may not be readable, as `unavailable` and the report name it. */
export type Part = 'groups';

/** Collects the parts that could not be read, each told once. */
export interface Gaps {
  /** Reads a part; where that fails the part is a gap and the result `instead`. A refused credential is thrown. */
  around<Result>(part: Part, instead: Result, read: () => Promise<Result>): Promise<Result>;
  add(part: Part, why: string): void;
  readonly list: readonly Gap[];
}

/** An empty collection. */
export function gapsOf({ unavailable }: Pick<Site, 'unavailable'>): Gaps {
  const found = new Map<Part, Gap>();
  const gaps: Gaps = {
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
      return [...found.values()];
    },
  };
  return gaps;
}
