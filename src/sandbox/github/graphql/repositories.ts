import { collaboratorsOf, roleIn } from '../operations/repositories.js';
import { withChildren } from '../operations/teams.js';
import type { RepositoryRole } from '../seed.js';
import { nodeId } from '../show.js';
import { type GithubState, type Repository, userById } from '../state.js';
import { gitFields } from './commits.js';
import { connection } from './connection.js';
import { type Arguments, field, type GraphObject, plain } from './execute.js';
import { issueFields } from './issues.js';
import { matches, type Scene, user } from './scene.js';
import { team } from './teams.js';

export function repository(scene: Scene, one: Repository): GraphObject {
  const { state, shortPage } = scene;
  return {
    type: 'Repository',
    fields: {
      id: plain(nodeId('R', one.id)),
      databaseId: plain(one.id),
      name: plain(one.name),
      nameWithOwner: plain(`${state.organization.login}/${one.name}`),
      isPrivate: plain(one.private),
      isArchived: plain(false),
      ...gitFields(scene, one.name),
      ...issueFields(scene, one.name),
      collaborators: connection<[number, RepositoryRole]>(['affiliation', 'login', 'query'], shortPage, {
        type: 'RepositoryCollaboratorConnection',
        edgeType: 'RepositoryCollaboratorEdge',
        entries: (given) => repositoryCollaborators(state, one, given),
        node: ([id]) => user(userById(state, id)),
        edge: ([id, role]) => ({
          permission: plain((roleIn(state, one, id) ?? role).toUpperCase()),
          permissionSources: field([], () => sourcesOf(scene, one, id)),
        }),
      }),
    },
  };
}

/** What gives somebody access to a repository, each with its own role: being named there, a team, being an owner. */
function sourcesOf(scene: Scene, one: Repository, id: number): GraphObject[] {
  const { state } = scene;
  const source = (role: RepositoryRole, from: () => GraphObject): GraphObject => ({
    type: 'PermissionSource',
    fields: { permission: plain(ROUGH[role]), roleName: plain(role), source: field([], from) },
  });
  const sources: GraphObject[] = [];
  const direct = one.collaborators.get(id);
  if (direct !== undefined) sources.push(source(direct, () => repository(scene, one)));
  for (const giving of state.teams.values()) {
    const role = giving.repositories.get(one.name);
    if (role !== undefined && withChildren({ state }, giving).has(id)) {
      sources.push(source(role, () => team(scene, giving)));
    }
  }
  const owner = state.members.get(id)?.role === 'admin';
  // Only the type's name is ever of interest here: the whole organization would make a circle of files.
  if (owner) sources.push(source('admin', () => ({ type: 'Organization', fields: {} })));
  return sources;
}

const ROUGH: Readonly<Record<RepositoryRole, 'READ' | 'WRITE' | 'ADMIN'>> = {
  read: 'READ',
  triage: 'READ',
  write: 'WRITE',
  maintain: 'WRITE',
  admin: 'ADMIN',
};

function repositoryCollaborators(state: GithubState, one: Repository, given: Arguments) {
  const affiliation = String(given.affiliation ?? 'ALL').toLowerCase();
  const login = given.login;
  return collaboratorsOf(state, one, affiliation).filter(([id]) => {
    const found = userById(state, id);
    if (typeof login === 'string' && found.login.toLowerCase() !== login.toLowerCase()) return false;
    return matches(given.query, found.login, found.name);
  });
}
