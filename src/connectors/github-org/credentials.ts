import type { ObservedAccount } from '../../core/observation.js';
import type { ActLog } from '../connector.js';
import { readSeat } from './accounts.js';
import { type Act, type Batch, carryOut, carryOutMany } from './acts.js';
import { isCancelled, PREFIX, SEAT, withPrefix } from './entitlements.js';
import * as listings from './listings.js';
import type { Listing } from './pages.js';
import type { Site } from './site.js';

/** Closes what lets somebody in without signing in. Without a login (the account is gone from GitHub) only by id. */
export async function closeCredentials(
  site: Site,
  account: ObservedAccount,
  login: string | null,
  log: ActLog,
): Promise<void> {
  for (const act of ssoActs(site, account, login)) await carryOut(site, log, act);
  for (const batch of tokenBatches(site, login ?? account.name, account)) await carryOutMany(site, log, batch);
  if (login === null) return;
  const acts = [...seatActs(site, account, login), ...codespaceActs(site, account, login)];
  for (const act of acts) await carryOut(site, log, act);
}

/** SSO authorizations come before the membership: afterwards GitHub may list them no more. */
function ssoActs(site: Site, account: ObservedAccount, login: string | null): Act[] {
  return withPrefix(account.entitlements, PREFIX.sso).map((id) => ({
    step: { action: 'remove SSO authorization', object: `sso:${id}` },
    route: 'DELETE /orgs/{org}/credential-authorizations/{credential_id}',
    values: { org: site.settings.organization, credential_id: id },
    gone: async () => {
      const left = await listings.whole(listings.ssoCredentials(site, login ?? account.name));
      return !left.some((one) => String(one.credential_id) === id);
    },
  }));
}

const MOST_IDS = 100;

/** Fine-grained tokens and requests for them go a hundred at a time ("Personal access tokens"). */
function tokenBatches(site: Site, owner: string, account: ObservedAccount): Batch[] {
  const { organization: org } = site.settings;
  const idsOf = async <Entry extends { readonly id: number }>(listing: Promise<Listing<Entry>>) =>
    (await listings.whole(listing)).map(({ id }) => id);
  const revocations = hundreds(withPrefix(account.entitlements, PREFIX.token)).map(
    (ids): Batch => ({
      step: { action: 'revoke fine-grained tokens', object: objectOf(PREFIX.token, ids) },
      route: 'POST /orgs/{org}/personal-access-tokens',
      ids,
      valuesOf: (given) => ({ org, action: 'revoke', pat_ids: given }),
      left: () => idsOf(listings.tokens(site, owner)),
    }),
  );
  const denials = hundreds(withPrefix(account.entitlements, PREFIX.tokenRequest)).map(
    (ids): Batch => ({
      step: { action: 'deny token requests', object: objectOf(PREFIX.tokenRequest, ids) },
      route: 'POST /orgs/{org}/personal-access-token-requests',
      ids,
      valuesOf: (given) => ({ org, action: 'deny', pat_request_ids: given }),
      left: () => idsOf(listings.tokenRequests(site, owner)),
    }),
  );
  return [...revocations, ...denials];
}

function hundreds(ids: readonly string[]): number[][] {
  const groups: number[][] = [];
  for (let at = 0; at < ids.length; at += MOST_IDS) groups.push(ids.slice(at, at + MOST_IDS).map(Number));
  return groups;
}

function objectOf(prefix: string, ids: readonly number[]): string {
  const [first = 0, ...others] = ids;
  return others.length === 0 ? `${prefix}${first}` : `${prefix}${first} and ${others.length} more`;
}

/** A seat that a team gives can't be cancelled alone; it ends with the membership. */
function seatActs(site: Site, account: ObservedAccount, login: string): Act[] {
  const seat = account.entitlements.find(({ id }) => id === SEAT);
  if (seat === undefined || seat.status === 'inactive' || seat.role !== undefined) return [];
  return [
    {
      step: { action: 'cancel Copilot seat', object: SEAT },
      route: 'DELETE /orgs/{org}/copilot/billing/selected_users',
      values: { org: site.settings.organization, selected_usernames: [login] },
      gone: async () => (await readSeat(site, login)).every(isCancelled),
    },
  ];
}

function codespaceActs(site: Site, account: ObservedAccount, login: string): Act[] {
  return withPrefix(account.entitlements, PREFIX.codespace).map((name) => ({
    step: { action: 'delete codespace', object: `codespace:${name}` },
    route: 'DELETE /orgs/{org}/members/{username}/codespaces/{codespace_name}',
    values: { org: site.settings.organization, username: login, codespace_name: name },
    gone: async () => !(await listings.whole(listings.codespaces(site, login))).some((one) => one.name === name),
  }));
}
