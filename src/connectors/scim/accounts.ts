import type { Observation, ObservedAccount } from '../../core/observation.js';
import { formatInstant } from '../../core/time.js';
import { isFatal, statusOf, whyOf } from '../../http/failures.js';
import type { AccountRef } from '../connector.js';
import { accountOf } from './account.js';
import { groupsOf, groupsOfAll } from './groups.js';
import { inOrder, listUsers, observationOf } from './list.js';
import type { User } from './shapes.js';
import { type Gaps, gapsOf, type Site } from './site.js';
import { findByAddress, findByName, findUser, hasAddress, type Listing, listingOf } from './users.js';

/** Only these accounts, each read by its id. Where one is an administrator the others are listed, as far as they can be. */
export async function observeSome(site: Site, refs: readonly AccountRef[]): Promise<Observation> {
  const before = site.client.requests();
  const at = formatInstant(site.clock.now());
  const gaps = gapsOf(site);
  const unknown: string[] = [];
  const read = new Map<string, ObservedAccount>();
  const listing = listingOf(site);
  for (const ref of refs) {
    for (const user of await usersOf(site, ref, { unknown, listing, read })) {
      if (!read.has(user.id)) read.set(user.id, await readAccount(site, user, gaps));
    }
  }
  const own = [...read.values()];
  const others = own.some(({ admin }) => admin) ? await otherAdministrators(site, gaps, read) : [];
  return {
    ...observationOf(site, gaps, at),
    completeness: unknown.length === 0 ? { kind: 'scoped' } : { kind: 'partial', gaps: [...new Set(unknown)] },
    requests: site.client.requests() - before,
    accounts: inOrder([...own, ...others]),
  };
}

/** What is known in the middle of a look. */
interface Look {
  /** Why nobody knows whether there are more. */
  readonly unknown: string[];
  readonly listing: Listing;
  /** Who was read already, by id. */
  readonly read: ReadonlyMap<string, unknown>;
}

/** Where an id is known it alone decides; a name may sit on somebody else by now (law 12). */
async function usersOf(
  site: Site,
  { id, name, email = null }: AccountRef,
  { unknown, listing, read }: Look,
): Promise<readonly User[]> {
  // One who left long ago and was not found must not keep the others from being read while the listing is down.
  const asked = async () => {
    await listing().catch((error: unknown) => {
      // Where the listing is not there either, the address is wrong and nobody was found at all.
      if (isFatal(error) || statusOf(error) === 404) throw error;
      unknown.push(`nobody knows whether a user who is not found is gone: the listing answers with ${whyOf(error)}`);
    });
  };
  if (id !== null) return present([await findUser(site, id, asked)]);
  if (name === null || name === '') return [];
  const { ids, gap } = await (email === null ? findByName(site, name) : findByAddress(site, email));
  if (gap !== null) unknown.push(gap);
  const unread = ids.filter((one) => !read.has(one));
  const users = present(await Promise.all(unread.map((one) => findUser(site, one))));
  return email === null ? users : users.filter((user) => hasAddress(user, email));
}

function present(users: readonly (User | null)[]): readonly User[] {
  return users.filter((user) => user !== null);
}

async function readAccount(site: Site, user: User, gaps: Gaps): Promise<ObservedAccount> {
  const groups = await gaps.around('groups', [], () => groupsOf(site, user));
  return accountOf(site, user, groups, 'direct');
}

/** Without the others an administrator stands alone, and is held as the last one (law 5). */
async function otherAdministrators(
  site: Site,
  gaps: Gaps,
  read: ReadonlyMap<string, unknown>,
): Promise<readonly ObservedAccount[]> {
  try {
    const { entries } = await listUsers(site);
    const groups = await groupsOfAll(site, gaps);
    const accounts = entries.map((user) => accountOf(site, user, groups(user), 'listed'));
    return accounts.filter(({ id, admin }) => admin && !read.has(id));
  } catch (error) {
    if (isFatal(error)) throw error;
    return [];
  }
}

export interface Live {
  readonly user: User;
  readonly account: ObservedAccount;
  /** Why its groups could not be read; null where they were, or the policy declares that they can't be. */
  readonly unread: string | null;
}

/** The account as it is at this moment, with all that it holds, as far as it can be read; null where there is none. */
export async function readWhole(site: Site, id: string): Promise<Live | null> {
  const user = await findUser(site, id);
  if (user === null) return null;
  const gaps = gapsOf(site);
  const account = await readAccount(site, user, gaps);
  const gap = gaps.list.find(({ declared }) => !declared);
  return { user, account, unread: gap?.why ?? null };
}
