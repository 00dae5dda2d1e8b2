import { timeOf } from './show.js';
import { freshId, type GithubState, type Invitation, type Member, type User } from './state.js';

/** Whether somebody is the only owner: GitHub lets nobody remove or demote them. */
export function isLastOwner(state: GithubState, user: User): boolean {
  if (state.members.get(user.id)?.role !== 'admin') return false;
  let owners = 0;
  for (const member of state.members.values()) if (member.role === 'admin') owners += 1;
  return owners === 1;
}

/**
 * Takes a member out: teams, repositories, and fine-grained tokens for the organization go too; deploy keys, Copilot
 * seats, codespaces and webhooks stay, as does the membership that an enterprise team gives ("Remove an organization
 * member"). SSO authorizations stay and are not listed any more.
 */
export function removeMember(state: GithubState, user: User, member: Member): void {
  if (member.enterpriseTeams.length > 0) {
    member.direct = false;
    member.role = 'member';
    return;
  }
  state.members.delete(user.id);
  for (const team of state.teams.values()) team.members.delete(user.id);
  for (const repository of state.repositories.values()) repository.collaborators.delete(user.id);
  state.tokens = state.tokens.filter((token) => token.owner !== user.id);
  state.tokenRequests = state.tokenRequests.filter((request) => request.owner !== user.id);
}

export function invitationOf(state: GithubState, user: User): Invitation | null {
  return state.invitations.find((one) => one.user === user.id) ?? null;
}

/** Invites an account or an address; an account that is invited already keeps its invitation, with the new role. */
export function invite(
  state: GithubState,
  whom: { user: User | null; email: string | null },
  role: Invitation['role'],
  inviter: User,
  now: Date,
): Invitation {
  const known = whom.user === null ? null : invitationOf(state, whom.user);
  if (known !== null) {
    known.role = role;
    return known;
  }
  const invitation: Invitation = {
    id: freshId(state),
    user: whom.user?.id ?? null,
    email: whom.email,
    role,
    teams: [],
    inviter: inviter.id,
    createdAt: timeOf(now),
  };
  state.invitations.push(invitation);
  return invitation;
}

/** Accounts with a role in a repository that are no members, in order of id. */
export function outsideCollaborators(state: GithubState): number[] {
  const outside = new Set<number>();
  for (const repository of state.repositories.values()) {
    for (const id of repository.collaborators.keys()) if (!state.members.has(id)) outside.add(id);
  }
  return [...outside].sort((a, b) => a - b);
}

/** A person takes another login, as people do; whoever comes later may take the old one. */
export function renameUser(state: GithubState, from: string, to: string): void {
  const id = state.logins.get(from.toLowerCase());
  const user = id === undefined ? undefined : state.users.get(id);
  if (id === undefined || user === undefined) throw new Error(`the embedded GitHub has no account ${from}`);
  state.logins.delete(from.toLowerCase());
  state.logins.set(to.toLowerCase(), id);
  user.login = to;
}

/** An invited person accepts: a member from now on, in the teams of the invitation. */
export function acceptInvitation(state: GithubState, login: string): void {
  const id = state.logins.get(login.toLowerCase());
  const invitation = state.invitations.find((one) => one.user === id);
  if (id === undefined || invitation === undefined) throw new Error(`the embedded GitHub has not invited ${login}`);
  state.invitations = state.invitations.filter((one) => one !== invitation);
  const role = invitation.role === 'admin' ? 'admin' : 'member';
  state.members.set(id, { role, direct: true, enterpriseTeams: [] });
  for (const slug of invitation.teams) state.teams.get(slug)?.members.set(id, 'member');
}
