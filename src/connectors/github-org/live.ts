/** What is there of an account when it is brought back. */
import type { ObservedAccount } from '../../core/observation.js';
import type { Lost } from '../connector.js';
import { findMembership, findUser, observeSome } from './accounts.js';
import { isInTeam } from './entitlement-acts.js';
import { inRepository } from './entitlements.js';
import * as listings from './listings.js';
import type { Before } from './restored.js';
import type { DeployKey, Membership, RepositoryInvitation, User } from './shapes.js';
import type { Site } from './site.js';

export interface Live {
  readonly user: User;
  /** Active, waiting for the person to accept, or none. */
  readonly membership: Membership | null;
  /** All that the account holds as a member or outside collaborator; null where it is neither. */
  readonly account: ObservedAccount | null;
  /** Teams and repositories that there are, of those that were recorded. */
  readonly teams: ReadonlySet<string>;
  readonly repositories: ReadonlySet<string>;
  /** Teams that come with an invitation which the person has not accepted. */
  readonly invitedTeams: ReadonlySet<string>;
  /** Repositories that the account is invited to. */
  readonly invitedTo: ReadonlySet<string>;
  /** The same of one repository, read at that moment. */
  isInvitedTo(repository: string): Promise<boolean>;
  /** Public keys by repository: `<repository> <type> <key>`. */
  readonly keys: ReadonlySet<string>;
}

/** Reads it; null where GitHub has no account of that id any more. */
export async function liveOf(site: Site, lost: Lost, before: Before): Promise<Live | null> {
  const { id, name } = lost.account;
  const user = await findUser(site, { id, name: null });
  if (user === null) return null;
  const found = await findMembership(site, user.login);
  // Between the two readings the login may have passed to somebody else.
  const membership = found === null || found.user === null || found.user.id === user.id ? found : null;
  const { accounts } = await observeSome(site, [{ id, name }]);
  const named = [...before.repositories.map((one) => one.id), ...before.deployKeys.map((one) => one.repository)];
  const inviting = before.repositoryInvitations.map((one) => inRepository(one.id).repository);
  const teams = before.teams.length === 0 ? [] : await listings.whole(listings.teams(site));
  const needed = new Set([...named, ...inviting]);
  const repositories = needed.size === 0 ? [] : await listings.whole(listings.repositories(site));
  const there = new Set(repositories.map((one) => one.name).filter((one) => needed.has(one)));
  return {
    user,
    membership,
    account: accounts.find((one) => one.id === id) ?? null,
    teams: new Set(teams.map(({ slug }) => slug)),
    repositories: there,
    invitedTeams: membership?.state === 'pending' ? await invitedTeams(site, user, before) : new Set(),
    invitedTo: await invitedTo(site, user, there),
    isInvitedTo: async (repository) => (await invitedTo(site, user, new Set([repository]))).has(repository),
    keys: await keysIn(site, new Set(before.deployKeys.map((one) => one.repository).filter((one) => there.has(one)))),
  };
}

async function invitedTeams(site: Site, { login }: User, { teams }: Before): Promise<Set<string>> {
  const found = new Set<string>();
  for (const { id } of teams) if (await isInTeam(site, id, login)) found.add(id);
  return found;
}

async function invitedTo(site: Site, user: User, repositories: ReadonlySet<string>): Promise<Set<string>> {
  const found = new Set<string>();
  for (const name of repositories) {
    const invitations = await listings.whole(listings.ofRepository<RepositoryInvitation>(site, name, 'invitations'));
    if (invitations.some(({ invitee }) => invitee?.id === user.id)) found.add(name);
  }
  return found;
}

/** The public keys of these repositories. */
export async function keysIn(site: Site, repositories: ReadonlySet<string>): Promise<Set<string>> {
  const found = new Set<string>();
  for (const name of repositories) {
    const keys = await listings.whole(listings.ofRepository<DeployKey>(site, name, 'keys'));
    for (const { key } of keys) found.add(keyOf(name, key));
  }
  return found;
}

/** A key without its comment, in its repository. */
export function keyOf(repository: string, key: string): string {
  return `${repository} ${key.split(' ').slice(0, 2).join(' ')}`;
}
