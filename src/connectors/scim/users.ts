/** Finding users: by their id, or by name where the id is not known. */
import { LeaverError } from '../../errors.js';
import { statusOf } from '../../http/failures.js';
import { readPage } from './pages.js';
import { equals, sameName, type User, userIn } from './shapes.js';
import type { Site } from './site.js';

/**
 * The user with this id, null where there is none. A 404 counts for that only while the listing answers at the same
 * address: under a wrong one everybody would seem to be gone. Throws where the answer is another user's.
 */
export async function findUser(site: Site, id: string): Promise<User | null> {
  if (!isPathSafe(id)) return null;
  const found = await site.client.find(pathOf('Users', id));
  if (found === null) {
    await readPage(site, 'Users', { startIndex: 1, count: 1, filter: null });
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
