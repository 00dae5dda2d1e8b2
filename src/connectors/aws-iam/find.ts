/** Finding a user. IAM looks users up by name alone, so an id without its name is looked for in the bulk call. */
import type { AccountRef } from '../connector.js';
import { type Bulk, everyPage } from './held.js';
import type { FoundUser, Iam, UserDetail } from './iam.js';

/** The account's users by the bulk call, asked for once and only when needed. */
export interface Everybody {
  users(): Promise<readonly UserDetail[]>;
}

export function everybodyOf(iam: Iam): Everybody {
  let asked: Promise<Bulk> | null = null;
  return {
    async users() {
      asked ??= everyPage(iam, ['User']);
      return (await asked).users;
    },
  };
}

/**
 * The users that a reference may mean: the one with that name, and where that is another than the id says, the one with the
 * id as well, so that the plan sees both. None where neither exists. Throws `LeaverError` where it can't be known.
 */
export async function usersMeant(iam: Iam, ref: AccountRef, everybody: Everybody): Promise<readonly FoundUser[]> {
  const named = ref.name === null ? null : await iam.user(ref.name);
  if (ref.id === null || named?.id === ref.id) return named === null ? [] : [named];
  const pinned = await userWithId(iam, ref.id, everybody);
  return [named, pinned].filter((user) => user !== null);
}

/** The user with that id, whatever its name is now: one page for each thousand users, and one request. */
export async function userWithId(iam: Iam, id: string, everybody: Everybody): Promise<FoundUser | null> {
  const listed = (await everybody.users()).find((user) => user.id === id);
  const found = listed === undefined ? null : await iam.user(listed.name);
  return found?.id === id ? found : null;
}
