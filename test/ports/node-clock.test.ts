import { expect, it } from 'vitest';
import { nodeClock } from '../../src/ports/node.js';

it('when it sleeps, comes back no earlier than asked', async () => {
  const before = nodeClock.now();
  await nodeClock.sleep(20);
  // Timers and the wall clock round differently, by up to a millisecond.
  expect(nodeClock.now() - before).toBeGreaterThanOrEqual(19);
});
