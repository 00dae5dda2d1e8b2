import {
  type Call,
  failure,
  invalid,
  listing,
  noContent,
  notFound,
  type Operation,
  ok,
  operation,
  type Schema,
} from '../call.js';
import type { RepositoryRole } from '../seed.js';
import { includes, minimalRepository, nodeId, permissionsOf, simpleUser, timeOf } from '../show.js';
import {
  freshId,
  type GithubState,
  type Repository,
  type RepositoryInvitation,
  type User,
  userById,
  userByLogin,
} from '../state.js';
import { withChildren } from './teams.js';

/** Repositories, who may use them, and who is invited to. */
export const repositoryOperations: readonly Operation[] = [
  operation('GET /orgs/{org}/repos', 'metadata', (call) =>
    listing(call, [...call.state.repositories.values()], (one) => minimalRepository(call, one)),
  ),
  operation('GET /repos/{owner}/{repo}/collaborators', 'metadata', listCollaborators),
  operation('PUT /repos/{owner}/{repo}/collaborators/{username}', 'administration', addCollaborator),
  operation('DELETE /repos/{owner}/{repo}/collaborators/{username}', 'administration', (call) => {
    const repository = repositoryOf(call);
    const user = userByLogin(call.state, call.parameters.username ?? '');
    if (repository === null || user === null) return notFound;
    if (repository.collaborators.delete(user.id)) call.changed(`repository/${repository.name}/${user.login}`);
    return noContent;
  }),
  operation('GET /repos/{owner}/{repo}/collaborators/{username}/permission', 'metadata', (call) => {
    const repository = repositoryOf(call);
    const user = userByLogin(call.state, call.parameters.username ?? '');
    return repository === null || user === null ? notFound : ok(permissionOf(call, repository, user));
  }),
  operation('GET /repos/{owner}/{repo}/invitations', 'administration', (call) => {
    const repository = repositoryOf(call);
    if (repository === null) return notFound;
    return listing(call, repository.invitations, (one) => repositoryInvitation(call, repository, one));
  }),
  operation('DELETE /repos/{owner}/{repo}/invitations/{invitation_id}', 'administration', (call) => {
    const repository = repositoryOf(call);
    const invitation = repository?.invitations.find((one) => one.id === Number(call.parameters.invitation_id));
    if (repository === null || invitation === undefined) return notFound;
    repository.invitations = repository.invitations.filter((one) => one !== invitation);
    const { login } = userById(call.state, invitation.user);
    call.changed(`repository/${repository.name}/invitation/${login}`);
    return noContent;
  }),
];

/** The repository that the path names, where it is this organization's. */
export function repositoryOf(call: Call): Repository | null {
  const { owner = '', repo = '' } = call.parameters;
  if (owner.toLowerCase() !== call.state.organization.login.toLowerCase()) return null;
  return call.state.repositories.get(repo.toLowerCase()) ?? null;
}

/** The strongest role that anything gives somebody in a repository; null for none. */
export function roleIn(state: GithubState, repository: Repository, id: number): RepositoryRole | null {
  if (state.members.get(id)?.role === 'admin') return 'admin';
  let strongest = repository.collaborators.get(id) ?? null;
  for (const team of state.teams.values()) {
    const role = team.repositories.get(repository.name);
    if (role === undefined || !withChildren({ state }, team).has(id)) continue;
    if (strongest === null || includes(role, strongest)) strongest = role;
  }
  return strongest;
}

/** Who may use a repository: `outside` and `direct` as granted on it, `all` with owners and teams. */
export function collaboratorsOf(state: GithubState, repository: Repository, affiliation: string) {
  const direct = [...repository.collaborators];
  if (affiliation === 'direct') return direct;
  if (affiliation === 'outside') return direct.filter(([id]) => !state.members.has(id));
  const ids = new Set(repository.collaborators.keys());
  for (const [id, member] of state.members) if (member.role === 'admin') ids.add(id);
  for (const team of state.teams.values()) {
    if (team.repositories.has(repository.name)) for (const id of withChildren({ state }, team)) ids.add(id);
  }
  return [...ids].map((id): [number, RepositoryRole] => [id, roleIn(state, repository, id) ?? 'read']);
}

function listCollaborators(call: Call) {
  const repository = repositoryOf(call);
  if (repository === null) return notFound;
  const affiliation = call.query.get('affiliation') ?? 'all';
  return listing(
    call,
    collaboratorsOf(call.state, repository, affiliation),
    ([id, granted]): Schema<'collaborator'> => {
      // GitHub tells what somebody may do in the end, not what this grant gives.
      const role = roleIn(call.state, repository, id) ?? granted;
      return { ...simpleUser(call, userById(call.state, id)), permissions: permissionsOf(role), role_name: role };
    },
  );
}

const ROLES: Readonly<Record<string, RepositoryRole>> = {
  pull: 'read',
  triage: 'triage',
  push: 'write',
  maintain: 'maintain',
  admin: 'admin',
};

function addCollaborator(call: Call) {
  const repository = repositoryOf(call);
  const user = userByLogin(call.state, call.parameters.username ?? '');
  if (repository === null || user === null) return notFound;
  const role = ROLES[String(call.body.permission ?? 'push')];
  if (role === undefined) return invalid('permission', 'permission is not one of the repository roles');
  if (user.kind !== 'User') return failure(422, 'Only people can be collaborators');
  const known = repository.collaborators.get(user.id);
  if (known !== undefined || call.state.members.has(user.id)) {
    repository.collaborators.set(user.id, role);
    if (known !== role) call.changed(`repository/${repository.name}/${user.login}`);
    return noContent;
  }
  const invitation: RepositoryInvitation = {
    id: freshId(call.state),
    user: user.id,
    inviter: call.caller.user.id,
    role,
    createdAt: timeOf(call.now),
  };
  repository.invitations = [...repository.invitations.filter((one) => one.user !== user.id), invitation];
  call.changed(`repository/${repository.name}/invitation/${user.login}`);
  return { status: 201, body: repositoryInvitation(call, repository, invitation) };
}

function permissionOf(call: Call, repository: Repository, user: User): Schema<'repository-collaborator-permission'> {
  const role = roleIn(call.state, repository, user.id);
  const rough: Record<RepositoryRole, string> = {
    read: 'read',
    triage: 'read',
    write: 'write',
    maintain: 'write',
    admin: 'admin',
  };
  const name = role ?? (repository.private ? 'none' : 'read');
  const permissions = role === null ? { pull: !repository.private, push: false, admin: false } : permissionsOf(role);
  return {
    permission: role === null ? name : rough[role],
    role_name: name,
    user: { ...simpleUser(call, user), permissions, role_name: name },
  };
}

function repositoryInvitation(
  call: Call,
  repository: Repository,
  one: RepositoryInvitation,
): Schema<'repository-invitation'> {
  const full = `${call.state.organization.login}/${repository.name}`;
  return {
    id: one.id,
    node_id: nodeId('RI', one.id),
    repository: minimalRepository(call, repository),
    invitee: simpleUser(call, userById(call.state, one.user)),
    inviter: simpleUser(call, userById(call.state, one.inviter)),
    permissions: one.role,
    created_at: one.createdAt,
    expired: false,
    url: `${call.origin}/user/repository_invitations/${one.id}`,
    html_url: `https://github.com/${full}/invitations`,
  };
}
