/** What of an account can come back, and how: one rule for the plan, the act and the read-back. */
import { LeaverError } from '../../errors.js';
import type { Lost, RestoreItem, Step, StepResult } from '../connector.js';
import { findMembership } from './accounts.js';
import { settle } from './acts.js';
import type { Values } from './client.js';
import { isInRepository, isInTeam } from './entitlement-acts.js';
import { inRepository, OUTSIDE, PREFIX } from './entitlements.js';
import { keyOf, keysIn, type Live } from './live.js';
import { holderOf } from './membership.js';
import type { Before, Held, RecordedKey } from './restored.js';
import type { Site } from './site.js';

/** One thing that was held. `act` is there where it is to be done. */
export interface Return extends RestoreItem {
  readonly step?: Step;
  readonly act?: () => Promise<StepResult>;
}

/** What all returns of one account are made from. */
export interface Scene {
  readonly site: Site;
  readonly lost: Lost;
  readonly before: Before;
  readonly live: Live;
}

/**
 * All that was held, in the order of giving it. An owner's role comes after the teams: an invitation to a team is one of a
 * member's role.
 */
export function returnsOf(scene: Scene): readonly Return[] {
  const { before } = scene;
  const membership = membershipReturn(scene);
  const teams = before.teams.map((held) => teamReturn(scene, held));
  return [
    ...(before.membership?.role === 'admin' ? [...teams, ...membership] : [...membership, ...teams]),
    ...before.repositories.map((held) => repositoryReturn(scene, held)),
    ...before.repositoryInvitations.map((held) => invitationReturn(scene, held)),
    ...before.deployKeys.map((key) => keyReturn(scene, key)),
    ...before.credentials.flatMap((held) => credentialReturn(scene, held)),
  ];
}

export function impossible(item: string, why: string): Return {
  return { item, how: 'impossible', why };
}

export function there(item: string): Return {
  return { item, how: 'there', why: '' };
}

const ACCEPT = 'the person accepts the invitation';
const GONE = 'it was deleted since: nothing of that name is there any more';
const NO_MEMBER = 'the person is no member of the organization any more';

function isMember({ live }: Scene): boolean {
  return live.membership?.state === 'active';
}

function membershipReturn(scene: Scene): readonly Return[] {
  const { site, before, live } = scene;
  const item = 'membership';
  const wanted = before.membership;
  if (wanted === null) return [];
  const now = live.membership;
  if (now === null && !wanted.direct) return [impossible(item, 'an enterprise team gave it: add the person there')];
  const role = now?.role === 'admin' ? 'admin' : now === null ? null : 'member';
  const enough = role === wanted.role || role === 'admin' || (role !== null && !wanted.direct);
  if (enough) return [isMember(scene) ? there(item) : { item, how: 'waiting', why: ACCEPT }];
  const as = wanted.role === 'admin' ? 'an owner' : 'a member';
  const org = site.settings.organization;
  return [
    {
      item,
      ...(isMember(scene) ? { how: 'restore', why: `as ${as}` } : { how: 'invite', why: `invited as ${as}` }),
      step: { action: isMember(scene) ? 'set role' : 'invite to organization', object: live.user.login },
      act: byName(scene, (username) => ({
        route: 'PUT /orgs/{org}/memberships/{username}',
        values: { org, username, role: wanted.role },
        made: async () => (await findMembership(site, username))?.role === wanted.role,
      })),
    },
  ];
}

function teamReturn(scene: Scene, { id: team, role }: Held): Return {
  const { site, live, before } = scene;
  const item = `${PREFIX.team}${team}`;
  const wanted = role === 'maintainer' ? 'maintainer' : 'member';
  const now = live.account?.entitlements.find((one) => one.id === item);
  if (now !== undefined && (now.role === wanted || now.role === 'maintainer')) return there(item);
  if (!live.teams.has(team)) return impossible(item, GONE);
  if (live.membership === null && before.membership === null) return impossible(item, NO_MEMBER);
  if (!isMember(scene) && live.invitedTeams.has(team)) return { item, how: 'waiting', why: ACCEPT };
  return {
    item,
    ...(isMember(scene) ? { how: 'restore', why: `as a ${wanted}` } : { how: 'invite', why: 'with the invitation' }),
    step: { action: 'add to team', object: item },
    act: byName(scene, (username) => ({
      route: 'PUT /orgs/{org}/teams/{team_slug}/memberships/{username}',
      values: { org: site.settings.organization, team_slug: team, username, role: wanted },
      made: () => isInTeam(site, team, username),
    })),
  };
}

/** Roles of a repository as the request names them; a role of the organization's own keeps its name. */
const PERMISSIONS: Readonly<Record<string, string>> = { read: 'pull', write: 'push' };

function permissionOf(role: string | null): string {
  return role === null ? 'pull' : (PERMISSIONS[role] ?? role);
}

