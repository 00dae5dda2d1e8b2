import type { Target } from '../connector.js';
import { findUser } from './accounts.js';
import { inRepository, OUTSIDE, PREFIX, withPrefix } from './entitlements.js';
import * as listings from './listings.js';
import { inParallel } from './pages.js';
import type { DeployKey, Membership, Team } from './shapes.js';
import { gapsOf, type Site } from './site.js';

/** A deploy key as it can be added again. The key is the public half. */
interface RecordedKey {
  readonly id: string;
  readonly repository: string;
  readonly title: string;
  readonly key: string;
  readonly readOnly: boolean;
}

export interface Evidence {
  readonly record: Readonly<Record<string, unknown>>;
  /** Ids of deploy keys (`<repository>/<number>`) that could be recorded, or are gone: only these may be deleted. */
  readonly keys: ReadonlySet<string>;
}

/** What is needed to bring an account back: never a secret, since GitHub tells none. */
export async function gatherEvidence(site: Site, target: Target, membership: Membership | null): Promise<Evidence> {
  const { account, decision } = target;
  const { entitlements } = account;
  const roles = (prefix: string) =>
    entitlements
      .filter(({ id }) => id.startsWith(prefix))
      .map(({ id, role }) => ({ id: id.slice(prefix.length), role: role ?? null }));
  const { recorded, keys } = await recordKeys(site, withPrefix(entitlements, PREFIX.deployKey));
  const record = {
    organization: site.settings.organization,
    account: { id: account.id, name: account.name, status: account.status },
    entitlement: decision.entitlement,
    membership: membership === null ? null : membershipRecord(membership),
    outsideCollaborator: entitlements.some(({ id }) => id === OUTSIDE),
    invitation: account.status === 'invited' ? await invitationRecord(site, account.id) : null,
    teams: roles(PREFIX.team),
    repositories: roles(PREFIX.repository),
    repositoryInvitations: roles(PREFIX.repositoryInvitation),
    deployKeys: recorded,
    credentials: entitlements.filter(({ kind }) => kind === 'credential'),
  };
  return { record, keys };
}

function membershipRecord(membership: Membership) {
  return {
    state: membership.state,
    role: membership.role,
    direct: membership.direct_membership ?? true,
    enterpriseTeams: membership.enterprise_teams_providing_indirect_membership ?? [],
  };
}

async function recordKeys(site: Site, ids: readonly string[]) {
  const recorded: RecordedKey[] = [];
  const keys = new Set<string>();
  const gaps = gapsOf(site);
  await inParallel(ids, (id) =>
    gaps.around('deploy-keys', undefined, async () => {
      const { repository, number } = inRepository(id);
      const values = { owner: site.settings.organization, repo: repository, key_id: number };
      const found = await site.client.find<DeployKey>('GET /repos/{owner}/{repo}/keys/{key_id}', values);
      keys.add(id);
      if (found === null) return;
      recorded.push({ id, repository, title: found.title, key: found.key, readOnly: found.read_only });
    }),
  );
  recorded.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { recorded, keys };
}

async function invitationRecord(site: Site, account: string) {
  const id = account.slice(account.indexOf(':') + 1);
  const invitation = (await listings.whole(listings.invitations(site))).find((one) => String(one.id) === id);
  if (invitation === undefined) return null;
  const values = { org: site.settings.organization, invitation_id: id };
  const route = 'GET /orgs/{org}/invitations/{invitation_id}/teams';
  const teams = invitation.team_count === 0 ? [] : await site.client.find<readonly Team[]>(route, values);
  const { login, email, role } = invitation;
  // The login may be another's when it is brought back; the id can't.
  const invitee = login === null ? null : await findUser(site, { id: null, name: login });
  const inviteeId = invitee === null ? null : String(invitee.id);
  return { id, login, inviteeId, email, role, teams: (teams ?? []).map(({ slug }) => slug) };
}
