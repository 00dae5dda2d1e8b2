import type { Row } from '../matrix.js';
import { duplicates, emptyRoster, lookAlikes, tooLarge, yamlRefused } from './bad-input.js';
import { badOptOut } from './bad-opt-out.js';
import { clock } from './clock.js';
import { entriesMove } from './entries-move.js';
import { fork } from './fork.js';
import { hostileText } from './hostile-text.js';
import { killed } from './killed.js';
import { listingFails } from './listing-fails.js';
import { manyRuns } from './many-runs.js';
import { partsUnread } from './parts-unread.js';
import { provider } from './provider.js';
import { rateLimits } from './rate-limits.js';
import { renamed } from './renamed.js';
import { serverErrors } from './server-errors.js';
import { staleReads } from './stale-reads.js';
import { tokenExpires } from './token-expires.js';
import { twoRuns } from './two-runs.js';

/** In the design's order; the last one is the sum of them for the identity provider. */
export const ROWS: readonly Row[] = [
  listingFails,
  partsUnread,
  entriesMove,
  rateLimits,
  serverErrors,
  tokenExpires,
  killed,
  twoRuns,
  staleReads,
  clock,
  renamed,
  emptyRoster,
  duplicates,
  lookAlikes,
  yamlRefused,
  tooLarge,
  badOptOut,
  manyRuns,
  hostileText,
  fork,
  provider,
];
