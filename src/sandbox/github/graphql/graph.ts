import { nodeId } from '../show.js';
import { type GithubState, type Repository, type Team, userById, userByLogin } from '../state.js';
import { connection } from './connection.js';
import { field, type GraphObject, plain } from './execute.js';
import { repository } from './repositories.js';
import { guarded, missing, type Scene, user } from './scene.js';
import { team, teamsOf } from './teams.js';

/** The root of the graph: as much of GitHub's schema as tells who may do what in an organization. */
export function query(scene: Scene): GraphObject {
  const { state } = scene;
  return {
    type: 'Query',
    fields: {
      viewer: field([], () => user(scene.caller.user)),
      organization: field(['login'], ({ login }) => {
        if (String(login).toLowerCase() === state.organization.login.toLowerCase()) return organization(scene);
        throw missing('an Organization', 'login', login);
      }),
      repository: field(['owner', 'name', 'followRenames'], ({ owner, name }) => {
        const ours = String(owner).toLowerCase() === state.organization.login.toLowerCase();
        const found = ours ? state.repositories.get(String(name).toLowerCase()) : undefined;
        if (found === undefined) throw missing('a Repository', 'name', `${String(owner)}/${String(name)}`);
        return repository(scene, found);
      }),
      user: field(['login'], ({ login }) => {
        const found = userByLogin(state, String(login));
        if (found === null || found.kind !== 'User') throw missing('a User', 'login', login);
        return user(found);
      }),
      rateLimit: field([], () => rateLimit(state)),
    },
  };
}

function rateLimit(state: GithubState): GraphObject {
  const limit = 5000;
  const remaining = Math.max(1, limit - state.access.requests);
  return {
    type: 'RateLimit',
    fields: { limit: plain(limit), cost: plain(1), remaining: plain(remaining), used: plain(limit - remaining) },
  };
}

function organization(scene: Scene): GraphObject {
  const { state, shortPage } = scene;
  const { id, login, name } = state.organization;
  const teams = connection<Team>(['userLogins', 'query', 'role', 'rootTeamsOnly', 'orderBy', 'privacy'], shortPage, {
    type: 'TeamConnection',
    edgeType: 'TeamEdge',
    entries: (given) => teamsOf(state, given),
    node: (one) => team(scene, one),
  });
  const members = connection<number>([], shortPage, {
    type: 'OrganizationMemberConnection',
    edgeType: 'OrganizationMemberEdge',
    entries: () => [...state.members.keys()],
    node: (one) => user(userById(state, one)),
    edge: (one) => ({ role: plain(state.members.get(one)?.role.toUpperCase()) }),
  });
  const repositories = connection<Repository>(['orderBy', 'affiliations', 'privacy', 'isArchived'], shortPage, {
    type: 'RepositoryConnection',
    edgeType: 'RepositoryEdge',
    entries: () => [...state.repositories.values()],
    node: (one) => repository(scene, one),
  });
  return {
    type: 'Organization',
    fields: {
      id: plain(nodeId('O', id)),
      databaseId: plain(id),
      login: plain(login),
      name: plain(name),
      teams: guarded(scene, 'members', teams),
      team: guarded(
        scene,
        'members',
        field(['slug'], ({ slug }) => {
          const found = state.teams.get(String(slug));
          return found === undefined ? null : team(scene, found);
        }),
      ),
      membersWithRole: guarded(scene, 'members', members),
      repositories: guarded(scene, 'metadata', repositories),
      repository: guarded(
        scene,
        'metadata',
        field(['name'], ({ name: wanted }) => {
          const found = state.repositories.get(String(wanted).toLowerCase());
          if (found === undefined) throw missing('a Repository', 'name', `${login}/${String(wanted)}`);
          return repository(scene, found);
        }),
      ),
    },
  };
}
