import { type Listing, type ListingRequest, readListing } from './pages.js';
import type { Codespace, Invitation, Repository, SsoCredential, TeamId, Token, TokenRequest, User } from './shapes.js';
import type { Site } from './site.js';

type Read<Entry> = (site: Site, login?: string) => Promise<Listing<Entry>>;

/** A listing of the organization; where `filter` names one, a login narrows it. */
function ofOrganization<Entry>(
  name: string,
  path: string,
  key: (entry: Entry) => string | number | bigint,
  more: { readonly values?: ListingRequest<Entry>['values']; readonly filter?: string } = {},
): Read<Entry> {
  return (site, login) => {
    const values = {
      org: site.settings.organization,
      ...more.values,
      ...(login !== undefined && more.filter !== undefined ? { [more.filter]: login } : {}),
    };
    return readListing(site.client, { name, route: `GET /orgs/{org}/${path}`, values, key: (one) => String(key(one)) });
  };
}

export const members = ofOrganization<User>('members', 'members', (one) => one.id);
export const admins = ofOrganization<User>('admins', 'members', (one) => one.id, { values: { role: 'admin' } });
export const invitations = ofOrganization<Invitation>('invitations', 'invitations', (one) => one.id);
export const outsideCollaborators = ofOrganization<User>(
  'outside collaborators',
  'outside_collaborators',
  (one) => one.id,
);
export const repositories = ofOrganization<Repository>('repositories', 'repos', (one) => one.name);
export const teams = ofOrganization<TeamId>('teams', 'teams', (one) => one.slug);
export const tokens = ofOrganization<Token>('fine-grained tokens', 'personal-access-tokens', (one) => one.id, {
  filter: 'owner[]',
});
export const tokenRequests = ofOrganization<TokenRequest>(
  'token requests',
  'personal-access-token-requests',
  (one) => one.id,
  { filter: 'owner[]' },
);
export const ssoCredentials = ofOrganization<SsoCredential>(
  'SSO credentials',
  'credential-authorizations',
  (one) => one.credential_id,
  { filter: 'login' },
);

/** The codespaces of one person that the organization pays for; not for GitHub Apps. */
export function codespaces(site: Site, login: string): Promise<Listing<Codespace>> {
  return readListing<Codespace>(site.client, {
    name: 'codespaces',
    route: 'GET /orgs/{org}/members/{username}/codespaces',
    values: { org: site.settings.organization, username: login },
    entriesOf: (body) => (typeof body === 'object' && body !== null && 'codespaces' in body ? body.codespaces : null),
    key: (one) => one.name,
  });
}

/** A listing under one repository: `keys`, `invitations`. */
export function ofRepository<Entry extends { readonly id: number | bigint }>(
  site: Site,
  repository: string,
  path: 'keys' | 'invitations',
): Promise<Listing<Entry>> {
  return readListing<Entry>(site.client, {
    name: `${path} of ${repository}`,
    route: `GET /repos/{owner}/{repo}/${path}`,
    values: { owner: site.settings.organization, repo: repository },
    key: (one) => String(one.id),
  });
}

/** The entries of a listing that is of no use unless whole. Throws what failed. */
export async function whole<Entry>(listing: Promise<Listing<Entry>>): Promise<readonly Entry[]> {
  const { entries, gap } = await listing;
  if (gap !== null) throw gap.error;
  return entries;
}
