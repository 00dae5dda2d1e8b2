import type { EntitlementId } from '../../core/model.js';
import type { ObservedAccount } from '../../core/observation.js';
import { isFatal, whyOf } from '../../github/failures.js';
import type { Remainder, Target } from '../connector.js';
import { findMembership, findUser, readSeat } from './accounts.js';
import { isInRepository, isInTeam } from './entitlement-acts.js';
import { isCancelled, OUTSIDE, PREFIX, SEAT } from './entitlements.js';
import { INVITATION, isInvitation } from './list.js';
import * as listings from './listings.js';
import { isCollaborator, isInvited } from './membership.js';
import { isDeployKey, isRepositoryInvited } from './remains.js';
import type { Membership } from './shapes.js';
import { APP_ONLY, type Part, type Site, TOKEN_ONLY } from './site.js';
import { leftAlone, prove } from './taken-up.js';

/** Reads back what a revocation changed. Nothing left: verified. */
export async function check(site: Site, target: Target): Promise<readonly Remainder[]> {
  const { account, decision } = target;
  if (isInvitation(account)) {
    const there = await isInvited(site, account.id.slice(INVITATION.length));
    return there ? [pending(`${account.id} is still listed`)] : [];
  }
  const user = await findUser(site, { id: account.id, name: null });
  const login = user?.login ?? null;
  if (decision.entitlement !== null) return checkEntitlement(site, account, decision.entitlement, login);
  if (account.read === 'direct') return checkAccount(site, account, login);
  const { account: proved, unread, others, same } = await prove(site, account, login);
  if (!same) {
    const left = login === null ? [] : await checkMembership(site, account, login);
    return [...others, ...left.map(() => leftAlone(`the membership of ${login}`, account))];
  }
  const entitlements = [...proved.entitlements, ...unread.map(({ entitlement }) => entitlement)];
  return [...(await checkAccount(site, { ...proved, entitlements }, login)), ...others];
}

async function checkAccount(site: Site, account: ObservedAccount, login: string | null): Promise<readonly Remainder[]> {
  const read = await Promise.all([
    login === null ? [] : checkMembership(site, account, login),
    checkCredentials(site, account, login),
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

async function checkCredentials(
  site: Site,
  account: ObservedAccount,
  login: string | null,
): Promise<readonly Remainder[]> {
  const tokens = heldOf(account, PREFIX.token, PREFIX.tokenRequest);
  const authorizations = heldOf(account, PREFIX.sso);
  const name = login ?? account.name;
  const reads = await Promise.all([
    readBack(site, 'sso-credentials', authorizations, async () => {
      const left = await listings.whole(listings.ssoCredentials(site, name));
      const ids = left.map((one) => `${PREFIX.sso}${one.credential_id}`);
      // The name of an account that GitHub has no more may be another's by now.
      return login === null ? ids.filter((id) => authorizations.includes(id)) : ids;
    }),
    site.client.signIn === 'app'
      ? readBack(site, 'fine-grained-tokens', tokens, () => tokensOf(site, account, name))
      : unread(site, 'fine-grained-tokens', tokens, APP_ONLY),
  ]);
  return reads.flat();
}

function heldOf(account: ObservedAccount, ...prefixes: readonly string[]): readonly string[] {
  return account.entitlements.map(({ id }) => id).filter((id) => prefixes.some((prefix) => id.startsWith(prefix)));
}

async function tokensOf(site: Site, account: ObservedAccount, login: string): Promise<readonly string[]> {
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

/** Only where there were any: a leaver without a seat costs no request more. */
async function checkSeats(site: Site, account: ObservedAccount, login: string): Promise<readonly Remainder[]> {
  const seats = account.entitlements.filter(({ id, role }) => id === SEAT && role === undefined).map(({ id }) => id);
  const codespaces = heldOf(account, PREFIX.codespace);
  const reads = await Promise.all([
    seats.length === 0
      ? []
      : readBack(site, 'copilot-seats', seats, async () =>
          (await readSeat(site, login)).filter((one) => !isCancelled(one)).map(() => SEAT),
        ),
    site.client.signIn === 'app'
      ? unread(site, 'codespaces', codespaces, TOKEN_ONLY)
      : codespaces.length === 0
        ? []
        : readBack(site, 'codespaces', codespaces, async () =>
            (await listings.whole(listings.codespaces(site, login))).map(({ name }) => `${PREFIX.codespace}${name}`),
          ),
  ]);
  return reads.flat();
}

async function checkRemains(site: Site, account: ObservedAccount): Promise<readonly Remainder[]> {
  const read = (part: Part, prefix: string, isThere: (site: Site, id: string) => Promise<boolean>) =>
    heldOf(account, prefix).map((id) =>
      readBack(site, part, [id], async () => ((await isThere(site, id.slice(prefix.length))) ? [id] : [])),
    );
  const reads = [
    ...read('repository-invitations', PREFIX.repositoryInvitation, isRepositoryInvited),
    ...read('deploy-keys', PREFIX.deployKey, isDeployKey),
  ];
  return (await Promise.all(reads)).flat();
}

/** What is there of a part at this moment, and could not be there any more. */
async function readBack(
  site: Site,
  part: Part,
  held: readonly string[],
  read: () => Promise<readonly string[]>,
): Promise<readonly Remainder[]> {
  try {
    return (await read()).map((id) => pending(`${id} is still there`));
  } catch (error) {
    if (isFatal(error)) throw error;
    return unread(site, part, held, whyOf(error));
  }
}

/**
 * A part that can't be read back: what was seen in it before counts as not gone yet; where nothing was seen it is
 * residual, since nobody knows, or the gap that the policy declares already.
 */
function unread(site: Site, part: Part, held: readonly string[], why: string): readonly Remainder[] {
  if (held.length > 0) return held.map((id) => pending(`${id} could not be read back: ${why}`));
  if (site.unavailable.includes(part)) return [];
  return [{ kind: 'residual', what: `${part} could not be read: ${why}`, until: null }];
}
