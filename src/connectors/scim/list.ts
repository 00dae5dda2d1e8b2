import { inSeconds } from '../../core/clock-trust.js';
import type { Observation } from '../../core/observation.js';
import { formatInstant, type Timestamp } from '../../core/time.js';
import { accountOf } from './account.js';
import { groupsOfAll } from './groups.js';
import { type Listing, listAll } from './pages.js';
import { type User, userIn } from './shapes.js';
import { type Gaps, gapsOf, type Site } from './site.js';

export const KIND = 'scim';

/** Every user. */
export async function observeAll(site: Site): Promise<Observation> {
  const before = site.client.requests();
  const at = formatInstant(site.clock.now());
  const gaps = gapsOf(site);
  const { entries, gap } = await listUsers(site);
  const groups = await groupsOfAll(site, gaps);
  const accounts = entries.map((user) => accountOf(site, user, groups(user), 'listed'));
  return {
    ...observationOf(site, gaps, at),
    completeness: gap === null ? { kind: 'complete' } : { kind: 'partial', gaps: [gap] },
    requests: site.client.requests() - before,
    accounts: inOrder(accounts),
  };
}

export function listUsers(site: Site): Promise<Listing<User>> {
  return listAll(site, { resource: 'Users', filter: null, read: userIn });
}

/** What every observation says of the system. */
export function observationOf(
  site: Site,
  gaps: Gaps,
  at: Timestamp,
): Pick<Observation, 'system' | 'kind' | 'at' | 'identity' | 'gaps' | 'clockSkew'> {
  const clockSkew = inSeconds(site.client.clockSkew());
  return { system: site.system, kind: KIND, at, identity: site.identity, gaps: gaps.list, clockSkew };
}

export function inOrder<One extends { readonly id: string }>(accounts: readonly One[]): readonly One[] {
  return [...accounts].sort((one, other) => (one.id < other.id ? -1 : 1));
}
