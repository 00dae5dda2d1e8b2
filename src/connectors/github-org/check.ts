import type { EntitlementId } from '../../core/model.js';
import type { ObservedAccount } from '../../core/observation.js';
import type { Remainder, Target } from '../connector.js';
import { findMembership, findUser, readSeat } from './accounts.js';
import { isInRepository, isInTeam } from './entitlement-acts.js';
import { isCancelled, OUTSIDE, PREFIX, SEAT, withPrefix } from './entitlements.js';
import { isFatal, whyOf } from './failures.js';
import { INVITATION } from './list.js';
import * as listings from './listings.js';
import { isCollaborator, isInvited, isOutside } from './membership.js';
import { isDeployKey, isRepositoryInvited } from './remains.js';
import type { Membership } from './shapes.js';
import { APP_ONLY, type Site } from './site.js';

/** Reads back what a revocation changed. Nothing left: verified. */
export async function check(site: Site, target: Target): Promise<readonly Remainder[]> {
  const { account, decision } = target;
  if (account.status === 'invited') {
    const there = await isInvited(site, account.id.slice(INVITATION.length));
    return there ? [pending(`${account.id} is still listed`)] : [];
  }
  const user = await findUser(site, { id: account.id, name: null });
  const login = user?.login ?? null;
  if (decision.entitlement !== null) return checkEntitlement(site, account, decision.entitlement, login);
  const read = await Promise.all([
    login === null ? [] : checkMembership(site, account, login),
    checkCredentials(site, account, login ?? account.name),
    login === null ? [] : checkSeats(site, account, login),
    checkRemains(site, account),
  ]);
  return read.flat();
}

function pending(what: string): Remainder {
  return { kind: 'pending', what };
}

async function checkEntitlement(
  site: Site,
  account: ObservedAccount,
  entitlement: EntitlementId,
  login: string | null,
): Promise<readonly Remainder[]> {
  if (login === null) return [];
  const there = await holds(site, account, entitlement, login);
  return there ? [pending(`${entitlement} of ${account.name} is still there`)] : [];
}

function holds(site: Site, account: ObservedAccount, entitlement: EntitlementId, login: string): Promise<boolean> {
  if (entitlement === OUTSIDE) return isCollaborator(site, account);
  if (entitlement.startsWith(PREFIX.repository)) return isInRepository(site, account.id, login, entitlement);
  return isInTeam(site, entitlement.slice(PREFIX.team.length), login);
}

async function checkMembership(site: Site, account: ObservedAccount, login: string): Promise<readonly Remainder[]> {
  const membership = await findMembership(site, login);
  const held = membership !== null && (membership.user === null || String(membership.user.id) === account.id);
  if (held) return [membershipLeft(membership, account.name)];
  if (!isOutside(account)) return [];
  return (await isCollaborator(site, account)) ? [pending(`${account.name} is still an outside collaborator`)] : [];
}

function membershipLeft(membership: Membership, name: string): Remainder {
  const teams = membership.enterprise_teams_providing_indirect_membership ?? [];
  if (membership.direct_membership !== false && teams.length === 0) return pending(`${name} is still a member`);
  const through = teams.length === 0 ? 'an enterprise team' : `the enterprise team ${teams.join(', ')}`;
  return {
    kind: 'manual',
    what: `${name} is still a member through ${through}`,
    todo: `Take ${name} out of ${through} in the enterprise's settings.`,
  };
}

async function checkCredentials(site: Site, account: ObservedAccount, login: string): Promise<readonly Remainder[]> {
  const byApp = site.client.signIn === 'app';
  const reads = await Promise.all([
    part('SSO credentials', async () => {
      const left = await listings.whole(listings.ssoCredentials(site, login));
      const ids = withPrefix(account.entitlements, PREFIX.sso);
      return left.filter((one) => ids.includes(String(one.credential_id))).map((one) => `sso:${one.credential_id}`);
    }),
    byApp
      ? part('fine-grained tokens', () => tokensLeft(site, account, login))
      : unread('fine-grained tokens', APP_ONLY),
  ]);
  return reads.flat();
}

async function tokensLeft(site: Site, account: ObservedAccount, login: string): Promise<readonly string[]> {
  const [tokens, requests] = await Promise.all([
    listings.whole(listings.tokens(site, login)),
    listings.whole(listings.tokenRequests(site, login)),
  ]);
  const own = (one: { readonly owner: { readonly id: number | bigint } }) => String(one.owner.id) === account.id;
  return [
    ...tokens.filter(own).map(({ id }) => `${PREFIX.token}${id}`),
    ...requests.filter(own).map(({ id }) => `${PREFIX.tokenRequest}${id}`),
  ];
}

/** Only where there were any: a leaver without a seat must not cost a request more. */
async function checkSeats(site: Site, account: ObservedAccount, login: string): Promise<readonly Remainder[]> {
  const seats = account.entitlements.some(({ id }) => id === SEAT);
  const codespaces = withPrefix(account.entitlements, PREFIX.codespace);
  const reads = await Promise.all([
    seats ? part('the Copilot seat', async () => ((await readSeat(site, login)).every(isCancelled) ? [] : [SEAT])) : [],
    codespaces.length > 0 ? part('codespaces', () => codespacesLeft(site, codespaces, login)) : [],
  ]);
  return reads.flat();
}

async function codespacesLeft(site: Site, names: readonly string[], login: string): Promise<readonly string[]> {
  const left = await listings.whole(listings.codespaces(site, login));
  return left.filter(({ name }) => names.includes(name)).map(({ name }) => `${PREFIX.codespace}${name}`);
}

async function checkRemains(site: Site, account: ObservedAccount): Promise<readonly Remainder[]> {
  const read = (prefix: string, there: (site: Site, id: string) => Promise<boolean>) =>
    withPrefix(account.entitlements, prefix).map((id) =>
      part(`${prefix}${id}`, async () => ((await there(site, id)) ? [`${prefix}${id}`] : [])),
    );
  const reads = [...read(PREFIX.repositoryInvitation, isRepositoryInvited), ...read(PREFIX.deployKey, isDeployKey)];
  return (await Promise.all(reads)).flat();
}

/** What is left of a part; a part that can't be read is residual, since nobody knows. */
async function part(what: string, read: () => Promise<readonly string[]>): Promise<readonly Remainder[]> {
  try {
    return (await read()).map((left) => pending(`${left} is still there`));
  } catch (error) {
    if (isFatal(error)) throw error;
    return unread(what, whyOf(error));
  }
}

function unread(what: string, why: string): readonly Remainder[] {
  return [{ kind: 'residual', what: `${what} could not be read back: ${why}`, until: null }];
}
