import type { World } from '../../commands/world.js';
import type { Written } from '../../fixtures/repositories.js';

/** A live system that stands behind `hub` of a policy repository. */
export interface Live {
  /** What the file of the system says besides its id: kind and settings. */
  readonly system: Written;
  /** How a run connects to it; null: as worlds of memory systems do. */
  readonly connect: World['context']['connect'] | null;
  /** Every change of it so far, by whomever, in order. */
  changes(): readonly string[];
  /** How many requests it was asked so far. */
  requests(): number;
  /** Somebody else removes the account, whole; the change log does not show it. */
  remove(name: string): Promise<void>;
}

/** The changes that a whole revocation of one account makes, in the safe order. */
export type Gone = (name: string) => readonly string[];
