import { LeaverError } from '../../errors.js';
import type { ActLog, Target } from '../connector.js';
import { isSelf } from './account.js';
import { type Live, readWhole } from './accounts.js';
import { NOT_SUSPENDED } from './acts.js';
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
  const refusal = whyKept(site, target, live);
  if (refusal !== null) {
    await log.step({ action: 'refuse', object: `user:${live.user.userName}` }, () => Promise.reject(refusal));
    throw refusal;
  }
  const work = workLeft(site, decision, live);
  if (work.length === 0) return;
  await log.evidence(evidenceOf(site, live, decision.entitlement));
  for (const { step, act } of work) await log.step(step, () => act(site));
}

function refuseSelf({ settings }: Site, { account }: Target, { user }: Live): void {
  if (!account.self && !isSelf(settings.self, user)) return;
  throw new LeaverError('forbidden', `${user.userName} is the runner's own account, which is never revoked`);
}

/** Whom a deletion after retention must not meet: a person who is away, and whom somebody has brought back (law 7). */
function whyKept({ settings }: Site, { decision }: Target, { user }: Live): LeaverError | null {
  const deletes = decision.entitlement === null && decision.stage === 'delete';
  if (!deletes || settings.quirks.activeFalse === 'deletes') return null;
  if (decision.reason === 'suspended') {
    return new LeaverError(
      'forbidden',
      `${user.userName} belongs to a person who is away, who is suspended and never deleted`,
    );
  }
  return user.active ? new LeaverError('forbidden', `${user.userName} ${NOT_SUSPENDED}`) : null;
}
