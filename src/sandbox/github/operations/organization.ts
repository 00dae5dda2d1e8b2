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
import { invitationOf, invite, isLastOwner, outsideCollaborators, removeMember } from '../membership.js';
import { organizationAccount, publicUser, SOME_TIME, simpleOrganization, simpleUser } from '../show.js';
import { type User, userById, userByLogin } from '../state.js';

/** The organization, its members, and what they may be. */
export const organizationOperations: readonly Operation[] = [
  operation('GET /orgs/{org}', 'metadata', (call) => ok(fullOrganization(call))),
  operation('GET /orgs/{org}/members', 'members', listMembers),
  operation('GET /orgs/{org}/members/{username}', 'members', (call) => {
    const user = named(call);
    return user !== null && call.state.members.has(user.id) ? noContent : notFound;
  }),
  operation('DELETE /orgs/{org}/members/{username}', 'members', (call) => {
    const user = named(call);
    return user === null ? notFound : remove(call, user);
  }),
  operation('GET /orgs/{org}/memberships/{username}', 'members', (call) => {
    const user = named(call);
    const membership = user === null ? null : membershipOf(call, user);
    return membership === null ? notFound : ok(membership);
  }),
  operation('PUT /orgs/{org}/memberships/{username}', 'members', setMembership),
  operation('DELETE /orgs/{org}/memberships/{username}', 'members', (call) => {
    const user = named(call);
    if (user === null) return notFound;
    const invitation = invitationOf(call.state, user);
    if (invitation === null) return remove(call, user);
    call.state.invitations = call.state.invitations.filter((one) => one !== invitation);
    call.changed(`invitation/${user.login}`);
    return noContent;
  }),
  operation('GET /orgs/{org}/outside_collaborators', 'members', (call) =>
    listing(call, outsideCollaborators(call.state), (id) => simpleUser(call, userById(call.state, id))),
  ),
  operation('DELETE /orgs/{org}/outside_collaborators/{username}', 'members', removeOutsideCollaborator),
  operation('GET /users/{username}', 'metadata', (call) => {
    const user = named(call);
    return user === null ? notFound : ok(publicUser(call, user));
  }),
  operation('GET /user/{account_id}', 'metadata', (call) => {
    const user = call.state.users.get(Number(call.parameters.account_id));
    return user === undefined ? notFound : ok(publicUser(call, user));
  }),
  operation('GET /user', 'metadata', (call) => ok(publicUser(call, call.caller.user)), 'user'),
];

function named(call: Call): User | null {
  return userByLogin(call.state, call.parameters.username ?? '');
}

function fullOrganization(call: Call): Schema<'organization-full'> {
  const repositories = [...call.state.repositories.values()];
  const hidden = repositories.filter((one) => one.private).length;
  return {
    ...simpleOrganization(call),
    name: call.state.organization.name,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: repositories.length - hidden,
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: organizationAccount(call).html_url,
    type: 'Organization',
    total_private_repos: hidden,
    created_at: SOME_TIME,
    updated_at: SOME_TIME,
    archived_at: null,
  };
}

function listMembers(call: Call) {
  const role = call.query.get('role') ?? 'all';
  if (!['all', 'admin', 'member'].includes(role)) return invalid('role', 'role must be all, admin or member');
  const ids: number[] = [];
  for (const [id, member] of call.state.members) if (role === 'all' || member.role === role) ids.push(id);
  return listing(call, ids, (id) => simpleUser(call, userById(call.state, id)));
}

function membershipOf(call: Call, user: User): Schema<'org-membership'> | null {
  const member = call.state.members.get(user.id);
  const invitation = invitationOf(call.state, user);
  if (member === undefined && invitation === null) return null;
  const invited = invitation?.role === 'direct_member' ? 'member' : (invitation?.role ?? 'member');
  const organization = simpleOrganization(call);
  return {
    url: `${organization.url}/memberships/${user.login}`,
    state: member === undefined ? 'pending' : 'active',
    role: member?.role ?? invited,
    direct_membership: member?.direct ?? true,
    enterprise_teams_providing_indirect_membership: [...(member?.enterpriseTeams ?? [])],
    organization_url: organization.url,
    organization,
    user: simpleUser(call, user),
    permissions: { can_create_repository: member !== undefined },
  };
}

function setMembership(call: Call) {
  const user = named(call);
  if (user === null) return notFound;
  const role = call.body.role ?? 'member';
  if (role !== 'member' && role !== 'admin') return invalid('role', 'role must be member or admin');
  const member = call.state.members.get(user.id);
  if (member === undefined) {
    const known = invitationOf(call.state, user)?.role;
    const wanted = role === 'admin' ? 'admin' : 'direct_member';
    invite(call.state, { user, email: null }, wanted, call.caller.user, call.now);
    if (known !== wanted) call.changed(`invitation/${user.login}`);
  } else if (member.role !== role) {
    if (isLastOwner(call.state, user)) return lastOwner;
    member.role = role;
    call.changed(user.login);
  }
  return ok(membershipOf(call, user));
}

/** GitHub's description knows 403 as the only refusal here; its words are not in it. */
const lastOwner = failure(403, 'You must have at least one owner in the organization.');

function remove(call: Call, user: User) {
  const member = call.state.members.get(user.id);
  if (member === undefined || !member.direct) return notFound;
  if (isLastOwner(call.state, user)) return lastOwner;
  removeMember(call.state, user, member);
  call.changed(user.login);
  return noContent;
}

function removeOutsideCollaborator(call: Call) {
  const user = named(call);
  if (user === null) return notFound;
  if (call.state.members.has(user.id)) {
    return failure(422, 'You cannot specify an organization member to remove as an outside collaborator.');
  }
  let held = false;
  for (const repository of call.state.repositories.values()) held = repository.collaborators.delete(user.id) || held;
  if (!held) return notFound;
  call.changed(`outside-collaborator/${user.login}`);
  return noContent;
}
