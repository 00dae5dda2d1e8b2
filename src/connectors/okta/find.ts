/** Finding users: by the immutable id, else by the login as it is written; all who have an address. */
import { fold } from '../../core/roster.js';
import { isFatal, whyOf } from '../../http/failures.js';
import type { AccountRef } from '../connector.js';
import type { User } from './shapes.js';
import type { Site } from './site.js';

/**
 * The user with that id; null where there is none. Okta takes a login, its short form and `me` in the same place ("Retrieve a user"), so the
 * answer must be of that very id (law 12).
 */
export async function userWithId({ client }: Site, id: string): Promise<User | null> {
  if (!/^[A-Za-z0-9]{1,64}$/.test(id)) return null;
  const user = await client.find<User>(`/api/v1/users/${id}`);
  return user?.id === id ? user : null;
}

/** The user with that very login, without regard to case. One with a slash can't stand in a path, so it is looked for by a filter. */
async function userWithLogin({ client }: Site, login: string): Promise<User | null> {
  const isIt = (user: User | null | undefined) => user?.profile.login.toLowerCase() === login.toLowerCase();
  if (/[/\\?#"\p{Cc}]/u.test(login) || login === '' || /^\.+$/.test(login)) {
    const { body } = await client.entries<User>(
      `/api/v1/users?filter=${encodeURIComponent(`profile.login eq ${JSON.stringify(login)}`)}&limit=2`,
    );
    return body.find(isIt) ?? null;
  }
  const user = await client.find<User>(`/api/v1/users/${encodeURIComponent(login)}`);
  return isIt(user) ? user : null;
}

/**
 * The user that a reference means: the one with the id, whatever its login is by now. Where nobody has the id, the one that has the login, under its
 * own id, so that the plan sees the conflict; null where there is neither.
 */
export async function userMeant(site: Site, { id, name }: AccountRef): Promise<User | null> {
  const found = id === null ? null : await userWithId(site, id);
  return found ?? (name === null ? null : userWithLogin(site, name));
}

/** All users with an address, and why nobody knows whether these are all; null where it is known. */
export interface Addressed {
  readonly users: readonly User[];
  readonly gap: string | null;
}

/** So many pages are read for one address: whoever answers with more does not heed what was asked for. */
const MOST_PAGES = 5;

/**
 * Every user whose primary e-mail address or login is this one, without regard to case, each read by its id. Asked for in two ways ("List all
 * users"): a search is without regard to case and may be behind, a filter is not behind† and goes letter by letter. At most ten requests, whatever
 * the organization's size, and one for each user who was not read before.
 * @param known those who were read by their id in this look
 */
export async function usersWithAddress(
  site: Site,
  address: string,
  known: ReadonlyMap<string, User>,
): Promise<Addressed> {
  const wanted = fold(address);
  if (wanted === '') return { users: [], gap: null };
  const isIt = ({ profile }: User) => [profile.email ?? '', profile.login].some((one) => fold(one) === wanted);
  const ids = new Set<string>();
  const gaps = new Set<string>();
  for (const [how, spellings] of [
    ['search', [address]],
    ['filter', [...new Set([address, address.toLowerCase()])]],
  ] as const) {
    try {
      const path = `/api/v1/users?limit=200&${how}=${encodeURIComponent(having(spellings))}`;
      for (const user of (await site.client.all<User>(path, MOST_PAGES)).filter(isIt)) ids.add(user.id);
    } catch (error) {
      if (isFatal(error)) throw error;
      gaps.add(`accounts with an address can't be looked for: ${whyOf(error)}`);
    }
  }
  const users: User[] = [];
  for (const id of [...ids].sort()) {
    const user = known.get(id) ?? (await userWithId(site, id));
    if (user !== null && isIt(user)) users.push(user);
  }
  return { users, gap: gaps.size === 0 ? null : [...gaps].join('; ') };
}

function having(spellings: readonly string[]): string {
  const each = ['profile.email', 'profile.login'].flatMap((name) =>
    spellings.map((one) => `${name} eq ${JSON.stringify(one)}`),
  );
  return each.join(' or ');
}

/** The path of a user's own things. */
export function pathOf(id: string): string {
  return `/api/v1/users/${encodeURIComponent(id)}`;
}
