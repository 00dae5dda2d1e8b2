import { type Call, timeOf } from './call.js';
import { absent } from './failure.js';
import { type OktaState, type OktaUser, userNamed } from './state.js';

/** The user that a path names, by id or login. Throws Okta's E0000007. */
export function needUser({ state, parameters }: Pick<Call, 'state' | 'parameters'>): OktaUser {
  const name = parameters.userId ?? '';
  const user = userNamed(state, name);
  if (user === null) throw absent(name, 'User');
  return user;
}

/** A user gets another status, which is a change of the user too. */
export function becomes(user: OktaUser, status: OktaUser['status'], now: Date): void {
  user.status = status;
  user.statusChanged = timeOf(now);
  user.lastUpdated = timeOf(now);
}

/**
 * A user is deactivated, which nothing brings back: sessions, tokens, devices and consents end ("User Grants": until the user is
 * deactivated), and so do the API tokens that the user made ("How an API token is expired and gets deactivated").
 */
export function deactivated(state: OktaState, user: OktaUser, now: Date): void {
  becomes(user, 'DEPROVISIONED', now);
  user.sessions = 0;
  user.refreshTokens = 0;
  user.devices = 0;
  user.grants = [];
  for (const { id, userId } of state.apiTokens.values()) if (userId === user.id) state.apiTokens.delete(id);
}

/** A user is gone, from groups too. */
export function deleted(state: OktaState, user: OktaUser): void {
  state.users.delete(user.id);
  for (const { members } of state.groups.values()) members.delete(user.id);
}

/** A person takes another login, as people do; whoever comes later may take the old one. */
export function renameLogin(state: OktaState, from: string, to: string, now: Date): void {
  const user = userNamed(state, from);
  if (user === null) throw new Error(`the embedded Okta has no user ${from}`);
  user.login = to;
  user.email = to;
  user.lastUpdated = timeOf(now);
}

/** An administrator gives a user another status by hand. */
export function changeStatus(state: OktaState, login: string, status: OktaUser['status'], now: Date): void {
  const user = userNamed(state, login);
  if (user === null) throw new Error(`the embedded Okta has no user ${login}`);
  if (status === 'DEPROVISIONED') deactivated(state, user, now);
  else becomes(user, status, now);
  if (status === 'SUSPENDED') user.sessions = 0;
}
