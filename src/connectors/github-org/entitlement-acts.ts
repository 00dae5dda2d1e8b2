import type { EntitlementId } from '../../core/model.js';
import { LeaverError } from '../../errors.js';
import type { ActLog, StepResult, Target } from '../connector.js';
import { settle } from './acts.js';
import { OUTSIDE, PREFIX } from './entitlements.js';
import { gatherEvidence } from './evidence.js';
import { ABSENT, endCollaboration, holderOf } from './membership.js';
import type { Site } from './site.js';
import { readRepositoriesOf } from './teams.js';

/** Revokes one managed entitlement of somebody who stays: a team, a repository, or an outside collaboration. */
export async function revokeEntitlement(
  site: Site,
  target: Target,
  entitlement: EntitlementId,
  log: ActLog,
): Promise<void> {
  // Whoever is no outside collaborator any more has lost every repository.
  const goes = (id: string) => id === entitlement || (entitlement === OUTSIDE && id.startsWith(PREFIX.repository));
  const only = { ...target.account, entitlements: target.account.entitlements.filter(({ id }) => goes(id)) };
  const { record } = await gatherEvidence(site, { ...target, account: only }, null);
  await log.evidence(record);
  const { action, act } = actOf(site, target, entitlement);
  await log.step({ action, object: `${entitlement} of ${target.account.name}` }, act);
}

function actOf(
  site: Site,
  { account }: Target,
  entitlement: EntitlementId,
): { readonly action: string; readonly act: () => Promise<StepResult> } {
  const { organization } = site.settings;
  if (entitlement.startsWith(PREFIX.team)) {
    const team = entitlement.slice(PREFIX.team.length);
    const act = async () => {
      const holder = await holderOf(site, account);
      if (holder === null) return ABSENT;
      const { login } = holder;
      return settle(site, {
        route: 'DELETE /orgs/{org}/teams/{team_slug}/memberships/{username}',
        values: { org: organization, team_slug: team, username: login },
        gone: async () => !(await isInTeam(site, team, login)),
      });
    };
    return { action: 'remove team membership', act };
  }
  if (entitlement.startsWith(PREFIX.repository)) {
    const repo = entitlement.slice(PREFIX.repository.length);
    const act = async () => {
      const holder = await holderOf(site, account);
      if (holder === null) return ABSENT;
      const { login } = holder;
      return settle(site, {
        route: 'DELETE /repos/{owner}/{repo}/collaborators/{username}',
        values: { owner: organization, repo, username: login },
        gone: async () => !(await isInRepository(site, account.id, login, entitlement)),
      });
    };
    return { action: 'remove repository collaborator', act };
  }
  if (entitlement === OUTSIDE) {
    return { action: 'remove outside collaborator', act: () => endCollaboration(site, account) };
  }
  const why = `${entitlement} is no membership that can be taken away by itself`;
  return { action: 'revoke entitlement', act: () => Promise.reject(new LeaverError('not-supported', why)) };
}

/** Whether somebody is in a team, by that team's own list or waiting to accept. */
export async function isInTeam(site: Site, team: string, login: string): Promise<boolean> {
  const values = { org: site.settings.organization, team_slug: team, username: login };
  return (await site.client.find('GET /orgs/{org}/teams/{team_slug}/memberships/{username}', values)) !== null;
}

/** Whether somebody was added to a repository by name. */
export async function isInRepository(site: Site, id: string, login: string, entitlement: string): Promise<boolean> {
  const held = await readRepositoriesOf(site.client, site.settings.organization, { id, login });
  return held.some((one) => one.id === entitlement);
}
