import { type Call, invalid, listing, noContent, notFound, type Operation, operation, type Schema } from '../call.js';
import { invite } from '../membership.js';
import { fullTeam, nodeId, simpleUser } from '../show.js';
import { type Invitation, userById } from '../state.js';

/** Invitations to the organization. */
export const invitationOperations: readonly Operation[] = [
  operation('GET /orgs/{org}/invitations', 'members', (call) =>
    listing(call, call.state.invitations, (one) => organizationInvitation(call, one)),
  ),
  operation('POST /orgs/{org}/invitations', 'members', create),
  operation('DELETE /orgs/{org}/invitations/{invitation_id}', 'members', (call) => {
    const invitation = byId(call);
    if (invitation === null) return notFound;
    call.state.invitations = call.state.invitations.filter((one) => one !== invitation);
    call.changed(`invitation/${nameOf(call, invitation)}`);
    return noContent;
  }),
  operation('GET /orgs/{org}/invitations/{invitation_id}/teams', 'members', (call) => {
    const invitation = byId(call);
    if (invitation === null) return notFound;
    const teams = invitation.teams.flatMap((slug) => call.state.teams.get(slug) ?? []);
    return listing(call, teams, (team) => fullTeam(call, team));
  }),
];

function byId(call: Call): Invitation | null {
  const id = Number(call.parameters.invitation_id);
  return call.state.invitations.find((one) => one.id === id) ?? null;
}

function nameOf(call: Call, invitation: Invitation): string {
  return invitation.user === null ? (invitation.email ?? '') : userById(call.state, invitation.user).login;
}

function organizationInvitation(call: Call, one: Invitation): Schema<'organization-invitation'> {
  return {
    id: one.id,
    node_id: nodeId('OI', one.id),
    login: one.user === null ? null : userById(call.state, one.user).login,
    email: one.email,
    role: one.role,
    created_at: one.createdAt,
    failed_at: null,
    failed_reason: null,
    inviter: simpleUser(call, userById(call.state, one.inviter)),
    team_count: one.teams.length,
    invitation_teams_url: `${call.origin}/organizations/${call.state.organization.id}/invitations/${one.id}/teams`,
    invitation_source: 'member',
  };
}

const ROLES: Readonly<Record<string, Invitation['role']>> = {
  direct_member: 'direct_member',
  admin: 'admin',
  billing_manager: 'billing_manager',
};

function create(call: Call) {
  const { invitee_id: invitee, email, team_ids: teamIds } = call.body;
  const role = ROLES[String(call.body.role ?? 'direct_member')];
  if (role === undefined) return invalid('role', 'role is not one of those that can be invited');
  const user = typeof invitee === 'number' ? call.state.users.get(invitee) : undefined;
  const address = typeof email === 'string' ? email : null;
  if (user === undefined && address === null) return invalid('invitee_id', 'invitee_id or email must name somebody');
  if (user !== undefined && call.state.members.has(user.id)) {
    return invalid('data', 'Invitee is already a part of this organization');
  }
  const invitation = invite(call.state, { user: user ?? null, email: address }, role, call.caller.user, call.now);
  for (const team of call.state.teams.values()) {
    const wanted = Array.isArray(teamIds) && teamIds.includes(team.id);
    if (wanted && !invitation.teams.includes(team.slug)) invitation.teams.push(team.slug);
  }
  call.changed(`invitation/${nameOf(call, invitation)}`);
  return { status: 201, body: organizationInvitation(call, invitation) };
}
