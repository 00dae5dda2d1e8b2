import { withChildren } from '../operations/teams.js';
import { nodeId } from '../show.js';
import { type GithubState, type Team, userById, userByLogin } from '../state.js';
import { connection } from './connection.js';
import { type Arguments, field, type GraphObject, plain } from './execute.js';
import { matches, type Scene, user } from './scene.js';

export function teamsOf(state: GithubState, given: Arguments): readonly Team[] {
  const logins = given.userLogins;
  let teams = [...state.teams.values()];
  if (Array.isArray(logins)) {
    const ids = logins.map((login) => userByLogin(state, String(login))?.id ?? -1);
    teams = teams.filter((one) => ids.every((id) => withChildren({ state }, one).has(id)));
  }
  if (given.rootTeamsOnly === true) teams = teams.filter((one) => one.parent === null);
  return teams.filter((one) => matches(given.query, one.slug, one.name));
}

export function team(scene: Scene, one: Team): GraphObject {
  const { state, shortPage } = scene;
  const parent = one.parent === null ? undefined : state.teams.get(one.parent);
  return {
    type: 'Team',
    fields: {
      id: plain(nodeId('T', one.id)),
      databaseId: plain(one.id),
      slug: plain(one.slug),
      name: plain(one.name),
      combinedSlug: plain(`${state.organization.login}/${one.slug}`),
      parentTeam: field([], () => (parent === undefined ? null : team(scene, parent))),
      members: connection<number>(['membership', 'query', 'role', 'orderBy'], shortPage, {
        type: 'TeamMemberConnection',
        edgeType: 'TeamMemberEdge',
        entries: (given) => teamMembers(state, one, given),
        node: (id) => user(userById(state, id)),
        edge: (id) => ({ role: plain((one.members.get(id) ?? 'member').toUpperCase()) }),
      }),
    },
  };
}

function teamMembers(state: GithubState, one: Team, given: Arguments): readonly number[] {
  const immediate = [...one.members.keys()];
  const all = [...withChildren({ state }, one)];
  const by: Record<string, readonly number[]> = {
    IMMEDIATE: immediate,
    ALL: all,
    CHILD_TEAM: all.filter((id) => !one.members.has(id)),
  };
  const role = given.role;
  return (by[String(given.membership ?? 'ALL')] ?? all).filter((id) => {
    const { login, name } = userById(state, id);
    const held = (one.members.get(id) ?? 'member').toUpperCase();
    return matches(given.query, login, name) && (role === undefined || role === null || role === held);
  });
}
