import type { GithubSeed, MemberSeed, RepositorySeed, TeamSeed, UserSeed } from './seed.js';
import {
  freshId,
  type GithubState,
  type Repository,
  type Team,
  type Token,
  type TokenRequest,
  type User,
} from './state.js';

/** When things began that the seed gives no time for. */
const LONG_AGO = '2024-01-15T09:00:00Z';
/** Ids that the embedded system gives out are above those that it makes from logins. */
const FIRST_FRESH_ID = 5_000_000_000;

/** The state that a seed describes. Throws where it names a team or repository that it doesn't hold. */
export function stateOf(seed: GithubSeed): GithubState {
  const organization =
    typeof seed.organization === 'string' ? { login: seed.organization } : { ...seed.organization };
  const runner = seed.runner ?? { kind: 'app', login: 'leaver' };
  const state: GithubState = {
    organization: {
      login: organization.login,
      id: organization.id ?? idOf(organization.login),
      name: organization.name ?? organization.login,
    },
    access: {
      credentials: seed.credentials?.map((one) => ({ ...one, lacks: one.lacks ?? [] })) ?? null,
      refused: seed.refusedTokens ?? ['refused'],
      runner: { kind: runner.kind, login: runner.login, lacks: seed.lacks ?? [] },
      issued: [],
      requests: 0,
    },
    users: new Map(),
    logins: new Map(),
    members: new Map(),
    invitations: [],
    teams: new Map(),
    repositories: new Map(),
    tokens: [],
    tokenRequests: [],
    sso: { enabled: seed.ssoCredentials !== undefined, credentials: [] },
    hooks: [],
    installations: [],
    seats: [],
    codespaces: [],
    nextId: FIRST_FRESH_ID,
  };
  addPeople(state, seed);
  addAppAccounts(state, seed, runner.kind === 'user' ? runner : null);
  for (const team of seed.teams ?? []) addTeam(state, typeof team === 'string' ? { slug: team } : team);
  for (const one of seed.repositories ?? []) addRepository(state, typeof one === 'string' ? { name: one } : one);
  addInvitations(state, seed);
  addCredentials(state, seed);
  addApps(state, seed);
  addSeats(state, seed);
  checkReferences(state);
  return state;
}

function addPeople(state: GithubState, seed: GithubSeed): void {
  const members = (seed.members ?? []).map((one): MemberSeed => (typeof one === 'string' ? { login: one } : one));
  const users = (seed.users ?? []).map((one): UserSeed => (typeof one === 'string' ? { login: one } : one));
  // Those with a given id first: an id made from a login must make room for them.
  for (const one of [...members, ...users].sort((a, b) => Number(a.id === undefined) - Number(b.id === undefined))) {
    addUser(state, one, 'User');
  }
  for (const one of members) {
    const enterpriseTeams = one.enterpriseTeams ?? [];
    state.members.set(need(state, one.login).id, { role: one.role ?? 'member', direct: true, enterpriseTeams });
  }
}

function addAppAccounts(state: GithubState, seed: GithubSeed, runner: { login: string; id?: number } | null): void {
  if (runner !== null && !state.logins.has(runner.login.toLowerCase())) addUser(state, runner, 'User');
  const apps = (seed.credentials ?? []).filter((one) => one.kind === 'app').map((one) => one.login);
  if (seed.runner?.kind !== 'user') apps.push(seed.runner?.login ?? 'leaver');
  for (const app of new Set(apps)) addUser(state, { login: `${app}[bot]` }, 'Bot');
}

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
function idOf(login: string): number {
  let hash = 0x811c9dc5;
  for (const letter of login.toLowerCase()) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return 10_000_000 + (hash % 1_990_000_000);
}

/** The account of a login; made where the world mentions it only here, as an outside collaborator often is. */
function need(state: GithubState, login: string): User {
  const id = state.logins.get(login.toLowerCase());
  const user = id === undefined ? undefined : state.users.get(id);
  return user ?? addUser(state, { login }, 'User');
}

/** Who did what the seed names nobody for: the first owner, or the first account there is. */
function somebody(state: GithubState, login: string | undefined): number {
  if (login !== undefined) return need(state, login).id;
  const owner = [...state.members].find(([, member]) => member.role === 'admin') ?? [...state.users][0];
  return owner?.[0] ?? addUser(state, { login: 'ghost' }, 'User').id;
}

function addTeam(state: GithubState, seed: TeamSeed): void {
  const members: Team['members'] = new Map();
  for (const one of seed.members ?? []) {
    const { login, role = 'member' } = typeof one === 'string' ? { login: one } : one;
    members.set(need(state, login).id, role);
  }
  state.teams.set(seed.slug, {
    id: seed.id ?? idOf(`team ${seed.slug}`),
    slug: seed.slug,
    name: seed.name ?? seed.slug,
    parent: seed.parent ?? null,
    members,
    repositories: new Map(Object.entries(seed.repositories ?? {})),
  });
}

