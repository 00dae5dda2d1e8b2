import type { Entitlement } from '../../core/observation.js';
import { deployKey, repositoryInvitation } from './entitlements.js';
import * as listings from './listings.js';
import { inParallel, type Listing } from './pages.js';
import type { DeployKey, RepositoryInvitation, User } from './shapes.js';
import { type Gaps, type Part, type Site, sameLogin } from './site.js';

/**
 * Deploy keys that these people added, and invitations to single repositories that they have, by account id. Costs two
 * requests a repository, however many people are asked for.
 */
export async function readRepositoryParts(
  site: Site,
  people: readonly User[],
  gaps: Gaps,
): Promise<ReadonlyMap<string, readonly Entitlement[]>> {
  const repositories = await listings.repositories(site);
  if (repositories.gap !== null) {
    gaps.add('deploy-keys', repositories.gap.text);
    gaps.add('repository-invitations', repositories.gap.text);
  }
  const held = new Map(people.map((one): [string, Entitlement[]] => [String(one.id), []]));
  const keys = tally('deploy-keys', repositories.entries.length);
  const invitations = tally('repository-invitations', repositories.entries.length);
  await inParallel(repositories.entries, async ({ name }) => {
    // GitHub tells only the login of who added a key.
    for (const key of await keys.read(listings.ofRepository<DeployKey>(site, name, 'keys'))) {
      const owner = people.find((one) => sameLogin(one.login, key.added_by));
      if (owner !== undefined) held.get(String(owner.id))?.push(deployKey(name, key));
    }
    for (const one of await invitations.read(listings.ofRepository<RepositoryInvitation>(site, name, 'invitations'))) {
      if (one.invitee !== null) held.get(String(one.invitee.id))?.push(repositoryInvitation(name, one));
    }
  });
  keys.tell(gaps);
  invitations.tell(gaps);
  for (const entitlements of held.values()) entitlements.sort((a, b) => (a.id < b.id ? -1 : 1));
  return held;
}

/** Reads one part of many repositories, and makes one gap of all that failed. */
function tally(part: Part, of: number) {
  let failed = 0;
  let first = '';
  return {
    async read<Entry>(listing: Promise<Listing<Entry>>): Promise<readonly Entry[]> {
      const { entries, gap } = await listing;
      if (gap !== null) {
        failed += 1;
        first ||= gap.text;
      }
      return entries;
    },
    tell(gaps: Gaps): void {
      if (failed > 0) gaps.add(part, `${failed} of ${of} repositories, first ${first}`);
    },
  };
}