function repositoryReturn(scene: Scene, { id: repo, role }: Held): Return {
  const { live, before, lost } = scene;
  const item = `${PREFIX.repository}${repo}`;
  if (live.account?.entitlements.some((one) => one.id === item)) return there(item);
  if (!live.repositories.has(repo)) return impossible(item, GONE);
  const as = `with the role ${role ?? 'read'}`;
  if (isMember(scene)) return { item, how: 'restore', why: as, ...adding(scene, item, repo, role) };
  const outside = before.outside || lost.account.entitlements.some(({ id }) => id === OUTSIDE);
  if (outside && before.membership === null) {
    if (live.invitedTo.has(repo)) return { item, how: 'waiting', why: ACCEPT };
    return { item, how: 'invite', why: `invited ${as}`, ...adding(scene, item, repo, role) };
  }
  if (before.membership === null) return impossible(item, NO_MEMBER);
  return { item, how: 'waiting', why: `${ACCEPT}; run restore again then` };
}

/** An invitation that nobody had accepted. GitHub adds a member at once, which would be more than there was. */
function invitationReturn(scene: Scene, { id, role }: Held): Return {
  const { live } = scene;
  const item = `${PREFIX.repositoryInvitation}${id}`;
  const { repository } = inRepository(id);
  const accepted = live.account?.entitlements.some((one) => one.id === `${PREFIX.repository}${repository}`);
  if (accepted || live.invitedTo.has(repository)) return there(item);
  if (!live.repositories.has(repository)) return impossible(item, GONE);
  if (isMember(scene)) return impossible(item, 'GitHub invites no member, but adds at once: give the access by hand');
  return { item, how: 'restore', why: 'as a new invitation', ...adding(scene, item, repository, role) };
}

function adding(scene: Scene, object: string, repo: string, role: string | null): Pick<Return, 'step' | 'act'> {
  const { site, live } = scene;
  const owner = site.settings.organization;
  const id = String(live.user.id);
  return {
    step: { action: 'add repository collaborator', object },
    act: byName(scene, (username) => ({
      route: 'PUT /repos/{owner}/{repo}/collaborators/{username}',
      values: { owner, repo, username, permission: permissionOf(role) },
      made: async () =>
        (await live.isInvitedTo(repo)) || (await isInRepository(site, id, username, `${PREFIX.repository}${repo}`)),
    })),
  };
}

function keyReturn({ site, live }: Scene, { id, repository: repo, title, key, readOnly }: RecordedKey): Return {
  const item = `${PREFIX.deployKey}${id}`;
  if (live.keys.has(keyOf(repo, key))) return there(item);
  if (!live.repositories.has(repo)) return impossible(item, GONE);
  return {
    item,
    how: 'restore',
    why: 'added anew: GitHub then names the runner as who added it',
    step: { action: 'add deploy key', object: item },
    act: () =>
      bring(site, {
        route: 'POST /repos/{owner}/{repo}/keys',
        values: { owner: site.settings.organization, repo, title, key, read_only: readOnly },
        made: async () => (await keysIn(site, new Set([repo]))).has(keyOf(repo, key)),
      }),
  };
}

/** By an entitlement's kind: what a person can do, since nobody can give it back. */
const INSTEAD: Readonly<Record<string, string>> = {
  'fine-grained-token': 'a token can not be given back: the person makes a new one',
  'token-request': 'the person asks for the token again',
  'sso-token': 'the person authorizes the token for single sign-on again',
  'sso-ssh-key': 'the person authorizes the SSH key for single sign-on again',
  'copilot-seat': 'give the seat again in the Copilot settings of the organization',
  codespace: 'it was deleted, with whatever was not pushed',
};

function credentialReturn({ live }: Scene, held: Before['credentials'][number]): readonly Return[] {
  const { id, type, role, active } = held;
  // Deploy keys have a record of their own; a seat that a team gives comes back with the team.
  if (type === 'deploy-key' || (type === 'copilot-seat' && (role !== null || !active))) return [];
  const now = live.account?.entitlements.find((one) => one.id === id);
  if (now !== undefined && (type !== 'copilot-seat' || now.status === 'active')) return [there(id)];
  return [impossible(id, INSTEAD[type] ?? 'it was deleted, and nobody else can make it again')];
}

interface Bringing {
  readonly route: string;
  readonly values: Values;
  /** Reads whether it is there by now; asked only where a reply was lost. */
  readonly made: () => Promise<boolean>;
}

/** A change that names a login: the one that the account's id has at that moment (law 12). */
function byName({ site, lost }: Scene, bringing: (login: string) => Bringing): () => Promise<StepResult> {
  return async () => {
    const holder = await holderOf(site, lost.account);
    if (holder === null) throw new LeaverError('forbidden', `GitHub has no account ${lost.account.id} any more`);
    return bring(site, bringing(holder.login));
  };
}

/** Makes the request. What should be there and is not is a failure here, unlike in a revocation. */
export async function bring(site: Site, { route, values, made }: Bringing): Promise<StepResult> {
  const result = await settle(site, { route, values, gone: made });
  if (result.kind === 'done') return result;
  throw new LeaverError('forbidden', `GitHub does not find what ${route} names, or not for this credential`);
}
