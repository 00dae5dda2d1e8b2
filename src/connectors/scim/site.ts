import type { SystemId } from '../../core/model.js';
import { isFatal, whyOf } from '../../http/failures.js';
import type { Clock } from '../../ports/ports.js';
import { collectGaps, type Gaps as PartGaps } from '../gaps.js';
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

export type Gaps = PartGaps<Part>;

/** An empty collection of the parts that could not be read. */
export function gapsOf({ unavailable }: Pick<Site, 'unavailable'>): Gaps {
  return collectGaps(unavailable, { isFatal, whyOf });
}
