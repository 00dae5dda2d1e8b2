/** Finding users: by their id, or by name where the id is not known. */

import { fold } from '../../core/roster.js';
import { LeaverError } from '../../errors.js';
import { isFatal, statusOf, whyOf } from '../../http/failures.js';
import { listAll, readPage } from './pages.js';
import { equals, sameName, type User, userIn } from './shapes.js';
import type { Site } from './site.js';

/** Throws while the listing of users does not answer. */
export type Listing = () => Promise<unknown>;

/** One request, whose answer stands for all who are asked for in the same look. */
export function listingOf(site: Site): Listing {
  let answer: Promise<unknown> | null = null;
  return () => {
    answer ??= readPage(site, 'Users', { startIndex: 1, count: 1, filter: null });
    return answer;
  };
}

/**
 * The user with this id, null where there is none. A 404 counts for that only while the listing answers at the same
 * address: under a wrong one everybody would seem to be gone. Throws where the answer is another user's.
 */
export async function findUser(site: Site, id: string, listing: Listing = listingOf(site)): Promise<User | null> {
  if (!isPathSafe(id)) return null;
  const found = await site.client.find(pathOf('Users', id));
  if (found === null) {
    await listing();
    return null;
  }
  const user = userIn(found);
  if (user?.id !== id) {
    throw new LeaverError('unreachable', `${site.settings.name} answers with another user than the one asked for`, {
      mend: 'Nothing is done by it: ask the provider.',
    });
  }
  return user;
}

/** `/Users/{id}`; an id is opaque text. */
export function pathOf(resource: 'Users' | 'Groups', id: string): string {
  return `/${resource}/${encodeURIComponent(id)}`;
}

/** Two ids would be other addresses, however they are written; neither is one of a resource. */
export function isPathSafe(id: string): boolean {
  return id !== '' && id !== '.' && id !== '..';
}

export interface Named {
  readonly ids: readonly string[];
  /** Why nobody knows whether there is such a user; null where it is known. */
  readonly gap: string | null;
}

/**
 * Whose user name it is. What a filter returns is compared with what was asked for: a provider that does not heed it
 * returns everybody, and the first of them is not the one.
 */
export async function findByName(site: Site, userName: string): Promise<Named> {
  const { quirks, name } = site.settings;
  if (!quirks.userFilter) return { ids: [], gap: `${name} can't be asked for a user by name` };
  const filter = equals('userName', userName);
  const range = { startIndex: 1, count: quirks.pageSize, filter };
  const page = await readPage(site, 'Users', range).catch((error: unknown) => {
    // One name that a provider can't read must not keep the others from being found.
    if (statusOf(error) === 400) return null;
    throw error;
  });
  if (page === null) return { ids: [], gap: `${name} refuses to look for a user name: name the account by its id` };
  const { resources, total } = page;
  const users = resources.map(userIn).filter((user) => user !== null);
  const ids = users.filter((user) => sameName(user.userName, userName)).map(({ id }) => id);
  if (ids.length > 0 || total <= resources.length) return { ids: [...new Set(ids)], gap: null };
  return { ids: [], gap: `${name} does not heed the filter by user name: name the account by its id` };
}

/** So many pages are read for one address: whoever answers with more does not heed the filter. */
const MOST_PAGES = 5;

/** Whether the account is found by this address: by the one that it tells, or by its user name. */
export function hasAddress({ email, userName }: Pick<User, 'email' | 'userName'>, address: string): boolean {
  return fold(email ?? '') === fold(address) || sameName(userName, address);
}

/** Whose e-mail address it is, whatever the user name. What comes back is compared with what was asked for, as in `findByName`. */
export async function findByAddress(site: Site, address: string): Promise<Named> {
  if (address === '') return { ids: [], gap: null };
  const named = await findByName(site, address);
  const { emailFilter } = site.settings.quirks;
  if (emailFilter === 'user-name') return named;
  const mailed = emailFilter === 'none' ? UNASKED : await filteredByAddress(site, address);
  const gaps = [named.gap, mailed.gap].filter((gap) => gap !== null);
  return {
    ids: [...new Set([...named.ids, ...mailed.ids])],
    gap: gaps.length === 0 ? null : gaps.join('; '),
  };
}

const UNKNOWN = "accounts with an address can't be looked for";
const UNASKED: Named = { ids: [], gap: `${UNKNOWN}: pin them by id in the roster` };

async function filteredByAddress(site: Site, address: string): Promise<Named> {
  const filter = equals('emails.value', address);
  try {
    const { entries, gap } = await listAll(site, { resource: 'Users', filter, read: userIn, most: MOST_PAGES });
    const ids = entries.filter((user) => hasAddress(user, address)).map(({ id }) => id);
    return { ids, gap: gap === null ? null : `${UNKNOWN}: ${gap}` };
  } catch (error) {
    if (isFatal(error)) throw error;
    return { ids: [], gap: `${UNKNOWN}: ${whyOf(error)}` };
  }
}
