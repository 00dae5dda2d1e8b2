import { addUser, idOf, need, somebody } from './accounts.js';
import { addApps, addCredentials, addInvitations, addSeats } from './build-holdings.js';
import { hostedRepository } from './hosted/build.js';
import type { GithubSeed, MemberSeed, RepositorySeed, TeamSeed, UserSeed } from './seed.js';
import { SOME_TIME } from './show.js';
import { freshId, type GithubState, type Repository, type Team } from './state.js';

/** Ids that the embedded system gives out are above those that it makes from logins. */
const FIRST_FRESH_ID = 5_000_000_000;

/** The state that a seed describes. Throws where it names a team or repository that it doesn't hold. */
export function stateOf(seed: GithubSeed): GithubState {
  const organization = typeof seed.organization === 'string' ? { login: seed.organization } : { ...seed.organization };
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
    hosted: new Map(),
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
  addCallers(state, seed);
  for (const team of seed.teams ?? []) addTeam(state, typeof team === 'string' ? { slug: team } : team);
  for (const one of seed.repositories ?? []) addRepository(state, typeof one === 'string' ? { name: one } : one);
  addHosted(state, seed);
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

/** Accounts that credentials stand for: people's that the world does not name elsewhere, and bots of Apps. */
function addCallers(state: GithubState, seed: GithubSeed): void {
  const runner = seed.runner ?? { kind: 'app', login: 'leaver' };
  for (const { kind, login, ...rest } of [runner, ...(seed.credentials ?? [])]) {
    const name = kind === 'app' ? `${login}[bot]` : login;
    const id = 'id' in rest && rest.id !== undefined ? { id: rest.id } : {};
    if (!state.logins.has(name.toLowerCase())) addUser(state, { login: name, ...id }, kind === 'app' ? 'Bot' : 'User');
  }
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
      createdAt: key.createdAt ?? SOME_TIME,
      lastUsed: key.lastUsed ?? null,
      readOnly: key.readOnly ?? true,
    })),
    invitations: (seed.invitations ?? []).map((one) => ({
      id: one.id ?? freshId(state),
      user: need(state, one.login).id,
      inviter: somebody(state, one.inviter),
      role: one.role ?? 'write',
      createdAt: one.createdAt ?? SOME_TIME,
    })),
  });
}

function addHosted(state: GithubState, seed: GithubSeed): void {
  for (const one of seed.hosted ?? []) {
    if (!state.repositories.has(one.name.toLowerCase())) addRepository(state, { name: one.name });
    state.hosted.set(one.name.toLowerCase(), hostedRepository(state, one));
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
