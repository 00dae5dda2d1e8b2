/** Bringing a user back: roles and groups first, the door last, each by what is live at that moment. */
import { LeaverError } from '../../errors.js';
import type { Lost, RestoreItem, StepLog } from '../connector.js';
import { make } from './change.js';
import { type Before, beforeOf } from './evidence.js';
import type { Held } from './held.js';
import { doorReturn, type Return, returnsOf } from './returns.js';
import { heldNow } from './revoke.js';
import { organizationOf, type Part, type Site } from './site.js';

/** See `RevokingConnector.restorable`. */
export async function restorable(site: Site, lost: Lost): Promise<readonly RestoreItem[]> {
  const { inside, door } = await planOf(site, lost);
  return [...inside, ...door].map(({ item, how, why }) => ({ item, how, why }));
}

/** See `RevokingConnector.restore`. Each step gives only what was held, so that one that fails stops no other. */
export async function restore(site: Site, lost: Lost, log: StepLog): Promise<void> {
  const { inside, door } = await planOf(site, lost);
  for (const change of [...inside, ...door].flatMap(({ changes }) => changes)) await make(site, log, change);
}

interface Plan {
  readonly inside: readonly Return[];
  readonly door: readonly Return[];
}

async function planOf(site: Site, lost: Lost): Promise<Plan> {
  const before = beforeOf(lost, await organizationOf(site));
  const held = await heldNow(site, lost);
  if (held === null) return { inside: [], door: [gone(before)] };
  refuseUnread(held, before);
  const { entitlement } = lost.decision;
  return {
    inside: returnsOf(site, held, before, entitlement),
    door: entitlement === null ? [doorReturn(site, held, before)] : [],
  };
}

function gone({ login, groups }: Before): Return {
  const names = groups.map(({ name }) => name).join(', ');
  const why = `${login} was deleted: a new user has another id${names === '' ? '' : `; it was in ${names}`}`;
  return { item: 'account', how: 'impossible', why, changes: [] };
}

const HELD_IN: Readonly<Record<Part, (before: Before) => number>> = {
  'admin-roles': ({ roles }) => roles.length,
  'api-tokens': ({ tokens }) => tokens.length,
  grants: ({ grants }) => grants.length,
  groups: ({ groups }) => groups.length,
};

/** Where a part can't be read, what is there would look lost. */
function refuseUnread({ user, unread }: Held, before: Before): void {
  const blind = unread.filter(({ part }) => HELD_IN[part](before) > 0);
  if (blind.length === 0) return;
  const parts = blind.map(({ part, why }) => `${part} (${why})`).join(', ');
  throw new LeaverError('forbidden', `of ${user.profile.login} could not be read: ${parts}`, {
    mend: 'Give the credential that restores the scopes to read them, and run it again.',
  });
}
