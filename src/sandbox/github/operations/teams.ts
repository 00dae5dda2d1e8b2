import { type Call, listing, noContent, notFound, type Operation, ok, operation, type Schema } from '../call.js';
import { invite } from '../membership.js';
import { fullTeam, simpleUser } from '../show.js';
import { type Team, type User, userById, userByLogin } from '../state.js';

/** Teams and who is in them. */
export const teamOperations: readonly Operation[] = [
  operation('GET /orgs/{org}/teams', 'members', (call) =>
    listing(call, [...call.state.teams.values()], (team) => fullTeam(call, team)),
  ),
  operation('GET /orgs/{org}/teams/{team_slug}/members', 'members', (call) => {
    const team = call.state.teams.get(call.parameters.team_slug ?? '');
    if (team === undefined) return notFound;
    return listing(call, [...withChildren(call, team)], (id) => simpleUser(call, userById(call.state, id)));
  }),
  operation('GET /orgs/{org}/teams/{team_slug}/memberships/{username}', 'members', (call) => {
    const found = named(call);
    const membership = found === null ? null : membershipOf(call, found.team, found.user);
    return membership === null ? notFound : ok(membership);
  }),
  operation('PUT /orgs/{org}/teams/{team_slug}/memberships/{username}', 'members', setMembership),
  operation('DELETE /orgs/{org}/teams/{team_slug}/memberships/{username}', 'members', (call) => {
    const found = named(call);
    if (found === null || !found.team.members.delete(found.user.id)) return notFound;
    call.changed(`team/${found.team.slug}/${found.user.login}`);
    return noContent;
  }),
];

function named(call: Call): { team: Team; user: User } | null {
  const team = call.state.teams.get(call.parameters.team_slug ?? '');
  const user = userByLogin(call.state, call.parameters.username ?? '');
  return team === undefined || user === null ? null : { team, user };
}

/** Members of the team and of those below it: what GitHub's listings hold unless they are asked for less. */
export function withChildren(call: Pick<Call, 'state'>, team: Team): Set<number> {
  const ids = new Set(team.members.keys());
  for (const child of call.state.teams.values()) {
    if (child.parent === team.slug) for (const id of withChildren(call, child)) ids.add(id);
  }
  return ids;
}

function membershipOf(call: Call, team: Team, user: User): Schema<'team-membership'> | null {
  const invited = call.state.invitations.some((one) => one.user === user.id && one.teams.includes(team.slug));
  const role = team.members.get(user.id);
  if (role === undefined && !invited && !withChildren(call, team).has(user.id)) return null;
  return {
    url: `${call.origin}/organizations/${call.state.organization.id}/team/${team.id}/memberships/${user.login}`,
    role: role ?? 'member',
    state: invited ? 'pending' : 'active',
  };
}

function setMembership(call: Call) {
  const found = named(call);
  if (found === null) return notFound;
  const { team, user } = found;
  const role = call.body.role === 'maintainer' ? 'maintainer' : 'member';
  if (!call.state.members.has(user.id)) {
    const invitation = invite(call.state, { user, email: null }, 'direct_member', call.caller.user, call.now);
    if (!invitation.teams.includes(team.slug)) {
      invitation.teams.push(team.slug);
      call.changed(`invitation/${user.login}/team/${team.slug}`);
    }
  } else if (team.members.get(user.id) !== role) {
    team.members.set(user.id, role);
    call.changed(`team/${team.slug}/${user.login}`);
  }
  return ok(membershipOf(call, team, user));
}
