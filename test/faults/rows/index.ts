import type { Row } from '../matrix.js';
import { listingFails } from './listing-fails.js';

/** In the design's order. */
export const ROWS: readonly Row[] = [listingFails];
