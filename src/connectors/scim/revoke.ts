import { LeaverError } from '../../errors.js';
import type { ActLog, Target } from '../connector.js';
import { isSelf } from './account.js';
import { type Live, readWhole } from './accounts.js';
import { evidenceOf } from './evidence.js';
import type { Site } from './site.js';
import { workLeft } from './work.js';

/**
 * Carries out a decision step by step. Reads the user again by the immutable id, so that only what is still open is done; one
 * who is gone leaves nothing. A step that fails does not stop the next one. Throws `forbidden` for the token's own user,
 * whatever the observation says (law 5).
 */
export async function revoke(site: Site, target: Target, log: ActLog): Promise<void> {
  const { account, decision } = target;
  if (account.id !== decision.account.id) {
    throw new LeaverError(
      'forbidden',
      `${account.name} is not account ${decision.account.id}, which the decision names`,
    );
  }
  const live = await readWhole(site, account.id);
  if (live === null) return;
  refuseSelf(site, target, live);
  const work = workLeft(site, decision, live);
  if (work.length === 0) return;
  await log.evidence(evidenceOf(site, live, decision.entitlement));
  for (const { step, act } of work) await log.step(step, () => act(site));
}

function refuseSelf({ settings }: Site, { account }: Target, { user }: Live): void {
  if (!account.self && !isSelf(settings.self, user)) return;
  throw new LeaverError('forbidden', `${user.userName} is the runner's own account, which is never revoked`);
}
