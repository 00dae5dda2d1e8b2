import { ACTING } from './laws-of-acting.js';
import { DECIDING } from './laws-of-deciding.js';

/**
 * For every law of the product, deliberate breaks of the code that keeps it. Each has to make a test fail that names the
 * law. `find` stands in its file exactly once; where the code has moved on, the break moves with it.
 */
export interface Break {
  readonly law: number;
  /** What the broken code does, as a clause. */
  readonly what: string;
  readonly file: string;
  readonly find: string;
  readonly put: string;
  /** The test file in which a test that names the law has to fail. */
  readonly test: string;
}

/** By law: what a run believes and decides, then what it does. */
export const BREAKS: readonly Break[] = [...DECIDING, ...ACTING];
