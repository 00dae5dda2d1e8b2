/** Carrying out a decision: evidence, then the changes in the safe order (law 8). */
import type { Instant } from '../../core/time.js';
import { LeaverError } from '../../errors.js';
import type { ActLog, Target } from '../connector.js';
import { make } from './change.js';
import { isClosed } from './entitlements.js';
import { evidenceOf } from './evidence.js';
import { userWithId } from './find.js';
import { allTokens, type Held, heldBy, wasRead } from './held.js';
import { organizationOf, ownUser, partOf, type Site } from './site.js';
import { changesOf, NOT_SUSPENDED } from './work.js';

/** See `RevokingConnector.revoke`. A failed step stops no other: each closes something. But nothing is deleted after one. */
export async function revoke(site: Site, target: Target, log: ActLog, now: Instant): Promise<void> {
  const { account, decision } = target;
  const object = `user/${account.id}`;
  const organization = await organizationOf(site);
  if (account.self || (await ownUser(site))?.id === account.id) return refuse(OWN, object, log);
  const held = justRead(site, target) ?? (await heldNow(site, target));
  if (held === null) return void (await log.step({ action: 'find', object }, async () => ({ kind: 'absent' })));
  const deletes = decision.entitlement === null && decision.stage === 'delete';
  if (deletes && decision.reason === 'suspended') return refuse(AWAY, object, log);
  if (deletes && !isClosed(held.user)) return refuse(NOT_SUSPENDED, object, log);
  const unknown = whyUnknown(held, target);
  if (unknown !== null) return refuse(unknown, object, log);
  await log.evidence(evidenceOf(held, organization, now));
  for (const change of changesOf(site, held, target)) {
    const outcome = await make(site, log, change);
    if (deletes && outcome.kind === 'failed') return;
  }
}

/**
 * What was read of the user a moment ago, whole: enough for a suspension, where every act goes by an immutable id. Whoever may have to be
 * deactivated instead is read again.
 */
function justRead({ recent }: Site, { account, decision }: Target): Held | null {
  const held = recent.take(account);
  if (held === null || held.unread.length > 0) return null;
  const suspends = decision.entitlement === null && decision.stage === 'suspend';
  return suspends && (held.user.status === 'ACTIVE' || isClosed(held.user)) ? held : null;
}

/** What the user of the decision holds at this moment, found by its id; null where it is gone. */
export async function heldNow(
  site: Site,
  { account }: Pick<Target, 'account'>,
  more: { readonly groups: boolean } = { groups: true },
): Promise<Held | null> {
  const user = await userWithId(site, account.id);
  return user === null ? null : heldBy(site, user, await partOf('api-tokens', allTokens(site)), more);
}

const OWN = 'this user owns the API token that the runner signs in with: Leaver never revokes itself';
const AWAY = 'a person who is away is suspended and never deleted';

/**
 * Why nobody knows whether this locks out the last administrator; null where it can't. It does where an account is closed, or a group left
 * that may give a role, and the roles could not be read (law 5).
 */
function whyUnknown(held: Held, { decision: { entitlement } }: Target): string | null {
  if (wasRead(held, 'admin-roles')) return null;
  if (entitlement === null ? isClosed(held.user) : !entitlement.startsWith('group:')) return null;
  const why = held.unread.find(({ part }) => part === 'admin-roles')?.why ?? 'not told';
  return `which administrator roles this user holds could not be read (${why}), and the last administrator is never locked out: grant okta.roles.read, and do not declare admin-roles unavailable`;
}

/** Puts the refusal on record as a failed step, and throws it. */
async function refuse(why: string, object: string, log: ActLog): Promise<never> {
  const refusal = new LeaverError('forbidden', `${object}: ${why}`);
  await log.step({ action: 'refuse', object }, () => Promise.reject(refusal));
  throw refusal;
}
