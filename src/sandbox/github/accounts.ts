import type { UserSeed } from './seed.js';
import type { GithubState, User } from './state.js';

/** Adds an account. */
export function addUser(state: GithubState, seed: UserSeed, kind: User['kind']): User {
  if (state.logins.has(seed.login.toLowerCase())) throw new Error(`the world names ${seed.login} twice`);
  let id = seed.id ?? idOf(seed.login);
  while (seed.id === undefined && state.users.has(id)) id += 1;
  if (state.users.has(id)) throw new Error(`the world gives the id ${id} twice`);
  const user: User = {
    id,
    login: seed.login,
    name: seed.name ?? null,
    email: seed.email ?? null,
    emailVisible: seed.emailVisible ?? false,
    kind,
  };
  state.users.set(id, user);
  state.logins.set(user.login.toLowerCase(), id);
  return user;
}

/** A stable id between 10 million and 2 thousand million from a login (FNV-1a), whatever else the world holds. */
export function idOf(login: string): number {
  let hash = 0x811c9dc5;
  for (const letter of login.toLowerCase()) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return 10_000_000 + (hash % 1_990_000_000);
}

/** The account of a login; made where the world mentions it only here, as an outside collaborator often is. */
export function need(state: GithubState, login: string): User {
  const id = state.logins.get(login.toLowerCase());
  const user = id === undefined ? undefined : state.users.get(id);
  return user ?? addUser(state, { login }, 'User');
}

/** Who did what the seed names nobody for: the first owner, or the first account there is. */
export function somebody(state: GithubState, login: string | undefined): number {
  if (login !== undefined) return need(state, login).id;
  const owner = [...state.members].find(([, member]) => member.role === 'admin') ?? [...state.users][0];
  return owner?.[0] ?? addUser(state, { login: 'ghost' }, 'User').id;
}