function addRepository(state: GithubState, seed: RepositorySeed): void {
  const collaborators: Repository['collaborators'] = new Map();
  for (const [login, role] of Object.entries(seed.collaborators ?? {})) collaborators.set(need(state, login).id, role);
  state.repositories.set(seed.name.toLowerCase(), {
    id: seed.id ?? idOf(`repository ${seed.name}`),
    name: seed.name,
    private: seed.private ?? true,
    collaborators,
    keys: (seed.keys ?? []).map((key) => ({
      id: key.id ?? freshId(state),
      title: key.title,
      key: key.key ?? `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${idOf(key.title).toString(36)}`,
      addedBy: key.addedBy === undefined || key.addedBy === null ? null : need(state, key.addedBy).id,
      createdAt: key.createdAt ?? LONG_AGO,
      lastUsed: key.lastUsed ?? null,
      readOnly: key.readOnly ?? true,
    })),
    invitations: (seed.invitations ?? []).map((one) => ({
      id: one.id ?? freshId(state),
      user: need(state, one.login).id,
      inviter: somebody(state, one.inviter),
      role: one.role ?? 'write',
      createdAt: one.createdAt ?? LONG_AGO,
    })),
  });
}

function addInvitations(state: GithubState, seed: GithubSeed): void {
  for (const one of seed.invitations ?? []) {
    state.invitations.push({
      id: one.id ?? freshId(state),
      user: one.login === undefined ? null : need(state, one.login).id,
      email: one.email ?? null,
      role: one.role ?? 'direct_member',
      teams: [...(one.teams ?? [])],
      inviter: somebody(state, one.inviter),
      createdAt: one.createdAt ?? LONG_AGO,
    });
  }
}

function addCredentials(state: GithubState, seed: GithubSeed): void {
  const token = (one: NonNullable<GithubSeed['tokens']>[number]): Token => {
    const id = one.id ?? freshId(state);
    return {
      id,
      tokenId: id + 100_000_000,
      name: one.name ?? `token ${id}`,
      owner: need(state, one.owner).id,
      repositories: one.repositories ?? [],
      permissions: one.permissions ?? {},
      createdAt: one.createdAt ?? LONG_AGO,
      expiresAt: one.expiresAt ?? null,
      lastUsedAt: one.lastUsedAt ?? null,
    };
  };
  state.tokens = (seed.tokens ?? []).map(token);
  state.tokenRequests = (seed.tokenRequests ?? []).map(
    (one): TokenRequest => ({ ...token(one), reason: one.reason ?? null }),
  );
  state.sso.credentials = (seed.ssoCredentials ?? []).map((one) => ({
    id: one.id ?? freshId(state),
    user: need(state, one.login).id,
    type: one.type ?? 'personal access token',
    lastEight: one.lastEight ?? null,
    fingerprint: one.fingerprint ?? null,
    title: one.title ?? 'a credential',
    scopes: one.scopes ?? [],
    authorizedAt: one.authorizedAt ?? LONG_AGO,
    accessedAt: one.accessedAt ?? null,
    expiresAt: one.expiresAt ?? null,
  }));
}

function addApps(state: GithubState, seed: GithubSeed): void {
  for (const one of seed.hooks ?? []) {
    state.hooks.push({
      id: one.id ?? freshId(state),
      url: one.url,
      active: one.active ?? true,
      events: one.events ?? ['push'],
      owner: one.owner === undefined ? null : need(state, one.owner).id,
      updatedAt: LONG_AGO,
    });
  }
  const runner = state.access.runner.kind === 'app' ? [{ app: state.access.runner.login }] : [];
  for (const one of [...(seed.installations ?? []), ...runner]) {
    if (state.installations.some((known) => known.app === one.app)) continue;
    state.installations.push({ id: freshId(state), appId: idOf(`app ${one.app}`), permissions: {}, ...one });
  }
}

function addSeats(state: GithubState, seed: GithubSeed): void {
  for (const seat of seed.copilotSeats ?? []) {
    const one = typeof seat === 'string' ? { login: seat } : seat;
    state.seats.push({
      user: need(state, one.login).id,
      lastActivityAt: one.lastActivityAt ?? null,
      createdAt: one.createdAt ?? LONG_AGO,
      team: one.team ?? null,
      pendingCancellation: null,
    });
  }
  for (const one of seed.codespaces ?? []) {
    state.codespaces.push({
      id: freshId(state),
      name: one.name,
      owner: need(state, one.owner).id,
      repository: one.repository,
      state: one.state ?? 'Shutdown',
      lastUsedAt: one.lastUsedAt ?? LONG_AGO,
    });
  }
}

function checkReferences(state: GithubState): void {
  const team = (slug: string) => {
    if (!state.teams.has(slug)) throw new Error(`the world has no team ${slug}`);
  };
  const repository = (name: string) => {
    if (!state.repositories.has(name.toLowerCase())) throw new Error(`the world has no repository ${name}`);
  };
  for (const one of state.teams.values()) {
    if (one.parent !== null) team(one.parent);
    for (const name of one.repositories.keys()) repository(name);
  }
  for (const one of state.invitations) one.teams.forEach(team);
  for (const one of state.seats) if (one.team !== null) team(one.team);
  for (const one of state.codespaces) repository(one.repository);
}
