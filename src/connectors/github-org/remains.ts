import type { ObservedAccount } from '../../core/observation.js';
import type { ActLog } from '../connector.js';
import { carryOut, refuse } from './acts.js';
import { inRepository, PREFIX, withPrefix } from './entitlements.js';
import * as listings from './listings.js';
import type { DeployKey, RepositoryInvitation } from './shapes.js';
import type { Site } from './site.js';

/**
 * Closes what outlives a membership: invitations to single repositories, and deploy keys, which stay valid after their
 * creator left. A key whose public half could not be recorded stays (law 7).
 */
export async function closeRemains(
  site: Site,
  account: ObservedAccount,
  recorded: ReadonlySet<string>,
  log: ActLog,
): Promise<void> {
  const { organization: owner } = site.settings;
  for (const id of withPrefix(account.entitlements, PREFIX.repositoryInvitation)) {
    const { repository: repo, number } = inRepository(id);
    await carryOut(site, log, {
      step: { action: 'cancel repository invitation', object: `${PREFIX.repositoryInvitation}${id}` },
      route: 'DELETE /repos/{owner}/{repo}/invitations/{invitation_id}',
      values: { owner, repo, invitation_id: number },
      gone: async () => !(await isRepositoryInvited(site, id)),
    });
  }
  for (const id of withPrefix(account.entitlements, PREFIX.deployKey)) {
    const { repository: repo, number } = inRepository(id);
    const step = { action: 'delete deploy key', object: `${PREFIX.deployKey}${id}` };
    if (!recorded.has(id)) {
      await refuse(log, step, 'its public key could not be read, so that it could not be added again');
      continue;
    }
    await carryOut(site, log, {
      step,
      route: 'DELETE /repos/{owner}/{repo}/keys/{key_id}',
      values: { owner, repo, key_id: number },
      gone: async () => !(await isDeployKey(site, id)),
    });
  }
}

/** Whether a deploy key (`<repository>/<number>`) is there. */
export async function isDeployKey(site: Site, id: string): Promise<boolean> {
  const { repository: repo, number } = inRepository(id);
  const values = { owner: site.settings.organization, repo, key_id: number };
  return (await site.client.find<DeployKey>('GET /repos/{owner}/{repo}/keys/{key_id}', values)) !== null;
}

/** Whether an invitation to one repository (`<repository>/<number>`) is there. */
export async function isRepositoryInvited(site: Site, id: string): Promise<boolean> {
  const { repository, number } = inRepository(id);
  const left = await listings.whole(listings.ofRepository<RepositoryInvitation>(site, repository, 'invitations'));
  return left.some((one) => Number(one.id) === number);
}
