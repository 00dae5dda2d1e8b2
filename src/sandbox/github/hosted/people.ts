import type { GithubState, User } from '../state.js';
import type { Signature } from './objects.js';

/** An account as the commits name it that it makes on GitHub itself. */
export function signatureOf(user: User, at: number): Signature {
  return { name: user.name ?? user.login, email: emailOf(user), at };
}

/** The account's own e-mail address, else the one that GitHub gives it ("Setting your commit email address"). */
export function emailOf(user: User): string {
  return user.email ?? `${user.id}+${user.login}@users.noreply.github.com`;
}

/** The account that an e-mail address in a commit belongs to; GitHub knows it whether or not the profile shows it. */
export function userByEmail(state: GithubState, email: string): User | null {
  const wanted = email.toLowerCase();
  for (const user of state.users.values()) if (emailOf(user).toLowerCase() === wanted) return user;
  const id = /^(\d+)\+.+@users\.noreply\.github\.com$/.exec(wanted)?.[1];
  return id === undefined ? null : (state.users.get(Number(id)) ?? null);
}
