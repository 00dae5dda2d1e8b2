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
 * The user that a reference means: the one with the id, whatever it is called now. Where nobody has the id any more, the
 * one that has the name, under its own id, so that the plan sees the conflict; null where there is neither.
 */
export async function userMeant(iam: Iam, ref: AccountRef, everybody: Everybody): Promise<FoundUser | null> {
  const named = ref.name === null ? null : await iam.user(ref.name);
  if (ref.id === null || named?.id === ref.id) return named;
  return (await userWithId(iam, ref.id, everybody)) ?? named;
}

/** The user with that id, whatever its name is now: one page for each thousand users, and one request. */
export async function userWithId(iam: Iam, id: string, everybody: Everybody): Promise<FoundUser | null> {
  const listed = (await everybody.users()).find((user) => user.id === id);
  const found = listed === undefined ? null : await iam.user(listed.name);
  return found?.id === id ? found : null;
}
