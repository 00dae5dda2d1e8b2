/** Finding a user: by the immutable id, else by the login as it is written. */
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

/** The path of a user's own things. */
export function pathOf(id: string): string {
  return `/api/v1/users/${encodeURIComponent(id)}`;
}
