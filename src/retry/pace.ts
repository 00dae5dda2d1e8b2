import type { Clock } from '../ports/ports.js';
import type { Rules } from './rules.js';

/** Lets changes through as the vendor's limits ask: a burst, and then one in so long. Resolves when it is one's turn. */
export function paceOf({ changes }: Pick<Rules, 'changes'>, clock: Clock): () => Promise<void> {
  if (changes === null) return async () => {};
  const { burst, each } = changes;
  let tokens = burst;
  let counted = clock.now();
  return async () => {
    const now = clock.now();
    tokens = Math.min(burst, tokens + Math.max(0, now - counted) / each) - 1;
    counted = now;
    // A debt is how many turns the changes before this one have taken already.
    if (tokens < 0) await clock.sleep(-tokens * each);
  };
}
