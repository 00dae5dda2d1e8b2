import type { Instant } from '../../core/time.js';
import { LeaverError } from '../../errors.js';
import type { ActLog, Target } from '../connector.js';
import type { MemoryClient } from './client.js';
import { workLeft } from './work.js';

/**
 * Carries out a decision step by step. Reads the account again by its immutable id, so that only what is still open is
 * done. A step that fails does not stop the next one. Throws `internal` for the runner's own account (law 5): the plan
 * never asks for that, so a fault of ours is the only way here.
 */
export async function revoke(client: MemoryClient, target: Target, log: ActLog, now: Instant): Promise<void> {
  const { id, name } = target.account;
  if ((await client.whoAmI()) === id) {
    throw new LeaverError('internal', `${name} is the runner's own account and is never revoked`);
  }
  const account = await client.byId(id);
  const work = account === null ? [] : workLeft(target.decision, account);
  if (account === null || work.length === 0) return;
  await log.evidence({ account });
  for (const { step, act } of work) {
    await log.step(step, async () => {
      const written = await act(client, now);
      return written === 'done' ? { kind: 'done', requestId: null } : { kind: 'absent' };
    });
  }
}
