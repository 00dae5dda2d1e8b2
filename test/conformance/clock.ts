import type { Instant } from '../../src/core/time.js';
import type { Clock } from '../../src/ports/ports.js';

const now = Date.UTC(2026, 10, 23, 9) as Instant;

/** A clock that stands still, so that two runs record the same traffic. */
export const clock: Clock = { now: () => now, sleep: async () => undefined };
